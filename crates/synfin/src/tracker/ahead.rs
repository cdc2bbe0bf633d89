//! Asking for memory ahead of time.
//!
//! Duty: have what is known of several flows come into the processor's caches at once, before the
//! flows' segments are observed; one after the other they would each wait for it. Invariant:
//! nothing is changed but where flows are looked for first, so what follows is the same whether
//! this was done or not, and whether the guesses were right. Absence: what is worth guessing is the
//! caller's to say.

use super::table::{Place, Table};
use super::waiting::Pool;
use super::{Glance, Tracker};

/// With how many flows they hardly fit into a core's own cache any more.
pub(super) const MANY: usize = 2048;

/// How many frames are worth a glance at once: more than a core waits for at the same time.
pub(super) const AT_ONCE: usize = 16;

/// Where the flows of the next segments are, most likely.
#[derive(Debug, Default)]
pub(super) struct Expected {
    places: [Place; AT_ONCE],
    /// How many of these there are, and how many of them had their turn.
    len: usize,
    past: usize,
}

impl Expected {
    /// Expects these flows and no others; `None` stands for one that is not known.
    fn set(&mut self, flows: &[Option<Place>]) {
        for (place, flow) in self.places.iter_mut().zip(flows) {
            *place = flow.unwrap_or(Place::NONE);
        }
        (self.len, self.past) = (flows.len(), 0);
    }

    /// The next flow.
    #[inline]
    pub(super) fn next(&mut self) -> Option<Place> {
        if self.past == self.len {
            return None;
        }
        let next = self.places.get(self.past).copied();
        self.past += 1;
        next
    }
}

impl Tracker {
    /// How many frames ahead [`anticipate`](Self::anticipate) looks.
    pub const AHEAD: usize = AT_ONCE;

    /// Prepares for the next frames of the capture, the first [`AHEAD`](Self::AHEAD) of those that
    /// are given, of which [`Capture::glances`](crate::Capture::glances) knows. This saves time
    /// where there are many flows, and changes nothing else.
    #[inline]
    pub fn anticipate(&mut self, glances: impl IntoIterator<Item = Glance>) {
        if self.flows.len() >= self.crowd.many {
            self.flows.prepare(glances.into_iter(), &self.pool);
        }
    }
}

impl Table {
    /// Asks for everything that observing a segment of these flows needs, and remembers where they
    /// are. Each loop needs what the one before it asked for, and decides little by it, so that it
    /// waits once; for the last one nobody waits.
    fn prepare(&mut self, glances: impl Iterator<Item = Glance>, pool: &Pool) {
        let mut hashes = [(0, false); AT_ONCE];
        let mut count = 0;
        for (hash, glance) in hashes.iter_mut().zip(glances) {
            *hash = (self.hash(&glance.probe()), glance.is_plain());
            self.prefetch_home(hash.0);
            count += 1;
        }
        let mut places = [None; AT_ONCE];
        for (place, (hash, _)) in places.iter_mut().zip(hashes).take(count) {
            *place = self.likely(hash);
        }
        self.expected.set(places.get(..count).unwrap_or_default());
        let places = places.into_iter().take(count);
        for place in places.clone().flatten() {
            self.prefetch(place);
        }
        for (place, (_, plain)) in places.zip(hashes) {
            if let Some(flow) = place.and_then(|place| self.get(place)) {
                flow.prefetch(plain, pool);
            }
        }
    }
}
