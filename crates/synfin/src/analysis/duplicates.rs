//! Packets that a capture holds twice: taken on two interfaces, or from both sides of a mirror.
//!
//! Duty: tell them from what TCP sent again, which has another IP identification or comes later.
//! Invariant: the last few packets of each direction are remembered, by a fingerprint. Absence:
//! no frame is dropped; a copy is only marked.

use super::Rule;
use crate::Segment;
use crate::packing::{Pack, Packer, Unpacker};

/// How many packets back a copy may lie.
const REMEMBERED: usize = 4;

/// How much later the copy of a packet with an IP identification may come, in microseconds.
const SOON: i32 = 1_000;

/// The same for packets that the IP header does not tell apart.
const AT_ONCE: i32 = 100;

/// An age beyond what is told apart: 32 milliseconds, or a packet that there was not.
pub(super) const FAR: i16 = i16::MAX;

/// The nanoseconds from which on an age is [`FAR`].
const FAR_NANOS: i64 = FAR as i64 * 1000;

/// The last packets of one end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recent {
    /// Their fingerprints, the last one's first.
    prints: [u32; REMEMBERED],
    /// How much older than the last one the others are, in microseconds; negative where the
    /// capture runs backwards. What was once [`FAR`] stays so.
    ages: [i16; REMEMBERED - 1],
}

impl Default for Recent {
    fn default() -> Self {
        Self {
            prints: [0; REMEMBERED],
            ages: [FAR; REMEMBERED - 1],
        }
    }
}

impl Recent {
    /// Remembers the first packet.
    #[inline]
    pub(super) const fn begin(&mut self, print: u32) {
        let [first, ..] = &mut self.prints;
        *first = print;
    }

    /// Is the segment a copy of a recent one, and by which rule? It comes `elapsed` microseconds
    /// after its sender's packet before, if there was one.
    #[inline]
    pub(super) fn copied(&self, print: u32, segment: &Segment<'_>, elapsed: i16) -> Option<Rule> {
        let [a, b, c, d] = self.prints;
        if (a == print) | (b == print) | (c == print) | (d == print) {
            self.copied_soon(print, segment, elapsed)
        } else {
            None
        }
    }

    /// The same for a segment whose fingerprint is among those remembered.
    fn copied_soon(&self, print: u32, segment: &Segment<'_>, elapsed: i16) -> Option<Rule> {
        let identified = is_identified(segment);
        let limit = if identified { SOON } else { AT_ONCE };
        let [first, second, third] = self.ages;
        let is_soon = |(known, age): (u32, i16)| {
            // An age of 0 is the last packet's own.
            let age = i32::from(age) + i32::from(elapsed);
            known == print && age.abs() < limit
        };
        let copied = elapsed != FAR
            && self
                .prints
                .into_iter()
                .zip([0, first, second, third])
                .filter(|(_, age)| *age != FAR)
                .any(is_soon);
        match identified {
            true if copied => Some(Rule::SameIdentification),
            // Without payload, SYN and FIN two equal segments can well be two answers to two
            // segments that came together: two ACKs, or two RSTs.
            false if copied && segment.seq_len() > 0 => Some(Rule::SameWithoutIdentification),
            _ => None,
        }
    }

    /// Remembers a packet.
    #[inline]
    pub(super) fn remember(&mut self, print: u32, elapsed: i16) {
        let [first, second, _] = self.ages;
        self.ages = if elapsed < 0 {
            [elapsed, older(first, elapsed), older(second, elapsed)]
        } else {
            // What is far stays far, by saturation.
            [
                elapsed,
                first.saturating_add(elapsed),
                second.saturating_add(elapsed),
            ]
        };
        let [a, b, c, _] = self.prints;
        self.prints = [print, a, b, c];
    }
}

/// Microseconds from one packet to the next, as an age.
#[inline]
pub(super) fn elapsed(time: i64, before: i64) -> i16 {
    match time.checked_sub(before) {
        Some(nanos @ 0..FAR_NANOS) => i16::try_from(nanos / 1000).unwrap_or(FAR),
        Some(nanos @ ..0) => backwards(nanos),
        _ => FAR,
    }
}

