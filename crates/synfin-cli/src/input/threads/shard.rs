//! The connections that one thread follows.
//!
//! Duty: follow the shard's segments batch by batch, and make rows of the connections that are
//! over. Invariant: every batch is reported to [`Numbers`] before any row of it is made, and every
//! row is made of a connection that has its number in the whole capture. Absence: no threads, no
//! other shard.

use super::super::follow::Chosen;
use super::super::reading::Packet;
use super::super::tracking::Tracking;
use super::made::{Made, Row};
use super::numbers::Numbers;
use super::remaining::Remaining;
use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use synfin::{Connection, Segment, Shares, Timestamp, Tracker};

/// What all threads share.
pub(super) struct Shared<'a, F> {
    pub(super) shares: Shares,
    pub(super) numbers: Numbers,
    pub(super) chosen: &'a Chosen<'a>,
    pub(super) make: &'a F,
    /// How many connections were removed to bound memory.
    pub(super) evicted: AtomicU64,
}

/// A shard, while it is followed.
pub(super) struct Shard<'a, F> {
    /// The thread's number, from 0.
    number: usize,
    shared: &'a Shared<'a, F>,
    tracking: Tracking,
    /// With a filter: open connections with a packet that passed, by the tracker's numbers.
    passed: Option<HashSet<u64>>,
    /// Up to this one the tracker's numbers are those in the whole capture.
    settled: u64,
    /// From the others to those in the whole capture, while connections are open.
    ids: HashMap<u64, u64, RandomState>,
    /// How many of the tracker's numbers are known in the whole capture.
    numbered: u64,
    /// The batches that were reported.
    batches: u64,
    /// What came of the present batch.
    present: Pending,
    /// The batches that were followed, and whose rows are still to be made. Of the last one they never
    /// are before there is another one, so that shards need not wait for each other.
    pending: VecDeque<Pending>,
}

/// What came of a batch.
#[derive(Default)]
struct Pending {
    number: u64,
    /// For each connection that began the packet that began it.
    begun: Vec<u64>,
    /// Connections that were over for good, with the packet at which they were.
    over: Vec<(u64, Connection)>,
}

impl<'a, F> Shard<'a, F> {
    /// A shard that goes on with what a tracker knows of it, which has followed it from the beginning.
    /// With a filter: `passed` are the open connections with a packet that passed.
    pub(super) fn new(
        number: usize,
        shared: &'a Shared<'a, F>,
        (tracker, passed): (Tracker, Option<HashSet<u64>>),
    ) -> Self {
        let begun = tracker.begun();
        Self {
            number,
            shared,
            tracking: Tracking::with(tracker),
            passed,
            settled: begun,
            ids: HashMap::default(),
            numbered: begun,
            batches: 0,
            present: Pending::default(),
            pending: VecDeque::new(),
        }
    }

    /// The tracker.
    #[inline]
    pub(super) const fn tracker(&mut self) -> &mut Tracker {
        &mut self.tracking.tracker
    }

    /// Takes the shard's next segment, which passes the filter or not.
    #[inline]
    pub(super) fn observe(&mut self, segment: &Segment<'_>, passes: bool) {
        let before = self.tracking.tracker.begun();
        let connection = self.tracking.tracker.follow(segment);
        self.note(before, segment.packet, connection.filter(|_| passes));
    }

    /// The same of the reading thread, which can look ahead.
    #[inline]
    pub(super) fn follow(&mut self, packet: &Packet<'_>, segment: &Segment<'_>) {
        let before = self.tracking.tracker.begun();
        let shares = &self.shared.shares;
        let is_taken = |glance: &_| shares.likely_taker_of(glance) == 0;
        let connection = self.tracking.follow_some(packet, is_taken);
        self.note(before, segment.packet, connection.filter(|_| packet.passes));
    }

    /// Notes what a packet began, and the connection that it passes the filter for.
    #[inline]
    fn note(&mut self, before: u64, packet: u64, passing: Option<u64>) {
        for _ in before..self.tracking.tracker.begun() {
            self.present.begun.push(packet);
        }
        if let (Some(passed), Some(id)) = (&mut self.passed, passing) {
            passed.insert(id);
        }
        self.take_over(packet);
    }

