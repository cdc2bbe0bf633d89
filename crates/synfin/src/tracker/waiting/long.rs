//! A segment in two slots, or in four: the first one of a flow, a SYN, and any that is not like most.
//!
//! Duty: write what a connection asks of a segment that fits into no single slot, and read it again.
//! Invariant: that of [a slot](super::slot); nothing depends on what came before. Absence: which
//! segments take more than one.
//!
//! The words of the two slots: marks; packet; nanoseconds; sequence and acknowledgment number; window,
//! checksum, IP identification and VLAN; timestamps; payload octets, control bits, and what there is;
//! what a SYN offers. Options that have no other form are in two more.

use super::layout::Laid;
use super::slot::{IS_LONG, OPTIONS, Slot, mark_of, put_advised, usual};
use super::words::{halves, join, quarters};
use crate::{ControlBits, End, FlowKey, Segment, SeqNumber, TcpOptions, Timestamp};

// What there is in several slots.
const HAS_VLAN: u16 = 1;
const HAS_ID: u16 = 1 << 1;
const HAS_TIMESTAMPS: u16 = 1 << 2;
/// The options are laid out as those of most SYNs.
const IS_LAID: u16 = 1 << 3;
/// The options are in two more slots, and from this bit on stands how many octets they are.
const HAS_OPTIONS: u16 = 1 << 4;
const LEN: u32 = 8;

/// The slots of a segment; and of its options, if these take two more.
#[inline(never)]
pub(super) fn of(segment: &Segment<'_>, sender: End) -> ([Slot; 2], Option<[Slot; 2]>) {
    let (mut has, mut timestamps, mut offers, mut behind) = (0, 0, 0, None);
    match segment.options.as_bytes() {
        [] => {}
        octets => {
            if let Some(values) = usual(octets) {
                timestamps = values;
                has |= HAS_TIMESTAMPS;
            } else if let Some(laid) = Laid::of(octets) {
                let [a, b] = laid.mss;
                offers = u32::from_le_bytes([a, b, laid.shift, laid.layout]).into();
                timestamps = u64::from_le_bytes(laid.timestamps);
                has |= IS_LAID;
            } else {
                let [len, ..] = octets.len().to_le_bytes();
                has |= HAS_OPTIONS | u16::from(len) << LEN;
                behind = Some(of_options(octets));
            }
        }
    }
    let id = segment.ip_id.inspect(|_| has |= HAS_ID).unwrap_or(0);
    let vlan = segment.vlan.inspect(|_| has |= HAS_VLAN).unwrap_or(0);
    let first = Slot([
        u64::from(IS_LONG | mark_of(sender)) << 24,
        segment.packet,
        segment.time.as_nanos().cast_unsigned(),
        join(segment.seq.0, segment.raw_ack.0),
    ]);
    let second = Slot([
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

fn of_options(octets: &[u8]) -> [Slot; 2] {
    let mut words = [0; 8];
    for (word, octets) in words.iter_mut().zip(octets.chunks(8)) {
        let mut whole = [0; 8];
        for (place, octet) in whole.iter_mut().zip(octets) {
            *place = *octet;
        }
        *word = u64::from_le_bytes(whole);
    }
    let [a, b, c, d, e, f, g, h] = words;
    [Slot([a, b, c, d]), Slot([e, f, g, h])]
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
pub(super) fn segment<'a>(
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
    let options = if there(HAS_TIMESTAMPS) {
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
        seq: SeqNumber(seq),
        raw_ack: SeqNumber(raw_ack),
        control: ControlBits::from_bits(control),
        raw_window,
        checksum,
        payload_len,
        options: TcpOptions::new(room.get(..options).unwrap_or_default(), false),
        ip_id: there(HAS_ID).then_some(id.into()),
        vlan: there(HAS_VLAN).then_some(vlan),
        ..Segment::between(key.socket(sender), key.socket(!sender))
    }
}
