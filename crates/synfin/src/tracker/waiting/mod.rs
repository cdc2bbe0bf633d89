//! Segments of flows that wait until there are several of a flow to be observed.
//!
//! Duty: keep them in little room, which flows share. Invariant: a flow's come out in the order in
//! which they were put in. Absence: which segments may wait.

mod chunks;
mod layout;
mod slot;

use crate::{ControlBits, End, FlowKey, Segment};
use chunks::Chunks;
use slot::{ROOM, Slot};
use std::iter;

/// Slots of a flow at most. More would save little time, and take room.
const MOST: usize = 2 * SHORT + LONG;

/// Slots of each of a flow's first two chunks: those of a handshake, and one more.
const SHORT: usize = 4;

/// Slots of its third and last one.
const LONG: usize = 8;

/// What waits of one flow. It has the places of all its chunks: none has to be read to find another.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    /// Slots that are taken.
    len: u8,
    /// The places of the chunks that these are in.
    places: [u32; 3],
}

/// Where all flows' segments wait.
#[derive(Debug, Default)]
pub(super) struct Pool {
    short: Chunks<SHORT>,
    long: Chunks<LONG>,
}

/// What waits of one flow, side by side.
pub(super) struct Slots {
    all: [Slot; MOST],
    len: usize,
}

impl Slots {
    /// The segments, each with the slot of its options, if they have one.
    #[inline]
    fn segments(&self) -> impl Iterator<Item = (&Slot, Option<&Slot>)> {
        let mut slots = self.all.get(..self.len).unwrap_or_default().iter();
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
        self.len as usize + 2 > MOST
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
        let (chunk, at) = place_of(waiting.len);
        if at == 0 {
            *waiting.places.get_mut(chunk)? = self.take_chunk(chunk)?;
        }
        let place = *waiting.places.get(chunk)?;
        let slots = if chunk < 2 {
            self.short.get_mut(place)?
        } else {
            self.long.get_mut(place)?
        };
        *slots.get_mut(at)? = slot;
        waiting.len += 1;
        Some(())
    }

    /// The place of an empty chunk, the how many-th of its flow, from 0.
    #[inline(never)]
    fn take_chunk(&mut self, chunk: usize) -> Option<u32> {
        if chunk < 2 {
            self.short.take()
        } else {
            self.long.take()
        }
    }

    /// Lets go of a flow's segments.
    pub(super) fn clear(&mut self, waiting: &mut Waiting) {
        let [first, second, third] = waiting.places;
        let len = usize::from(waiting.len);
        if len > 2 * SHORT {
            self.long.give_back(third);
        }
        if len > SHORT {
            self.short.give_back(second);
        }
        if len > 0 {
            self.short.give_back(first);
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
        let first = self.chunk(waiting, 0).first()?;
        let is_only = waiting.len == 1 + u8::from(first.has_next());
        is_only.then(|| (first.sender(), first.control().steering()))
    }

    /// Reads a little of what another segment of the flow needs, so that it is in the processor's
    /// caches.
    #[inline]
    pub(super) fn touch(&self, waiting: &Waiting) -> u64 {
        let (chunk, at) = place_of(waiting.len);
        self.chunk(waiting, chunk).get(at).map_or(0, Slot::packet)
    }

    /// Reads a little of everything that waits of a flow.
    #[inline]
    pub(super) fn touch_all(&self, waiting: &Waiting) -> u64 {
        let slots = (0..3).flat_map(|chunk| self.chunk(waiting, chunk));
        slots.fold(0, |read, slot| read ^ slot.packet())
    }

    /// What waits of a flow.
    pub(super) fn slots(&self, waiting: &Waiting) -> Slots {
        let mut slots = Slots {
            all: [Slot::default(); MOST],
            len: waiting.len.into(),
        };
        let (short, long) = slots.all.split_at_mut(2 * SHORT);
        let (first, second) = short.split_at_mut(SHORT);
        let taken = usize::from(waiting.len);
        for (chunk, (begin, to)) in [(0, first), (SHORT, second), (2 * SHORT, long)]
            .into_iter()
            .enumerate()
        {
            let from = self.chunk(waiting, chunk);
            if begin < taken && from.len() == to.len() {
                to.copy_from_slice(from);
            }
        }
        slots
    }

    /// A chunk of a flow, the how many-th from 0: any one if the flow has not so many.
    #[inline]
    fn chunk(&self, waiting: &Waiting, chunk: usize) -> &[Slot] {
        let place = waiting.places.get(chunk).copied().unwrap_or_default();
        let slots = if chunk < 2 {
            self.short.get(place)
        } else {
            self.long.get(place)
        };
        slots.unwrap_or_default()
    }
}

/// In which of a flow's chunks the slot with that number is, from 0, and where in it.
#[inline]
fn place_of(slot: u8) -> (usize, usize) {
    let slot = usize::from(slot);
    if slot < 2 * SHORT {
        (slot / SHORT, slot % SHORT)
    } else {
        (2, slot - 2 * SHORT)
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
            assert_eq!((pool.short.len(), pool.long.len()), (6, 3));
        }
    }
}
