//! Community ID, version 1: the same name for the same flow in every tool.
//!
//! The definition is <https://github.com/corelight/community-id-spec>: SHA-1 over seed, addresses,
//! protocol, padding and ports, the smaller socket first, in Base64.

use crate::{End, FlowKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest, Sha1};
use std::fmt;
use std::net::IpAddr;

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
    hash.update(SEED);
    for socket in [lower, upper] {
        match socket.ip() {
            IpAddr::V4(address) => hash.update(address.octets()),
            IpAddr::V6(address) => hash.update(address.octets()),
        }
    }
    hash.update([TCP, 0]);
    hash.update(lower.port().to_be_bytes());
    hash.update(upper.port().to_be_bytes());
    let mut text = *b"1:............................";
    let [_, _, digits @ ..] = &mut text;
    let written = STANDARD.encode_slice(hash.finalize(), digits);
    debug_assert_eq!(written, Ok(LENGTH - 2), "20 octets are 28 digits");
    CommunityId(text)
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