/// The same where the capture runs backwards.
#[cold]
fn backwards(nanos: i64) -> i16 {
    i16::try_from(nanos / 1000).unwrap_or(FAR)
}

/// An age in a capture that runs backwards.
#[cold]
fn older(age: i16, elapsed: i16) -> i16 {
    if age == FAR {
        FAR
    } else {
        age.checked_add(elapsed).unwrap_or(FAR)
    }
}

/// Does the IP header tell the segment from others of its sender? Senders of segments that need
/// no identification may set the field to 0 (RFC 6864, 4.1).
fn is_identified(segment: &Segment<'_>) -> bool {
    segment.ip_id.is_some_and(|id| id != 0)
}

/// A number that two different segments of one direction hardly share: from all of the TCP
/// header, with the checksum standing for options and payload, and the IP identification.
#[inline(always)]
pub(super) fn fingerprint(segment: &Segment<'_>, payload_len: u32) -> u32 {
    let pair = |high: u32, low: u32| u64::from(high) << 32 | u64::from(low);
    // Halves are put together as they lie in a segment, which takes no instruction.
    let fields = u32::from(segment.raw_window) << 16 | u32::from(segment.control.bits());
    let rest = u32::from(segment.urgent_pointer) << 16 | u32::from(segment.checksum);
    // The identification stands where mostly nothing is. The length is spread over all bits, so
    // that it cannot cancel out a difference of the control bits: an ACK of no payload and one of
    // eight octets with PSH are two segments, even where a capture's checksums are all 0.
    let numbers = pair(segment.raw_ack.0, segment.seq.0);
    let others = pair(
        fields ^ payload_len.wrapping_mul(0x9e37_79b1),
        rest ^ segment.ip_id.unwrap_or_default(),
    );
    // Two odd numbers of 64 bits; a product's upper half depends on all of its factor.
    let hash = numbers.wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ others.wrapping_mul(0xc2b2_ae3d_27d4_eb4f).rotate_left(23);
    let [.., e, f, g, h] = hash.wrapping_mul(0x0000_0100_0000_01b3).to_le_bytes();
    u32::from_le_bytes([e, f, g, h])
}

/// Most connections have fewer packets one way than are remembered.
impl Pack for Recent {
    fn pack(&self, to: &mut Packer) {
        for print in self.prints {
            // Nothing is near to a fingerprint.
            (print != 0).then_some(Fingerprint(print)).pack(to);
        }
        for age in self.ages {
            (age != FAR).then_some(age).pack(to);
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let mut recent = Self::default();
        for print in &mut recent.prints {
            *print = Option::unpack(from)?.map_or(0, |Fingerprint(print)| print);
        }
        for age in &mut recent.ages {
            *age = Option::unpack(from)?.unwrap_or(FAR);
        }
        Some(recent)
    }
}

struct Fingerprint(u32);

impl Pack for Fingerprint {
    fn pack(&self, to: &mut Packer) {
        to.octets(&self.0.to_le_bytes());
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some(Self(u32::from_le_bytes(*from.octets()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::fingerprint;
    use crate::{ControlBits, Segment, SeqNumber, TcpOptions, Timestamp};

    fn segment(control: ControlBits, payload_len: u32) -> Segment<'static> {
        let socket = "[2001:db8::1]:80".parse().unwrap();
        Segment {
            packet: 1,
            time: Timestamp::default(),
            source: socket,
            destination: socket,
            seq: SeqNumber(1),
            raw_ack: SeqNumber(2),
            control,
            raw_window: 500,
            checksum: 0,
            urgent_pointer: 0,
            header_len: 20,
            payload_len,
            options: TcpOptions::default(),
            payload: &[],
            ip_id: None,
            ttl: 64,
            vlan: None,
            tunnelled: false,
        }
    }

    #[test]
    #[cfg_attr(miri, ignore = "takes too long")]
    fn no_length_cancels_out_control_bits() {
        let ack = fingerprint(&segment(ControlBits::ACK, 0), 0);
        for bits in (0..0x200).filter(|bits| *bits != ControlBits::ACK.bits()) {
            let control = ControlBits::from_bits(bits);
            for len in 0..0x200 {
                let other = fingerprint(&segment(control, len), len);
                assert_ne!(ack, other, "{control:?}, {len} octets");
            }
        }
    }
}
