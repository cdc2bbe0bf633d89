//! Packets that a capture holds twice: taken on two interfaces, or from both sides of a mirror.
//!
//! Duty: tell them from what TCP sent again, which has another IP identification or comes later.
//! Invariant: the last few packets of each direction are remembered, by a fingerprint. Absence:
//! no frame is dropped; a copy is only marked.

use super::Rule;
use crate::Segment;

/// How many packets back a copy may lie.
const REMEMBERED: usize = 4;

/// How much later the copy of a packet with an IP identification may come, in microseconds.
const SOON: u16 = 1_000;

/// The same for packets that the IP header does not tell apart.
const AT_ONCE: u16 = 100;

/// An age beyond what is told apart: 32 milliseconds, or a packet that there was not.
const FAR: i16 = i16::MAX;

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
    /// Is the segment a copy of a recent one, and by which rule? `elapsed` is how many
    /// microseconds after its sender's packet before it comes, if there was one.
    pub(super) fn copied(
        &self,
        print: u32,
        segment: &Segment<'_>,
        elapsed: Option<i64>,
    ) -> Option<Rule> {
        let identified = is_identified(segment);
        let limit = if identified { SOON } else { AT_ONCE };
        let elapsed = clamp(elapsed);
        let [first, second, third] = self.ages.map(|age| older(age, elapsed));
        let ages = [elapsed, first, second, third];
        let mut known = self.prints.iter().zip(ages);
        let copied = known.any(|(known, age)| *known == print && age.unsigned_abs() < limit);
        match identified {
            true if copied => Some(Rule::SameIdentification),
            // Without payload, SYN and FIN two equal segments can well be two answers to two
            // segments that came together: two ACKs, or two RSTs.
            false if copied && segment.seq_len() > 0 => Some(Rule::SameWithoutIdentification),
            _ => None,
        }
    }

    /// Is a packet with this fingerprint remembered, however old?
    pub(super) fn has(&self, print: u32) -> bool {
        let [a, b, c, d] = self.prints;
        (a == print) | (b == print) | (c == print) | (d == print)
    }

    /// Remembers a packet.
    pub(super) fn remember(&mut self, print: u32, elapsed: Option<i64>) {
        let elapsed = clamp(elapsed);
        let [first, second, _] = self.ages;
        self.ages = [elapsed, older(first, elapsed), older(second, elapsed)];
        let [a, b, c, _] = self.prints;
        self.prints = [print, a, b, c];
    }
}

/// An age as it is kept.
fn clamp(elapsed: Option<i64>) -> i16 {
    elapsed
        .and_then(|micros| i16::try_from(micros).ok())
        .unwrap_or(FAR)
}

/// An age after some more microseconds.
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
pub(super) fn fingerprint(segment: &Segment<'_>) -> u32 {
    let pair = |high: u32, low: u32| u64::from(high) << 32 | u64::from(low);
    let fields = u32::from(segment.control.bits()) << 16 | u32::from(segment.raw_window);
    let rest = u32::from(segment.checksum) << 16 | u32::from(segment.urgent_pointer);
    let words = [
        pair(segment.seq.0, segment.raw_ack.0),
        pair(fields, rest),
        pair(segment.payload_len, segment.ip_id.unwrap_or_default()),
    ];
    // FNV-1a's step over words, with the upper half, where the carries go, mixed down each time:
    // good enough for a handful of neighbours.
    let hash = words.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, word| {
        let mixed = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ mixed >> 32
    });
    let [a, b, c, d, ..] = hash.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}
