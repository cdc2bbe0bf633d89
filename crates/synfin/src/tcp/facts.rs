//! Facts of one endpoint, and the one function that turns them into a state.
//!
//! Duty: derive the RFC 9293 state. Invariant: facts only grow, so that repeating any of them
//! changes nothing; a transition is "the derived state before and after differ". Absence: no
//! segments and no numbers; "acknowledged" was asked of the numbers before it got here.

use super::TcpState;
use crate::packing::packed;
use std::fmt;

/// One thing that is true of an endpoint from some moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u16)]
pub(crate) enum Fact {
    /// It sent a SYN.
    SynSent = 1,
    /// The SYN it sent first was a SYN-ACK: a passive OPEN.
    Passive = 1 << 1,
    /// It received the peer's SYN.
    SynReceived = 1 << 2,
    /// Its SYN was acknowledged.
    SynAcked = 1 << 3,
    /// It sent a FIN.
    FinSent = 1 << 4,
    /// It received the peer's FIN.
    FinReceived = 1 << 5,
    /// It received the peer's FIN before it sent its own.
    PeerFirst = 1 << 6,
    /// Its FIN was acknowledged.
    FinAcked = 1 << 7,
    /// It sent a RST, or received an acceptable one.
    Reset = 1 << 8,
    /// Its timer ran out: 2 MSL in TIME-WAIT, or the user's.
    Expired = 1 << 9,
}

/// As many sets of facts as there are.
const SETS: usize = 1 << 10;

/// The state that follows from each set of facts: it is asked for several times a segment.
static STATES: [TcpState; SETS] = {
    let mut states = [TcpState::Closed; SETS];
    let mut facts = Facts(0);
    while (facts.0 as usize) < SETS {
        #[expect(clippy::indexing_slicing, reason = "the compiler does it")]
        {
            states[facts.0 as usize] = facts.derived_state();
        }
        facts.0 += 1;
    }
    states
};

/// A set of facts.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Facts(u16);

impl Facts {
    /// What is presumed of an endpoint whose opening was not captured.
    pub(crate) const OPEN: Self =
        Self(Fact::SynSent as u16 | Fact::SynReceived as u16 | Fact::SynAcked as u16);

    /// These facts and another one.
    pub(crate) const fn and(self, fact: Fact) -> Self {
        Self(self.0 | fact as u16)
    }

    /// These facts but some.
    pub(crate) const fn except(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// Is nothing known?
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// All facts of both.
    pub(crate) const fn or(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Is it so?
    pub(crate) const fn has(self, fact: Fact) -> bool {
        self.0 & fact as u16 != 0
    }

    /// The state of an endpoint of which these facts are true.
    #[inline]
    pub(crate) fn state(self) -> TcpState {
        STATES.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    /// The same, worked out (RFC 9293, 3.3.2, figure 5).
    const fn derived_state(self) -> TcpState {
        if self.has(Fact::Expired) {
            // 3.10.8: when 2 MSL are over, the TCB goes.
            TcpState::Closed
        } else if self.has(Fact::Reset) {
            self.state_after_reset()
        } else if self.has(Fact::FinSent) {
            self.state_after_own_fin()
        } else if self.has(Fact::FinReceived) {
            // 3.10.7.4, eighth: a FIN moves SYN-RECEIVED and ESTABLISHED to CLOSE-WAIT.
            TcpState::CloseWait
        } else if self.has(Fact::SynSent) {
            self.state_of_opening()
        } else {
            // Nothing was sent: the user of this end may have called OPEN or not.
            TcpState::Closed
        }
    }

    const fn state_after_reset(self) -> TcpState {
        let opening = self.has(Fact::SynReceived) && !self.has(Fact::SynAcked);
        let closing = self.has(Fact::FinSent) || self.has(Fact::FinReceived);
        if self.has(Fact::Passive) && opening && !closing {
            // 3.10.7.4, second: a passive OPEN in SYN-RECEIVED goes back to LISTEN.
            TcpState::Listen
        } else {
            // Everywhere else the TCB is deleted.
            TcpState::Closed
        }
    }

    const fn state_after_own_fin(self) -> TcpState {
        match (
            self.has(Fact::FinReceived),
            self.has(Fact::PeerFirst),
            self.has(Fact::FinAcked),
        ) {
            // 3.10.4: CLOSE sends the FIN and waits for its acknowledgment.
            (false, _, false) => TcpState::FinWait1,
            // 3.10.7.4, fifth: our FIN is acknowledged.
            (false, _, true) => TcpState::FinWait2,
            // 3.10.7.4, eighth: the peer's FIN came while ours was not acknowledged.
            (true, false, false) => TcpState::Closing,
            // 3.10.7.4, fifth and eighth: both FINs are acknowledged, ours was sent first.
            (true, false, true) => TcpState::TimeWait,
            // 3.10.4: CLOSE in CLOSE-WAIT.
            (true, true, false) => TcpState::LastAck,
            // 3.10.7.4, fifth: the last acknowledgment.
            (true, true, true) => TcpState::Closed,
        }
    }

    const fn state_of_opening(self) -> TcpState {
        match (self.has(Fact::SynReceived), self.has(Fact::SynAcked)) {
            // 3.10.7.3, fourth: without the peer's SYN an acknowledgment of ours opens nothing.
            (false, _) => TcpState::SynSent,
            // 3.10.7.2 and 3.10.7.3: both SYNs are there, ours is not acknowledged.
            (true, false) => TcpState::SynReceived,
            (true, true) => TcpState::Established,
        }
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Facts({:#b} {})", self.0, self.state())
    }
}

packed!(newtype Facts);

#[cfg(test)]
mod tests;
