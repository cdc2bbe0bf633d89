//! The table of flows.
//!
//! Duty: find a segment's flow. Invariant: the index is keyed by random numbers, so that nobody
//! can make a capture whose flows all collide; so the index is only ever looked up, never walked,
//! and what is walked is in the order in which places were taken. Absence: what a flow is.

use super::ahead::Expected;
use super::blocks::Blocks;
use super::flow::Flow;

use crate::flow::{Ipv4Pair, Keys, Probe};
use crate::prefetch::prefetch;
use std::num::NonZeroU32;

/// The fewest slots that an index has.
const FEWEST: usize = 16;

/// Flows at places that do not change as long as the flow is there.
#[derive(Debug, Default)]
pub(super) struct Table {
    keys: Keys,
    /// Linear probing; as many slots as a power of two, at most three quarters of them taken.
    slots: Vec<Slot>,
    flows: Blocks<Flow>,
    /// How many flows there are.
    count: usize,
    /// Places in `flows` that are free.
    free: Vec<Place>,
    /// Where the flow was that was found last, as packets come in trains and back and forth: of those
    /// of IPv4, and of the others.
    last: (Ipv4Pair, Place),
    last_other: Place,
    /// The flows that are looked for next, most likely.
    pub(super) expected: Expected,
    /// The flow looked at last of those that are looked at in turns.
    turn: usize,
}

/// Where a flow is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place(u32);

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    hash: u32,
    /// One more than the flow's place.
    flow: Option<NonZeroU32>,
}

impl Place {
    /// No flow's.
    pub(super) const NONE: Self = Self(u32::MAX);

    const fn index(self) -> usize {
        self.0 as usize
    }
}

impl Slot {
    fn place(self) -> Option<Place> {
        Some(Place(self.flow?.get() - 1))
    }
}

impl Table {
    /// Where the next segment's flow is, if it is there; it is one of IPv4.
    #[inline(always)]
    pub(super) fn find_next_ipv4(&mut self, pair: Ipv4Pair) -> Option<Place> {
        if let Some(next) = self.expected.next()
            && self.is_at(next, pair)
        {
            return Some(next);
        }
        self.find_ipv4(pair)
    }

    /// Where the next segment's flow is, if it is there.
    pub(super) fn find_next(&mut self, probe: &Probe) -> Option<Place> {
        if let Some(next) = self.expected.next() {
            self.last_other = next;
        }
        self.find(probe)
    }

    /// Where a flow is, if it is there.
    pub(super) fn find(&mut self, probe: &Probe) -> Option<Place> {
        if let Probe::Ipv4(pair) = probe {
            return self.find_ipv4(*pair);
        }
        let last = self.flows.get(self.last_other.index());
        if last.is_some_and(|flow| flow.is(probe)) {
            return Some(self.last_other);
        }
        let is = |place| self.get(place).is_some_and(|flow| flow.is(probe));
        let place = self.look_up(probe.hash(&self.keys), is)?;
        self.last_other = place;
        Some(place)
    }

    /// The flow of an IPv4 segment, if it is where it is looked for first.
    #[inline(always)]
    pub(super) fn at_a_glance(&mut self, pair: Ipv4Pair) -> Option<&mut Flow> {
        let (last, place) = self.last;
        let place = if last == pair {
            place
        } else {
            self.look_up(self.keys.hash_ipv4(pair), |_| true)?
        };
        let flow = self.flows.get_mut(place.index())?;
        if !flow.is_ipv4(pair) {
            return None;
        }
        self.last = (pair, place);
        Some(flow)
    }

    /// The same for a flow of IPv4.
    #[inline]
    fn find_ipv4(&mut self, pair: Ipv4Pair) -> Option<Place> {
        let (last, place) = self.last;
        if last == pair && self.is_at(place, pair) {
            return Some(place);
        }
        let is = |place| self.is_at(place, pair);
        let place = self.look_up(self.keys.hash_ipv4(pair), is)?;
        self.last = (pair, place);
        Some(place)
    }

    /// Is this IPv4 flow at that place?
    #[inline]
    fn is_at(&self, place: Place, pair: Ipv4Pair) -> bool {
        let flow = self.flows.get(place.index());
        flow.is_some_and(|flow| flow.is_ipv4(pair))
    }

