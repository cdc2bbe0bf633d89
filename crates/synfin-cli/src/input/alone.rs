//! Connections followed in this thread.
//!
//! Duty: show each packet to a tracker, and make something of the connections that are over.
//! Invariant: each connection's turn comes at the packet at which it is over for good. Absence: no
//! reading.

use super::follow::Chosen;
use super::reading::Packet;
use super::tracking::Tracking;
use crate::failure::Failure;
use std::collections::HashSet;
use synfin::{Connection, Tracker, TrackerOptions};

/// A tracker, and what is wanted of its connections.
pub(super) struct Alone<'a, F> {
    tracking: Tracking,
    /// With a filter: open connections with a packet that passed.
    passed: Option<HashSet<u64>>,
    wanted: Wanted<'a, F>,
}

/// Which connections are wanted, and what is to be made of them.
struct Wanted<'a, F> {
    chosen: &'a Chosen<'a>,
    make: &'a F,
    /// What is made of the next one.
    text: Vec<u8>,
}

impl<'a, F> Alone<'a, F> {
    /// A tracker that has seen nothing. With a filter a connection is wanted only if a packet of it
    /// passes.
    pub(super) fn new(
        options: TrackerOptions,
        has_filter: bool,
        chosen: &'a Chosen<'a>,
        make: &'a F,
    ) -> Self {
        Self {
            tracking: Tracking::new(options),
            passed: has_filter.then(HashSet::new),
            wanted: Wanted {
                chosen,
                make,
                text: Vec::new(),
            },
        }
    }

    /// Takes the next packet; what is made of connections goes to `take`.
    // For every packet, and in two places.
    #[inline(always)]
    pub(super) fn follow<T>(
        &mut self,
        packet: &Packet<'_>,
        take: &mut impl FnMut(T, &[u8]) -> Result<(), Failure>,
    ) -> Result<(), Failure>
    where
        F: Fn(&Connection, &mut Vec<u8>) -> T,
    {
        let id = self.tracking.follow(packet);
        if let (true, Some(passed), Some(id)) = (packet.passes, &mut self.passed, id) {
            passed.insert(id);
        }
        if self.tracking.tracker.has_finished() {
            self.give_finished(take)?;
        }
        Ok(())
    }

    #[inline(never)]
    fn give_finished<T>(
        &mut self,
        take: &mut impl FnMut(T, &[u8]) -> Result<(), Failure>,
    ) -> Result<(), Failure>
    where
        F: Fn(&Connection, &mut Vec<u8>) -> T,
    {
        for connection in self.tracking.tracker.drain_finished() {
            self.wanted.give(&connection, &mut self.passed, take)?;
        }
        Ok(())
    }

    /// How many connections have begun.
    #[inline]
    pub(super) const fn begun(&self) -> u64 {
        self.tracking.tracker.begun()
    }

    /// The tracker, and the open connections with a packet that passed.
    pub(super) fn into_parts(self) -> (Tracker, Option<HashSet<u64>>) {
        (self.tracking.tracker, self.passed)
    }

    /// No more packets come; says how many connections were removed to bound memory.
    pub(super) fn finish<T>(
        mut self,
        take: &mut impl FnMut(T, &[u8]) -> Result<(), Failure>,
    ) -> Result<u64, Failure>
    where
        F: Fn(&Connection, &mut Vec<u8>) -> T,
    {
        let evicted = self.tracking.tracker.evicted();
        for connection in self.tracking.tracker.finish() {
            self.wanted.give(&connection, &mut self.passed, take)?;
        }
        Ok(evicted)
    }
}

impl<F> Wanted<'_, F> {
    /// Gives `take` what is made of a connection, if it is wanted.
    fn give<T>(
        &mut self,
        connection: &Connection,
        passed: &mut Option<HashSet<u64>>,
        take: &mut impl FnMut(T, &[u8]) -> Result<(), Failure>,
    ) -> Result<(), Failure>
    where
        F: Fn(&Connection, &mut Vec<u8>) -> T,
    {
        let passed = passed.as_mut();
        let passed = passed.is_none_or(|passed| passed.remove(&connection.id()));
        if !passed || !self.chosen.contains(connection) {
            return Ok(());
        }
        self.text.clear();
        let value = (self.make)(connection, &mut self.text);
        take(value, &self.text)
    }
}
