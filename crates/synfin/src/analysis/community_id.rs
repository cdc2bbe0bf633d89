//! Community ID, version 1: the same name for the same flow in every tool.
//!
//! The definition is <https://github.com/corelight/community-id-spec>: SHA-1 over seed, addresses,
//! protocol, padding and ports, the smaller socket first, in Base64.

use crate::{End, FlowKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha1::block_api::compress;
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
    #[must_use]
    pub const fn letters(&self) -> [u8; LENGTH] {
        self.0
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
    let [[a, b], [c, d]] = [lower, upper].map(|socket| socket.port().to_be_bytes());
    let end = [TCP, 0, a, b, c, d];
    match (lower.ip(), upper.ip()) {
        (IpAddr::V4(lower), IpAddr::V4(upper)) => {
            let mut state = BEGINNING;
            compress(&mut state, &[only_block(of_ipv4(lower, upper, end))]);
            in_base64(state.map(u32::to_be_bytes).as_flattened())
        }
        (lower, upper) => {
            let mut hash = Sha1::new();
            hash.update(SEED);
            for address in [lower, upper] {
                match address {
                    IpAddr::V4(address) => hash.update(address.octets()),
                    IpAddr::V6(address) => hash.update(address.octets()),
                }
            }
            hash.update(end);
            in_base64(&hash.finalize())
        }
    }
}

/// The text of a hash's 20 octets.
fn in_base64(hash: &[u8]) -> CommunityId {
    let mut text = *b"1:............................";
    let [_, _, digits @ ..] = &mut text;
    let written = STANDARD.encode_slice(hash, digits);
    debug_assert_eq!(written, Ok(LENGTH - 2), "20 octets are 28 digits");
    CommunityId(text)
}

/// What SHA-1 begins with (FIPS 180-4, 5.3.1).
const BEGINNING: [u32; 5] = [
    0x6745_2301,
    0xefcd_ab89,
    0x98ba_dcfe,
    0x1032_5476,
    0xc3d2_e1f0,
];

/// The one block of a message of less than 56 octets: behind it a bit that is set, zeros, and how
/// many bits it has (FIPS 180-4, 5.1.1). Made here it costs less than by parts of any length.
fn only_block<const LEN: usize>(message: [u8; LEN]) -> [u8; 64] {
    let mut block = [0; 64];
    if let Some((start, [behind, ..])) = block.split_first_chunk_mut() {
        *start = message;
        *behind = 0x80;
    }
    if let Some(end) = block.last_chunk_mut() {
        *end = (8 * LEN as u64).to_be_bytes();
    }
    block
}

/// What is hashed for two sockets of IPv4.
const fn of_ipv4(lower: Ipv4Addr, upper: Ipv4Addr, end: [u8; 6]) -> [u8; 16] {
    let ([seed, zero], [a, b, c, d]) = (SEED, lower.octets());
    let ([e, f, g, h], [i, j, k, l, m, n]) = (upper.octets(), end);
    [seed, zero, a, b, c, d, e, f, g, h, i, j, k, l, m, n]
}

#[cfg(test)]
mod tests {
    use super::{Digest, Sha1, community_id, compress};
    use crate::FlowKey;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_only_block_is_what_sha_1_makes(message: [u8; 16]) {
            let mut state = super::BEGINNING;
            compress(&mut state, &[super::only_block(message)]);
            let hash = state.map(u32::to_be_bytes);
            prop_assert_eq!(hash.as_flattened(), &Sha1::digest(message)[..]);
        }
    }

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
