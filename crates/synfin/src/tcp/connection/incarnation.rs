//! Does a SYN begin another connection between the same sockets?
//!
//! Duty: tell by sequence numbers, by timestamps and by the endpoints' states. Invariant: an
//! initial sequence number belongs to one incarnation (RFC 9293, 3.4.1), so a SYN with another one
//! than its sender used before is another connection's, or an old duplicate. Absence: what the
//! answer to a SYN in a live connection says; the tracker waits for that.

use super::Connection;
use crate::tcp::facts::Fact;
use crate::tcp::{ReuseRule, TcpState};
use crate::{End, Segment};

/// Which connection a segment belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SynVerdict {
    /// To this one.
    Same,
    /// To another one, which it begins.
    Another(ReuseRule),
    /// Its answer will tell.
    Wait,
}

impl Connection {
    /// Which connection does this segment belong to?
    pub(crate) fn judge_syn(&self, segment: &Segment<'_>) -> SynVerdict {
        let control = segment.control;
        if !control.syn() || control.rst() {
            return SynVerdict::Same;
        }
        let sender = self.key.end_of(segment.source);
        if control.ack() {
            return if self.answers_another_syn(segment, sender) {
                SynVerdict::Another(ReuseRule::CloseUnseen)
            } else {
                SynVerdict::Same
            };
        }
        if !self.has_another_isn(segment, sender) {
            return if self.repeats_a_dead_isn(segment, sender) {
                SynVerdict::Another(ReuseRule::Closed)
            } else {
                SynVerdict::Same
            };
        }
        self.judge_new_isn(segment, sender)
    }

    /// A server may answer one SYN twice with different numbers (SYN cookies, a restart), so a
    /// SYN-ACK is another connection's only when it answers another SYN than the one on record.
    fn answers_another_syn(&self, segment: &Segment<'_>, sender: End) -> bool {
        let (mine, peer) = (self.summary.sent(sender), self.summary.sent(!sender));
        mine.expected_isn().is_some_and(|isn| isn != segment.seq)
            && peer.isn().is_none_or(|isn| isn.plus(1) != segment.raw_ack)
    }

    /// Has a SYN another sequence number than its sender's SYN of this connection?
    fn has_another_isn(&self, segment: &Segment<'_>, sender: End) -> bool {
        let (mine, peer) = (self.summary.sent(sender), self.summary.sent(!sender));
        if let Some(isn) = mine.isn() {
            return isn != segment.seq;
        }
        if peer.isn().is_some() && !peer.accepted() {
            // A SYN that answers a SYN, whatever was sent before (simultaneous open, 3.5).
            return false;
        }
        mine.expected_isn()
            .or_else(|| Some(peer.first_ack()?.minus(1)))
            .is_some_and(|isn| isn != segment.seq)
    }

    /// The connection was open, was reset, and its sequence number comes again: a stack with
    /// poor initial sequence numbers. One that was refused may have tried again.
    fn repeats_a_dead_isn(&self, segment: &Segment<'_>, sender: End) -> bool {
        let endpoint = self.endpoint(sender);
        self.reset.is_some()
            && self.is_over()
            && endpoint.has(Fact::SynAcked)
            && endpoint.numbers.iss() == Some(segment.seq)
    }

    fn judge_new_isn(&self, segment: &Segment<'_>, sender: End) -> SynVerdict {
        let (mine, peer) = (self.endpoint(sender), self.endpoint(!sender));
        match (mine.shown_state(), peer.shown_state()) {
            // RFC 9293, 3.10.1: an attempt was given up and another one made.
            (TcpState::SynSent, _) => SynVerdict::Another(ReuseRule::AttemptSuperseded),
            // RFC 6191, section 2: a newer timestamp opens a connection out of TIME-WAIT;
            // RFC 9293, 3.6.1, MAY-2: so does a higher sequence number. Else the SYN is an old
            // duplicate, or the end in TIME-WAIT takes it for one.
            (_, TcpState::TimeWait) => match mine.reuse_rule(segment, peer) {
                Some(rule) => SynVerdict::Another(rule),
                None => SynVerdict::Wait,
            },
            // 3.6.1: it closed, so it may open again.
            (TcpState::Closed | TcpState::Listen | TcpState::TimeWait, _) => {
                SynVerdict::Another(ReuseRule::Closed)
            }
            // 3.10.7.4, fourth, and RFC 5961, section 4: the other end will say.
            _ => SynVerdict::Wait,
        }
    }
}
