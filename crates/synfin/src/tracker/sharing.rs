//! One tracker becomes several.
//!
//! Duty: divide what a tracker knows among trackers that go on with parts of the flows. Invariant:
//! together they say what the one would have said; a flow and all that is remembered of it is with
//! the tracker that takes its segments. Absence: no threads.

use super::past::Past;
use super::{Tracker, TrackerOptions};
use crate::flow::Probe;
use crate::{FlowKey, Segment};
use std::num::NonZeroU32;

/// The parts of all flows that stay together: what is bounded is bounded for each of them.
pub(super) const SIXTEEN: NonZeroU32 = NonZeroU32::new(16).expect("it is not 0");

/// Which of several trackers takes which flows of a capture: whole sixteenths of them, so that beyond
/// sixteen trackers some take nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shares {
    trackers: NonZeroU32,
    /// The taker of each sixteenth, from 0.
    takers: [u32; SIXTEEN.get() as usize],
}

impl Shares {
    /// About as many flows for each of so many trackers.
    #[must_use]
    pub fn even(trackers: NonZeroU32) -> Self {
        Self::behind(0, trackers, 0)
    }

    /// So many sixteenths of the flows for the first tracker, which may have something else to do; the
    /// others share what is left. A tracker without others takes all.
    #[must_use]
    pub fn with_first(sixteenths: u32, trackers: NonZeroU32) -> Self {
        match NonZeroU32::new(trackers.get() - 1) {
            Some(others) => Self::behind(sixteenths.min(SIXTEEN.get()), others, 1),
            None => Self::even(trackers),
        }
    }

    /// The sixteenths behind the first ones are shared by so many trackers; so many come before them.
    fn behind(first: u32, sharing: NonZeroU32, before: u32) -> Self {
        let left = SIXTEEN.get() - first;
        let taker = |part: u32| {
            let place = part.checked_sub(first)?;
            Some(before + place * sharing.get().min(left) / left)
        };
        let mut takers = [0; SIXTEEN.get() as usize];
        for (part, place) in (0..).zip(&mut takers) {
            *place = taker(part).unwrap_or(0);
        }
        Self {
            trackers: sharing.saturating_add(before),
            takers,
        }
    }

    /// Does one tracker take all flows?
    #[must_use]
    pub fn are_one(&self) -> bool {
        let [first, ..] = self.takers;
        self.takers.iter().all(|taker| *taker == first)
    }

    /// How many trackers there are.
    #[must_use]
    pub const fn trackers(&self) -> NonZeroU32 {
        self.trackers
    }

    /// Which tracker takes a segment, from 0.
    #[must_use]
    #[inline]
    pub fn taker_of(&self, segment: &Segment<'_>) -> u32 {
        self.taker_of_part(FlowKey::shard_of(segment, SIXTEEN))
    }

    #[inline]
    fn taker_of_part(&self, part: u32) -> u32 {
        self.takers.get(part as usize).copied().unwrap_or(0)
    }
}

impl Tracker {
    /// Divides it among several trackers, each of which is to be given the segments that it
    /// [takes](Shares::taker_of) from now on. Each goes on [numbering](Self::begun) where this one
    /// stopped. Connections that are over and were not handed out are the first tracker's.
    #[must_use]
    pub fn share(mut self, shares: &Shares) -> Vec<Self> {
        let options = TrackerOptions {
            trackers: shares.trackers,
            ..self.options
        };
        let mut all: Vec<Self> = (0..shares.trackers.get())
            .map(|number| Self {
                count: self.count,
                now: self.now,
                past: self
                    .past
                    .take_parts(|part| shares.taker_of_part(part) == number),
                ..Self::with_options(options)
            })
            .collect();
        if let Some(first) = all.first_mut() {
            first.followed = self.followed;
            first.evicted = self.evicted;
        }
        let taker_of = |key: &FlowKey| shares.taker_of_part(key.shard(SIXTEEN)) as usize;
        for mut flow in self.flows.into_flows() {
            if !flow.waiting.is_empty() {
                flow.wake(&options, &mut self.pool);
            }
            if let Some(key) = flow.key()
                && let Some(tracker) = all.get_mut(taker_of(&key))
            {
                let probe = Probe::from_key(&key);
                tracker.make_room(&probe);
                tracker.flows.insert(&probe, flow);
            }
        }
        for (since, key) in self.ending.into_flows() {
            if let Some(tracker) = all.get_mut(taker_of(&key.key())) {
                tracker.ending.push(since, key);
            }
        }
        all
    }
}

impl Past {
    /// Takes out the parts with these numbers, which count from 0; it keeps the others.
    fn take_parts(&mut self, is_taken: impl Fn(u32) -> bool) -> Self {
        let mut taken = Self::default();
        for ((number, from), to) in (0..).zip(self.parts_mut()).zip(taken.parts_mut()) {
            if is_taken(number) {
                std::mem::swap(from, to);
            }
        }
        taken
    }
}
