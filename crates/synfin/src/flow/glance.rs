//! Which flow a frame will belong to, at a glance.
//!
//! Duty: guess the flow of a frame that nobody has decoded yet, from a few octets at the places
//! where nearly all frames have them. Invariant: nothing but speed depends on the guess, so it may
//! be wrong, and there may be none. Absence: every check that makes a decoder a decoder.

use super::{Ipv4Pair, Probe};
use std::net::{Ipv4Addr, SocketAddrV4};

/// Where the sockets stand in an Ethernet frame with IPv4: two addresses, then two ports.
const SOCKETS_AT: usize = 14 + 12;

/// A guess at the flow of a frame that is still to come; see
/// [`Tracker::anticipate`](crate::Tracker::anticipate).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glance(Ipv4Pair);

impl Glance {
    /// Of a frame's octets, if they look like Ethernet and IPv4 without options.
    #[inline]
    pub(crate) fn of(octets: &[u8]) -> Option<Self> {
        let head = octets.first_chunk::<{ SOCKETS_AT + 12 }>()?;
        if head[12..15] != [0x08, 0x00, 0x45] {
            return None;
        }
        let &[a, b, c, d, e, f, g, h, i, j, k, l] = head.last_chunk()?;
        let source = SocketAddrV4::new(Ipv4Addr::new(a, b, c, d), u16::from_be_bytes([i, j]));
        let destination = SocketAddrV4::new(Ipv4Addr::new(e, f, g, h), u16::from_be_bytes([k, l]));
        Some(Self(Ipv4Pair::new(source, destination).0))
    }

    /// The two sockets, in no order that means anything.
    #[must_use]
    #[inline]
    pub const fn sockets(self) -> [SocketAddrV4; 2] {
        self.0.sockets()
    }

    /// To look for the flow.
    pub(crate) const fn probe(self) -> Probe {
        Probe::Ipv4(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Glance;
    use crate::flow::Probe;
    use crate::{Frame, LinkType};

    #[test]
    fn a_glance_finds_the_flow_of_a_usual_frame() {
        let mut octets = [0; 60];
        octets[12..15].copy_from_slice(&[0x08, 0x00, 0x45]);
        octets[16..18].copy_from_slice(&[0, 40]);
        octets[22..24].copy_from_slice(&[64, 6]);
        octets[26..38].copy_from_slice(&[10, 0, 0, 2, 10, 0, 0, 1, 0, 80, 4, 1]);
        octets[46] = 0x50;
        let decoded = Frame::new(LinkType::ETHERNET, &octets).decode();
        let segment = decoded.segment().expect("it is TCP");
        let glance = Glance::of(&octets).expect("it is usual");
        assert_eq!(glance.probe(), Probe::of(segment).0);
        assert_eq!(Glance::of(&octets[..37]), None);
        octets[14] = 0x46;
        assert_eq!(Glance::of(&octets), None);
    }
}
