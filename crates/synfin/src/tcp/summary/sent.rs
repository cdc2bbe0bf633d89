//! What one end sent, as far as opening and closing depend on it.
//!
//! Duty: fold the end's own segments. Invariant: a flag once set stays. Absence: what follows from
//! both ends' flags.

use crate::packing::packed;
use crate::tcp::optional::Optional;
use crate::{Segment, SeqNumber};

/// What one end sent, as far as opening and closing depend on it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sent {
    pub(super) numbers: Optional<7>,
    pub(super) flags: Flags,
    /// The last window it advertised, as it stands.
    raw_window: u16,
    scale: Option<u8>,
}

// The places of the numbers.

/// The initial sequence number, from its first SYN.
const ISN: usize = 0;
/// The sequence number of its first segment that is no RST.
const FIRST_SEQ: usize = 1;
/// Its first acknowledgment number.
const FIRST_ACK: usize = 2;
/// Its last acknowledgment number.
pub(super) const LAST_ACK: usize = 3;
/// The number behind the highest it used.
pub(super) const NEXT_SEQ: usize = 4;
/// The acknowledgment number of its last SYN-ACK.
pub(super) const SYN_ACK_ACK: usize = 5;
/// That of its last segment with ACK that is neither SYN nor RST.
pub(super) const PLAIN_ACK: usize = 6;

/// What is true of what an end sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(super) enum Flag {
    /// It sent anything.
    Anything = 1,
    /// Anything but SYNs.
    AnythingButSyn = 1 << 1,
    /// Anything but RSTs.
    AnythingButRst = 1 << 2,
    /// A SYN, with or without ACK.
    AnySyn = 1 << 3,
    /// A SYN that asks.
    Asked = 1 << 4,
    /// Its first SYN was a SYN-ACK.
    Accepted = 1 << 5,
    /// A SYN-ACK of it acknowledged the peer's SYN.
    Answered = 1 << 6,
    /// A later segment did.
    Finished = 1 << 7,
    /// A FIN.
    Fin = 1 << 8,
    /// A RST that refused the peer's SYN.
    Refused = 1 << 9,
    /// The last window it advertised is scaled, as both scales are known.
    Scaled = 1 << 10,
}

/// A set of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flags(u16);

impl Flags {
    pub(super) const fn has(self, flag: Flag) -> bool {
        self.0 & flag as u16 != 0
    }

    /// Adds a flag if it `holds`, and else takes it away.
    const fn set(&mut self, flag: Flag, holds: bool) {
        self.0 &= !(flag as u16);
        self.add(flag, holds);
    }

    /// Adds a flag if it `holds`.
    pub(super) const fn add(&mut self, flag: Flag, holds: bool) {
        if holds {
            self.0 |= flag as u16;
        }
    }
}

/// Does `ack` acknowledge the SYN with number `isn`?
pub(super) fn acknowledges(ack: Option<SeqNumber>, isn: Option<SeqNumber>) -> bool {
    matches!((ack, isn), (Some(ack), Some(isn)) if ack.distance_from(isn) >= 1)
}

impl Sent {
    /// The initial sequence number, from its first SYN.
    pub(crate) fn isn(&self) -> Option<SeqNumber> {
        self.numbers.get(ISN)
    }

    /// Its first acknowledgment number.
    pub(crate) fn first_ack(&self) -> Option<SeqNumber> {
        self.numbers.get(FIRST_ACK)
    }

    /// Was its first SYN a SYN-ACK?
    pub(crate) const fn accepted(&self) -> bool {
        self.flags.has(Flag::Accepted)
    }

    /// The initial sequence number: known, or as if the first segment came right after the SYN.
    pub(crate) fn expected_isn(&self) -> Option<SeqNumber> {
        self.isn()
            .or_else(|| Some(self.numbers.get(FIRST_SEQ)?.minus(1)))
    }

    /// Did it send nothing, or RSTs alone?
    pub(crate) const fn sent_only_resets(&self) -> bool {
        !self.flags.has(Flag::AnythingButRst)
    }

    /// Did it send SYN-ACKs alone?
    pub(crate) const fn sent_only_answers(&self) -> bool {
        self.accepted() && !self.flags.has(Flag::AnythingButSyn) && !self.has_asked()
    }

    /// Did it send a SYN that asks?
    pub(crate) const fn has_asked(&self) -> bool {
        self.flags.has(Flag::Asked)
    }

