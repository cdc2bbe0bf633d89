//! What is odd, or worth knowing, about a well-formed segment.
//!
//! Duty: the closed list of notes and their wording. Invariant: a note never changes a state; it
//! says why one did or did not change. Absence: losses, repetitions and windows, which are
//! events of the analysis.

use std::fmt;

/// Something worth knowing about a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// An assumed state turned out wrong: what the endpoint was sent had not arrived.
    AssumptionRevoked,
    /// The capture began later; what came before is unknown.
    OpeningUnseen,
    /// Captured before the SYN that it answers.
    Reordered,
    /// The ports of an earlier connection are used again.
    PortReuse {
        /// Which connection of these sockets it is, from 1.
        incarnation: u32,
        /// Why the SYN opens a new connection.
        rule: ReuseRule,
    },
    /// A SYN inside a live connection: what answers it decides (RFC 5961, section 4).
    SynInLiveConnection,
    /// The SYN of packet N was an old duplicate or forged; the connection goes on.
    OldDuplicateSyn {
        /// The SYN's packet.
        packet: u64,
    },
    /// An ACK that asks the peer to confirm what looked wrong (RFC 5961, sections 3 to 5).
    ChallengeAck,
    /// The end that answers has lost the connection (RFC 9293, 3.5.1).
    HalfOpenDiscovered,
    /// The earlier connection of these sockets was never seen to close.
    Superseded,
    /// The SYN carries data (RFC 9293, 3.10.7.2).
    SynWithData,
    /// The SYN asks for a Fast Open cookie (RFC 7413, section 4.1).
    FastOpenRequest,
    /// The SYN's data was accepted (RFC 7413).
    FastOpenAccepted,
    /// The SYN's data was not accepted (RFC 7413, section 3).
    FastOpenIgnored,
    /// A SYN answers a SYN without acknowledging it.
    SplitHandshake,
    /// The SYNs crossed (RFC 9293, 3.5, figure 7).
    SimultaneousOpen,
    /// The FINs crossed (RFC 9293, 3.6, figure 13).
    SimultaneousClose,
    /// Acknowledges something that was not sent: not acceptable (RFC 9293, 3.10.7.3 and .4).
    WrongAck,
    /// A second SYN-ACK with another sequence number; the client's ACK decides.
    SecondSynAck,
    /// Nothing in the capture asked for it.
    Backscatter,
    /// A sequence number far from anything that its sender used.
    OutOfWindow,
    /// SYN with FIN or RST, or no control bit at all: never opens anything.
    InvalidFlags,
    /// A RST whose sequence number is outside the window (RFC 9293, 3.10.7.4).
    RstOutOfWindow,
    /// A RST in the window, but not exactly at the next number (RFC 5961, section 3.2).
    RstNotExact,
    /// A RST that does not acknowledge the SYN (RFC 9293, 3.10.7.3).
    RstForAnotherSyn,
    /// A RST in TIME-WAIT (RFC 1337).
    RstInTimeWait,
    /// A RST carries data, which is no part of the stream (RFC 9293, 3.5.3).
    RstWithData,
    /// Both ends went on after the RST of packet N: somebody else sent it.
    SuspectedInjection {
        /// The RST's packet.
        packet: u64,
    },
    /// The FIN waits for data that was not captured yet (RFC 9293, 3.10.7.4).
    FinWaitsForData,
    /// A FIN without ACK, which a receiver drops (RFC 9293, 3.10.7.4).
    FinWithoutAck,
    /// Data beyond the sender's own FIN (RFC 9293, 3.10.7.4).
    DataAfterFin,
    /// A FIN in TIME-WAIT: its 2 MSL begin anew (RFC 9293, 3.10.7.4).
    TimeWaitRestarted,
    /// An older timestamp than one already accepted (RFC 7323, section 5).
    OldTimestamp,
    /// Its source and destination are the same socket; the direction cannot be told.
    SelfConnect,
    /// The same sockets on another VLAN than before.
    OtherVlan,
}

/// Why a SYN on ports used before opens a new connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReuseRule {
    /// The connection before was closed or reset.
    Closed,
    /// TIME-WAIT, and the SYN's timestamp is newer (RFC 6191, section 2).
    NewerTimestamp,
    /// TIME-WAIT, and the SYN's sequence number is higher (RFC 9293, 3.6.1, MAY-2).
    HigherSequence,
    /// No close was seen, but the SYN was accepted or stands alone.
    CloseUnseen,
    /// An attempt with another initial sequence number was given up for this one.
    AttemptSuperseded,
}

impl ReuseRule {
    /// The rule in a few words.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Closed => "the one before was closed",
            Self::NewerTimestamp => "newer timestamp than in TIME-WAIT",
            Self::HigherSequence => "higher sequence number than in TIME-WAIT",
            Self::CloseUnseen => "close unseen",
            Self::AttemptSuperseded => "new attempt",
        }
    }
}

impl Note {
    /// The note in a few words, if nothing in it is a number.
    #[must_use]
    pub const fn text(self) -> Option<&'static str> {
        Some(match self {
            Self::PortReuse { .. }
            | Self::OldDuplicateSyn { .. }
            | Self::SuspectedInjection { .. } => return None,
            Self::AssumptionRevoked => "assumed state revoked",
            Self::OpeningUnseen => "opening unseen",
            Self::Reordered => "captured before the SYN",
            Self::SynInLiveConnection => "SYN in a live connection",
            Self::ChallengeAck => "challenge ACK",
            Self::HalfOpenDiscovered => "half-open connection discovered",
            Self::Superseded => "earlier connection superseded (close unseen)",
            Self::SynWithData => "SYN with data",
            Self::FastOpenRequest => "Fast Open cookie request",
            Self::FastOpenAccepted => "Fast Open data accepted",
            Self::FastOpenIgnored => "Fast Open data ignored",
            Self::SplitHandshake => "split handshake",
            Self::SimultaneousOpen => "simultaneous open",
            Self::SimultaneousClose => "simultaneous close",
            Self::WrongAck => "wrong ack",
            Self::SecondSynAck => "another SYN-ACK: the client's ACK decides",
            Self::Backscatter => "unsolicited",
            Self::OutOfWindow => "far out of window: ignored",
            Self::InvalidFlags => "invalid flags",
            Self::RstOutOfWindow => "RST ignored: out of window",
            Self::RstNotExact => "RST ignored: in window, not exact",
            Self::RstForAnotherSyn => "RST ignored: does not acknowledge the SYN",
            Self::RstInTimeWait => "RST in TIME-WAIT",
            Self::RstWithData => "RST with data",
            Self::FinWaitsForData => "FIN waits for earlier data",
            Self::FinWithoutAck => "FIN without ACK",
            Self::DataAfterFin => "data after FIN",
            Self::TimeWaitRestarted => "2 MSL begin anew",
            Self::OldTimestamp => "old timestamp",
            Self::SelfConnect => "source and destination are one socket",
            Self::OtherVlan => "other VLAN",
        })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PortReuse { incarnation, rule } => {
                write!(f, "port reuse, incarnation {incarnation}: {}", rule.text())
            }
            Self::OldDuplicateSyn { packet } => write!(f, "old duplicate SYN #{packet}"),
            Self::SuspectedInjection { packet } => {
                write!(f, "RST #{packet} ignored by both: suspected injection")
            }
            other => f.write_str(other.text().unwrap_or_default()),
        }
    }
}
