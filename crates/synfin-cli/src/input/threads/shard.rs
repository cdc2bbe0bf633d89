//! The connections that one thread follows.
//!
//! Duty: follow the shard's segments batch by batch, and make rows of the connections that are
//! over. Invariant: every row is made of a connection that has its number in the whole capture.
//! Absence: no threads, no other shard.

use super::super::follow::Chosen;
use super::made::{Made, Row};
use super::remaining::Remaining;
use crate::sharing::{Follower, Gone, Numbers, Reports};
use std::collections::HashSet;
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
    shared: &'a Shared<'a, F>,
    tracker: Tracker,
    /// With a filter: open connections with a packet that passed, by the tracker's numbers.
    passed: Option<HashSet<u64>>,
    /// What came of the present batch.
    present: Present,
    reports: Reports<&'a Numbers, Over>,
}

/// Connections that were over for good, with the packet at which they were.
type Over = Vec<(u64, Connection)>;

/// What came of a batch.
#[derive(Default)]
struct Present {
    /// For each connection that began the packet that began it.
    begun: Vec<u64>,
    over: Over,
}

impl<'a, F> Shard<'a, F> {
    /// The shard with that number, from 0, that goes on with what a tracker knows of it, which has followed it from the beginning.
    /// With a filter: `passed` are the open connections with a packet that passed.
    pub(super) fn new(
        number: usize,
        shared: &'a Shared<'a, F>,
        (tracker, passed): (Tracker, Option<HashSet<u64>>),
    ) -> Self {
        Self {
            reports: Reports::new(
                number,
                &shared.numbers,
                tracker.begun(),
                shared.shares.are_one(),
            ),
            shared,
            tracker,
            passed,
            present: Present::default(),
        }
    }

    /// Takes the connections that are over for good at a packet.
    #[inline]
    fn take_over(&mut self, packet: u64) {
        if self.tracker.has_finished() {
            let drained = self.tracker.drain_finished();
            let over = drained.map(|connection| (packet, connection));
            self.present.over.extend(over);
        }
    }
}

impl<T, F: Fn(&Connection, &mut Vec<u8>) -> T> Follower for Shard<'_, F> {
    type Made = Made<T>;

    #[inline]
    fn tracker(&mut self) -> &mut Tracker {
        &mut self.tracker
    }

    #[inline]
    fn observe(&mut self, segment: &Segment<'_>, is_wanted: bool) {
        let before = self.tracker.begun();
        let connection = self.tracker.follow(segment);
        for _ in before..self.tracker.begun() {
            self.present.begun.push(segment.packet);
        }
        if let (true, Some(passed), Some(id)) = (is_wanted, &mut self.passed, connection) {
            passed.insert(id);
        }
        self.take_over(segment.packet);
    }

    #[inline]
    fn pass_time(&mut self, packet: u64, now: Timestamp) {
        self.tracker.pass_time(now);
        self.take_over(packet);
    }

    fn end_batch(&mut self) {
        let Present { begun, over } = std::mem::take(&mut self.present);
        self.reports.end_batch(begun, over);
    }

    fn made_if_known(&mut self) -> Option<(u64, Made<T>)> {
        let (batch, over) = self.reports.next_if_known()?;
        Some((batch, self.make(over)))
    }

    fn made_of_all_but(&mut self, count: usize) -> Result<Option<(u64, Made<T>)>, Gone> {
        let next = self.reports.next_of_all_but(count)?;
        Ok(next.map(|(batch, over)| (batch, self.make(over))))
    }
}

impl<'a, T, F: Fn(&Connection, &mut Vec<u8>) -> T> Shard<'a, F> {
    /// Makes the rows of a batch.
    fn make(&mut self, over: Over) -> Made<T> {
        let mut made = Made::default();
        for (packet, connection) in over {
            if let Some(connection) = self.numbered(connection) {
                self.make_row(&mut made, packet, &connection);
            }
        }
        made
    }

    /// A connection of this shard with its number in the whole capture, if a packet of it passed.
    pub(super) fn numbered(&mut self, mut connection: Connection) -> Option<Connection> {
        let number = connection.id();
        let id = self.reports.take_id_of(number);
        let passed = self.passed.as_mut();
        if !passed.is_none_or(|passed| passed.remove(&number)) {
            return None;
        }
        connection.set_id(id?);
        Some(connection)
    }

    /// Makes the row of a connection that was [numbered](Self::numbered), by whichever shard, if it is
    /// wanted.
    pub(super) fn make_row(&self, made: &mut Made<T>, packet: u64, connection: &Connection) {
        if self.shared.chosen.contains(connection) {
            let value = (self.shared.make)(connection, &mut made.text);
            made.rows.push(Row {
                place: (packet, connection.id()),
                value,
                end: made.text.len(),
            });
        }
    }

    /// There are no more batches, and the rows of all were made.
    pub(super) fn finish(mut self) -> Remaining<'a, F> {
        let tracker = std::mem::take(&mut self.tracker);
        let evicted = &self.shared.evicted;
        evicted.fetch_add(tracker.evicted(), Ordering::Relaxed);
        Remaining::new(self, tracker)
    }

    /// Reports what begins at the end of the capture, and learns its numbers.
    pub(super) fn number_last(&mut self, begun: Vec<u64>) -> Option<()> {
        self.reports.number_last(begun)
    }
}
