//! A segment in 48 octets.
//!
//! Duty: hold what a connection asks of a segment. Invariant: what comes out is what was put in, but
//! for what no connection looks at: payload, TTL, the header's length, whether it came through a
//! tunnel. Absence: other segments.

use super::layout::Laid;
use crate::{ControlBits, End, FlowKey, Segment, SeqNumber, TcpOptions, Timestamp};

/// More octets than the options of a TCP header have (RFC 9293, 3.1).
pub(super) const ROOM: usize = 48;

/// How timestamps alone begin (RFC 7323, appendix A).
const ADVISED: [u8; 4] = [1, 1, 8, 10];

/// Seconds in which 64 bits have room for nanoseconds.
const SECONDS: i64 = 1 << 33;

// What there is.
const UPPER: u16 = 1;
const HAS_ID: u16 = 1 << 1;
const HAS_VLAN: u16 = 1 << 2;
/// Timestamps are the only options.
const HAS_TIMESTAMPS: u16 = 1 << 3;
/// The options are laid out as those of most SYNs, and there is no payload.
const IS_LAID: u16 = 1 << 4;
/// The options are in the next slot, and from this bit on stands how many octets they are.
const IN_NEXT: u16 = 1 << 5;
const LEN: u32 = 8;

/// A segment; or the octets of options of the one before.
///
/// The words of a segment: packet; nanoseconds; sequence and acknowledgment number; payload octets
/// (or what a SYN offers), window and checksum; timestamps; IP identification, VLAN, control bits,
/// and what there is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slot([u64; 6]);

impl Slot {
    /// Does a segment fit? Odd times and numbers do not.
    #[inline]
    pub(super) fn fits(segment: &Segment<'_>) -> bool {
        (0..SECONDS).contains(&segment.time.seconds())
            && segment.time.subsec_nanos() < 1_000_000_000
            && segment.urgent_pointer == 0
            && segment.ip_id.is_none_or(|id| id <= u16::MAX.into())
            && !segment.options.is_cut()
            && segment.options.as_bytes().len() <= ROOM
    }

    /// Of a segment that fits, and of its options where they need a slot of their own.
    #[inline]
    pub(super) fn of(segment: &Segment<'_>, sender: End) -> (Self, Option<Self>) {
        let mut marks = match sender {
            End::Lower => 0,
            End::Upper => UPPER,
        };
        let (mut counted, mut timestamps, mut next) = (segment.payload_len, 0, None);
        match segment.options.as_bytes() {
            [] => {}
            octets => {
                if let Some(values) = usual(octets) {
                    timestamps = u64::from_le_bytes(values);
                    marks |= HAS_TIMESTAMPS;
                } else if let Some(laid) = Laid::of(octets).filter(|_| counted == 0) {
                    let [a, b] = laid.mss;
                    counted = u32::from_le_bytes([a, b, laid.shift, laid.layout]);
                    timestamps = u64::from_le_bytes(laid.timestamps);
                    marks |= IS_LAID;
                } else {
                    let [len, ..] = octets.len().to_le_bytes();
                    marks |= IN_NEXT | u16::from(len) << LEN;
                    next = Some(Self::of_options(octets));
                }
            }
        }
        let id = segment.ip_id.inspect(|_| marks |= HAS_ID);
        let vlan = segment.vlan.inspect(|_| marks |= HAS_VLAN);
        let rest = [vlan.unwrap_or(0), segment.control.bits(), marks];
        let [vlan, control, marks] = rest.map(u64::from);
        let slot = Self([
            segment.packet,
            segment.time.as_nanos().cast_unsigned(),
            u64::from(segment.seq.0) | u64::from(segment.raw_ack.0) << 32,
            u64::from(counted)
                | u64::from(segment.raw_window) << 32
                | u64::from(segment.checksum) << 48,
            timestamps,
            u64::from(id.unwrap_or(0)) | vlan << 16 | control << 32 | marks << 48,
        ]);
        (slot, next)
    }

    #[inline(never)]
    fn of_options(octets: &[u8]) -> Self {
        let mut words = [0; 6];
        for (word, octets) in words.iter_mut().zip(octets.chunks(8)) {
            let mut whole = [0; 8];
            for (place, octet) in whole.iter_mut().zip(octets) {
                *place = *octet;
            }
            *word = u64::from_le_bytes(whole);
        }
        Self(words)
    }

    /// The number of its packet.
    #[inline]
    pub(super) const fn packet(&self) -> u64 {
        let [packet, ..] = self.0;
        packet
    }

    /// Its time, in nanoseconds.
    #[inline]
    pub(super) const fn time(&self) -> i64 {
        let [_, time, ..] = self.0;
        time.cast_signed()
    }

    /// Which end sent it.
    #[inline]
    pub(super) fn sender(&self) -> End {
        let [.., marks] = self.last_word();
        if marks & UPPER == 0 {
            End::Lower
        } else {
            End::Upper
        }
    }

    #[inline]
    pub(super) fn control(&self) -> ControlBits {
        let [_, _, control, _] = self.last_word();
        ControlBits::from_bits(control)
    }

    /// Are its options in the next slot?
    #[inline]
    pub(super) fn has_next(&self) -> bool {
        let [.., marks] = self.last_word();
        marks & IN_NEXT > 0
    }

    fn last_word(&self) -> [u16; 4] {
        let [.., rest] = self.0;
        quarters(rest)
    }

