//! A tracker of one shard.
//!
//! Duty: remember of its connections what their rows and numbers need. Invariant: whatever begins
//! a connection is noted once. Absence: no other shard.

use std::collections::HashSet;
use synfin::{Segment, Tracker};

/// A tracker, and what is remembered of its connections while they are open.
pub(super) struct Follower {
    pub(super) tracker: Tracker,
    /// With a filter: connections with a packet that passed, by the tracker's numbers.
    pub(super) passed: Option<HashSet<u64>>,
    /// For each connection that began in this batch the packet that began it.
    pub(super) begun: Vec<u64>,
}

impl Follower {
    /// Takes the shard's next segment, which passes the filter or not.
    pub(super) fn observe(&mut self, segment: &Segment<'_>, passes: bool) {
        let before = self.tracker.begun();
        let connection = self.tracker.follow(segment);
        for _ in before..self.tracker.begun() {
            self.begun.push(segment.packet);
        }
        if let (true, Some(passed), Some(id)) = (passes, &mut self.passed, connection) {
            passed.insert(id);
        }
    }
}
