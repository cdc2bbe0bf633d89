//! Time, and the end of a connection.
//!
//! Duty: TIME-WAIT, silence, supersession, and what is left when no more packets come. Invariant:
//! time is the capture's; nothing here reads a clock. Absence: segments.

use super::Connection;
use crate::tcp::endpoint::Endpoint;
use crate::tcp::{Reason, TcpState, Transition};
use crate::{Side, Timestamp};

impl Connection {
    /// Lets the timers run until `now`.
    pub(crate) fn pass_time(&mut self, now: Timestamp, two_msl: i64) {
        self.lower.expire_time_wait(now, two_msl, false);
        self.upper.expire_time_wait(now, two_msl, false);
    }

    /// Is there nothing left of it but, perhaps, TIME-WAIT?
    pub(crate) fn is_over(&self) -> bool {
        let gone = |endpoint: &Endpoint| {
            matches!(
                endpoint.shown_state(),
                TcpState::Closed | TcpState::Listen | TcpState::TimeWait
            )
        };
        gone(&self.lower) && gone(&self.upper)
    }

    /// The connection was silent for longer than its user allows, `idle` nanoseconds.
    pub(crate) fn end_idle(&mut self, idle: i64) {
        let end = self.latest.saturating_add(idle);
        for endpoint in [&mut self.lower, &mut self.upper] {
            endpoint.finish();
            endpoint.end_by_timer(end, Reason::Idle, true);
        }
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
        // Most have three changes an end.
        let mut transitions = Vec::with_capacity(8);
        for side in Side::BOTH {
            let log = self.endpoint(self.end(side)).log();
            transitions.extend(log.map(|step| Transition {
                endpoint: side,
                from: step.from,
                to: step.to,
                time: Timestamp::from_nanos(step.time),
                packet: step.packet,
                assumed: step.assumed,
                reason: step.reason,
            }));
        }
        transitions.sort_by_key(|transition| transition.time.as_nanos());
        self.transitions = transitions;
    }
}
