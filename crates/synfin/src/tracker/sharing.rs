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

impl Tracker {
    /// Which of so many trackers takes a segment, from 0, where they [share](Self::share) a
    /// capture. It takes whole sixteenths of the flows, so that beyond sixteen some take nothing.
    #[must_use]
    #[inline]
    pub fn taker_of(segment: &Segment<'_>, trackers: NonZeroU32) -> u32 {
        taker_of_part(FlowKey::shard_of(segment, SIXTEEN), trackers)
    }

    /// Divides it among as many trackers, each of which is to be given the segments that it
    /// [takes](Self::taker_of) from now on. Each goes on [numbering](Self::begun) where this one
    /// stopped. Connections that are over and were not handed out are the first tracker's.
    #[must_use]
    pub fn share(mut self, trackers: NonZeroU32) -> Vec<Self> {
        let options = TrackerOptions {
            trackers,
            ..self.options
        };
        let mut all: Vec<Self> = (0..trackers.get())
            .map(|number| Self {
                count: self.count,
                now: self.now,
                past: self
                    .past
                    .take_parts(|part| taker_of_part(part, trackers) == number),
                ..Self::with_options(options)
            })
            .collect();
        if let Some(first) = all.first_mut() {
            first.followed = self.followed;
            first.evicted = self.evicted;
        }
        let taker_of = |key: &FlowKey| {
            let taker = taker_of_part(key.shard(SIXTEEN), trackers);
            usize::try_from(taker).unwrap_or(usize::MAX)
        };
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

fn taker_of_part(part: u32, trackers: NonZeroU32) -> u32 {
    part * trackers.get().min(SIXTEEN.get()) / SIXTEEN.get()
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
