//! What one shard reports of its batches.
//!
//! Duty: keep what came of batches until the numbers of their connections are known, and the
//! numbers as long as they are needed. Invariant: batches come out in order. Absence: what came of
//! them.

use super::gathering::Gone;
use super::numbers::Numbers;
use foldhash::fast::RandomState;
use std::collections::{HashMap, VecDeque};
use std::ops::Deref;

/// A shard's reports; `N` refers to all shards' numbers, and a `P` is what came of a batch.
pub(crate) struct Reports<N, P> {
    shard: usize,
    numbers: N,
    /// Up to this one the shard's own numbers are those in the whole capture.
    settled: u64,
    /// From the others to those in the whole capture, while connections are open.
    ids: HashMap<u64, u64, RandomState>,
    /// How many of the shard's own numbers are known in the whole capture.
    numbered: u64,
    /// The batches that were reported.
    batches: u64,
    /// What came of batches of which nothing was told yet. Of the last one it never is before there
    /// is another one, so that shards need not wait for each other.
    pending: VecDeque<(u64, P)>,
}

impl<N: Deref<Target = Numbers>, P> Reports<N, P> {
    /// Of a shard, from 0, in which so many connections have begun, which have their numbers; it may be
    /// the only one in which any begin.
    pub(crate) fn new(shard: usize, numbers: N, begun: u64, is_only: bool) -> Self {
        Self {
            shard,
            numbers,
            settled: if is_only { u64::MAX } else { begun },
            ids: HashMap::default(),
            numbered: begun,
            batches: 0,
            pending: VecDeque::new(),
        }
    }

    /// Reports a batch: the packets that began connections, and what came of it.
    pub(crate) fn end_batch(&mut self, begun: Vec<u64>, came: P) {
        let number = self.report(begun);
        self.pending.push_back((number, came));
    }

    fn report(&mut self, begun: Vec<u64>) -> u64 {
        let number = self.batches;
        self.batches += 1;
        self.numbers.report(number, self.shard, begun);
        number
    }

    /// Reports what begins at the end of the capture, and learns its numbers; `None` if they will
    /// never be known.
    pub(crate) fn number_last(&mut self, begun: Vec<u64>) -> Option<()> {
        let report = self.report(begun);
        let ids = self.numbers.take(report, self.shard)?;
        self.learn(ids);
        Some(())
    }

    /// The first batch's number and what came of it, if there is another one, and its connections'
    /// numbers are known already.
    pub(crate) fn next_if_known(&mut self) -> Option<(u64, P)> {
        if self.pending.len() <= 1 {
            return None;
        }
        let (report, _) = self.pending.front()?;
        let ids = self.numbers.take_if_known(*report, self.shard)?;
        self.learn(ids);
        self.pending.pop_front()
    }

    /// The same if there are more than so many batches; waits for their connections' numbers.
    pub(crate) fn next_of_all_but(&mut self, count: usize) -> Result<Option<(u64, P)>, Gone> {
        let Some((report, _)) = self.pending.front().filter(|_| self.pending.len() > count) else {
            return Ok(None);
        };
        let ids = self.numbers.take(*report, self.shard).ok_or(Gone)?;
        self.learn(ids);
        Ok(self.pending.pop_front())
    }

    fn learn(&mut self, ids: Vec<u64>) {
        if self.settled == u64::MAX {
            return;
        }
        for id in ids {
            self.numbered += 1;
            self.ids.insert(self.numbered, id);
        }
    }

    /// In the whole capture, the number of the shard's connection with this number, if it is known.
    #[inline]
    pub(crate) fn id_of(&self, number: u64) -> Option<u64> {
        if number <= self.settled {
            return Some(number);
        }
        self.ids.get(&number).copied()
    }

    /// The same, for the last time.
    pub(crate) fn take_id_of(&mut self, number: u64) -> Option<u64> {
        if number <= self.settled {
            return Some(number);
        }
        self.ids.remove(&number)
    }
}
