//! A flow's key as the table keeps it: small, and quick to compare.
//!
//! Duty: sixteen octets for a pair of sockets, whichever they are. Invariant: it orders the two
//! ends as [`FlowKey`] does. Absence: no table.

use super::{End, FlowKey, word};
use crate::Segment;
use crate::packing::{Pack, Packer, Unpacker};
use foldhash::fast::RandomState;
use std::hash::BuildHasher;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV4};

/// The sockets of an IPv4 flow, the lower one first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Ipv4Pair {
    addresses: [u32; 2],
    ports: [u16; 2],
}

/// An unordered pair of sockets.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CompactKey {
    /// Both are IPv4's.
    Ipv4(Ipv4Pair),
    /// Any other pair, kept apart.
    Other(Box<FlowKey>),
}

/// What hashes of flows are keyed by: random numbers, other ones in every process.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    pair: [u64; 2],
    others: RandomState,
}

impl Default for Keys {
    fn default() -> Self {
        let others = RandomState::default();
        Self {
            pair: [others.hash_one(0), others.hash_one(1)],
            others,
        }
    }
}

impl Keys {
    /// A hash of an IPv4 flow that nobody outside can know.
    #[inline]
    pub(crate) fn hash_ipv4(&self, pair: Ipv4Pair) -> u32 {
        lower_half(self.hash_pair(pair))
    }

    /// As foldhash does it: both halves of a product of two keyed words.
    #[inline]
    fn hash_pair(&self, pair: Ipv4Pair) -> u64 {
        let Ipv4Pair {
            addresses: [lower, upper],
            ports: [lower_port, upper_port],
        } = pair;
        // As they lie in the pair, where they are compared like this.
        let addresses = u64::from(upper) << 32 | u64::from(lower);
        let ports = u64::from(u32::from(upper_port) << 16 | u32::from(lower_port));
        let [one, other] = self.pair;
        let (low, high) = (addresses ^ one).carrying_mul(ports ^ other, 0);
        low ^ high
    }
}

/// A key to look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Probe {
    /// Of an IPv4 flow.
    Ipv4(Ipv4Pair),
    /// Of any other.
    Other(FlowKey),
}

impl Ipv4Pair {
    /// That of a segment's flow, and which end of it sent the segment, if both sockets are IPv4's.
    #[inline]
    pub(crate) fn of(segment: &Segment<'_>) -> Option<(Self, End)> {
        match (segment.source, segment.destination) {
            (SocketAddr::V4(source), SocketAddr::V4(destination)) => {
                Some(Self::new(source, destination))
            }
            _ => None,
        }
    }

    /// The pair, and which end of it comes first here.
    #[inline]
    pub(super) fn new(one: SocketAddrV4, other: SocketAddrV4) -> (Self, End) {
        let (source, destination) = (word(one), word(other));
        let sender = if source <= destination {
            End::Lower
        } else {
            End::Upper
        };
        let (lower, lower_port) = parts(source.min(destination));
        let (upper, upper_port) = parts(source.max(destination));
        let pair = Self {
            addresses: [lower, upper],
            ports: [lower_port, upper_port],
        };
        (pair, sender)
    }

    fn is_one_socket(self) -> bool {
        let Self {
            addresses: [lower, upper],
            ports: [lower_port, upper_port],
        } = self;
        lower == upper && lower_port == upper_port
    }

    fn end_of(self, socket: SocketAddrV4) -> End {
        let Self {
            addresses: [lower, _],
            ports: [lower_port, _],
        } = self;
        if lower == socket.ip().to_bits() && lower_port == socket.port() {
            End::Lower
        } else {
            End::Upper
        }
    }

    /// Both sockets, the lower one first.
    pub(super) const fn sockets(self) -> [SocketAddrV4; 2] {
        [self.socket(End::Lower), self.socket(End::Upper)]
    }

    /// The socket of one end.
    const fn socket(self, end: End) -> SocketAddrV4 {
        let Self {
            addresses: [lower, upper],
            ports: [lower_port, upper_port],
        } = self;
        let (address, port) = match end {
            End::Lower => (lower, lower_port),
            End::Upper => (upper, upper_port),
        };
        SocketAddrV4::new(Ipv4Addr::from_bits(address), port)
    }

    const fn key(self) -> FlowKey {
        let [lower, upper] = self.sockets();
        FlowKey {
            lower: SocketAddr::V4(lower),
            upper: SocketAddr::V4(upper),
        }
    }
}

impl Probe {
    /// The key of a segment's flow, and which end of it sent the segment.
    #[inline]
    pub(crate) fn of(segment: &Segment<'_>) -> (Self, End) {
        if let Some((pair, sender)) = Ipv4Pair::of(segment) {
            return (Self::Ipv4(pair), sender);
        }
        let key = FlowKey::of(segment);
        (Self::Other(key), key.end_of(segment.source))
    }

    /// A hash by keys that nobody outside can know.
    #[inline]
    pub(crate) fn hash(&self, keys: &Keys) -> u32 {
        match self {
            Self::Ipv4(pair) => keys.hash_ipv4(*pair),
            Self::Other(key) => lower_half(keys.others.hash_one(key)),
        }
    }

    /// To look for a flow by its key.
    pub(crate) fn from_key(key: &FlowKey) -> Self {
        match (key.lower, key.upper) {
            (SocketAddr::V4(lower), SocketAddr::V4(upper)) => {
                Self::Ipv4(Ipv4Pair::new(lower, upper).0)
            }
            _ => Self::Other(*key),
        }
    }

    /// Both sockets.
    pub(crate) const fn key(&self) -> FlowKey {
        match self {
            Self::Ipv4(pair) => pair.key(),
            Self::Other(key) => *key,
        }
    }

