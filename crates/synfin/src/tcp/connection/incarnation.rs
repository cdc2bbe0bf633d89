//! Does a SYN begin another connection between the same sockets?
//!
//! Duty: tell by sequence numbers. Invariant: neither silence nor a close alone begins a new
//! connection. Absence: what the answer to a SYN in a live connection says; the tracker waits for
//! that.

use super::Connection;
use crate::Segment;

impl Connection {
    /// Does this segment belong to another connection, by its numbers?
    ///
    /// An initial sequence number belongs to one incarnation (RFC 9293, 3.4.1), so a SYN with
    /// another one than its sender used before is a new connection.
    pub(crate) fn is_followed_by(&self, segment: &Segment<'_>) -> bool {
        let control = segment.control;
        if !control.syn() || control.rst() {
            return false;
        }
        let end = self.key.end_of(segment.source);
        let (mine, peer) = (self.summary.sent(end), self.summary.sent(!end));
        if control.ack() {
            // A server may answer one SYN twice with different numbers (SYN cookies, a restart),
            // so a SYN-ACK is new only when it answers another SYN than the one on record.
            return mine.expected_isn().is_some_and(|isn| isn != segment.seq)
                && peer.isn.is_none_or(|isn| isn.plus(1) != segment.raw_ack);
        }
        if let Some(isn) = mine.isn {
            return isn != segment.seq;
        }
        if peer.isn.is_some() && !peer.accepted {
            // A SYN that answers a SYN, whatever was sent before (simultaneous open, 3.5).
            return false;
        }
        mine.expected_isn()
            .or_else(|| Some(peer.first_ack?.minus(1)))
            .is_some_and(|isn| isn != segment.seq)
    }
}