    /// The capture has come to another shard's packet.
    #[inline]
    pub(super) fn pass_time(&mut self, packet: u64, now: Timestamp) {
        self.tracking.tracker.pass_time(now);
        self.take_over(packet);
    }

    /// Takes the connections that are over for good at a packet.
    #[inline]
    fn take_over(&mut self, packet: u64) {
        if self.tracking.tracker.has_finished() {
            let drained = self.tracking.tracker.drain_finished();
            let over = drained.map(|connection| (packet, connection));
            self.present.over.extend(over);
        }
    }

    /// A batch has come to its end: reports what began in it.
    pub(super) fn end_batch(&mut self) {
        let mut present = std::mem::take(&mut self.present);
        present.number = self.report(std::mem::take(&mut present.begun));
        self.pending.push_back(present);
    }

    /// Reports what began since the last time; says which report it was.
    fn report(&mut self, begun: Vec<u64>) -> u64 {
        let number = self.batches;
        self.batches += 1;
        self.shared.numbers.report(number, self.number, begun);
        number
    }

    /// Learns the numbers of what began in a report; `None` if they will never be known.
    fn learn(&mut self, report: u64) -> Option<()> {
        let ids = self.shared.numbers.take(report, self.number)?;
        self.learn_all(ids);
        Some(())
    }

    fn learn_all(&mut self, ids: Vec<u64>) {
        for id in ids {
            self.numbered += 1;
            self.ids.insert(self.numbered, id);
        }
    }
}

impl<'a, T, F: Fn(&Connection, &mut Vec<u8>) -> T> Shard<'a, F> {
    /// The first batch's number and rows, if they are due, and its connections' numbers are known
    /// already.
    pub(super) fn made_if_known(&mut self) -> Option<(u64, Made<T>)> {
        if self.pending.len() <= 1 {
            return None;
        }
        let report = self.pending.front()?.number;
        let ids = self.shared.numbers.take_if_known(report, self.number)?;
        self.learn_all(ids);
        self.make_first()
    }

    /// The same if there are more than so many batches; waits for their connections' numbers.
    /// `Err` if they will never be known.
    pub(super) fn made_of_all_but(&mut self, count: usize) -> Result<Option<(u64, Made<T>)>, ()> {
        let Some(first) = self.pending.front().filter(|_| self.pending.len() > count) else {
            return Ok(None);
        };
        self.learn(first.number).ok_or(())?;
        Ok(self.make_first())
    }

    /// Makes the rows of the first batch.
    fn make_first(&mut self) -> Option<(u64, Made<T>)> {
        let pending = self.pending.pop_front()?;
        let mut made = Made::default();
        for (packet, connection) in pending.over {
            self.make_row(&mut made, packet, connection);
        }
        Some((pending.number, made))
    }

    /// Makes a connection's row, if it is wanted.
    pub(super) fn make_row(&mut self, made: &mut Made<T>, packet: u64, mut connection: Connection) {
        let number = connection.id();
        let id = if number <= self.settled {
            Some(number)
        } else {
            self.ids.remove(&number)
        };
        let passed = self.passed.as_mut();
        if !passed.is_none_or(|passed| passed.remove(&number)) {
            return;
        }
        let Some(id) = id else {
            return;
        };
        connection.set_id(id);
        if self.shared.chosen.contains(&connection) {
            let value = (self.shared.make)(&connection, &mut made.text);
            made.rows.push(Row {
                place: (packet, id),
                value,
                end: made.text.len(),
            });
        }
    }

    /// There are no more batches, and the rows of all were made.
    pub(super) fn finish(mut self) -> Remaining<'a, F> {
        let tracker = std::mem::take(&mut self.tracking.tracker);
        let evicted = &self.shared.evicted;
        evicted.fetch_add(tracker.evicted(), Ordering::Relaxed);
        Remaining::new(self, tracker)
    }

    /// Reports what begins at the end of the capture, and learns its numbers.
    pub(super) fn number_last(&mut self, begun: Vec<u64>) -> Option<()> {
        let report = self.report(begun);
        self.learn(report)
    }
}
