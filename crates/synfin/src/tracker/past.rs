//! How many connections flows had that have none now.
//!
//! Duty: number the connection that comes next between the same sockets. Invariant: a flow is
//! here or in the table, never in both; of each sixteenth of the flows of either kind of addresses
//! at least as many as its limit says are remembered, those put last, and at most twice as
//! many; so trackers that share a capture by sixteenths remember what one would. Absence: anything
//! else of a connection that is over.

use super::sharing::SIXTEEN;
use crate::FlowKey;
use crate::flow::{Ipv4Pair, Probe};
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::hash::Hash;
use std::mem;

/// Flows of IPv4 in a part: what a table of 2^13 places has room for. Where one client asks one
/// server again and again, it is back at its first port after 65,536 connections at most; all
/// parts remember more. They take 5 MiB.
const MOST_IPV4: usize = (1 << 13) / 8 * 7;

/// Other flows in a part, which take twice the room each.
const MOST_OTHER: usize = (1 << 12) / 8 * 7;

/// Counts by flow; a handful of octets each.
#[derive(Debug)]
pub(super) struct Past {
    parts: Vec<Part>,
}

/// A sixteenth of all flows.
#[derive(Debug)]
pub(super) struct Part {
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
            parts: (0..SIXTEEN.get()).map(|_| Part::default()).collect(),
        }
    }
}

impl Default for Part {
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
        match (self.part_of(flow), flow) {
            (Some(part), Probe::Ipv4(pair)) => part.ipv4.put(*pair, incarnations),
            (Some(part), Probe::Other(key)) => part.other.put(*key, incarnations),
            (None, _) => {}
        }
    }

    /// Forgets the flow, and says how many connections it had; none if it was forgotten before.
    pub(super) fn take(&mut self, flow: &Probe) -> u32 {
        match (self.part_of(flow), flow) {
            (Some(part), Probe::Ipv4(pair)) => part.ipv4.take(pair),
            (Some(part), Probe::Other(key)) => part.other.take(key),
            (None, _) => 0,
        }
    }

    /// All parts, in the order of their numbers.
    pub(super) fn parts_mut(&mut self) -> impl Iterator<Item = &mut Part> {
        self.parts.iter_mut()
    }

    /// The part that the flow belongs to.
    fn part_of(&mut self, flow: &Probe) -> Option<&mut Part> {
        let number = flow.key().shard(SIXTEEN);
        self.parts.get_mut(usize::try_from(number).ok()?)
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
            // What was allocated for the older ones is used again.
            mem::swap(&mut self.recent, &mut self.older);
            self.recent.clear();
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
