//! Segments of flows that wait until there are several of a flow to be observed.
//!
//! Duty: keep them in little room, which flows share. Invariant: a flow's come out in the order in
//! which they were put in. Absence: which segments may wait.

mod layout;
mod slot;

use super::blocks::Blocks;
use crate::{ControlBits, End, FlowKey, Segment};
use slot::{ROOM, Slot};
use std::iter;

/// Slots of a flow at most. More would save little time, and take room.
const MOST: u8 = 16;

/// Slots that are taken at once. Of a flow there are two chunks at most, whose places it has: neither
/// has to be read to find the other.
const CHUNK: usize = MOST as usize / 2;

/// What waits of one flow.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    /// Slots that are taken.
    len: u8,
    /// If there are any: the places of the first and the last chunk.
    first: u32,
    last: u32,
}

/// Where all flows' segments wait.
#[derive(Debug, Default)]
pub(super) struct Pool {
    chunks: Blocks<Chunk>,
    /// The first free chunk, if there is one.
    free: Option<u32>,
}

/// Slots of one flow, or of none.
#[derive(Debug, Default)]
struct Chunk {
    slots: [Slot; CHUNK],
    /// The flow's next chunk, or the next free one.
    next: Option<u32>,
}

/// What waits of one flow, side by side.
pub(super) struct Slots {
    all: [[Slot; CHUNK]; MOST as usize / CHUNK],
    len: usize,
}

impl Slots {
    /// The segments, each with the slot of its options, if they have one.
    #[inline]
    fn segments(&self) -> impl Iterator<Item = (&Slot, Option<&Slot>)> {
        let slots = self.all.as_flattened();
        let mut slots = slots.get(..self.len).unwrap_or_default().iter();
        iter::from_fn(move || {
            let slot = slots.next()?;
            let options = if slot.has_next() { slots.next() } else { None };
            Some((slot, options))
        })
    }

