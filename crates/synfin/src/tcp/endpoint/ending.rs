//! The end of an endpoint: TIME-WAIT, silence, and the end of the capture.
//!
//! Duty: what happens to an endpoint without a segment. Invariant: time is the capture's. Absence:
//! when this is asked, which is the connection's to say.

use super::{Endpoint, Step};
use crate::Timestamp;
use crate::tcp::facts::{Fact, Facts};
use crate::tcp::inbox::{Copy, Inbox, Letter};
use crate::tcp::{Reason, TcpState};

impl Endpoint {
    /// Notes whether its TIME-WAIT began, or begins anew, at `now`; it is in `state`, as shown.
    pub(crate) fn watch_time_wait(&mut self, state: TcpState, now: Timestamp, anew: bool) {
        if state != TcpState::TimeWait {
            self.leave_time_wait();
        } else if anew || self.late().time_wait.is_none() {
            self.late_mut().time_wait = Some(now.as_nanos());
        }
    }

    fn leave_time_wait(&mut self) {
        if let Some(late) = &mut self.late {
            late.time_wait = None;
        }
    }

    /// Ends TIME-WAIT if `two_msl` nanoseconds are over at `now` (RFC 9293, 3.10.8).
    pub(crate) fn expire_time_wait(&mut self, now: Timestamp, two_msl: i64, assumed: bool) {
        let Some(since) = self.late().time_wait else {
            return;
        };
        let over = now.as_nanos().saturating_sub(since) >= two_msl;
        if over && self.certain_state() == TcpState::TimeWait {
            let end = since.saturating_add(two_msl);
            self.end_by_timer(end, Reason::TimeWaitOver, assumed);
        }
    }

    /// Ends whatever is left of the connection at `time`, in nanoseconds: a timer ran out.
    pub(crate) fn end_by_timer(&mut self, time: i64, reason: Reason, assumed: bool) {
        let from = self.certain_state();
        self.facts = self.facts.and(Fact::Expired);
        self.leave_time_wait();
        if !matches!(from, TcpState::Closed | TcpState::Listen) {
            self.log.push(Step {
                from,
                to: TcpState::Closed,
                time,
                packet: None,
                assumed,
                reason,
            });
        }
    }

    /// The capture is over, or the connection is: what nothing speaks against is taken as
    /// arrived.
    pub(crate) fn finish(&mut self) {
        if self.inbox.is_empty() && self.late.is_none() {
            return;
        }
        let before_reset = |letter: &Letter| {
            let packet = letter.copy.mark.packet;
            self.own_reset()
                .is_none_or(|reset| packet < reset.mark.packet)
        };
        let mut letters: Vec<Copy> = self
            .inbox
            .in_order()
            .filter(|(kind, letter)| letter.arrives_by_default(*kind) && before_reset(letter))
            .map(|(_, letter)| letter.copy)
            .collect();
        letters.sort_by_key(|copy| copy.mark.packet);
        for copy in letters {
            self.deliver(copy, Facts::default(), true);
        }
        // Who refused a SYN had no connection, unless it answered too, and its RST overtook that.
        if let Some(reset) = self.own_reset()
            && !(reset.refuses && self.is_unknown())
        {
            let facts = Facts::default().and(Fact::Reset);
            self.learn(facts, reset.mark, false, Reason::RstSent);
        }
    }

    /// Nothing in the inbox arrived.
    pub(crate) fn forget_letters(&mut self) {
        self.inbox = Inbox::default();
    }
}
