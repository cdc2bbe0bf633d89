//! Flows whose connection is over, until nothing of it can arrive any more.
//!
//! Duty: give out first what is over longest. Invariant: when a flow's turn comes depends on its
//! own packets and the clock, not on other flows. Absence: no clock.

use crate::flow::CompactKey;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Flows by the time since when nothing came, in nanoseconds.
#[derive(Debug, Default)]
pub(super) struct Ending(BinaryHeap<Entry>);

#[derive(Debug)]
struct Entry {
    since: i64,
    key: CompactKey,
}

impl Ending {
    /// Adds a flow whose last packet came at that time, as far as is known now.
    pub(super) fn push(&mut self, since: i64, key: CompactKey) {
        self.0.push(Entry { since, key });
    }

    /// All flows, with the times that they were added with.
    pub(super) fn into_flows(self) -> impl Iterator<Item = (i64, CompactKey)> {
        let entries = self.0.into_sorted_vec().into_iter().rev();
        entries.map(|entry| (entry.since, entry.key))
    }

    /// The earliest time.
    #[inline]
    pub(super) fn earliest(&self) -> Option<i64> {
        self.0.peek().map(|entry| entry.since)
    }

    /// Takes the flow with the earliest time, if `due` says so of that.
    pub(super) fn pop_if(&mut self, due: impl FnOnce(i64) -> bool) -> Option<CompactKey> {
        self.earliest().filter(|since| due(*since))?;
        self.0.pop().map(|entry| entry.key)
    }
}

impl Ord for Entry {
    /// A heap gives out the greatest first, which is the earliest here.
    fn cmp(&self, other: &Self) -> Ordering {
        other.since.cmp(&self.since)
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Entry {}
