//! One endpoint's sequence numbers, by their names in RFC 9293, 3.3.1.
//!
//! Duty: answer where a number lies. What the endpoint used of its own sequence space and was
//! captured is [ISS, SND.NXT), its FIN included; what it is known to have received is
//! [IRS, RCV.NXT). Invariant: a RST, and data beyond the endpoint's own FIN, move nothing.
//! Absence: no facts and no states.

use super::optional::Optional;
use crate::packing::packed;
use crate::{Segment, SeqNumber};

/// How many acknowledgment numbers are remembered, to tell which packet a RST answers.
const REMEMBERED: usize = 4;

/// A sequence number that is further than this from what is expected belongs to something else.
const FAR: i32 = 1 << 30;

/// An endpoint's sequence numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Numbers {
    numbers: Optional<{ ACKS + REMEMBERED }>,
    /// Which of the acknowledgment numbers is the oldest.
    oldest: u8,
}

// The places of the numbers.

/// ISS, if its SYN was captured.
const ISS: usize = 0;
/// The ISS of an earlier SYN-ACK to the same SYN; what the peer acknowledges decides.
const RIVAL_ISS: usize = 1;
/// SND.NXT as captured: behind the highest number it used.
const SND_NXT: usize = 2;
/// Behind its FIN.
const FIN_END: usize = 3;
/// RCV.NXT at least: the highest acknowledgment number it sent.
const RCV_NXT: usize = 4;
/// TS.Recent: the newest TSval it accepted in order (RFC 7323, 4.3).
const TS_RECENT: usize = 5;
/// The first of the acknowledgment numbers it sent lately.
const ACKS: usize = 6;

/// Is `a` at or behind `b`?
pub(crate) const fn reaches(a: SeqNumber, b: SeqNumber) -> bool {
    !a.is_before(b)
}

/// The segment's TSval.
pub(crate) fn tsval(segment: &Segment<'_>) -> Option<u32> {
    segment.options.timestamps().map(|(value, _)| value)
}

impl Numbers {
    /// ISS, if its SYN was captured.
    pub(crate) fn iss(&self) -> Option<SeqNumber> {
        self.numbers.get(ISS)
    }

    /// SND.NXT as captured: behind the highest number it used.
    #[inline]
    pub(crate) fn snd_nxt(&self) -> Option<SeqNumber> {
        self.numbers.get(SND_NXT)
    }

    /// Behind its FIN.
    pub(crate) fn fin_end(&self) -> Option<SeqNumber> {
        self.numbers.get(FIN_END)
    }

    /// RCV.NXT at least: the highest acknowledgment number it sent.
    #[inline]
    pub(crate) fn rcv_nxt(&self) -> Option<SeqNumber> {
        self.numbers.get(RCV_NXT)
    }

    fn ts_recent(&self) -> Option<u32> {
        self.numbers.get(TS_RECENT).map(|recent| recent.0)
    }

    /// Takes a segment of this endpoint that is neither a RST nor absurd.
    pub(crate) fn sent(&mut self, segment: &Segment<'_>) {
        let control = segment.control;
        if control.syn() && !control.fin() {
            self.sent_syn(segment);
        } else if control.fin() && !control.syn() && self.fin_end().is_none() {
            self.numbers.put(FIN_END, segment.end_seq());
        }
        let end = self
            .fin_end()
            .filter(|fin| fin.is_before(segment.end_seq()))
            .unwrap_or_else(|| segment.end_seq());
        self.used(end);
        if let Some(ack) = segment.ack() {
            self.acknowledged(ack);
        }
    }

    /// The same for a segment with neither SYN nor FIN, where nothing [is left to
    /// settle](Self::is_calm).
    #[inline(always)]
    pub(crate) fn sent_calmly(&mut self, segment: &Segment<'_>) {
        let end = segment.seq.plus(segment.payload_len);
        self.numbers.advance(SND_NXT, end);
        self.acknowledged(segment.raw_ack);
    }

    /// Is there nothing left to settle: which SYN counts, or data behind a FIN?
    pub(crate) fn is_calm(&self) -> bool {
        self.numbers.get(RIVAL_ISS).is_none()
            && self.fin_end().is_none()
            && self.snd_nxt().is_some()
    }

    /// Takes the number behind what it sent.
    #[inline]
    fn used(&mut self, end: SeqNumber) {
        if self.snd_nxt().is_none_or(|next| next.is_before(end)) {
            self.numbers.put(SND_NXT, end);
        }
    }