    /// Gives `make` the first three segments, with who sent the first one, if there are three; they are
    /// between these sockets.
    #[inline]
    pub(super) fn first_three<T>(
        &self,
        key: &FlowKey,
        make: impl FnOnce([&Segment<'_>; 3], End) -> Option<T>,
    ) -> Option<T> {
        let mut segments = self.segments();
        let [first, second, third] = [segments.next()?, segments.next()?, segments.next()?];
        let mut rooms = [[0; ROOM]; 3];
        let [one, other, another] = &mut rooms;
        let segments = [
            &first.0.segment(first.1, key, one),
            &second.0.segment(second.1, key, other),
            &third.0.segment(third.1, key, another),
        ];
        make(segments, first.0.sender())
    }

    /// Gives the segments to `take`, with who sent them, but for so many at the beginning.
    #[inline]
    pub(super) fn for_each_but(
        &self,
        first: usize,
        key: &FlowKey,
        mut take: impl FnMut(&Segment<'_>, End),
    ) {
        let mut room = [0; ROOM];
        for (slot, options) in self.segments().skip(first) {
            take(&slot.segment(options, key, &mut room), slot.sender());
        }
    }
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
        self.len + 2 > MOST
    }
}

impl Pool {
    /// Can the segment be kept? Odd times and numbers have no room.
    #[inline]
    pub(super) fn can_take(segment: &Segment<'_>) -> bool {
        Slot::fits(segment)
    }

    /// Keeps a segment that [can be](Self::can_take), for a flow that is not
    /// [full](Waiting::is_full). Says whether there was a place left.
    #[inline]
    pub(super) fn put(
        &mut self,
        waiting: &mut Waiting,
        segment: &Segment<'_>,
        sender: End,
    ) -> Option<()> {
        let (slot, options) = Slot::of(segment, sender);
        self.push(waiting, slot)?;
        match options {
            Some(options) => self.push(waiting, options),
            None => Some(()),
        }
    }

    #[inline]
    fn push(&mut self, waiting: &mut Waiting, slot: Slot) -> Option<()> {
        let at = usize::from(waiting.len) % CHUNK;
        if at == 0 {
            self.add_chunk(waiting)?;
        }
        let chunk = self.chunks.get_mut(waiting.last as usize)?;
        *chunk.slots.get_mut(at)? = slot;
        waiting.len += 1;
        Some(())
    }

    /// Adds an empty chunk to a flow.
    #[inline(never)]
    fn add_chunk(&mut self, waiting: &mut Waiting) -> Option<()> {
        let place = match self.free {
            Some(place) => {
                let chunk = self.chunks.get_mut(place as usize)?;
                self.free = chunk.next.take();
                place
            }
            None => {
                let place = u32::try_from(self.chunks.len()).ok()?;
                self.chunks.push(Chunk::default());
                place
            }
        };
        if waiting.is_empty() {
            waiting.first = place;
        } else {
            self.chunks.get_mut(waiting.last as usize)?.next = Some(place);
        }
        waiting.last = place;
        Some(())
    }

    /// Lets go of a flow's segments.
    pub(super) fn clear(&mut self, waiting: &mut Waiting) {
        if waiting.is_empty() {
            return;
        }
        if let Some(last) = self.chunks.get_mut(waiting.last as usize) {
            last.next = self.free;
            self.free = Some(waiting.first);
        }
        *waiting = Waiting::default();
    }

    /// The packet of a flow's last segment.
    pub(super) fn last_packet(&self, waiting: &Waiting) -> Option<u64> {
        let slots = self.slots(waiting);
        slots.segments().last().map(|(slot, _)| slot.packet())
    }

    /// The latest time of a flow's segments, in nanoseconds; the capture may run backwards.
    pub(super) fn latest_time(&self, waiting: &Waiting) -> Option<i64> {
        let slots = self.slots(waiting);
        slots.segments().map(|(slot, _)| slot.time()).max()
    }

    /// If there is one segment and no more: who sent it, and its
    /// [steering](ControlBits::steering) control bits.
    pub(super) fn only(&self, waiting: &Waiting) -> Option<(End, ControlBits)> {
        let [first, ..] = &self.chunks.get(waiting.first as usize)?.slots;
        let is_only = waiting.len == 1 + u8::from(first.has_next());
        is_only.then(|| (first.sender(), first.control().steering()))
    }

    /// Reads a little of what another segment of the flow needs, so that it is in the processor's
    /// caches.
    #[inline]
    pub(super) fn touch(&self, waiting: &Waiting) -> u64 {
        let at = usize::from(waiting.len) % CHUNK;
        let last = self.chunks.get(waiting.last as usize);
        let slot = last.and_then(|chunk| chunk.slots.get(at));
        slot.map_or(0, Slot::packet)
    }

    /// Reads a little of everything that waits of a flow.
    #[inline]
    pub(super) fn touch_all(&self, waiting: &Waiting) -> u64 {
        let chunks = [waiting.first, waiting.last].map(|place| self.chunks.get(place as usize));
        let slots = chunks.into_iter().flatten().flat_map(|chunk| &chunk.slots);
        slots.fold(0, |read, slot| read ^ slot.packet())
    }

    /// What waits of a flow.
    pub(super) fn slots(&self, waiting: &Waiting) -> Slots {
        let mut slots = Slots {
            all: Default::default(),
            len: waiting.len.into(),
        };
        let places = [waiting.first, waiting.last];
        let taken = slots.all.iter_mut().take(slots.len.div_ceil(CHUNK));
        for (slots, place) in taken.zip(places) {
            if let Some(chunk) = self.chunks.get(place as usize) {
                *slots = chunk.slots;
            }
        }
        slots
    }
}

#[cfg(test)]
mod tests {
    use super::{Pool, Waiting};
    use crate::{End, FlowKey, Frame, LinkType, Segment};

    const ACK: [u8; 40] = [
        0x45, 0, 0, 40, 0, 1, 0, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 4, 1, 0, 80, 0, 0, 0,
        1, 0, 0, 0, 0, 0x50, 0x10, 1, 0, 0, 0, 0, 0,
    ];

    #[test]
    fn flows_share_room_and_each_gets_its_own_back() {
        let decoded = Frame::new(LinkType::RAW, &ACK).decode();
        let ack = *decoded.segment().expect("it is TCP");
        let key = FlowKey::of(&ack);
        let mut pool = Pool::default();
        let mut flows = [Waiting::default(), Waiting::default(), Waiting::default()];
        for round in 0..3 {
            for number in 0..14 {
                for (flow, waiting) in (0..).zip(&mut flows) {
                    assert!(!waiting.is_full());
                    let packet = 100 * flow + number;
                    let segment = Segment { packet, ..ack };
                    pool.put(waiting, &segment, End::Lower).expect("a place");
                }
            }
            for (flow, waiting) in (0..).zip(&mut flows) {
                let mut packets = Vec::new();
                let slots = pool.slots(waiting);
                let three = slots.first_three(&key, |three, _| Some(three.map(|one| one.packet)));
                packets.extend(three.into_iter().flatten());
                slots.for_each_but(3, &key, |segment, _| packets.push(segment.packet));
                let first = 100 * flow;
                assert!(packets.into_iter().eq(first..first + 14), "round {round}");
                assert_eq!(pool.last_packet(waiting), Some(first + 13));
                pool.clear(waiting);
                assert!(waiting.is_empty() && pool.last_packet(waiting).is_none());
            }
            assert_eq!(pool.chunks.len(), 6);
        }
    }
}
