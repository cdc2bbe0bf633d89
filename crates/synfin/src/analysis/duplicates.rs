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
const SOON: u32 = 1_000;

/// The same for packets that the IP header does not tell apart.
const AT_ONCE: u32 = 100;

/// The last packets of one end.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Recent {
    /// Their fingerprints, and the low 32 bits of their times in microseconds: more than an hour.
    packets: [Option<(u32, u32)>; REMEMBERED],
    oldest: u8,
}

impl Recent {
    /// Is the segment a copy of a recent one, and by which rule? It is remembered in any case.
    pub(super) fn take(&mut self, segment: &Segment<'_>) -> Option<Rule> {
        let (print, time) = (
            fingerprint(segment),
            low_half(segment.time.as_nanos() / 1000),
        );
        // Senders of segments without identification may set the field to 0 (RFC 6864, 4.1).
        let identified = segment.ip_id.is_some_and(|id| id != 0);
        let limit = if identified { SOON } else { AT_ONCE };
        let copied = self.packets.iter().flatten().any(|(known, captured)| {
            let later = time.wrapping_sub(*captured);
            *known == print && later.min(later.wrapping_neg()) < limit
        });
        if let Some(place) = self.packets.get_mut(usize::from(self.oldest)) {
            *place = Some((print, time));
        }
        self.oldest = (self.oldest + 1) % 4;
        match identified {
            true if copied => Some(Rule::SameIdentification),
            // Without payload, SYN and FIN two equal segments can well be two answers to two
            // segments that came together: two ACKs, or two RSTs.
            false if copied && segment.seq_len() > 0 => Some(Rule::SameWithoutIdentification),
            _ => None,
        }
    }
}

fn low_half(micros: i64) -> u32 {
    let [a, b, c, d, ..] = micros.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

/// A number that two different segments of one direction hardly share: from all of the TCP
/// header, with the checksum standing for options and payload, and the IP identification.
fn fingerprint(segment: &Segment<'_>) -> u32 {
    let words = [
        segment.seq.0,
        segment.raw_ack.0,
        u32::from(segment.control.bits()) << 16 | u32::from(segment.raw_window),
        u32::from(segment.checksum) << 16 | u32::from(segment.urgent_pointer),
        segment.payload_len,
        segment.ip_id.unwrap_or_default(),
    ];
    // FNV-1a over words, then folded: good enough for a handful of neighbours.
    let hash = words.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, word| {
        (hash ^ u64::from(*word)).wrapping_mul(0x0100_0000_01b3)
    });
    let [a, b, c, d, e, f, g, h] = hash.to_le_bytes();
    u32::from_le_bytes([a, b, c, d]) ^ u32::from_le_bytes([e, f, g, h]).rotate_left(7)
}
