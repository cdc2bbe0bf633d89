//! Where one end's sequence numbers begin and have got to.
//!
//! Duty: turn sequence numbers into positions. Invariant: positions are 64 bits wide and never
//! wrap; what an end sent before its SYN belongs to an older incarnation (RFC 9293, 3.5.1) and has
//! no position, unless the SYN's number is just before it. Absence: which positions were used is
//! not known here.

use crate::packing::{packed, packed_as_number};
use crate::{Segment, SeqNumber};
use std::ops::Range;

/// Where counting laps ends, four exbioctets from the beginning: positions next to it still fit.
const MOST: i32 = 1 << 30;

/// How much is known of where the numbers begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Start {
    /// Nothing.
    #[default]
    Unknown,
    /// What the peer acknowledged first, taken for the first octet.
    Guessed,
    /// The first segment's number, as if it came right after the SYN.
    Assumed,
    /// The initial sequence number, from the SYN.
    Seen,
}

/// Where an end's sequence numbers begin and have got to, in 20 octets.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Numbering {
    /// The number at position 0: the initial sequence number, as far as it is known.
    base: SeqNumber,
    /// The number after the highest one used so far; SND.NXT as far as it was captured.
    next: SeqNumber,
    /// How many times 2^32 positions lie before those that `next` is among.
    laps: i32,
    /// Where positions are counted from for the reader: other than 0 only where the peer's
    /// acknowledgment, with which the counting began, was not of the first segment captured.
    origin: i32,
    start: Start,
    has_next: bool,
}

impl Numbering {
    /// What a SYN of this number begins, which takes one position.
    #[inline]
    pub(super) fn from_syn(seq: SeqNumber) -> Self {
        Self {
            base: seq,
            next: seq.plus(1),
            laps: 0,
            origin: 0,
            start: Start::Seen,
            has_next: true,
        }
    }

    /// Is nothing known of what the end itself sent?
    #[inline]
    pub(super) const fn is_untouched(&self) -> bool {
        !self.has_next
    }

    /// The position of a sequence number: the one nearest to what was sent last.
    #[inline]
    pub(super) fn position(&self, seq: SeqNumber) -> Option<i64> {
        if self.has_next {
            let distance = seq.distance_from(self.next);
            Some(self.next_position() + i64::from(distance))
        } else if self.start == Start::Unknown {
            None
        } else {
            Some(SeqNumber(seq.offset_from(self.base)).unwrap_near(self.origin.into()))
        }
    }

    /// The highest position used so far, plus one.
    #[inline]
    pub(super) fn next(&self) -> Option<i64> {
        self.has_next.then(|| self.next_position())
    }

    /// The same of an end that has one.
    #[inline]
    pub(super) fn next_position(&self) -> i64 {
        (i64::from(self.laps) << 32) + i64::from(self.next.offset_from(self.base))
    }

    /// Is this the next number?
    #[inline]
    pub(super) fn is_next(&self, seq: SeqNumber) -> bool {
        self.has_next && self.next == seq
    }

    /// The same of an end that has one.
    #[inline]
    pub(super) fn ends_at(&self, seq: SeqNumber) -> bool {
        self.next == seq
    }

    /// The position that `ack` acknowledges, if everything before it can have been captured.
    #[inline]
    pub(super) fn position_if_used(&self, ack: SeqNumber) -> Option<i64> {
        self.has_used(ack).then(|| self.used_position(ack))
    }

    /// Can everything before `ack` have been captured?
    #[inline]
    pub(super) fn has_used(&self, ack: SeqNumber) -> bool {
        self.has_next && self.next.distance_from(ack) >= 0
    }

    /// The position that `ack` acknowledges, where everything before it can.
    #[inline]
    pub(super) fn used_position(&self, ack: SeqNumber) -> i64 {
        self.next_position() - i64::from(self.next.distance_from(ack))
    }

    /// Octets from the initial sequence number.
    #[inline]
    pub(super) fn relative(&self, seq: SeqNumber) -> Option<i64> {
        Some(self.octets_to(self.position(seq)?))
    }

    /// Octets from the initial sequence number to a position.
    #[inline]
    pub(super) const fn octets_to(&self, position: i64) -> i64 {
        position - self.origin as i64
    }

    /// The sequence number of its SYN.
    #[inline]
    pub(super) fn isn(&self) -> Option<SeqNumber> {
        (self.start == Start::Seen).then_some(self.base)
    }

    /// Takes a segment without RST; says whether it began a new numbering.
    pub(super) fn begin(&mut self, segment: &Segment<'_>) -> bool {
        // RFC 9293, 3.4: data begins one above the initial sequence number.
        let before = segment.seq.minus(1);
        match self.start {
            Start::Seen => {}
            Start::Assumed if segment.control.syn() && self.base == segment.seq => {
                self.start = Start::Seen;
                self.origin = 0;
            }
            _ if segment.control.syn() => {
                *self = Self {
                    base: segment.seq,
                    start: Start::Seen,
                    ..Self::default()
                };
                return true;
            }
            Start::Assumed => {}
            Start::Unknown => (self.base, self.start) = (before, Start::Assumed),
            Start::Guessed => {
                self.origin = self.base.distance_from(before);
                (self.base, self.start) = (before, Start::Assumed);
            }
        }
        false
    }

    /// Takes where a segment ends. Bare ACKs count: their sequence number is the next one that
    /// their sender is going to use.
    pub(super) fn advance(&mut self, end: i64) {
        if self.next().is_none_or(|next| end > next) {
            let lap = i32::try_from(end >> 32).unwrap_or(if end < 0 { -MOST } else { MOST });
            self.laps = lap.clamp(-MOST, MOST);
            let [a, b, c, d, ..] = end.to_le_bytes();
            self.next = self.base.plus(u32::from_le_bytes([a, b, c, d]));
            self.has_next = true;
        }
    }

    /// Goes on by what begins at the next number.
    #[inline]
    pub(super) fn move_on(&mut self, len: u32) {
        let before = self.next.offset_from(self.base);
        self.next = self.next.plus(len);
        if self.next.offset_from(self.base) < before {
            self.laps = (self.laps + 1).min(MOST);
        }
    }

    /// Guesses where the numbers begin from what the peer acknowledges, if nothing else is known.
    pub(super) fn guess(&mut self, ack: SeqNumber) {
        if self.start == Start::Unknown {
            (self.base, self.start) = (ack.minus(1), Start::Guessed);
        }
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

packed_as_number!(Start: Unknown, Guessed, Assumed, Seen);
packed!(Numbering {
    base,
    next,
    laps,
    origin,
    start,
    has_next
});
