//! Community ID, version 1: the same name for the same flow in every tool.
//!
//! The definition is <https://github.com/corelight/community-id-spec>: SHA-1 over seed, addresses,
//! protocol, padding and ports, the smaller socket first, in Base64.

use crate::{End, FlowKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest, Sha1};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

/// The seed everybody uses who has not agreed on another.
const SEED: [u8; 2] = [0, 0];

/// TCP's protocol number (RFC 9293, 3.1).
const TCP: u8 = 6;

/// A flow's Community ID, as in `1:LQU9qZlK+B5F3KDmev6m5PMibrg=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CommunityId([u8; LENGTH]);

/// Letters of a Community ID: the version, a colon, and 20 octets in Base64.
const LENGTH: usize = 30;

impl CommunityId {
    /// The text's letters, all ASCII.
    pub fn letters(&self) -> impl Iterator<Item = u8> {
        self.0.into_iter()
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Base64 is ASCII.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for CommunityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The Community ID of a TCP flow.
#[must_use]
pub fn community_id(flow: FlowKey) -> CommunityId {
    let (lower, upper) = (flow.socket(End::Lower), flow.socket(End::Upper));
    let mut hash = Sha1::new();
    let [[a, b], [c, d]] = [lower, upper].map(|socket| socket.port().to_be_bytes());
    let end = [TCP, 0, a, b, c, d];
    match (lower.ip(), upper.ip()) {
        // At once: that costs less.
        (IpAddr::V4(lower), IpAddr::V4(upper)) => hash.update(of_ipv4(lower, upper, end)),
        (lower, upper) => {
            hash.update(SEED);
            for address in [lower, upper] {
                match address {
                    IpAddr::V4(address) => hash.update(address.octets()),
                    IpAddr::V6(address) => hash.update(address.octets()),
                }
            }
            hash.update(end);
        }
    }
    let mut text = *b"1:............................";
    let [_, _, digits @ ..] = &mut text;
    let written = STANDARD.encode_slice(hash.finalize(), digits);
    debug_assert_eq!(written, Ok(LENGTH - 2), "20 octets are 28 digits");
    CommunityId(text)
}

/// What is hashed for two sockets of IPv4.
const fn of_ipv4(lower: Ipv4Addr, upper: Ipv4Addr, end: [u8; 6]) -> [u8; 16] {
    let ([seed, zero], [a, b, c, d]) = (SEED, lower.octets());
    let ([e, f, g, h], [i, j, k, l, m, n]) = (upper.octets(), end);
    [seed, zero, a, b, c, d, e, f, g, h, i, j, k, l, m, n]
}

#[cfg(test)]
mod tests {
    use super::community_id;
    use crate::FlowKey;

    /// Values from the specification's own baseline for TCP.
    #[test]
    fn the_published_values_come_out() {
        let id = |one: &str, other: &str| {
            community_id(FlowKey::new(one.parse().unwrap(), other.parse().unwrap()))
        };
        let known = "1:LQU9qZlK+B5F3KDmev6m5PMibrg=";
        assert_eq!(
            id("128.232.110.120:34855", "66.35.250.204:80").as_str(),
            known
        );
        assert_eq!(
            id("66.35.250.204:80", "128.232.110.120:34855").to_string(),
            known
        );
    }
}
