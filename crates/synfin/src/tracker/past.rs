//! How many connections flows had that have none now.
//!
//! Duty: number the connection that comes next between the same sockets. Invariant: a flow is
//! here or in the table, never in both. Absence: anything else of a connection that is over.

use crate::FlowKey;
use crate::flow::{Ipv4Pair, Probe};
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// Counts by flow; a handful of octets each.
#[derive(Debug, Default)]
pub(super) struct Past {
    ipv4: HashMap<Ipv4Pair, u32, RandomState>,
    other: HashMap<FlowKey, u32, RandomState>,
}

impl Past {
    /// The flow had so many connections.
    pub(super) fn put(&mut self, flow: &Probe, incarnations: u32) {
        match flow {
            Probe::Ipv4(pair) => self.ipv4.insert(*pair, incarnations),
            Probe::Other(key) => self.other.insert(*key, incarnations),
        };
    }

    /// Forgets the flow, and says how many connections it had.
    pub(super) fn take(&mut self, flow: &Probe) -> u32 {
        let incarnations = match flow {
            Probe::Ipv4(pair) => self.ipv4.remove(pair),
            Probe::Other(key) => self.other.remove(key),
        };
        incarnations.unwrap_or(0)
    }
}
