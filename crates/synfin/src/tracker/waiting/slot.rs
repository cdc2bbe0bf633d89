//! A segment in 32 octets, as most can be written, or in two or four times as many.
//!
//! Duty: write what a connection asks of a segment, and read it again. Invariant: what comes out is
//! what was put in, but for what no connection looks at: payload, TTL, the header's length, whether
//! it came through a tunnel. Absence: other segments; where slots are kept.

use super::layout::Laid;
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
const IS_LONG: u8 = 0x20;

// What there is in several slots.
const HAS_VLAN: u16 = 1;
const LONG_HAS_ID: u16 = 1 << 1;
const LONG_HAS_TIMESTAMPS: u16 = 1 << 2;
/// The options are laid out as those of most SYNs.
const IS_LAID: u16 = 1 << 3;
/// The options are in two more slots, and from this bit on stands how many octets they are.
const HAS_OPTIONS: u16 = 1 << 4;
const LEN: u32 = 8;

/// A part of a segment, or all of it.
///
/// The words of a segment in one slot: packets since the last one, marks, nanoseconds since the latest
/// one; sequence and acknowledgment number; window, checksum, IP identification and payload octets;
/// timestamps.
///
/// Those of a segment in two: marks; packet; nanoseconds; the numbers; window, checksum, IP
/// identification and VLAN; timestamps; payload octets, control bits, and what there is; what a SYN
/// offers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slot([u64; 4]);

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

    /// Of a segment that takes two; and of its options, if these take two more.
    #[inline(never)]
    pub(super) fn long(segment: &Segment<'_>, sender: End) -> ([Self; 2], Option<[Self; 2]>) {
        let (mut has, mut timestamps, mut offers, mut behind) = (0, 0, 0, None);
        match segment.options.as_bytes() {
            [] => {}
            octets => {
                if let Some(values) = usual(octets) {
                    timestamps = values;
                    has |= LONG_HAS_TIMESTAMPS;
                } else if let Some(laid) = Laid::of(octets) {
                    let [a, b] = laid.mss;
                    offers = u32::from_le_bytes([a, b, laid.shift, laid.layout]).into();
                    timestamps = u64::from_le_bytes(laid.timestamps);
                    has |= IS_LAID;
                } else {
                    let [len, ..] = octets.len().to_le_bytes();
                    has |= HAS_OPTIONS | u16::from(len) << LEN;
                    behind = Some(Self::of_options(octets));
                }
            }
        }
        let id = segment.ip_id.inspect(|_| has |= LONG_HAS_ID).unwrap_or(0);
        let vlan = segment.vlan.inspect(|_| has |= HAS_VLAN).unwrap_or(0);
        let first = Self([
            u64::from(IS_LONG | mark_of(sender)) << 24,
            segment.packet,
            segment.time.as_nanos().cast_unsigned(),
            join(segment.seq.0, segment.raw_ack.0),
        ]);
        let second = Self([
            u64::from(segment.raw_window)
                | u64::from(segment.checksum) << 16
                | u64::from(id & 0xffff) << 32
                | u64::from(vlan) << 48,
            timestamps,
            u64::from(segment.payload_len)
                | u64::from(segment.control.bits()) << 32
                | u64::from(has) << 48,
            offers,
        ]);
        ([first, second], behind)
    }

    fn of_options(octets: &[u8]) -> [Self; 2] {
        let mut words = [0; 8];
        for (word, octets) in words.iter_mut().zip(octets.chunks(8)) {
            let mut whole = [0; 8];
            for (place, octet) in whole.iter_mut().zip(octets) {
                *place = *octet;
            }
            *word = u64::from_le_bytes(whole);
        }
        let [a, b, c, d, e, f, g, h] = words;
        [Self([a, b, c, d]), Self([e, f, g, h])]
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

    /// A word of it, to be read ahead.
    #[inline]
    pub(super) const fn touch(&self) -> u64 {
        let [first, ..] = self.0;
        first
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
            source: key.socket(sender),
            destination: key.socket(!sender),
            seq: SeqNumber(seq),
            raw_ack: SeqNumber(raw_ack),
            control: ControlBits::from_bits(control),
            raw_window,
            checksum,
            urgent_pointer: 0,
            header_len: 20,
            payload_len: payload_len.into(),
            options: TcpOptions::new(room.get(..options).unwrap_or_default(), false),
            payload: &[],
            ip_id: (marks & HAS_ID > 0).then_some(id.into()),
            ttl: 0,
            vlan: None,
            tunnelled: false,
        }
    }
}