    /// Puts its options into `room`; `next` is the slot behind it. Says how many octets they take.
    #[inline]
    fn options(&self, next: Option<&Self>, room: &mut [u8; ROOM]) -> usize {
        let [_, _, _, counts, timestamps, _] = self.0;
        let [.., marks] = self.last_word();
        if marks & HAS_TIMESTAMPS > 0 {
            if let Some([head, value, echo_reply]) = room.as_chunks_mut().0.first_chunk_mut() {
                let [a, b, c, d, e, f, g, h] = timestamps.to_le_bytes();
                (*head, *value, *echo_reply) = (ADVISED, [a, b, c, d], [e, f, g, h]);
            }
            return 12;
        }
        if marks & IS_LAID > 0 {
            let [a, b, shift, layout, ..] = counts.to_le_bytes();
            let laid = Laid {
                layout,
                mss: [a, b],
                shift,
                timestamps: timestamps.to_le_bytes(),
            };
            return laid.put_into(room);
        }
        if marks & IN_NEXT > 0 {
            let words = next.into_iter().flat_map(|next| next.0);
            for (place, word) in room.as_chunks_mut().0.iter_mut().zip(words) {
                *place = word.to_le_bytes();
            }
        }
        usize::from(marks >> LEN)
    }

    /// The segment, its options put into `room`; it is between these sockets, and `next` is the slot
    /// behind it.
    #[inline]
    pub(super) fn segment<'a>(
        &self,
        next: Option<&Self>,
        key: &FlowKey,
        room: &'a mut [u8; ROOM],
    ) -> Segment<'a> {
        let len = self.options(next, room);
        let options = room.get(..len).unwrap_or_default();
        let [packet, _, numbers, counts, ..] = self.0;
        let sender = self.sender();
        let [seq, raw_ack] = halves(numbers);
        let [counted, _] = halves(counts);
        let [_, _, raw_window, checksum] = quarters(counts);
        let [ip_id, vlan, control, marks] = self.last_word();
        let has = |mark| marks & mark > 0;
        Segment {
            packet,
            time: Timestamp::from_nanos(self.time()),
            source: key.socket(sender),
            destination: key.socket(!sender),
            seq: SeqNumber(seq),
            raw_ack: SeqNumber(raw_ack),
            control: ControlBits::from_bits(control),
            raw_window,
            checksum,
            urgent_pointer: 0,
            header_len: 20,
            payload_len: if has(IS_LAID) { 0 } else { counted },
            options: TcpOptions::new(options, false),
            payload: &[],
            ip_id: has(HAS_ID).then_some(ip_id.into()),
            ttl: 0,
            vlan: has(HAS_VLAN).then_some(vlan),
            tunnelled: false,
        }
    }
}

/// The values of timestamps that are all the options there are.
#[inline]
fn usual(octets: &[u8]) -> Option<[u8; 8]> {
    let octets = <&[u8; 12]>::try_from(octets).ok()?;
    let [head, value, echo_reply] = octets.as_chunks().0.first_chunk()?;
    let ([a, b, c, d], [e, f, g, h]) = (*value, *echo_reply);
    (*head == ADVISED).then_some([a, b, c, d, e, f, g, h])
}

/// The halves of a word, the lower one first.
#[inline]
fn halves(word: u64) -> [u32; 2] {
    let [a, b, c, d, e, f, g, h] = word.to_le_bytes();
    [[a, b, c, d], [e, f, g, h]].map(u32::from_le_bytes)
}

/// The quarters of a word, the lowest one first.
#[inline]
fn quarters(word: u64) -> [u16; 4] {
    let [a, b, c, d, e, f, g, h] = word.to_le_bytes();
    [[a, b], [c, d], [e, f], [g, h]].map(u16::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::{ROOM, Slot};
    use crate::{ControlBits, End, FlowKey, Segment, SeqNumber, TcpOptions, Timestamp};
    use proptest::prelude::*;

    fn options() -> impl Strategy<Value = Vec<u8>> {
        let syn = [
            2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7,
        ];
        prop_oneof![
            Just(vec![]),
            Just(vec![1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8]),
            Just(syn.to_vec()),
            prop::collection::vec(any::<u8>(), 0..=40),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 256 }))]

        #[test]
        fn what_comes_out_is_what_was_put_in(
            (packet, seconds, nanos) in (any::<u64>(), 0_i64..1 << 33, 0_u64..1_000_000_000),
            (seq, ack, payload_len) in (any::<u32>(), any::<u32>(), prop_oneof![Just(0), any::<u32>()]),
            (window, checksum, control) in (any::<u16>(), any::<u16>(), 0_u16..0x200),
            (ip_id, vlan) in (any::<Option<u16>>(), any::<Option<u16>>()),
            (octets, turned) in (options(), any::<bool>()),
        ) {
            let [one, other] = ["10.0.0.1:80", "10.0.0.2:1024"].map(|text| text.parse().unwrap());
            let (source, destination) = if turned { (other, one) } else { (one, other) };
            let segment = Segment {
                packet,
                time: Timestamp::new(seconds, nanos),
                source,
                destination,
                seq: SeqNumber(seq),
                raw_ack: SeqNumber(ack),
                control: ControlBits::from_bits(control),
                raw_window: window,
                checksum,
                urgent_pointer: 0,
                header_len: 20,
                payload_len,
                options: TcpOptions::new(&octets, false),
                payload: &[],
                ip_id: ip_id.map(Into::into),
                ttl: 0,
                vlan,
                tunnelled: false,
            };
            prop_assert!(Slot::fits(&segment));
            let key = FlowKey::of(&segment);
            let sender = key.end_of(source);
            prop_assert_eq!(sender, if turned { End::Upper } else { End::Lower });
            let (slot, next) = Slot::of(&segment, sender);
            prop_assert_eq!(slot.has_next(), next.is_some());
            let mut room = [7; ROOM];
            prop_assert_eq!(slot.segment(next.as_ref(), &key, &mut room), segment);
        }
    }
}
