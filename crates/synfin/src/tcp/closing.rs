//! How a connection was closed, and why it was reset.

use std::fmt;

/// How the closing of a connection was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Closing {
    /// Both ends sent a FIN.
    Fin,
    /// Before that, an end sent a RST that the other had to obey (RFC 9293, 3.10.7.3 and .4).
    Reset,
    /// One end sent a FIN.
    HalfClosed,
    /// Neither.
    Open,
}

/// What a closing was like, beyond [`Closing`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CloseStyle {
    /// FIN, ACK, FIN, ACK.
    FourSegment,
    /// FIN, FIN with ACK of the first, ACK.
    ThreeSegment,
    /// The FINs crossed: neither acknowledges the other; both ends closed actively.
    Simultaneous,
    /// One FIN, data the other way, then the other FIN.
    HalfClose,
    /// One FIN only: the capture ends, or the connection was left, half-closed.
    HalfClosed,
    /// A RST, no FIN before.
    Reset,
    /// A FIN, then a RST.
    FinThenReset,
    /// Both FINs, then a RST.
    FinsThenReset,
    /// The SYN was refused.
    Refused,
    /// A RST during the handshake.
    AbortedInHandshake,
    /// The other end had lost the connection (RFC 9293, 3.5.1).
    HalfOpenDiscovered,
    /// A new connection took its ports; no close was seen.
    Superseded,
    /// Unknown: it was removed from the table to bound memory, while it was open or half-closed.
    Evicted,
    /// Still open when the capture ended.
    Open,
}

/// Why a RST ended the connection, as far as the packets tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResetReason {
    /// Nobody listens at the port (RFC 9293, 3.5.3).
    Refused,
    /// The opening was given up: a RST instead of, or after, the handshake's last step.
    HandshakeAborted,
    /// The user aborted (RFC 9293, 3.10.5).
    Abort,
    /// Data came for an end that had closed (RFC 9293, 3.6.1; RFC 2525, 2.17).
    DataAfterClose,
    /// The end that sent it had lost the connection (RFC 9293, 3.5.1).
    HalfOpen,
    /// Retransmissions or keep-alives stayed unanswered until its sender gave up.
    GaveUp,
}

impl Closing {
    /// The name in output: `fin`, `reset`, `half_closed`, `open`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fin => "fin",
            Self::Reset => "reset",
            Self::HalfClosed => "half_closed",
            Self::Open => "open",
        }
    }
}

impl CloseStyle {
    /// The name in output: `four-segment`, `three-segment`, `simultaneous`, ...
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FourSegment => "four-segment",
            Self::ThreeSegment => "three-segment",
            Self::Simultaneous => "simultaneous",
            Self::HalfClose => "half-close",
            Self::HalfClosed => "half-closed",
            Self::Reset => "reset",
            Self::FinThenReset => "fin-then-reset",
            Self::FinsThenReset => "fins-then-reset",
            Self::Refused => "refused",
            Self::AbortedInHandshake => "aborted-in-handshake",
            Self::HalfOpenDiscovered => "half-open-discovered",
            Self::Superseded => "superseded",
            Self::Evicted => "evicted",
            Self::Open => "open",
        }
    }
}

impl ResetReason {
    /// The reason in a few words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refused => "nobody listens",
            Self::HandshakeAborted => "handshake aborted",
            Self::Abort => "aborted by its user",
            Self::DataAfterClose => "data came after the close",
            Self::HalfOpen => "connection unknown to its sender",
            Self::GaveUp => "no answer, given up",
        }
    }
}

impl fmt::Display for Closing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for CloseStyle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for ResetReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

crate::packing::packed_as_number!(ResetReason: Refused, HandshakeAborted, Abort, DataAfterClose, HalfOpen, GaveUp);
