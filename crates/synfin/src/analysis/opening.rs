//! The short way for the SYN that an end begins with.
//!
//! Duty: recognise a SYN or a SYN-ACK before which its sender sent nothing, and do to both ends
//! what the patient way would. Invariant: all is looked at before anything is changed, so another
//! segment finds the ends as they were. Absence: no rule; whatever could apply sends the segment
//! the patient way.

use super::duplicates::fingerprint;
use super::traffic::Traffic;
use super::{Events, Sent};
use crate::{End, Segment, SeqNumber};

impl Traffic {
    /// Takes a SYN, without FIN and RST, if it is the first that its sender sent and nothing
    /// happens in it; otherwise nothing is changed. It is sent to the other end; `client` is the end
    /// that is taken for the client so far.
    #[inline]
    pub(super) fn observe_opening(
        &mut self,
        sender: End,
        client: End,
        segment: &Segment<'_>,
    ) -> Option<Events> {
        if self.reuses_ports || segment.payload_len > 0 || segment.raw_window == 0 {
            return None;
        }
        let (x, y) = match sender {
            End::Lower => (&mut self.lower, &mut self.upper),
            End::Upper => (&mut self.upper, &mut self.lower),
        };
        if !x.is_untouched() {
            return None;
        }
        let acknowledged = match segment.ack() {
            Some(ack) => Some(answered(ack, y)?),
            None => None,
        };
        let offers = segment.options.offers();
        if offers.sack {
            // Blocks in a SYN-ACK report holes like others.
            return None;
        }
        let time = segment.time.as_nanos();
        let echo = offers.timestamps.map(|(_, echo)| echo);
        x.open(segment, fingerprint(segment, 0), time, &offers);
        if let (Some(ack), Some(position)) = (segment.ack(), acknowledged) {
            let all = y.numbering.is_next(ack);
            y.time_acknowledged(position, all, time, || echo);
        }
        x.window
            .agree_with(&mut y.window, y.numbering.isn().is_some());
        self.silence.end(time);
        self.handshake.take(sender, segment, time);
        self.completeness.take(segment);
        self.zeek.take_syn(segment, (sender, !sender), client);
        Some(Events::NONE)
    }
}

/// The position of `y` that a SYN-ACK acknowledges, if there is nothing to be said of it.
fn answered(ack: SeqNumber, y: &Sent) -> Option<i64> {
    // A hole, or what evidence and keep-alives leave to be looked at.
    if y.is_listed() || y.asks_for_care() {
        return None;
    }
    y.numbering.position_if_used(ack)
}
