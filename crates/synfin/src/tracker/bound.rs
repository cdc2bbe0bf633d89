//! Which connection is removed when there is no room for another one.
//!
//! Duty: keep the table within its bound by taking out what is least useful: unanswered SYNs, the
//! oldest first; then what is closed or closing; then what was silent for longest. Invariant: the
//! bound is kept in parts, each a shard of the flows, so that trackers which share a capture by
//! these shards remove what a single one would; nothing is kept here before a part is full.
//! Absence: what becomes of a connection that is removed.

use super::flow::Flow;
use super::sharing::SIXTEEN;
use super::table::{Place, Table};
use crate::FlowKey;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::num::{NonZeroU32, NonZeroUsize};

/// The least bound that is kept in sixteenths: it is large enough to tell chance from need.
const LARGE: usize = 1 << 16;

/// The bound, and what may have to go.
#[derive(Debug)]
pub(super) struct Bound {
    most: usize,
    parts: Vec<Part>,
    /// Was any part full yet?
    was_full: bool,
}

/// A part of all flows.
#[derive(Debug, Default)]
struct Part {
    /// How many flows it has in the table.
    flows: usize,
    /// The flows by their usefulness, as it was when they were put here; `None` before the part
    /// was full for the first time.
    candidates: Option<BinaryHeap<Reverse<Candidate>>>,
}

/// A connection that may be removed. The one that is worth least comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    worth: Worth,
    place: Place,
    connection: u64,
}

/// How useful it is to keep a connection: what it is, then the packet since which it is that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Worth {
    /// SYNs that nobody answered; the first one's packet.
    Unanswered(u64),
    /// A connection that is over, or has begun to close; its last packet.
    Closing(u64),
    /// Any other; its last packet.
    Open(u64),
}

impl Worth {
    /// Are both the same but for the packet?
    const fn is_like(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Unanswered(_), Self::Unanswered(_))
                | (Self::Closing(_), Self::Closing(_))
                | (Self::Open(_), Self::Open(_))
        )
    }
}

impl Bound {
    /// Is a bound of so many connections kept in parts?
    pub(super) const fn has_parts(most: NonZeroUsize) -> bool {
        most.get() >= LARGE
    }

    /// A bound of so many connections.
    pub(super) fn new(most: NonZeroUsize) -> Self {
        let parts = if Self::has_parts(most) {
            SIXTEEN
        } else {
            NonZeroU32::MIN
        };
        let number = usize::try_from(parts.get()).unwrap_or(1);
        Self {
            most: most.get() / number,
            was_full: false,
            parts: (0..number).map(|_| Part::default()).collect(),
        }
    }

    fn part_of(&self, key: &FlowKey) -> usize {
        let parts = u32::try_from(self.parts.len())
            .ok()
            .and_then(NonZeroU32::new);
        parts.map_or(0, |parts| key.shard(parts) as usize)
    }

    /// Is there no room for a flow?
    pub(super) fn is_full(&self, key: &FlowKey) -> bool {
        let part = self.parts.get(self.part_of(key));
        part.is_some_and(|part| part.flows >= self.most)
    }

    /// A flow is to be added: says which one has to go before, if any.
    pub(super) fn make_room(&mut self, key: &FlowKey, table: &Table) -> Option<Place> {
        let index = self.part_of(key);
        let full = self.parts.get(index)?.flows >= self.most;
        let goes = if full {
            self.least_useful(index, table)
        } else {
            None
        };
        self.parts.get_mut(index)?.flows += 1;
        goes
    }

    /// A flow was taken out.
    pub(super) fn removed(&mut self, key: &FlowKey) {
        let index = self.part_of(key);
        if let Some(part) = self.parts.get_mut(index) {
            part.flows = part.flows.saturating_sub(1);
        }
    }

    /// Does it matter yet how useful a flow is?
    pub(super) const fn is_reached(&self) -> bool {
        self.was_full
    }

    /// A flow took a segment that may have made it less useful than it `was`.
    pub(super) fn observed(&mut self, place: Place, flow: &Flow, was: Option<Worth>) {
        let Some((connection, worth)) = flow.worth() else {
            return;
        };
        if was.is_some_and(|was| was.is_like(worth)) {
            return;
        }
        let index = flow.key().map_or(0, |key| self.part_of(&key));
        if let Some(Part {
            candidates: Some(candidates),
            ..
        }) = self.parts.get_mut(index)
        {
            candidates.push(Reverse(Candidate {
                worth,
                place,
                connection,
            }));
        }
    }

    /// The flow of a part that is worth least.
    fn least_useful(&mut self, index: usize, table: &Table) -> Option<Place> {
        let most = self.most;
        let kept = self.parts.get(index)?.candidates.as_ref();
        // What is stale in it would grow otherwise.
        if kept.is_none_or(|kept| kept.is_empty() || kept.len() > 2 * most + LARGE) {
            self.was_full = true;
            let candidates = self.candidates(index, table);
            self.parts.get_mut(index)?.candidates = Some(candidates);
        }
        let candidates = self.parts.get_mut(index)?.candidates.as_mut()?;
        while let Some(Reverse(candidate)) = candidates.pop() {
            let now = table.get(candidate.place).and_then(Flow::worth);
            let Some((connection, worth)) = now else {
                continue;
            };
            if connection != candidate.connection {
                continue;
            }
            if worth <= candidate.worth {
                return Some(candidate.place);
            }
            // It became more useful since.
            candidates.push(Reverse(Candidate { worth, ..candidate }));
        }
        None
    }

    fn candidates(&self, index: usize, table: &Table) -> BinaryHeap<Reverse<Candidate>> {
        let flows = table.iter().filter_map(|(place, flow)| {
            let (connection, worth) = flow.worth()?;
            let candidate = Candidate {
                worth,
                place,
                connection,
            };
            (self.part_of(&flow.key()?) == index).then_some(Reverse(candidate))
        });
        BinaryHeap::from(flows.collect::<Vec<_>>())
    }
}