    /// Where the flow is that has this hash, if it is there; `is_it` says of a place with that hash
    /// whether it is the flow's.
    #[inline(always)]
    fn look_up(&self, hash: u32, is_it: impl Fn(Place) -> bool) -> Option<Place> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots.get(at)?;
            let place = slot.place()?;
            if slot.hash == hash && is_it(place) {
                return Some(place);
            }
            at = (at + 1) & mask;
        }
    }

    /// By which a flow is looked for.
    #[inline]
    pub(super) fn hash(&self, probe: &Probe) -> u32 {
        probe.hash(&self.keys)
    }

    /// Asks for the memory where the search for a flow with this hash begins.
    #[inline]
    pub(super) fn prefetch_home(&self, hash: u32) {
        let mask = self.slots.len().wrapping_sub(1);
        if let Some(home) = self.slots.get(hash as usize & mask) {
            prefetch(home);
        }
    }

    /// Asks for the memory of a flow that is at that place.
    #[inline]
    pub(super) fn prefetch(&self, place: Place) {
        if let Some(flow) = self.get(place) {
            prefetch(flow);
        }
    }

    /// Where the flow with this hash is, most likely, at a glance.
    #[inline]
    pub(super) fn likely(&self, hash: u32) -> Option<Place> {
        let mask = self.slots.len().wrapping_sub(1);
        let home = hash as usize & mask;
        let slots = self.slots.get(home..)?.iter().take(4);
        let slot = slots.copied().find(|slot| slot.hash == hash)?;
        slot.place()
    }

    /// All flows.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Flow> {
        self.flows.iter_mut()
    }

    /// The flow at a place.
    pub(super) fn get(&self, place: Place) -> Option<&Flow> {
        self.flows.get(place.index())
    }

    /// All places, and what is there.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Place, &Flow)> {
        (0..).map(Place).zip(self.flows.iter())
    }

    /// The flow at a place.
    #[inline]
    pub(super) fn get_mut(&mut self, place: Place) -> Option<&mut Flow> {
        self.flows.get_mut(place.index())
    }

    /// The flow whose turn it is to be looked at, of all of them.
    pub(super) fn next_in_turn(&mut self) -> Option<&mut Flow> {
        self.turn = (self.turn + 1).checked_rem(self.flows.len())?;
        self.flows.get_mut(self.turn)
    }

    /// Adds a flow that is not there yet; `None` if there is no place left.
    pub(super) fn insert(&mut self, probe: &Probe, flow: Flow) -> Option<Place> {
        let place = match self.free.pop() {
            Some(place) => {
                *self.flows.get_mut(place.index())? = flow;
                place
            }
            None => {
                let place = Place(u32::try_from(self.flows.len()).ok()?);
                NonZeroU32::new(place.0.wrapping_add(1))?;
                self.flows.push(flow);
                place
            }
        };
        if (self.len() + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        self.link(Slot {
            hash: probe.hash(&self.keys),
            flow: NonZeroU32::new(place.0.wrapping_add(1)),
        });
        match probe {
            Probe::Ipv4(pair) => self.last = (*pair, place),
            Probe::Other(_) => self.last_other = place,
        }
        self.count += 1;
        Some(place)
    }

    /// Takes a flow out.
    pub(super) fn remove(&mut self, probe: &Probe) -> Option<Flow> {
        let place = self.find(probe)?;
        let mask = self.slots.len().wrapping_sub(1);
        let mut hole = probe.hash(&self.keys) as usize & mask;
        while self.slots.get(hole)?.place() != Some(place) {
            hole = (hole + 1) & mask;
        }
        // What comes behind moves up, unless it would come before where its search begins.
        let mut at = hole;
        loop {
            at = (at + 1) & mask;
            let slot = *self.slots.get(at)?;
            if slot.flow.is_none() {
                break;
            }
            let home = slot.hash as usize & mask;
            if at.wrapping_sub(home) & mask >= at.wrapping_sub(hole) & mask {
                *self.slots.get_mut(hole)? = slot;
                hole = at;
            }
        }
        *self.slots.get_mut(hole)? = Slot::default();
        self.free.push(place);
        self.count -= 1;
        Some(std::mem::take(self.flows.get_mut(place.index())?))
    }

    /// How many flows there are.
    #[inline]
    pub(super) const fn len(&self) -> usize {
        self.count
    }

    /// All flows, in the order of their places.
    pub(super) fn into_flows(self) -> impl Iterator<Item = Flow> {
        self.flows.into_iter()
    }

    fn grow(&mut self) {
        let slots = (self.slots.len() * 2).max(FEWEST);
        let old = std::mem::replace(&mut self.slots, vec![Slot::default(); slots]);
        for slot in old.into_iter().filter(|slot| slot.flow.is_some()) {
            self.link(slot);
        }
    }

    fn link(&mut self, new: Slot) {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = new.hash as usize & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            if slot.flow.is_none() {
                *slot = new;
                return;
            }
            at = (at + 1) & mask;
        }
    }
}
