//! Why decoding a frame ended before a TCP segment was read.
//!
//! Duty: say where (which header, at which octet of the frame), what was needed, what was there,
//! and which field said so. Invariant: a [`Stop`] is no error: the frame is as it is, and reading
//! goes on with the next. Absence: no oddities that decoding gets over.

use std::fmt;

/// The header in which decoding ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Layer {
    /// The link layer, whichever the link type names, up to a type of the next header.
    Link,
    /// 802.11 with what capturing added in front of it.
    Wireless,
    /// A tag that Ethernet headers carry: VLAN, E-TAG, VN-tag and others.
    Tag,
    /// 802.2 LLC and SNAP.
    Llc,
    /// An MPLS label stack.
    Mpls,
    /// PPPoE.
    Pppoe,
    /// PPP.
    Ppp,
    /// IPv4.
    Ipv4,
    /// IPv6 without its extension headers.
    Ipv6,
    /// An IPv6 extension header.
    Ipv6Extension,
    /// The IP authentication header.
    Authentication,
    /// GRE and what it adds to its payload (ERSPAN, WCCP).
    Gre,
    /// UDP.
    Udp,
    /// A tunnel's own header, over UDP or directly over IP.
    Tunnel,
    /// TCP.
    Tcp,
}

/// Which length ended before a header did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Limit {
    /// Not more was captured.
    Captured,
    /// The frame had not more octets on the wire.
    Frame,
    /// The length field of an 802.3, ATM or other link-layer header.
    LinkLength,
    /// PPPoE's length field.
    PppoeLength,
    /// IPv4's total length.
    Ipv4TotalLength,
    /// IPv6's payload length, or its jumbo payload option.
    Ipv6PayloadLength,
    /// UDP's length.
    UdpLength,
    /// The length field of a tunnel's header.
    TunnelLength,
}

/// What ended decoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The header needs more octets than there are.
    Short {
        /// Octets the header needs, from its beginning.
        needed: u32,
        /// Octets there are.
        available: u32,
        /// What says that there are not more.
        limit: Limit,
    },
    /// A field of the header has a value that cannot be.
    Impossible {
        /// The field.
        field: &'static str,
        /// Its value.
        value: u32,
    },
    /// The header is followed by something else than TCP or anything that may carry it.
    Other {
        /// The protocol's number in the header's own numbering.
        protocol: u32,
    },
    /// The frame has a later fragment of a datagram, whose first one has the TCP header.
    LaterFragment,
    /// There are more headers around each other than are followed.
    TooDeep,
}

/// Why and where decoding ended without a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stop {
    /// The header in which it ended.
    pub layer: Layer,
    /// Octets from the frame's beginning to that header's.
    pub offset: u32,
    /// What ended it.
    pub reason: Reason,
}

impl Layer {
    const fn name(self) -> &'static str {
        match self {
            Self::Link => "link-layer header",
            Self::Wireless => "802.11 header",
            Self::Tag => "tag",
            Self::Llc => "LLC header",
            Self::Mpls => "MPLS label",
            Self::Pppoe => "PPPoE header",
            Self::Ppp => "PPP header",
            Self::Ipv4 => "IPv4 header",
            Self::Ipv6 => "IPv6 header",
            Self::Ipv6Extension => "IPv6 extension header",
            Self::Authentication => "authentication header",
            Self::Gre => "GRE header",
            Self::Udp => "UDP header",
            Self::Tunnel => "tunnel header",
            Self::Tcp => "TCP header",
        }
    }
}

impl Limit {
    const fn name(self) -> &'static str {
        match self {
            Self::Captured => "were captured",
            Self::Frame => "are in the frame",
            Self::LinkLength => "by the link-layer length",
            Self::PppoeLength => "by the PPPoE length",
            Self::Ipv4TotalLength => "by the IPv4 total length",
            Self::Ipv6PayloadLength => "by the IPv6 payload length",
            Self::UdpLength => "by the UDP length",
            Self::TunnelLength => "by the tunnel's length",
        }
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at octet {}: ", self.layer.name(), self.offset)?;
        match self.reason {
            Reason::Short {
                needed,
                available,
                limit,
            } => write!(f, "needs {needed} octets, {available} {}", limit.name()),
            Reason::Impossible { field, value } => write!(f, "impossible {field} {value}"),
            Reason::Other { protocol } => write!(f, "carries protocol {protocol:#x}, not TCP"),
            Reason::LaterFragment => f.write_str("a later fragment"),
            Reason::TooDeep => f.write_str("too many headers around each other"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Layer, Limit, Reason, Stop};

    #[test]
    fn a_stop_says_where_and_what_and_who_said_so() {
        let stop = Stop {
            layer: Layer::Tcp,
            offset: 34,
            reason: Reason::Short {
                needed: 20,
                available: 12,
                limit: Limit::Captured,
            },
        };
        let text = "TCP header at octet 34: needs 20 octets, 12 were captured";
        assert_eq!(stop.to_string(), text);
    }
}
