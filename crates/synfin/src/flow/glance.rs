//! Which flow a frame will belong to, at a glance.
//!
//! Duty: guess the flow of a frame that nobody has decoded yet, from a few octets at the places
//! where nearly all frames have them. Invariant: nothing but speed depends on the guess, so it may
//! be wrong, and there may be none. Absence: every check that makes a decoder a decoder.

use super::{Ipv4Pair, Probe, part_of};
use crate::ControlBits;
#[cfg(doc)]
use crate::FlowKey;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::num::NonZeroU32;

/// Octets of an Ethernet frame up to TCP's control bits, behind an IPv4 header without options.
const LEN: usize = 14 + 20 + 14;

/// A guess at the flow of a frame that is still to come; see
/// [`Tracker::anticipate`](crate::Tracker::anticipate).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glance {
    pair: Ipv4Pair,
    /// Does it look like a TCP segment with ACK and none of SYN, FIN and RST?
    plain: bool,
}

impl Glance {
    /// Of a frame's octets, if they look like Ethernet and IPv4 without options.
    #[inline]
    pub(crate) fn of(octets: &[u8]) -> Option<Self> {
        let head = octets.first_chunk::<LEN>()?;
        if head[12..15] != [0x08, 0x00, 0x45] {
            return None;
        }
        // Two addresses and two ports, two numbers, and the data offset.
        let [a, b, c, d, e, f, g, h, i, j, k, l, .., control] = *head.last_chunk::<22>()?;
        let source = SocketAddrV4::new(Ipv4Addr::new(a, b, c, d), u16::from_be_bytes([i, j]));
        let destination = SocketAddrV4::new(Ipv4Addr::new(e, f, g, h), u16::from_be_bytes([k, l]));
        let control = ControlBits::from_bits(control.into());
        Some(Self::new([source, destination], control))
    }

    /// Of a segment between two sockets.
    #[inline]
    pub(crate) fn new([source, destination]: [SocketAddrV4; 2], control: ControlBits) -> Self {
        let opens_or_ends = control.syn() || control.fin() || control.rst();
        Self {
            pair: Ipv4Pair::new(source, destination).0,
            plain: control.ack() && !opens_or_ends,
        }
    }

    /// The two sockets, in no order that means anything.
    #[must_use]
    #[inline]
    pub const fn sockets(self) -> [SocketAddrV4; 2] {
        self.pair.sockets()
    }

    /// Which of `shards` parts of all flows the flow belongs to, as [`FlowKey::shard`] says.
    #[must_use]
    #[inline]
    pub fn shard(self, shards: NonZeroU32) -> u32 {
        part_of(self.sockets(), shards)
    }

    /// To look for the flow.
    #[inline]
    pub(crate) const fn probe(self) -> Probe {
        Probe::Ipv4(self.pair)
    }

    /// Does it look like a segment with ACK and none of SYN, FIN and RST?
    #[inline]
    pub(crate) const fn is_plain(self) -> bool {
        self.plain
    }
}

#[cfg(test)]
mod tests {
    use super::Glance;
    use crate::flow::Probe;
    use crate::{FlowKey, Frame, LinkType};
    use std::num::NonZeroU32;

    #[test]
    fn a_glance_finds_the_flow_of_a_usual_frame() {
        let mut octets = [0; 60];
        octets[12..15].copy_from_slice(&[0x08, 0x00, 0x45]);
        octets[16..18].copy_from_slice(&[0, 40]);
        octets[22..24].copy_from_slice(&[64, 6]);
        octets[26..38].copy_from_slice(&[10, 0, 0, 2, 10, 0, 0, 1, 0, 80, 4, 1]);
        octets[46..48].copy_from_slice(&[0x50, 0x18]);
        let decoded = Frame::new(LinkType::ETHERNET, &octets).decode();
        let segment = decoded.segment().expect("it is TCP");
        let glance = Glance::of(&octets).expect("it is usual");
        assert_eq!(glance.probe(), Probe::of(segment).0);
        let shards = NonZeroU32::new(16).expect("it is not 0");
        assert_eq!(glance.shard(shards), FlowKey::shard_of(segment, shards));
        assert!(glance.is_plain());
        octets[47] = 0x11;
        assert!(!Glance::of(&octets).expect("it is usual").is_plain());
        assert_eq!(Glance::of(&octets[..47]), None);
        octets[14] = 0x46;
        assert_eq!(Glance::of(&octets), None);
    }
}
