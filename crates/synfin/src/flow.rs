//! Which packets belong together: the unordered pair of sockets, and the two sides.

use crate::Segment;
use std::fmt;
use std::net::SocketAddr;
use std::ops::Not;

/// One side of a connection, by its part in the opening: the client asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The end that asked for the connection.
    Client,
    /// The other end.
    Server,
}

impl Side {
    /// Both sides, the client first.
    pub const BOTH: [Self; 2] = [Self::Client, Self::Server];

    /// `client` or `server`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Not for Side {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Client => Self::Server,
            Self::Server => Self::Client,
        }
    }
}

/// One end of a flow, by its socket. Which of them is the client may turn out later; which end
/// sent a segment is known at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// The end whose address and port come first in order.
    Lower,
    /// The other end. Never the sender where a socket talks to itself.
    Upper,
}

impl Not for End {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Lower => Self::Upper,
            Self::Upper => Self::Lower,
        }
    }
}

/// An unordered pair of sockets: the same for both directions of a connection and for all
/// connections that use the same addresses and ports one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FlowKey {
    lower: SocketAddr,
    upper: SocketAddr,
}

impl FlowKey {
    /// The key of a segment's flow.
    #[must_use]
    pub fn of(segment: &Segment<'_>) -> Self {
        Self::new(segment.source, segment.destination)
    }

    /// The key of the flow between two sockets, in whichever order.
    #[must_use]
    pub fn new(one: SocketAddr, other: SocketAddr) -> Self {
        let (lower, upper) = if one <= other {
            (one, other)
        } else {
            (other, one)
        };
        Self { lower, upper }
    }

    /// The socket of one end.
    #[must_use]
    pub const fn socket(&self, end: End) -> SocketAddr {
        match end {
            End::Lower => self.lower,
            End::Upper => self.upper,
        }
    }

    /// The end that uses a socket; the lower one where both do.
    #[must_use]
    pub fn end_of(&self, socket: SocketAddr) -> End {
        if socket == self.lower {
            End::Lower
        } else {
            End::Upper
        }
    }
}
