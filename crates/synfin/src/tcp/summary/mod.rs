//! How a connection was opened and closed, and by whom: the facts of its row.
//!
//! Duty: fold every segment into what [`Opening`] and [`Closing`] ask. Invariant: the answers
//! depend on header fields alone, in the order of capture, and not on what is known of the
//! endpoints' states. Absence: octet counts, which are the analysis's.

mod sent;

use super::{Closing, KnownBy, Opening};
use crate::packing::packed;
use crate::{End, Segment};
pub(crate) use sent::Sent;
use sent::{Flag, LAST_ACK, NEXT_SEQ, PLAIN_ACK, SYN_ACK_ACK, acknowledges, is_fin};

/// Both ends' facts, and what follows from them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Summary {
    lower: Sent,
    upper: Sent,
    first_fin: Option<End>,
    reset_by: Option<End>,
}

impl Summary {
    /// What one end sent.
    pub(crate) const fn sent(&self, end: End) -> &Sent {
        match end {
            End::Lower => &self.lower,
            End::Upper => &self.upper,
        }
    }

    const fn both(&mut self, sender: End) -> (&mut Sent, &mut Sent) {
        match sender {
            End::Lower => (&mut self.lower, &mut self.upper),
            End::Upper => (&mut self.upper, &mut self.lower),
        }
    }

    /// Folds a segment in.
    pub(crate) fn add(&mut self, segment: &Segment<'_>, sender: End) {
        let (both_finished, first_reset) = (self.both_sent_fin(), self.reset_by);
        let (mine, peer) = self.both(sender);
        if segment.control.rst() {
            let refuses = peer.has_asked() && acknowledges(segment.ack(), peer.isn());
            mine.flags.add(Flag::Refused, refuses);
            if !both_finished && first_reset.is_none() && must_obey(segment, mine, peer) {
                self.reset_by = Some(sender);
            }
        }
        let (mine, peer) = self.both(sender);
        mine.add(segment, peer);
        if is_fin(segment) {
            self.first_fin = self.first_fin.or(Some(sender));
        }
    }

    const fn both_sent_fin(&self) -> bool {
        self.lower.flags.has(Flag::Fin) && self.upper.flags.has(Flag::Fin)
    }

    /// Folds in a segment of an end that is [settled](Self::is_settled), with ACK and neither SYN,
    /// FIN nor RST.
    #[inline]
    pub(crate) fn add_calmly(&mut self, segment: &Segment<'_>, sender: End) {
        let (mine, _) = self.both(sender);
        mine.add_calmly(segment);
    }

    /// Has a plain segment of this end nothing left to do for the first time?
    pub(crate) fn is_settled(&self, sender: End) -> bool {
        let peer = match sender {
            End::Lower => &self.upper,
            End::Upper => &self.lower,
        };
        self.sent(sender).is_settled(peer)
    }

    pub(crate) fn opening(&self, client: End) -> Opening {
        let (client, server) = (self.sent(client), self.sent(!client));
        let answered = server.flags.has(Flag::Answered)
            || acknowledges(server.numbers.get(SYN_ACK_ACK), client.isn());
        let finished = client.flags.has(Flag::Finished)
            || acknowledges(client.numbers.get(PLAIN_ACK), server.isn());
        if client.has_asked() && server.has_asked() {
            Opening::Simultaneous
        } else if client.has_asked() && answered && finished {
            Opening::Handshake
        } else if server.flags.has(Flag::Refused) && !server.flags.has(Flag::AnySyn) {
            Opening::Refused
        } else if client.has_asked()
            && !server.flags.has(Flag::Anything)
            && !client.flags.has(Flag::AnythingButSyn)
        {
            Opening::Unanswered
        } else if client.flags.has(Flag::AnySyn) || server.flags.has(Flag::AnySyn) {
            Opening::Partial
        } else {
            Opening::None
        }
    }

    pub(crate) fn closing(&self) -> Closing {
        if self.reset_by.is_some() {
            Closing::Reset
        } else if self.both_sent_fin() {
            Closing::Fin
        } else if self.first_fin.is_some() {
            Closing::HalfClosed
        } else {
            Closing::Open
        }
    }

    pub(crate) fn closed_by(&self) -> Option<End> {
        self.reset_by.or(self.first_fin)
    }
}

/// Must the receiver obey this RST?
fn must_obey(reset: &Segment<'_>, sender: &Sent, receiver: &Sent) -> bool {
    // RFC 9293, 3.10.7.3: an end that waits for the answer to its SYN obeys only a RST that
    // acknowledges the SYN.
    let waits =
        sender.isn().is_none() && !receiver.accepted() && !receiver.flags.has(Flag::AnythingButSyn);
    if let (Some(isn), true) = (receiver.isn(), waits) {
        return reset.ack() == Some(isn.plus(1));
    }
    // 3.10.7.4: else one whose number lies in its window. What it expects next is its last ACK;
    // what it may have got but not acknowledged lies between that and the highest octet seen.
    let settled = sender.isn().is_none() || receiver.isn().is_some();
    let acked = receiver.numbers.get(LAST_ACK).filter(|_| settled);
    let expected = [sender.numbers.get(NEXT_SEQ), acked];
    let distances = expected
        .iter()
        .flatten()
        .map(|next| i64::from(next.distance_from(reset.seq)));
    match (distances.clone().min(), distances.max()) {
        (Some(low), Some(high)) => low <= 0 && 0 <= high + i64::from(receiver.window()),
        _ => true,
    }
}

/// Which end is the client by a segment, if it settles that better than what is known: a SYN
/// tells who asked, even one that was captured late; a bare SYN is better evidence than its answer.
pub(crate) fn known_by(
    segment: &Segment<'_>,
    sender: End,
    before: KnownBy,
) -> Option<(End, KnownBy)> {
    let control = segment.control;
    match (control.ack(), before) {
        _ if control.rst() || !control.syn() => None,
        (false, KnownBy::SynAck | KnownBy::FirstPacket) => Some((sender, KnownBy::Syn)),
        (true, KnownBy::FirstPacket) => Some((!sender, KnownBy::SynAck)),
        _ => None,
    }
}

packed!(Summary {
    lower,
    upper,
    first_fin,
    reset_by
});
