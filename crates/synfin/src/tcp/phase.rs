//! A segment's part in the life of its connection, in words.
//!
//! Duty: the closed list of phases and steps, and how they are written. Invariant: a phase says
//! what the segment is for, not what became of it. Absence: no state; states are the endpoints'.

use crate::packing::{Pack, Packer, Unpacker};
use std::fmt;

/// A segment's part in the connection's life, with its step where there are steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// The three-way handshake (RFC 9293, 3.5).
    Handshake(HandshakeStep),
    /// Both ends sent a SYN and the SYNs crossed (RFC 9293, 3.5, figure 7).
    SimultaneousOpen,
    /// A RST that answers a SYN: nobody listens there (RFC 9293, 3.5.3).
    Refused,
    /// Open in both directions, or not known to be anything else.
    Data,
    /// One end has sent its FIN and the other goes on (RFC 9293, 3.6).
    HalfClosedData,
    /// Closing one direction after the other (RFC 9293, 3.6, figure 12).
    Teardown(TeardownStep),
    /// Both ends sent a FIN and the FINs crossed (RFC 9293, 3.6, figure 13).
    SimultaneousClose,
    /// A RST (RFC 9293, 3.5.2).
    Reset,
    /// What still arrives when both directions are closed or the connection was reset.
    Closed,
}

/// A step of the three-way handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HandshakeStep {
    /// 1/3: the client's SYN.
    Syn,
    /// 2/3: the server's SYN-ACK.
    SynAck,
    /// 3/3: the client's acknowledgment of it.
    Ack,
}

/// A step of closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TeardownStep {
    /// 1/4: the first FIN.
    FirstFin,
    /// 2/4: its acknowledgment.
    FirstAck,
    /// 2+3/4: one segment is the acknowledgment and the other end's FIN.
    AckAndSecondFin,
    /// 3/4: the other end's FIN.
    SecondFin,
    /// 4/4: its acknowledgment.
    SecondAck,
}

impl Phase {
    /// The phase in a word or two, without its step: `handshake`, `half-closed data`, ...
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Handshake(_) => "handshake",
            Self::SimultaneousOpen => "simultaneous open",
            Self::Refused => "refused",
            Self::Data => "data",
            Self::HalfClosedData => "half-closed data",
            Self::Teardown(_) => "teardown",
            Self::SimultaneousClose => "simultaneous close",
            Self::Reset => "reset",
            Self::Closed => "closed",
        }
    }

    /// The step within the phase: `1/3` to `3/3`, `1/4` to `4/4`, or `2+3/4`.
    #[must_use]
    pub const fn step(self) -> Option<&'static str> {
        match self {
            Self::Handshake(HandshakeStep::Syn) => Some("1/3"),
            Self::Handshake(HandshakeStep::SynAck) => Some("2/3"),
            Self::Handshake(HandshakeStep::Ack) => Some("3/3"),
            Self::Teardown(TeardownStep::FirstFin) => Some("1/4"),
            Self::Teardown(TeardownStep::FirstAck) => Some("2/4"),
            Self::Teardown(TeardownStep::AckAndSecondFin) => Some("2+3/4"),
            Self::Teardown(TeardownStep::SecondFin) => Some("3/4"),
            Self::Teardown(TeardownStep::SecondAck) => Some("4/4"),
            _ => None,
        }
    }

    /// What kind of segment the step is: `SYN`, `SYN-ACK`, `ACK`, `FIN`, `FIN-ACK`.
    #[must_use]
    pub const fn step_name(self) -> Option<&'static str> {
        match self {
            Self::Handshake(HandshakeStep::Syn) => Some("SYN"),
            Self::Handshake(HandshakeStep::SynAck) => Some("SYN-ACK"),
            Self::Handshake(HandshakeStep::Ack)
            | Self::Teardown(TeardownStep::FirstAck | TeardownStep::SecondAck) => Some("ACK"),
            Self::Teardown(TeardownStep::FirstFin | TeardownStep::SecondFin) => Some("FIN"),
            Self::Teardown(TeardownStep::AckAndSecondFin) => Some("ACK and FIN"),
            _ => None,
        }
    }
}

impl fmt::Display for Phase {
    /// As in `handshake 1/3 SYN`, `teardown 2+3/4 ACK and FIN`, `half-closed data`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        if let (Some(step), Some(name)) = (self.step(), self.step_name()) {
            write!(f, " {step} {name}")?;
        }
        Ok(())
    }
}

crate::packing::packed_as_number!(HandshakeStep: Syn, SynAck, Ack);
crate::packing::packed_as_number!(TeardownStep: FirstFin, FirstAck, AckAndSecondFin, SecondFin, SecondAck);

impl Pack for Phase {
    fn pack(&self, to: &mut Packer) {
        to.number(match self {
            Self::Data => 0,
            Self::Handshake(_) => 1,
            Self::Teardown(_) => 2,
            Self::SimultaneousOpen => 3,
            Self::Refused => 4,
            Self::HalfClosedData => 5,
            Self::SimultaneousClose => 6,
            Self::Reset => 7,
            Self::Closed => 8,
        });
        match self {
            Self::Handshake(step) => step.pack(to),
            Self::Teardown(step) => step.pack(to),
            _ => {}
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some(match from.number()? {
            0 => Self::Data,
            1 => Self::Handshake(Pack::unpack(from)?),
            2 => Self::Teardown(Pack::unpack(from)?),
            3 => Self::SimultaneousOpen,
            4 => Self::Refused,
            5 => Self::HalfClosedData,
            6 => Self::SimultaneousClose,
            7 => Self::Reset,
            8 => Self::Closed,
            _ => return None,
        })
    }
}
