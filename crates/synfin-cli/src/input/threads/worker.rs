//! A thread that follows the connections of one shard.
//!
//! Duty: track the shard's segments batch by batch, and make rows of the connections that are
//! over. Invariant: every batch is reported to [`Numbers`] before any row of it is made, and every
//! row is made of a connection that has its number in the whole capture. Absence: no files, no
//! output.

use super::super::follow::Chosen;
use super::batch::Batch;
use super::follower::Follower;
use super::made::{Made, Row};
use super::numbers::Numbers;
use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, TryRecvError};
use synfin::{Connection, Tracker};

/// Rows that are handed over at once at the end of the capture.
const ROWS_OF_A_PIECE: usize = 256;

/// The rows of a batch, and the batch, to be used again.
pub(super) struct Tracked<T> {
    pub(super) number: u64,
    pub(super) batch: Arc<Batch>,
    pub(super) made: Made<T>,
}

/// What comes of the connections that are open at the end of the capture.
pub(super) enum Left<T> {
    /// Rows, in order.
    Rows(Made<T>),
    /// The rows of all connections that began before the end; what follows began at the end.
    AllBegun,
}

/// Where a worker's rows go.
pub(super) struct Outlets<T> {
    /// Those of batches.
    pub(super) tracked: Sender<Tracked<T>>,
    /// Those of the end.
    pub(super) left: SyncSender<Left<T>>,
}

/// What all workers share.
pub(super) struct Shared<'a, F> {
    pub(super) numbers: Numbers,
    pub(super) chosen: &'a Chosen<'a>,
    pub(super) make: &'a F,
    /// How many connections were removed to bound memory.
    pub(super) evicted: AtomicU64,
}

/// Breaks off the numbering if the thread ends before its work does.
struct Alarm<'a>(Option<&'a Numbers>);

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        self.0.iter().for_each(|numbers| numbers.break_off());
    }
}

/// A shard, while it is followed.
pub(super) struct Worker<'a, T, F> {
    shard: u32,
    shared: &'a Shared<'a, F>,
    outlets: Outlets<T>,
    follower: Follower,
    /// Up to this one the tracker's numbers are those in the whole capture.
    settled: u64,
    /// From the others to those in the whole capture, while connections are open.
    ids: HashMap<u64, u64, RandomState>,
    /// How many of the tracker's numbers are known in the whole capture.
    numbered: u64,
    batches: u64,
    /// The batches that were tracked, and whose rows are still to be made. Of the last one they never
    /// are before there is another one, so that shards need not wait for each other.
    pending: VecDeque<Pending>,
}

/// A batch whose rows are still to be made.
struct Pending {
    batch: Arc<Batch>,
    number: u64,
    /// Connections that were over for good, with the packet at which they were.
    over: Vec<(u64, Connection)>,
}

impl<'a, T, F: Fn(&Connection, &mut Vec<u8>) -> T> Worker<'a, T, F> {
    /// A shard that goes on with what a tracker knows of it, which has followed it from the beginning.
    /// With a filter: `passed` are the open connections with a packet that passed.
    pub(super) fn new(
        shard: u32,
        shared: &'a Shared<'a, F>,
        (tracker, passed): (Tracker, Option<HashSet<u64>>),
        outlets: Outlets<T>,
    ) -> Self {
        let begun = tracker.begun();
        Self {
            shard,
            shared,
            outlets,
            follower: Follower {
                tracker,
                passed,
                begun: Vec::new(),
            },
            settled: begun,
            ids: HashMap::default(),
            numbered: begun,
            batches: 0,
            pending: VecDeque::new(),
        }
    }

    /// Follows the shard until there are no more batches, or nobody wants its rows.
    pub(super) fn run(mut self, batches: &Receiver<Arc<Batch>>) {
        let mut alarm = Alarm(Some(&self.shared.numbers));
        let all_tracked = self.take_all(batches);
        if all_tracked.and_then(|()| self.finish()).is_some() {
            alarm.0 = None;
        }
    }

    /// Tracks batch after batch, and makes rows whose connections' numbers are known; waits for
    /// other shards only where there is nothing to be tracked.
    fn take_all(&mut self, batches: &Receiver<Arc<Batch>>) -> Option<()> {
        loop {
            let batch = match batches.try_recv() {
                Ok(batch) => batch,
                Err(TryRecvError::Disconnected) => return Some(()),
                Err(TryRecvError::Empty) => {
                    self.make_rows_of_all_but(1)?;
                    let Ok(batch) = batches.recv() else {
                        return Some(());
                    };
                    batch
                }
            };
            self.take(batch);
            self.make_rows_that_are_due()?;
        }
    }

    /// The shard's place among all.
    fn place(&self) -> usize {
        usize::try_from(self.shard).unwrap_or(usize::MAX)
    }

