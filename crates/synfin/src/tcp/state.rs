//! The eleven states of RFC 9293, section 3.3.2.

use std::fmt;

/// The state of one endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TcpState {
    /// No connection.
    #[default]
    Closed,
    /// Waiting for a connection request from any remote end.
    Listen,
    /// A SYN was sent; waiting for a matching one.
    SynSent,
    /// A SYN was received and one sent; waiting for its acknowledgment.
    SynReceived,
    /// Open: data flows both ways.
    Established,
    /// A FIN was sent; neither acknowledged nor answered by one.
    FinWait1,
    /// The FIN sent was acknowledged; waiting for the peer's.
    FinWait2,
    /// The peer's FIN was received; none was sent yet.
    CloseWait,
    /// Both FINs crossed; waiting for the acknowledgment of the own one.
    Closing,
    /// The peer's FIN was received, then one was sent; waiting for its acknowledgment.
    LastAck,
    /// Both FINs are acknowledged; waiting in case the last ACK was lost.
    TimeWait,
}

impl TcpState {
    /// The state's name as RFC 9293 writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Closed => "CLOSED",
            Self::Listen => "LISTEN",
            Self::SynSent => "SYN-SENT",
            Self::SynReceived => "SYN-RECEIVED",
            Self::Established => "ESTABLISHED",
            Self::FinWait1 => "FIN-WAIT-1",
            Self::FinWait2 => "FIN-WAIT-2",
            Self::CloseWait => "CLOSE-WAIT",
            Self::Closing => "CLOSING",
            Self::LastAck => "LAST-ACK",
            Self::TimeWait => "TIME-WAIT",
        }
    }
}

impl fmt::Display for TcpState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

crate::packing::packed_as_number!(
    TcpState: Closed, Listen, SynSent, SynReceived, Established, FinWait1, FinWait2, CloseWait,
    Closing, LastAck, TimeWait,
);