    /// As it is kept.
    pub(crate) fn keep(&self) -> CompactKey {
        match self {
            Self::Ipv4(pair) => CompactKey::Ipv4(*pair),
            Self::Other(key) => CompactKey::Other(Box::new(*key)),
        }
    }
}

impl CompactKey {
    /// Both sockets.
    pub(crate) const fn key(&self) -> FlowKey {
        match self {
            Self::Ipv4(pair) => pair.key(),
            Self::Other(key) => **key,
        }
    }

    /// The socket of one end.
    #[inline]
    pub(crate) const fn socket(&self, end: End) -> SocketAddr {
        match self {
            Self::Ipv4(pair) => SocketAddr::V4(pair.socket(end)),
            Self::Other(key) => key.socket(end),
        }
    }

    /// Is it the same socket at both ends?
    #[inline]
    pub(crate) fn is_one_socket(&self) -> bool {
        match self {
            Self::Ipv4(pair) => pair.is_one_socket(),
            Self::Other(key) => key.lower == key.upper,
        }
    }

    /// Which end a socket of the flow is; where both are one, the lower.
    #[inline]
    pub(crate) fn end_of(&self, socket: SocketAddr) -> End {
        match (self, socket) {
            (Self::Ipv4(pair), SocketAddr::V4(socket)) => pair.end_of(socket),
            (Self::Other(key), socket) => key.end_of(socket),
            (Self::Ipv4(_), SocketAddr::V6(_)) => End::Upper,
        }
    }

    /// To look for it.
    pub(crate) const fn probe(&self) -> Probe {
        match self {
            Self::Ipv4(pair) => Probe::Ipv4(*pair),
            Self::Other(key) => Probe::Other(**key),
        }
    }

    /// Is this the key of these IPv4 sockets?
    #[inline]
    pub(crate) fn is_ipv4(&self, wanted: Ipv4Pair) -> bool {
        matches!(self, Self::Ipv4(pair) if *pair == wanted)
    }

    /// Is this the key that is looked for?
    #[inline]
    pub(crate) fn is(&self, probe: &Probe) -> bool {
        match (self, probe) {
            (Self::Ipv4(pair), Probe::Ipv4(wanted)) => pair == wanted,
            (Self::Other(key), Probe::Other(wanted)) => **key == *wanted,
            _ => false,
        }
    }
}

/// The address and the port of a [word].
#[inline]
fn parts(word: u64) -> (u32, u16) {
    let address = u32::try_from(word >> 16).unwrap_or_default();
    (address, u16::try_from(word & 0xffff).unwrap_or_default())
}

#[inline]
fn lower_half(hash: u64) -> u32 {
    let [a, b, c, d, ..] = hash.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

impl Pack for CompactKey {
    fn pack(&self, to: &mut Packer) {
        match self {
            Self::Ipv4(Ipv4Pair {
                addresses: [lower, upper],
                ports: [lower_port, upper_port],
            }) => {
                to.number(0);
                ((*lower, *upper), (*lower_port, *upper_port)).pack(to);
            }
            Self::Other(key) => {
                to.number(1);
                pack_socket(key.lower, to);
                pack_socket(key.upper, to);
            }
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some(if from.number()? == 0 {
            let ((lower, upper), (lower_port, upper_port)) = Pack::unpack(from)?;
            Self::Ipv4(Ipv4Pair {
                addresses: [lower, upper],
                ports: [lower_port, upper_port],
            })
        } else {
            Self::Other(Box::new(FlowKey {
                lower: unpack_socket(from)?,
                upper: unpack_socket(from)?,
            }))
        })
    }
}

fn pack_socket(socket: SocketAddr, to: &mut Packer) {
    match socket.ip() {
        IpAddr::V4(ip) => {
            to.number(4);
            to.octets(&ip.octets());
        }
        IpAddr::V6(ip) => {
            to.number(6);
            to.octets(&ip.octets());
        }
    }
    socket.port().pack(to);
}

fn unpack_socket(from: &mut Unpacker<'_>) -> Option<SocketAddr> {
    let ip: IpAddr = if from.number()? == 4 {
        (*from.octets::<4>()?).into()
    } else {
        (*from.octets::<16>()?).into()
    };
    Some(SocketAddr::new(ip, u16::unpack(from)?))
}

#[cfg(test)]
mod tests {
    use super::{CompactKey, Ipv4Pair};
    use crate::FlowKey;
    use proptest::prelude::*;
    use std::net::{SocketAddr, SocketAddrV4};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 20 } else { 256 }))]

        #[test]
        fn a_pair_is_the_key_in_small(one: ([u8; 4], u16), other: ([u8; 4], u16), same: bool) {
            let address = |ip: [u8; 4], port| SocketAddrV4::new(ip.into(), port);
            let one = address(one.0, one.1);
            let other = address(if same { one.ip().octets() } else { other.0 }, other.1);
            let (pair, sender) = Ipv4Pair::new(one, other);
            let key = FlowKey::new(SocketAddr::V4(one), SocketAddr::V4(other));
            prop_assert_eq!(CompactKey::Ipv4(pair).key(), key);
            prop_assert_eq!(sender, key.end_of(SocketAddr::V4(one)));
            let compact = CompactKey::Ipv4(pair);
            for socket in [one, other].map(SocketAddr::V4) {
                prop_assert_eq!(compact.end_of(socket), key.end_of(socket));
            }
            prop_assert_eq!(compact.is_one_socket(), one == other);
            prop_assert_eq!(Ipv4Pair::new(other, one).0, pair);
        }
    }

    #[test]
    fn keys_are_small() {
        assert_eq!(size_of::<CompactKey>(), 16);
    }
}
