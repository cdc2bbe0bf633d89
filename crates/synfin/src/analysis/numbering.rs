//! Where one end's sequence numbers begin and have got to.
//!
//! Duty: turn sequence numbers into positions. Invariant: positions are 64 bits wide and never
//! wrap; what an end sent before its SYN belongs to an older incarnation (RFC 9293, 3.5.1) and has
//! no position, unless the SYN's number is just before it. Absence: which positions were used is
//! the octet set's to know.

use crate::{Segment, SeqNumber};
use std::ops::Range;

/// Where an end's sequence numbers begin and have got to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Numbering {
    /// The number at position 0.
    base: Option<SeqNumber>,
    /// The position of the initial sequence number, known or guessed.
    origin: i64,
    /// The sequence number of its SYN.
    pub(super) isn: Option<SeqNumber>,
    /// That of its first segment without RST.
    first_seq: Option<SeqNumber>,
    /// The highest position used so far, plus one; SND.NXT as far as it was captured.
    pub(super) next: Option<i64>,
}

impl Numbering {
    /// The position of a sequence number: the one nearest to what was sent last.
    pub(super) fn position(&self, seq: SeqNumber) -> Option<i64> {
        let base = self.base?;
        let near = self.next.unwrap_or(self.origin);
        Some(SeqNumber(seq.offset_from(base)).unwrap_near(near))
    }

    /// Octets from the initial sequence number.
    pub(super) fn relative(&self, seq: SeqNumber) -> Option<i64> {
        Some(self.position(seq)?.saturating_sub(self.origin))
    }

    /// The position of the next number, if `seq` is that.
    pub(super) fn next_if(&self, seq: SeqNumber) -> Option<i64> {
        let (next, base) = (self.next?, self.base?);
        (SeqNumber(seq.offset_from(base)).unwrap_near(next) == next).then_some(next)
    }

    /// The position that `ack` acknowledges, if nothing at or behind it was left out or is to come.
    pub(super) fn position_if_used(&self, ack: SeqNumber) -> Option<i64> {
        let position = self.position(ack)?;
        (position <= self.next?).then_some(position)
    }

    /// Octets from the initial sequence number to a position.
    pub(super) const fn octets_to(&self, position: i64) -> i64 {
        position.saturating_sub(self.origin)
    }

    /// Goes on by a payload that begins at the next number; gives its end.
    pub(super) fn move_on(&mut self, len: u32) -> i64 {
        let end = self.next.unwrap_or_default().saturating_add(len.into());
        self.next = Some(end);
        end
    }

    /// Takes a segment without RST; says whether it began a new numbering.
    pub(super) fn begin(&mut self, segment: &Segment<'_>) -> bool {
        let mut anew = false;
        self.first_seq.get_or_insert(segment.seq);
        if segment.control.syn() && self.isn.is_none() {
            if self.expected_isn() != Some(segment.seq) {
                *self = Self {
                    first_seq: self.first_seq,
                    ..Self::default()
                };
                anew = true;
            }
            self.isn = Some(segment.seq);
            self.base.get_or_insert(segment.seq);
            self.origin = self.position(segment.seq).unwrap_or_default();
        }
        // RFC 9293, 3.4: data begins one above the initial sequence number.
        self.base.get_or_insert_with(|| segment.seq.minus(1));
        anew
    }

    /// Takes where a segment ends. Bare ACKs count: their sequence number is the next one that
    /// their sender is going to use.
    pub(super) fn advance(&mut self, end: i64) {
        if self.next.is_none_or(|next| end > next) {
            self.next = Some(end);
        }
    }

    /// Guesses where the numbers begin from what the peer acknowledges, if nothing else is known.
    pub(super) fn guess(&mut self, ack: SeqNumber) {
        self.base.get_or_insert_with(|| ack.minus(1));
    }

    /// The initial sequence number: known, or as if the first segment came right after the SYN.
    fn expected_isn(&self) -> Option<SeqNumber> {
        self.isn.or_else(|| Some(self.first_seq?.minus(1)))
    }
}

/// The positions of a segment's payload, where the segment begins at `start`.
pub(super) fn payload_at(segment: &Segment<'_>, start: i64) -> Range<i64> {
    let start = start.saturating_add(i64::from(segment.control.syn()));
    start..start.saturating_add(i64::from(segment.payload_len))
}

/// The positions a segment occupies, SYN and FIN included, where it begins at `start`.
pub(super) fn occupied_at(segment: &Segment<'_>, start: i64) -> Range<i64> {
    start..start.saturating_add(i64::from(segment.seq_len()))
}
