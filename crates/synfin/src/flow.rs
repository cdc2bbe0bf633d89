//! Which packets belong together: the unordered pair of sockets, and the two sides.

mod compact;
mod glance;

pub(crate) use compact::{CompactKey, Ipv4Pair, Keys, Probe};
pub use glance::Glance;

use crate::Segment;
use std::fmt;
use std::net::{SocketAddr, SocketAddrV4};
use std::num::NonZeroU32;
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

    /// Which of `shards` parts of all flows this one belongs to, from 0: about as many flows
    /// belong to each, and both directions of a flow to the same. It is the same in every run and
    /// on every machine, so that what follows from it is, too.
    #[must_use]
    pub fn shard(&self, shards: NonZeroU32) -> u32 {
        part(self.mixed(), shards)
    }

    /// The same of a segment's flow.
    #[must_use]
    #[inline]
    pub fn shard_of(segment: &Segment<'_>, shards: NonZeroU32) -> u32 {
        match (segment.source, segment.destination) {
            (SocketAddr::V4(source), SocketAddr::V4(destination)) => {
                part_of([source, destination], shards)
            }
            _ => Self::of(segment).shard(shards),
        }
    }

    /// A number that depends on every octet of both sockets. It is not keyed: who chooses the
    /// sockets can choose the number.
    fn mixed(&self) -> u64 {
        let mut mixed = 0;
        for socket in [self.lower, self.upper] {
            match socket {
                SocketAddr::V4(socket) => mixed = mix(mixed, word(socket)),
                SocketAddr::V6(socket) => {
                    let words = socket.ip().octets();
                    let (words, _) = words.as_chunks::<8>();
                    for word in words {
                        mixed = mix(mixed, u64::from_be_bytes(*word));
                    }
                    mixed = mix(mixed, u64::from(socket.port()));
                }
            }
        }
        mixed
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

/// A socket in one word, in the sockets' order.
#[inline]
const fn word(socket: SocketAddrV4) -> u64 {
    (socket.ip().to_bits() as u64) << 16 | socket.port() as u64
}

/// Mixes a word in.
#[inline]
const fn mix(mixed: u64, word: u64) -> u64 {
    // Multiplication carries upwards, the shift back down (as SplitMix64 has it).
    let mixed = (mixed ^ word).wrapping_mul(SPREADING);
    mixed ^ mixed >> 32
}

/// Which of `shards` parts the flow between two IPv4 sockets belongs to, in whichever order.
#[inline]
fn part_of([one, other]: [SocketAddrV4; 2], shards: NonZeroU32) -> u32 {
    let (one, other) = (word(one), word(other));
    part(mix(mix(0, one.min(other)), one.max(other)), shards)
}

/// Which of `shards` parts a mixed number belongs to.
#[inline]
fn part(mixed: u64, shards: NonZeroU32) -> u32 {
    // The upper half of a product, instead of a division's remainder.
    let part = (mixed.wrapping_mul(SPREADING) >> 32) * u64::from(shards.get());
    u32::try_from(part >> 32).unwrap_or_default()
}

/// An odd number without a pattern in its bits.
const SPREADING: u64 = 0x9e37_79b9_7f4a_7c15;

#[cfg(test)]
mod tests {
    use super::FlowKey;
    use std::net::SocketAddr;
    use std::num::NonZeroU32;

    #[test]
    fn both_directions_are_in_one_shard_and_shards_are_alike() {
        let shards = NonZeroU32::new(16).unwrap();
        let mut counts = [0_u32; 16];
        for client in 0..16_000_u32 {
            let [a, b, c, d] = (0x0a00_0000 + client / 4).to_be_bytes();
            let port = u16::try_from(1024 + client % 4).unwrap();
            let client = SocketAddr::from(([a, b, c, d], port));
            let server = SocketAddr::from(([192, 0, 2, 1], 443));
            let shard = FlowKey::new(client, server).shard(shards);
            assert_eq!(shard, FlowKey::new(server, client).shard(shards));
            counts[shard as usize] += 1;
        }
        assert!(
            counts.iter().all(|count| (850..1150).contains(count)),
            "{counts:?}"
        );
    }

    #[test]
    fn a_shard_is_the_same_in_every_run() {
        let shards = NonZeroU32::new(1_000).unwrap();
        let key =
            |one: &str, other: &str| FlowKey::new(one.parse().unwrap(), other.parse().unwrap());
        let here = [
            key("10.0.0.1:40000", "10.0.0.2:80"),
            key("[2001:db8::1]:40000", "[2001:db8::2]:80"),
        ];
        assert_eq!(here.map(|key| key.shard(shards)), [485, 13]);
        let one = NonZeroU32::MIN;
        assert_eq!(here.map(|key| key.shard(one)), [0, 0]);
    }
}