    fn sent_syn(&mut self, segment: &Segment<'_>) {
        if self.iss() != Some(segment.seq) {
            let rival = self.iss().filter(|_| segment.control.ack());
            self.numbers.set(RIVAL_ISS, rival);
            self.numbers.put(ISS, segment.seq);
            self.numbers.set(SND_NXT, None);
        }
    }

    #[inline]
    fn acknowledged(&mut self, ack: SeqNumber) {
        if !self.acknowledged_lately(ack) {
            self.numbers.put(ACKS + usize::from(self.oldest), ack);
            self.oldest = (self.oldest + 1) % 4;
        }
        if self.rcv_nxt().is_none_or(|next| next.is_before(ack)) {
            self.numbers.put(RCV_NXT, ack);
        }
    }

    /// Takes an acknowledgment of the peer: of two SYN-ACKs with different numbers the one that
    /// it fits is the one that counts.
    pub(crate) fn settle_iss(&mut self, ack: SeqNumber) {
        if let Some(rival) = self.numbers.get(RIVAL_ISS)
            && ack == rival.plus(1)
        {
            self.numbers.put(ISS, rival);
            self.numbers.put(SND_NXT, ack);
        }
        self.numbers.set(RIVAL_ISS, None);
    }

    /// Takes the TSval of a segment that this endpoint was sent; says whether it is older than one
    /// that it accepted (RFC 7323, 5.3, R1).
    #[inline]
    pub(crate) fn received_timestamp(&mut self, segment: &Segment<'_>) -> bool {
        // A RST is not tested (RFC 7323, 5.2).
        if segment.control.rst() {
            return false;
        }
        tsval(segment).is_some_and(|value| self.received_value(segment, value))
    }

    /// The same for a segment without RST.
    #[inline(always)]
    pub(crate) fn received_calmly(&mut self, segment: &Segment<'_>) {
        if let Some(value) = tsval(segment) {
            self.received_value(segment, value);
        }
    }

    /// Takes this TSval of a segment without RST.
    #[inline(always)]
    fn received_value(&mut self, segment: &Segment<'_>, value: u32) -> bool {
        // The first one is not older than itself.
        let recent = self.ts_recent().unwrap_or(value);
        let old = value.wrapping_sub(recent).cast_signed() < 0;
        let in_order = self.rcv_nxt().is_none_or(|next| reaches(next, segment.seq));
        if in_order && !old {
            self.numbers.put(TS_RECENT, SeqNumber(value));
        }
        old
    }

    /// Is a segment's timestamp newer than those that this endpoint accepted? `None` without
    /// timestamps.
    pub(crate) fn is_newer(&self, segment: &Segment<'_>) -> Option<bool> {
        let (recent, value) = (self.ts_recent()?, tsval(segment)?);
        Some(value.wrapping_sub(recent).cast_signed() > 0)
    }

    /// Does `ack` acknowledge this endpoint's SYN, and nothing that it never sent? Before the SYN
    /// is captured there is nothing to contradict.
    pub(crate) fn acceptable_ack_of_syn(&self, ack: SeqNumber) -> bool {
        self.iss().is_none_or(|iss| iss.is_before(ack))
            && self.snd_nxt().is_none_or(|next| reaches(next, ack))
    }

    /// Does `ack` acknowledge this endpoint's SYN?
    pub(crate) fn syn_is_acked_by(&self, ack: SeqNumber) -> bool {
        self.iss().is_some_and(|iss| iss.is_before(ack))
    }

    /// Does `ack` acknowledge this endpoint's FIN?
    pub(crate) fn fin_is_acked_by(&self, ack: SeqNumber) -> bool {
        self.fin_end().is_some_and(|end| reaches(ack, end))
    }

    /// Did it send this acknowledgment number lately?
    pub(crate) fn acknowledged_lately(&self, number: SeqNumber) -> bool {
        (ACKS..ACKS + REMEMBERED).any(|place| self.numbers.get(place) == Some(number))
    }

    /// Is the segment's number so far from what this endpoint used that it belongs to something
    /// else?
    pub(crate) fn is_absurd(&self, segment: &Segment<'_>) -> bool {
        self.snd_nxt()
            .is_some_and(|next| segment.seq.distance_from(next).unsigned_abs() > FAR.unsigned_abs())
    }

    /// The lowest and the highest number that an endpoint may expect of this one next: what it
    /// acknowledged, and what this one used.
    pub(crate) fn expected_by(&self, receiver: &Self) -> Option<(SeqNumber, SeqNumber)> {
        let low = receiver.rcv_nxt().or_else(|| self.snd_nxt())?;
        let high = self.snd_nxt().unwrap_or(low);
        Some(if high.is_before(low) {
            (high, low)
        } else {
            (low, high)
        })
    }
}

packed!(Numbers { numbers, oldest });
