//! The states that are shown, and how a segment changed them.
//!
//! Duty: say what each end's state is if what it was sent arrived, and what is new about that.
//! Invariant: a change of the sender's own is certain, one of the receiver's is assumed. Absence:
//! the proven transitions, which are in the endpoints' logs.

use super::Connection;
use crate::tcp::endpoint::Deed;
use crate::tcp::{Note, Notes, StateChange, StateChanges, TcpState};
use crate::{End, Side};

impl Connection {
    /// The state an endpoint is in if what it was sent arrived, unless something says otherwise.
    pub(crate) fn shown_state(&self, side: Side) -> TcpState {
        let end = if self.key.is_one_socket() {
            End::Lower
        } else {
            self.end(side)
        };
        let state = match end {
            End::Lower => self.shown.0,
            End::Upper => self.shown.1,
        };
        match state {
            // Who was asked listens, or the SYN will be refused.
            TcpState::Closed
                if side == Side::Server && self.is_untouched(end) && self.has_asked() =>
            {
                TcpState::Listen
            }
            state => state,
        }
    }

    /// Works out both ends' states anew, after anything that changes an end.
    pub(super) fn show_states(&mut self) {
        self.shown = (self.lower.shown_state(), self.upper.shown_state());
    }

    fn is_untouched(&self, end: End) -> bool {
        let endpoint = self.endpoint(end);
        endpoint.is_unknown() && endpoint.reset_packet().is_none()
    }

    fn has_asked(&self) -> bool {
        !self.endpoint(self.client).is_unknown() && !self.steps.is_closed()
    }

    pub(super) fn changes_since(
        &self,
        [client, server]: [TcpState; 2],
        sender: Side,
        deed: Option<Deed>,
        notes: &mut Notes,
    ) -> StateChanges {
        let mut changes = StateChanges::new();
        for endpoint in [sender, !sender] {
            let mut from = match endpoint {
                Side::Client => client,
                Side::Server => server,
            };
            let mut assumed = endpoint != sender;
            let to = self.shown_state(endpoint);
            if let Some(deed) = deed.filter(|_| endpoint == sender) {
                if from == deed.before && from != deed.from {
                    // Nothing was assumed, or it was revoked; now it turns out to have arrived.
                    changes.push(StateChange {
                        endpoint,
                        from,
                        to: deed.from,
                        assumed,
                    });
                }
                // What it did starts from the state it was in for certain, whatever was assumed.
                changes.push(StateChange {
                    endpoint,
                    from: deed.from,
                    to: deed.to,
                    assumed,
                });
                (from, assumed) = (deed.to, true);
            }
            // Whether anybody listened was a guess, and its answer is no change of state.
            let guessed = matches!(
                (from, to),
                (TcpState::Closed, TcpState::Listen) | (TcpState::Listen, TcpState::Closed)
            );
            if from == to || guessed && self.endpoint(self.end(endpoint)).is_unknown() {
                continue;
            }
            if is_revoked(from, to) {
                notes.push(Note::AssumptionRevoked);
            }
            changes.push(StateChange {
                endpoint,
                from,
                to,
                assumed,
            });
        }
        changes
    }
}

/// Does the endpoint fall back to where it was before something that did not arrive?
const fn is_revoked(from: TcpState, to: TcpState) -> bool {
    matches!(
        (from, to),
        (
            TcpState::Established | TcpState::SynReceived,
            TcpState::SynSent
        ) | (TcpState::Established, TcpState::SynReceived)
            | (TcpState::CloseWait, TcpState::Established)
            | (TcpState::FinWait2, TcpState::FinWait1)
            | (TcpState::Closing, TcpState::FinWait1)
            | (
                TcpState::TimeWait,
                TcpState::FinWait1 | TcpState::FinWait2 | TcpState::Closing
            )
            | (TcpState::Closed, TcpState::LastAck)
    ) || matches!(from, TcpState::Closed | TcpState::Listen)
        && !matches!(
            to,
            TcpState::Closed | TcpState::Listen | TcpState::SynSent | TcpState::SynReceived
        )
}
