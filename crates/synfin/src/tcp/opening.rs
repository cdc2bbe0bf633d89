//! How a connection was opened, and how we know who asked for it.

use std::fmt;

/// How the opening of a connection was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Opening {
    /// SYN, a SYN-ACK that acknowledges it, and the client's acknowledgment of that.
    Handshake,
    /// Both ends sent a SYN without ACK (RFC 9293, 3.5).
    Simultaneous,
    /// The SYN was answered by a RST that acknowledges it.
    Refused,
    /// SYN only; nothing else from the client, nothing at all from the server.
    Unanswered,
    /// Some SYN was captured, but none of the above holds.
    Partial,
    /// No SYN was captured: the capture began later.
    None,
}

/// What an opening was like, beyond [`Opening`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OpenStyle {
    /// SYN, SYN-ACK, ACK.
    ThreeWay,
    /// The SYNs crossed (RFC 9293, 3.5, figure 7).
    Simultaneous,
    /// The server answered the SYN by a SYN of its own that acknowledges nothing.
    SplitHandshake,
    /// Data in the SYN was accepted (RFC 7413).
    FastOpen,
    /// Data in the SYN was not accepted; it had to be sent again (RFC 7413, section 3).
    FastOpenIgnored,
    /// Nobody listened.
    Refused,
    /// Nobody answered.
    Unanswered,
    /// The handshake was begun and not finished.
    Incomplete,
    /// A lone SYN-ACK or RST that nothing in the capture asked for.
    Backscatter,
    /// The capture began later.
    Unseen,
}

/// How we know which end is the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KnownBy {
    /// It sent the SYN.
    Syn,
    /// It received the SYN-ACK; its SYN was not captured.
    SynAck,
    /// It sent the first packet captured: a mere convention.
    FirstPacket,
}

impl Opening {
    /// The name in output: `handshake`, `simultaneous`, ...
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Handshake => "handshake",
            Self::Simultaneous => "simultaneous",
            Self::Refused => "refused",
            Self::Unanswered => "unanswered",
            Self::Partial => "partial",
            Self::None => "none",
        }
    }
}

impl OpenStyle {
    /// The name in output: `three-way`, `split-handshake`, ...
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ThreeWay => "three-way",
            Self::Simultaneous => "simultaneous",
            Self::SplitHandshake => "split-handshake",
            Self::FastOpen => "fast-open",
            Self::FastOpenIgnored => "fast-open-ignored",
            Self::Refused => "refused",
            Self::Unanswered => "unanswered",
            Self::Incomplete => "incomplete",
            Self::Backscatter => "backscatter",
            Self::Unseen => "unseen",
        }
    }
}

impl KnownBy {
    /// The name in output: `syn`, `syn_ack`, `first_packet`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Syn => "syn",
            Self::SynAck => "syn_ack",
            Self::FirstPacket => "first_packet",
        }
    }
}

impl fmt::Display for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for OpenStyle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for KnownBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

crate::packing::packed_as_number!(KnownBy: Syn, SynAck, FirstPacket);
