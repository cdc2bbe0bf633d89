//! Segments of flows that wait until there are many of a flow to be observed.
//!
//! Duty: keep them in little room, which flows share. Invariant: a flow's come out in the order in
//! which they were put in. Absence: which segments may wait.

mod chunks;
mod layout;
mod long;
mod pool;
mod slot;
mod words;

use crate::{End, FlowKey, Segment};
use chunks::{MOST, Places, UNIT};
pub(super) use pool::Pool;
use slot::{Before, OPTIONS, Slot};

/// Slots of a segment at most.
const LONGEST: usize = 4;

/// What waits of one flow. It has the places of all its chunks: none has to be read to find another.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    /// The places of the chunks that slots are in.
    places: Places,
    /// The last segment's packet; that of one which has no room there is as large as can be.
    packet: u32,
    /// Slots that are taken.
    len: u8,
}

impl Waiting {
    /// Does no segment wait?
    #[inline]
    pub(super) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Is there no room for another segment, whatever its options?
    #[inline]
    pub(super) const fn is_full(&self) -> bool {
        self.len() + LONGEST > MOST
    }

    /// Does what waits take more room than a connection that sleeps?
    pub(super) const fn is_long(&self) -> bool {
        self.len() > 2 * UNIT
    }

    #[inline]
    const fn len(&self) -> usize {
        self.len as usize
    }

    /// The packet of the last segment, or the largest number of 32 bits, if that is less.
    pub(super) fn last_packet(&self) -> Option<u64> {
        (!self.is_empty()).then_some(self.packet.into())
    }
}

/// What waits of one flow, side by side.
pub(super) struct Gathered {
    /// Slots, and behind them as many as a segment takes that only begins with the last one.
    slots: [Slot; MOST + LONGEST],
    len: usize,
}

impl Gathered {
    /// Reads the segments, from the first one on.
    pub(super) fn reader(&self) -> Reader<'_> {
        Reader {
            gathered: self,
            at: 0,
            before: Before::default(),
        }
    }
}

/// Reads the segments of a flow, one after the other.
pub(super) struct Reader<'a> {
    gathered: &'a Gathered,
    at: usize,
    before: Before,
}

impl Reader<'_> {
    /// Gives the next segment to `take`, with who sent it and what reads on, and says what that makes
    /// of it; the segment is between these sockets.
    // Where a segment is made it is given away: it would be copied otherwise.
    #[inline(always)]
    pub(super) fn next<T>(
        &mut self,
        key: &FlowKey,
        take: impl FnOnce(&mut Self, &Segment<'_>, End) -> T,
    ) -> Option<T> {
        if self.at >= self.gathered.len {
            return None;
        }
        let slot = self.gathered.slots.get(self.at)?;
        if slot.is_long() {
            return self.next_long(key, take);
        }
        self.at += 1;
        let mut room = [0; OPTIONS];
        let segment = slot.segment(self.before, key, &mut room);
        self.before.take(&segment);
        Some(take(self, &segment, slot.sender()))
    }

    #[inline(never)]
    fn next_long<T>(
        &mut self,
        key: &FlowKey,
        take: impl FnOnce(&mut Self, &Segment<'_>, End) -> T,
    ) -> Option<T> {
        let slots: &[Slot; LONGEST] = self.gathered.slots.get(self.at..)?.first_chunk()?;
        let [first, second, ..] = slots;
        self.at += long::taken(second);
        let mut room = [0; OPTIONS];
        let segment = long::segment(slots, key, &mut room);
        self.before.take(&segment);
        Some(take(self, &segment, first.sender()))
    }
}

#[cfg(test)]
mod tests;
