//! Where segments of all flows wait.
//!
//! Duty: put a segment behind those of its flow, and give all of them back. Invariant: no flow's
//! slots are another one's. Absence: how a segment is written.

use super::chunks::{Chunks, MOST, UNIT};
use super::slot::{self, Before, Slot};
use super::{Gathered, LONGEST, Waiting, long};
use crate::prefetch::prefetch;
use crate::{ControlBits, End, Segment};

/// Where all flows' segments wait.
#[derive(Debug, Default)]
pub(in crate::tracker) struct Pool {
    chunks: Chunks,
}

impl Pool {
    /// Can the segment be kept? Odd times and numbers have no room.
    #[inline]
    pub(in crate::tracker) fn can_take(segment: &Segment<'_>) -> bool {
        slot::fits(segment)
    }

    /// Keeps a segment that [can be](Self::can_take), for a flow that is not
    /// [full](Waiting::is_full). `latest` is the latest time of the flow's segments in nanoseconds,
    /// and takes this one into account. Says whether it is kept: the first one is not to come
    /// before that time.
    #[inline]
    pub(in crate::tracker) fn put(
        &mut self,
        waiting: &mut Waiting,
        latest: &mut i64,
        segment: &Segment<'_>,
        sender: End,
    ) -> Option<()> {
        let before = Before {
            packet: waiting.packet.into(),
            latest: *latest,
        };
        if !waiting.is_empty()
            && let Some(slot) = Slot::of(segment, sender, before)
        {
            self.push(waiting, slot)?;
        } else {
            self.put_long(waiting, *latest, segment, sender)?;
        }
        waiting.packet = u32::try_from(segment.packet).unwrap_or(u32::MAX);
        *latest = segment.time.as_nanos().max(*latest);
        Some(())
    }

    #[inline(never)]
    fn put_long(
        &mut self,
        waiting: &mut Waiting,
        latest: i64,
        segment: &Segment<'_>,
        sender: End,
    ) -> Option<()> {
        // Times are kept by how far they are from the latest one, which the first one has to be.
        if waiting.is_empty() && latest > segment.time.as_nanos() {
            return None;
        }
        let (slots, options) = long::of(segment, sender);
        for slot in slots.into_iter().chain(options.into_iter().flatten()) {
            self.push(waiting, slot)?;
        }
        Some(())
    }

    #[inline(always)]
    fn push(&mut self, waiting: &mut Waiting, slot: Slot) -> Option<()> {
        let next = waiting.len();
        self.chunks.make_room(&mut waiting.places, next)?;
        *self.chunks.get_mut(&waiting.places, next)? = slot;
        waiting.len += 1;
        Some(())
    }

    /// Lets go of a flow's segments.
    pub(in crate::tracker) fn clear(&mut self, waiting: &mut Waiting) {
        self.chunks.give_back(waiting.places, waiting.len());
        *waiting = Waiting::default();
    }

    /// If there is one segment and no more: who sent it, and its
    /// [steering](ControlBits::steering) control bits.
    pub(in crate::tracker) fn only(&self, waiting: &Waiting) -> Option<(End, ControlBits)> {
        let first = self.chunks.get(&waiting.places, 0)?;
        let second = self.chunks.get(&waiting.places, 1)?;
        let is_only = waiting.len() == long::taken(second);
        is_only.then(|| (first.sender(), long::control(second).steering()))
    }

    /// Asks for the memory that another segment of the flow needs.
    #[inline(always)]
    pub(in crate::tracker) fn prefetch_next(&self, waiting: &Waiting) {
        if let Some(next) = self.chunks.get(&waiting.places, waiting.len()) {
            prefetch(next);
        }
    }

    /// Asks for everything that waits of a flow.
    #[inline(never)]
    pub(in crate::tracker) fn prefetch_all(&self, waiting: &Waiting) {
        let units = self.chunks.units(&waiting.places, waiting.len());
        // There are two slots in a line.
        units
            .flat_map(|unit| unit.iter().step_by(2))
            .for_each(prefetch);
    }

    /// What waits of a flow.
    pub(in crate::tracker) fn gather(&self, waiting: &Waiting) -> Gathered {
        let mut slots = [Slot::default(); MOST + LONGEST];
        let units = self.chunks.units(&waiting.places, waiting.len());
        let (rooms, _) = slots.as_chunks_mut::<UNIT>();
        for (room, unit) in rooms.iter_mut().zip(units) {
            *room = *unit;
        }
        Gathered {
            slots,
            len: waiting.len(),
        }
    }

    /// How much room there is, for whoever needs it.
    #[cfg(test)]
    pub(super) const fn len(&self) -> usize {
        self.chunks.len()
    }
}
