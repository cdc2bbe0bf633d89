//! When connections are kept in less room.
//!
//! Duty: where there are many flows, put those to sleep that most likely have long to wait for
//! their next segment: lone SYNs at once, others when they have been silent for a while, counted
//! in packets of all flows. As new flows come, others are looked at in turns, so that none of this
//! takes longer than it has to. Invariant: to fall asleep and to wake costs as much as a few segments, so a
//! connection sleeps only where room is worth that; what is said of it is the same. Absence: how
//! it is kept.

use super::Tracker;
use super::ahead::MANY;
use super::table::Place;
use crate::Segment;
use std::num::NonZeroU32;

/// How many flows are looked at for each that is new, whether they have fallen silent.
const TURNS: usize = 8;

/// The same where there are so many that most of them sleep.
const MORE_TURNS: usize = 32;

/// From how many flows on something is done about them.
#[derive(Debug)]
pub(super) struct Crowd {
    /// Nothing yet, but memory is worth being read ahead of, and seldom.
    pub(super) many: usize,
    /// Lone SYNs.
    pub(super) syns: usize,
    /// What has fallen silent.
    pub(super) silent: usize,
    /// The same, and soon: room is worth more than time.
    pub(super) soon: usize,
}

impl Default for Crowd {
    fn default() -> Self {
        Self {
            // Fuzzing seldom comes to so many.
            many: if cfg!(fuzzing) { 0 } else { MANY },
            syns: 1 << 16,
            silent: 1 << 17,
            soon: 400_000,
        }
    }
}

impl Crowd {
    /// Of one of so many trackers that share a capture's flows, and a machine's memory.
    pub(super) fn of_one_of(trackers: NonZeroU32) -> Self {
        let Self {
            many,
            syns,
            silent,
            soon,
        } = Self::default();
        let part = |flows: usize| flows / usize::try_from(trackers.get()).unwrap_or(usize::MAX);
        Self {
            many: part(many),
            syns: part(syns),
            silent: part(silent),
            soon: part(soon),
        }
    }
}

impl Tracker {
    /// Saves room after a segment of the flow at `place`, which is new or not.
    pub(super) fn save_room(&mut self, place: Place, is_new: bool, segment: &Segment<'_>) {
        let flows = self.flows.len();
        if flows <= self.crowd.syns {
            return;
        }
        let Some(flow) = self.flows.get_mut(place) else {
            return;
        };
        if is_new {
            flow.keep_as_syn(segment);
        }
        if is_new {
            self.look_at_others(segment.packet);
        }
    }

    /// Puts to sleep what has fallen silent, of a few flows.
    pub(super) fn look_at_others(&mut self, packet: u64) {
        let flows = self.flows.len();
        if flows <= self.crowd.silent {
            return;
        }
        // What only waits has not cost much yet: it is let wait for longer, unless room is scarce.
        let (patience, more_patience, turns) = if flows > self.crowd.soon {
            (flows / 8, flows / 8, MORE_TURNS)
        } else {
            (flows * 2, flows * 4, TURNS)
        };
        let [since, long_since] =
            [patience, more_patience].map(|patience| packet.saturating_sub(patience as u64));
        for _ in 0..turns {
            if let Some(flow) = self.flows.next_in_turn()
                && flow.is_silent_since(since, long_since)
            {
                flow.wake(&self.options, &mut self.pool);
                flow.fall_asleep();
            }
        }
    }
}
