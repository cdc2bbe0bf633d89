//! How many connections flows had that have none now.
//!
//! Duty: number the connection that comes next between the same sockets. Invariant: a flow is
//! here or in the table, never in both; of flows of either kind of addresses at least
//! [as many](Counts::new) as its limit says are remembered, those put last, and at most twice as
//! many. Absence: anything else of a connection that is over.

use crate::FlowKey;
use crate::flow::{Ipv4Pair, Probe};
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::hash::Hash;
use std::mem;

/// Flows of IPv4: what a table of 2^19 places has room for. Both generations take 18 MiB.
const MOST_IPV4: usize = (1 << 19) / 8 * 7;

/// Other flows, which take twice the room each.
const MOST_OTHER: usize = (1 << 18) / 8 * 7;

/// Counts by flow; a handful of octets each.
#[derive(Debug)]
pub(super) struct Past {
    ipv4: Counts<Ipv4Pair>,
    other: Counts<FlowKey>,
}

/// Counts of flows of one kind, in two generations: when the recent one is full, it becomes the
/// older one, and what that was is forgotten.
#[derive(Debug)]
struct Counts<Flow> {
    recent: HashMap<Flow, u32, RandomState>,
    older: HashMap<Flow, u32, RandomState>,
    most: usize,
}

impl Default for Past {
    fn default() -> Self {
        Self {
            ipv4: Counts::new(MOST_IPV4),
            other: Counts::new(MOST_OTHER),
        }
    }
}

impl Past {
    /// The flow had so many connections.
    pub(super) fn put(&mut self, flow: &Probe, incarnations: u32) {
        match flow {
            Probe::Ipv4(pair) => self.ipv4.put(*pair, incarnations),
            Probe::Other(key) => self.other.put(*key, incarnations),
        }
    }

    /// Forgets the flow, and says how many connections it had; none if it was forgotten before.
    pub(super) fn take(&mut self, flow: &Probe) -> u32 {
        match flow {
            Probe::Ipv4(pair) => self.ipv4.take(pair),
            Probe::Other(key) => self.other.take(key),
        }
    }
}

impl<Flow: Eq + Hash> Counts<Flow> {
    /// No flow yet, and `most` in a generation.
    fn new(most: usize) -> Self {
        Self {
            recent: HashMap::default(),
            older: HashMap::default(),
            most,
        }
    }

    fn put(&mut self, flow: Flow, incarnations: u32) {
        if self.recent.len() >= self.most {
            self.older = mem::take(&mut self.recent);
        }
        self.recent.insert(flow, incarnations);
    }

    fn take(&mut self, flow: &Flow) -> u32 {
        let recent = self.recent.remove(flow);
        recent.or_else(|| self.older.remove(flow)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn the_flows_put_last_are_remembered_and_no_more_than_twice_as_many() {
        let mut counts = Counts::new(10);
        for flow in 0..1000_u32 {
            counts.put(flow, flow + 1);
            assert!(counts.recent.len() + counts.older.len() <= 20);
            if let Some(before) = flow.checked_sub(9) {
                assert_eq!(counts.take(&before), before + 1);
            }
        }
        assert_eq!((counts.take(&999), counts.take(&999)), (1000, 0));
        assert_eq!(counts.take(&5), 0);
    }
}