/// The control bits of a segment in several slots, by the second one.
pub(super) fn control(second: &Slot) -> ControlBits {
    let [_, _, rest, _] = second.0;
    let [_, _, control, _] = quarters(rest);
    ControlBits::from_bits(control)
}

/// How many slots a segment takes that takes several, by the second one.
pub(super) const fn taken(second: &Slot) -> usize {
    let [_, _, rest, _] = second.0;
    if rest >> 48 & HAS_OPTIONS as u64 > 0 {
        4
    } else {
        2
    }
}

/// A segment that takes several slots, its options put into `room`; it is between these sockets.
pub(super) fn long_segment<'a>(
    slots: &[Slot; 4],
    key: &FlowKey,
    room: &'a mut [u8; OPTIONS],
) -> Segment<'a> {
    let [first, second, third, fourth] = slots;
    let [_, packet, nanos, numbers] = first.0;
    let [counts, timestamps, rest, offers] = second.0;
    let [raw_window, checksum, id, vlan] = quarters(counts);
    let [payload_len, _] = halves(rest);
    let [_, _, control, has] = quarters(rest);
    let there = |mark| has & mark > 0;
    let options = if there(LONG_HAS_TIMESTAMPS) {
        put_advised(timestamps, room)
    } else if there(IS_LAID) {
        let [a, b, shift, layout, ..] = offers.to_le_bytes();
        let laid = Laid {
            layout,
            mss: [a, b],
            shift,
            timestamps: timestamps.to_le_bytes(),
        };
        laid.put_into(room)
    } else if there(HAS_OPTIONS) {
        let words = third.0.iter().chain(&fourth.0);
        for (place, word) in room.as_chunks_mut().0.iter_mut().zip(words) {
            *place = word.to_le_bytes();
        }
        usize::from(has >> LEN)
    } else {
        0
    };
    let [seq, raw_ack] = halves(numbers);
    let sender = first.sender();
    Segment {
        packet,
        time: Timestamp::from_nanos(nanos.cast_signed()),
        source: key.socket(sender),
        destination: key.socket(!sender),
        seq: SeqNumber(seq),
        raw_ack: SeqNumber(raw_ack),
        control: ControlBits::from_bits(control),
        raw_window,
        checksum,
        urgent_pointer: 0,
        header_len: 20,
        payload_len,
        options: TcpOptions::new(room.get(..options).unwrap_or_default(), false),
        payload: &[],
        ip_id: there(LONG_HAS_ID).then_some(id.into()),
        ttl: 0,
        vlan: there(HAS_VLAN).then_some(vlan),
        tunnelled: false,
    }
}

const fn mark_of(sender: End) -> u8 {
    match sender {
        End::Lower => 0,
        End::Upper => UPPER,
    }
}

/// The values of timestamps that are all the options there are.
#[inline]
fn usual(octets: &[u8]) -> Option<u64> {
    let octets = <&[u8; 12]>::try_from(octets).ok()?;
    let [head, values @ ..] = octets.as_chunks().0 else {
        return None;
    };
    (*head == ADVISED).then(|| word(values.as_flattened()))
}

#[inline(always)]
fn put_advised(values: u64, room: &mut [u8; OPTIONS]) -> usize {
    if let Some((head, behind)) = room.split_first_chunk_mut()
        && let Some(place) = behind.first_chunk_mut()
    {
        (*head, *place) = (ADVISED, values.to_le_bytes());
    }
    12
}
