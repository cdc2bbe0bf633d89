//! Changes of an endpoint's state: as seen at once, and as the whole capture proves them.

use super::TcpState;
use super::facts::{Fact, Facts};
use crate::{Side, Timestamp};
use std::fmt;

/// A change of one endpoint's state, as known the moment a segment was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateChange {
    /// Whose state.
    pub endpoint: Side,
    /// The state before.
    pub from: TcpState,
    /// The state after.
    pub to: TcpState,
    /// Is this so only if the segment arrived, which nothing has proven yet?
    pub assumed: bool,
}

/// A change of one endpoint's state, as all that was captured proves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Whose state.
    pub endpoint: Side,
    /// The state before.
    pub from: TcpState,
    /// The state after.
    pub to: TcpState,
    /// When: the time of the packet that made the change, or when a timer ran out.
    pub time: Timestamp,
    /// The number of the packet, from 1; `None` for a timer.
    pub packet: Option<u64>,
    /// Is this so only if the packet arrived, which nothing captured later has proven?
    pub assumed: bool,
    /// Why.
    pub reason: Reason,
}

/// Why an endpoint changed its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// It sent a SYN.
    SynSent,
    /// It answered a SYN by a SYN-ACK.
    SynAnswered,
    /// It received a SYN while its own was under way.
    SynCrossed,
    /// It received the SYN-ACK that acknowledges its SYN.
    SynAckReceived,
    /// Its SYN was acknowledged.
    SynAcknowledged,
    /// It sent a FIN.
    FinSent,
    /// It received a FIN.
    FinReceived,
    /// Its FIN was acknowledged.
    FinAcknowledged,
    /// It received a FIN that also acknowledges its own.
    FinReceivedAndAcknowledged,
    /// It sent a RST.
    RstSent,
    /// It received an acceptable RST.
    RstReceived,
    /// It refused a SYN by a RST.
    Refused,
    /// Two maximum segment lifetimes are over.
    TimeWaitOver,
    /// Nothing came for as long as the user allows.
    Idle,
}

impl Reason {
    /// Why a state changed when a packet arrived that made `gained` true.
    pub(super) const fn of_arrival(gained: Facts) -> Self {
        if gained.has(Fact::Reset) {
            Self::RstReceived
        } else if gained.has(Fact::FinReceived) && gained.has(Fact::FinAcked) {
            Self::FinReceivedAndAcknowledged
        } else if gained.has(Fact::FinReceived) {
            Self::FinReceived
        } else if gained.has(Fact::FinAcked) {
            Self::FinAcknowledged
        } else if gained.has(Fact::SynReceived) && gained.has(Fact::SynAcked) {
            Self::SynAckReceived
        } else if gained.has(Fact::SynReceived) {
            Self::SynCrossed
        } else {
            Self::SynAcknowledged
        }
    }

    /// The reason in a few words, with its section of RFC 9293.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::SynSent => "sent SYN (RFC 9293, 3.5)",
            Self::SynAnswered => "got SYN, sent SYN-ACK (RFC 9293, 3.10.7.2)",
            Self::SynCrossed => "got SYN while its own was under way (RFC 9293, 3.10.7.3)",
            Self::SynAckReceived => "got SYN-ACK (RFC 9293, 3.10.7.3)",
            Self::SynAcknowledged => "its SYN was acknowledged (RFC 9293, 3.10.7.4)",
            Self::FinSent => "sent FIN (RFC 9293, 3.10.4)",
            Self::FinReceived => "got FIN (RFC 9293, 3.10.7.4)",
            Self::FinAcknowledged => "its FIN was acknowledged (RFC 9293, 3.10.7.4)",
            Self::FinReceivedAndAcknowledged => "got FIN and ACK of its own (RFC 9293, 3.10.7.4)",
            Self::RstSent => "sent RST (RFC 9293, 3.5.2)",
            Self::RstReceived => "got RST (RFC 9293, 3.5.3)",
            Self::Refused => "sent RST: connection refused (RFC 9293, 3.10.7.1)",
            Self::TimeWaitOver => "2 MSL are over (RFC 9293, 3.10.8)",
            Self::Idle => "idle for longer than allowed (RFC 9293, 3.8.3)",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

impl fmt::Display for StateChange {
    /// As in `client CLOSED > SYN-SENT`; an assumed change ends in `?`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.assumed { "?" } else { "" };
        write!(f, "{} {} > {}{mark}", self.endpoint, self.from, self.to)
    }
}

crate::packing::packed_as_number!(
    Reason: SynSent, SynAnswered, SynCrossed, SynAckReceived, SynAcknowledged, FinSent, FinReceived,
    FinAcknowledged, FinReceivedAndAcknowledged, RstSent, RstReceived, Refused, TimeWaitOver, Idle,
);
