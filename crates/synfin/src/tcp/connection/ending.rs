//! Time, and the end of a connection.
//!
//! Duty: TIME-WAIT, silence, supersession, and what is left when no more packets come. Invariant:
//! time is the capture's; nothing here reads a clock. Absence: segments.

use super::Connection;
use crate::tcp::{Reason, TcpState, Transition};
use crate::{Side, Timestamp};
use std::iter;

impl Connection {
    /// Lets the timers run until `now`.
    pub(crate) fn pass_time(&mut self, now: Timestamp, two_msl: i64) {
        self.lower.expire_time_wait(now, two_msl, false);
        self.upper.expire_time_wait(now, two_msl, false);
    }

    /// Is there nothing left of it but, perhaps, TIME-WAIT?
    pub(crate) fn is_over(&self) -> bool {
        let gone = |state| {
            matches!(
                state,
                TcpState::Closed | TcpState::Listen | TcpState::TimeWait
            )
        };
        gone(self.shown.0) && gone(self.shown.1)
    }

    /// The connection was silent for longer than its user allows, `idle` nanoseconds.
    pub(crate) fn end_idle(&mut self, idle: i64) {
        let end = self.latest.saturating_add(idle);
        for endpoint in [&mut self.lower, &mut self.upper] {
            endpoint.finish();
            endpoint.end_by_timer(end, Reason::Idle, true);
        }
        self.show_states();
    }

    /// Another connection takes its ports; says whether that one's SYN is all that ends it.
    pub(crate) fn supersede(&mut self) -> bool {
        self.superseded = !self.is_over();
        self.superseded
    }

    /// There is no room for it any more.
    pub(crate) fn evict(&mut self) {
        self.evicted = !self.is_over();
    }

    /// Was it removed before it was over?
    pub(crate) const fn is_evicted(&self) -> bool {
        self.evicted
    }

    /// The latest time of its packets, in nanoseconds.
    pub(crate) const fn latest_time(&self) -> i64 {
        self.latest
    }

    /// Nothing more will come; the capture goes on until `end`.
    pub(crate) fn finish(&mut self, end: Timestamp, two_msl: i64) {
        for endpoint in [&mut self.lower, &mut self.upper] {
            endpoint.expire_time_wait(end, two_msl, false);
            endpoint.finish();
            endpoint.expire_time_wait(end, two_msl, true);
            endpoint.forget_letters();
        }
        self.show_states();
    }

    /// Every change of an endpoint's state that the capture proves, in order of time; at the end
    /// those that nothing contradicts, marked as assumed.
    pub fn transitions(&self) -> impl Iterator<Item = Transition> {
        // The times of one end never go back. Of changes at once the client's come first.
        let [mut client, mut server] = Side::BOTH.map(|side| self.changes_of(side).peekable());
        let time = |transition: Option<&Transition>| transition.map(|next| next.time.as_nanos());
        iter::from_fn(move || match (time(client.peek()), time(server.peek())) {
            (Some(client_time), Some(server_time)) if server_time < client_time => server.next(),
            (Some(_), _) => client.next(),
            (None, _) => server.next(),
        })
    }

    /// The changes of one endpoint's state, in order.
    fn changes_of(&self, side: Side) -> impl Iterator<Item = Transition> {
        let log = self.endpoint(self.end(side)).log();
        log.map(move |step| Transition {
            endpoint: side,
            from: step.from,
            to: step.to,
            time: Timestamp::from_nanos(step.time),
            packet: step.packet,
            assumed: step.assumed,
            reason: step.reason,
        })
    }
}
