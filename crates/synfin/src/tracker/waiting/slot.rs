//! A segment in 32 octets, as most can be written.
//!
//! Duty: write what a connection asks of a segment, and read it again. Invariant: what comes out is
//! what was put in, but for what no connection looks at: payload, TTL, the header's length, whether
//! it came through a tunnel. Absence: segments that take [more](super::long); where slots are kept.

use super::words::{halves, join, quarters, word};
use crate::{ControlBits, End, FlowKey, Segment, SeqNumber, TcpOptions, Timestamp};

/// Octets of options at most. A TCP header has no more (RFC 9293, 3.1).
pub(super) const OPTIONS: usize = 40;

/// How timestamps alone begin (RFC 7323, appendix A).
const ADVISED: [u8; 4] = [1, 1, 8, 10];

/// Seconds in which 64 bits have room for nanoseconds.
const SECONDS: i64 = 1 << 33;

/// From this on packets since the last one are too many to be counted in a slot.
const FAR: u64 = 1 << 24;

/// The control bits that stand among the marks of a slot as they are; ACK is set, the others are not.
const FREE: u16 = ControlBits::FIN.bits()
    | ControlBits::PSH.bits()
    | ControlBits::ECE.bits()
    | ControlBits::CWR.bits();

// What there is, in the places of the other control bits.
const UPPER: u8 = 0x02;
const HAS_ID: u8 = 0x04;
/// Timestamps are the only options.
const HAS_TIMESTAMPS: u8 = 0x10;
/// It is the first slot of several.
pub(super) const IS_LONG: u8 = 0x20;

/// A segment, or a part of one.
///
/// The words of a segment in one slot: packets since the last one, marks, nanoseconds since the latest
/// one; sequence and acknowledgment number; window, checksum, IP identification and payload octets;
/// timestamps.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slot(pub(super) [u64; 4]);

/// What the segments of a flow so far lead to expect of the next one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Before {
    /// The last one's packet, if 32 bits have room for it.
    pub(super) packet: u64,
    /// The latest one's time, in nanoseconds.
    pub(super) latest: i64,
}

impl Before {
    /// This segment has come, too.
    #[inline]
    pub(super) fn take(&mut self, segment: &Segment<'_>) {
        self.packet = segment.packet;
        self.latest = self.latest.max(segment.time.as_nanos());
    }
}

/// Does a segment fit, into however many slots? Odd times and numbers do not.
#[inline]
pub(super) fn fits(segment: &Segment<'_>) -> bool {
    (0..SECONDS).contains(&segment.time.seconds())
        && segment.time.subsec_nanos() < 1_000_000_000
        && segment.urgent_pointer == 0
        && segment.ip_id.is_none_or(|id| id <= u16::MAX.into())
        && !segment.options.is_cut()
        && segment.options.as_bytes().len() <= OPTIONS
}

impl Slot {
    /// Of a segment that fits into one.
    #[inline]
    pub(super) fn of(segment: &Segment<'_>, sender: End, before: Before) -> Option<Self> {
        let mut marks = mark_of(sender);
        let timestamps = match segment.options.as_bytes() {
            [] => 0,
            octets => {
                marks |= HAS_TIMESTAMPS;
                usual(octets)?
            }
        };
        let id = match segment.ip_id {
            Some(id) => {
                marks |= HAS_ID;
                id
            }
            None => 0,
        };
        let packets = segment.packet.wrapping_sub(before.packet);
        let since = segment.time.as_nanos().wrapping_sub(before.latest);
        let since = u32::try_from(since).ok()?;
        let payload_len = u16::try_from(segment.payload_len).ok()?;
        let is_usual = segment.control.bits() & !FREE == ControlBits::ACK.bits();
        let is_far = packets >= FAR || segment.packet >= u32::MAX.into();
        if is_far || segment.vlan.is_some() || !is_usual {
            return None;
        }
        let [free, _] = (segment.control.bits() & FREE).to_le_bytes();
        Some(Self([
            packets | u64::from(free | marks) << 24 | u64::from(since) << 32,
            join(segment.seq.0, segment.raw_ack.0),
            u64::from(segment.raw_window)
                | u64::from(segment.checksum) << 16
                | u64::from(id & 0xffff) << 32
                | u64::from(payload_len) << 48,
            timestamps,
        ]))
    }

    #[inline]
    const fn marks(&self) -> u8 {
        let [first, ..] = self.0;
        let [_, _, _, marks, ..] = first.to_le_bytes();
        marks
    }

    /// Is it the first one of several?
    #[inline]
    pub(super) const fn is_long(&self) -> bool {
        self.marks() & IS_LONG > 0
    }

    /// Which end sent the segment that begins with it.
    #[inline]
    pub(super) const fn sender(&self) -> End {
        if self.marks() & UPPER == 0 {
            End::Lower
        } else {
            End::Upper
        }
    }

    /// The segment, if one slot is all of it, its options put into `room`; it is between these
    /// sockets.
    #[inline(always)]
    pub(super) fn segment<'a>(
        &self,
        before: Before,
        key: &FlowKey,
        room: &'a mut [u8; OPTIONS],
    ) -> Segment<'a> {
        let [first, numbers, counts, timestamps] = self.0;
        let (marks, sender) = (self.marks(), self.sender());
        let options = if marks & HAS_TIMESTAMPS > 0 {
            put_advised(timestamps, room)
        } else {
            0
        };
        let [seq, raw_ack] = halves(numbers);
        let [_, since] = halves(first);
        let [raw_window, checksum, id, payload_len] = quarters(counts);
        let control = u16::from(marks) & FREE | ControlBits::ACK.bits();
        let since = i64::from(since);
        Segment {
            packet: before.packet.wrapping_add(first & (FAR - 1)),
            time: Timestamp::from_nanos(before.latest.wrapping_add(since)),
            seq: SeqNumber(seq),
            raw_ack: SeqNumber(raw_ack),
            control: ControlBits::from_bits(control),
            raw_window,
            checksum,
            payload_len: payload_len.into(),
            options: TcpOptions::new(room.get(..options).unwrap_or_default(), false),
            ip_id: (marks & HAS_ID > 0).then_some(id.into()),
            ..Segment::between(key.socket(sender), key.socket(!sender))
        }
    }
}

pub(super) const fn mark_of(sender: End) -> u8 {
    match sender {
        End::Lower => 0,
        End::Upper => UPPER,
    }
}

/// The values of timestamps that are all the options there are.
#[inline]
pub(super) fn usual(octets: &[u8]) -> Option<u64> {
    let octets = <&[u8; 12]>::try_from(octets).ok()?;
    let [head, values @ ..] = octets.as_chunks().0 else {
        return None;
    };
    (*head == ADVISED).then(|| word(values.as_flattened()))
}

#[inline(always)]
pub(super) fn put_advised(values: u64, room: &mut [u8; OPTIONS]) -> usize {
    if let Some((head, behind)) = room.split_first_chunk_mut()
        && let Some(place) = behind.first_chunk_mut()
    {
        (*head, *place) = (ADVISED, values.to_le_bytes());
    }
    12
}
