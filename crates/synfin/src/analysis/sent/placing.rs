//! Where a segment lies among what its sender sent before.
//!
//! Duty: say which positions a segment occupies, and how many of them are not new. Invariant:
//! nothing is changed. Absence: what follows from it; that is `detect`.

use super::Sent;
use crate::Segment;
use crate::analysis::numbering::occupied_at;
use std::ops::Range;

/// Where a segment lies among what its sender sent before.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The positions it occupies: payload, SYN and FIN. Empty for a bare ACK, which still has its
    /// place. `None` while nothing is known of the sender's numbers.
    pub(in crate::analysis) occupied: Option<Range<i64>>,
    /// How many of them were occupied before.
    pub(in crate::analysis) known: u64,
    pub(in crate::analysis) keep_alive: bool,
}

impl Sent {
    /// Where a segment of this end lies, before it is counted.
    pub(in crate::analysis) fn place(&self, segment: &Segment<'_>, peer: &Self) -> Place {
        let start = self.numbering.position(segment.seq);
        let occupied = start.map(|start| occupied_at(segment, start));
        let known = match &occupied {
            Some(occupied) if !segment.control.rst() => self.count(occupied),
            _ => 0,
        };
        Place {
            keep_alive: start.is_some_and(|start| self.is_keep_alive(segment, start, peer)),
            occupied,
            known,
        }
    }

    /// RFC 9293, 3.8.4: SEG.SEQ = SND.NXT-1, no or one garbage octet, and nothing outstanding.
    fn is_keep_alive(&self, segment: &Segment<'_>, start: i64, peer: &Self) -> bool {
        let Some(next) = self.numbering.next() else {
            return false;
        };
        start == next - 1
            && segment.payload_len <= 1
            && !segment.control.syn()
            && !segment.control.fin()
            && peer
                .last_ack()
                .and_then(|ack| self.numbering.position(ack))
                .is_some_and(|acknowledged| acknowledged >= next)
    }
}