    /// The last window it advertised, octets; scaled where both scales are known.
    pub(crate) fn window(&self) -> u32 {
        let shift = match self.scale {
            // A shift above 14 counts as 14 (RFC 7323, 2.3).
            Some(scale) if self.flags.has(Flag::Scaled) => scale.min(14),
            _ => 0,
        };
        u32::from(self.raw_window) << shift
    }

    /// Do both ends' SYNs offer to scale windows?
    const fn may_scale(&self, peer: &Self) -> bool {
        self.scale.is_some() && peer.scale.is_some()
    }

    /// Folds a segment of this end in.
    pub(super) fn add(&mut self, segment: &Segment<'_>, peer: &Self) {
        let control = segment.control;
        self.flags.add(Flag::Anything, true);
        self.flags.add(Flag::AnythingButSyn, !control.syn());
        self.flags.add(Flag::AnythingButRst, !control.rst());
        self.flags.add(Flag::AnySyn, control.syn());
        self.flags.add(Flag::Fin, is_fin(segment));
        if let (Some(ack), None) = (segment.ack(), self.first_ack()) {
            self.numbers.put(FIRST_ACK, ack);
        }
        if !control.rst() {
            if self.numbers.get(FIRST_SEQ).is_none() {
                self.numbers.put(FIRST_SEQ, segment.seq);
            }
            self.add_sequence(segment);
            self.add_opening(segment, peer);
        }
        if let Some(ack) = segment.ack() {
            self.numbers.put(LAST_ACK, ack);
        }
        self.raw_window = segment.raw_window;
        if control.syn() {
            self.scale = segment.options.window_scale();
        }
        let scaled = !control.syn() && self.may_scale(peer);
        self.flags.set(Flag::Scaled, scaled);
    }

    /// Folds a segment in that has ACK and neither SYN, FIN nor RST, where nothing is left that
    /// such a segment could do for the first time.
    #[inline(always)]
    pub(super) fn add_calmly(&mut self, segment: &Segment<'_>) {
        let end = segment.seq.plus(segment.payload_len);
        self.numbers.advance(NEXT_SEQ, end);
        self.numbers.replace(PLAIN_ACK, segment.raw_ack);
        self.numbers.replace(LAST_ACK, segment.raw_ack);
        self.raw_window = segment.raw_window;
    }

    /// Has a plain segment of this end nothing left to do for the first time?
    pub(super) fn is_settled(&self, peer: &Self) -> bool {
        self.flags.has(Flag::Anything)
            && self.flags.has(Flag::AnythingButSyn)
            && self.flags.has(Flag::AnythingButRst)
            && self.first_ack().is_some()
            && self.numbers.get(FIRST_SEQ).is_some()
            && self.numbers.get(NEXT_SEQ).is_some()
            && self.numbers.get(PLAIN_ACK).is_some()
            && self.numbers.get(LAST_ACK).is_some()
            && self.flags.has(Flag::Scaled) == self.may_scale(peer)
            && (self.flags.has(Flag::Finished) || peer.isn().is_none())
    }

    fn add_sequence(&mut self, segment: &Segment<'_>) {
        if segment.control.syn() && self.isn().is_none() {
            if self.expected_isn() != Some(segment.seq) {
                // What came before the SYN belongs to an older incarnation (RFC 9293, 3.5.1).
                self.numbers.set(NEXT_SEQ, None);
            }
            self.numbers.put(ISN, segment.seq);
            self.flags.add(Flag::Accepted, segment.control.ack());
        }
        self.used(segment.end_seq());
    }

    /// Takes the number behind what it sent.
    #[inline]
    fn used(&mut self, end: SeqNumber) {
        let next = self.numbers.get(NEXT_SEQ);
        if next.is_none_or(|next| next.is_before(end)) {
            self.numbers.put(NEXT_SEQ, end);
        }
    }

    fn add_opening(&mut self, segment: &Segment<'_>, peer: &Self) {
        let acknowledges = acknowledges(segment.ack(), peer.isn());
        match (segment.control.syn(), segment.ack()) {
            (true, None) => self.flags.add(Flag::Asked, true),
            (true, ack) => {
                self.flags.add(Flag::Answered, acknowledges);
                self.numbers.set(SYN_ACK_ACK, ack);
            }
            (false, Some(ack)) => {
                self.flags.add(Flag::Finished, acknowledges);
                self.numbers.put(PLAIN_ACK, ack);
            }
            (false, None) => {}
        }
    }
}

pub(super) fn is_fin(segment: &Segment<'_>) -> bool {
    let control = segment.control;
    control.fin() && !control.rst() && !control.syn()
}

packed!(newtype Flags);

packed!(Sent {
    numbers,
    flags,
    raw_window,
    scale
});