    /// Tracks a batch.
    fn take(&mut self, batch: Arc<Batch>) {
        let over = self.track(&batch);
        let number = self.report();
        self.pending.push_back(Pending {
            batch,
            number,
            over,
        });
    }

    /// Makes the rows of the first batches, as far as their connections' numbers are known.
    fn make_rows_that_are_due(&mut self) -> Option<()> {
        while self.pending.len() > 1
            && let Some(first) = self.pending.front()
            && let Some(ids) = self
                .shared
                .numbers
                .take_if_known(first.number, self.place())
        {
            self.make_rows_of_first(ids)?;
        }
        Some(())
    }

    /// Makes the rows of all but the last `count` batches; waits for their connections' numbers.
    fn make_rows_of_all_but(&mut self, count: usize) -> Option<()> {
        while self.pending.len() > count
            && let Some(first) = self.pending.front()
        {
            let ids = self.shared.numbers.take(first.number, self.place())?;
            self.make_rows_of_first(ids)?;
        }
        Some(())
    }

    /// Tracks the shard's segments, and lets time pass for the others; gives the connections that
    /// are over, and the packets at which they were.
    fn track(&mut self, batch: &Batch) -> Vec<(u64, Connection)> {
        let mut over = Vec::new();
        let Some(segments) = batch.segments(self.place()) else {
            return over;
        };
        let mut place = 0;
        for tick in batch.ticks() {
            if tick.shard != self.shard {
                self.follower.tracker.pass_time(tick.time);
            } else if let Some(segment) = segments.get(place) {
                if place.is_multiple_of(Tracker::AHEAD) {
                    self.follower.tracker.anticipate(segments.glances(place));
                }
                place += 1;
                self.follower.observe(&segment, tick.passes);
            }
            if self.follower.tracker.has_finished() {
                let drained = self.follower.tracker.drain_finished();
                over.extend(drained.map(|connection| (tick.packet, connection)));
            }
        }
        over
    }

    /// Reports what began since the last time; says which report it was.
    fn report(&mut self) -> u64 {
        let number = self.batches;
        self.batches += 1;
        let begun = std::mem::take(&mut self.follower.begun);
        self.shared.numbers.report(number, self.place(), begun);
        number
    }

    /// Learns the numbers of what began in a batch.
    fn learn(&mut self, ids: Vec<u64>) {
        for id in ids {
            self.numbered += 1;
            self.ids.insert(self.numbered, id);
        }
    }

    /// Makes the rows of the first batch, in which the connections with these numbers began, and
    /// hands them over.
    fn make_rows_of_first(&mut self, ids: Vec<u64>) -> Option<()> {
        let pending = self.pending.pop_front()?;
        self.learn(ids);
        let mut made = Made::default();
        for (packet, connection) in pending.over {
            self.make_row(&mut made, packet, connection);
        }
        let tracked = Tracked {
            number: pending.number,
            batch: pending.batch,
            made,
        };
        self.outlets.tracked.send(tracked).ok()
    }

    /// Makes a connection's row, if it is wanted.
    fn make_row(&mut self, made: &mut Made<T>, packet: u64, mut connection: Connection) {
        let number = connection.id();
        let id = if number <= self.settled {
            Some(number)
        } else {
            self.ids.remove(&number)
        };
        let passed = self.follower.passed.as_mut();
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

    /// Makes the rows that are left when there are no more batches.
    fn finish(mut self) -> Option<()> {
        self.make_rows_of_all_but(0)?;
        let tracker = std::mem::take(&mut self.follower.tracker);
        let begun = tracker.begun();
        let evicted = &self.shared.evicted;
        evicted.fetch_add(tracker.evicted(), Ordering::Relaxed);
        let mut left = tracker.finish().peekable();
        let known = std::iter::from_fn(|| left.next_if(|connection| connection.id() <= begun));
        self.hand_over_left(known)?;
        self.outlets.left.send(Left::AllBegun).ok()?;
        let new: Vec<_> = left.collect();
        self.follower.begun = new.iter().map(Connection::first_packet).collect();
        let report = self.report();
        let ids = self.shared.numbers.take(report, self.place())?;
        self.learn(ids);
        self.hand_over_left(new.into_iter())
    }

    /// Makes rows of connections that were open at the end, and hands them over piece by piece.
    fn hand_over_left(&mut self, connections: impl Iterator<Item = Connection>) -> Option<()> {
        let mut made = Made::default();
        for connection in connections {
            self.make_row(&mut made, u64::MAX, connection);
            if made.rows.len() >= ROWS_OF_A_PIECE {
                let piece = Left::Rows(std::mem::take(&mut made));
                self.outlets.left.send(piece).ok()?;
            }
        }
        self.outlets.left.send(Left::Rows(made)).ok()
    }
}
