//! Waiting for memory ahead of time.
//!
//! Duty: have what is known of several flows come into the processor's caches at once, before the
//! flows' segments are observed; one after the other they would each wait for it. Invariant:
//! nothing is changed, so what follows is the same whether this was done or not, and whether the
//! guesses were right. Absence: what is worth guessing is the caller's to say.

use super::table::Table;
use super::{Glance, Tracker};
use crate::Connection;
use std::hint::black_box;

/// With how many flows they hardly fit into a core's own cache any more.
const MANY: usize = 256;

/// How many frames are worth a glance at once: more than a core waits for at the same time.
const AT_ONCE: usize = 16;

impl Tracker {
    /// How many frames ahead [`anticipate`](Self::anticipate) looks.
    pub const AHEAD: usize = AT_ONCE;

    /// Prepares for the next frames of the capture, the first [`AHEAD`](Self::AHEAD) of those that
    /// are given, of which [`Capture::glances`](crate::Capture::glances) knows. This saves time
    /// where there are many flows, and changes nothing else.
    #[inline]
    pub fn anticipate(&self, glances: impl IntoIterator<Item = Glance>) {
        if self.flows.len() >= MANY {
            self.flows.touch(glances.into_iter());
        }
    }
}

impl Table {
    /// Reads a little of everything that observing a segment of these flows needs. Each loop only
    /// reads what the one before it found, so that its reads wait for memory together.
    fn touch(&self, glances: impl Iterator<Item = Glance>) {
        let mut hashes = [0; AT_ONCE];
        let mut count = 0;
        for (hash, glance) in hashes.iter_mut().zip(glances) {
            *hash = self.hash(&glance.probe());
            count += 1;
        }
        let mut flows = [None; AT_ONCE];
        for (flow, hash) in flows.iter_mut().zip(hashes).take(count) {
            *flow = self.likely(hash);
        }
        let connections = flows.map(|flow| flow?.current.as_deref());
        let found = || connections.into_iter().flatten();
        black_box(found().map(Connection::touch).fold(0, u64::wrapping_add));
        black_box(
            found()
                .map(Connection::touch_further)
                .fold(0, u64::wrapping_add),
        );
    }
}
