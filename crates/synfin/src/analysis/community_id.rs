//! Community ID, version 1: the same name for the same flow in every tool.
//!
//! The definition is <https://github.com/corelight/community-id-spec>: SHA-1 over seed, addresses,
//! protocol, padding and ports, the smaller socket first, in Base64.

use crate::{End, FlowKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest, Sha1};
use std::net::IpAddr;

/// The seed everybody uses who has not agreed on another.
const SEED: [u8; 2] = [0, 0];

/// TCP's protocol number (RFC 9293, 3.1).
const TCP: u8 = 6;

/// The Community ID of a TCP flow, as in `1:LQU9qZlK+B5F3KDmev6m5PMibrg=`.
#[must_use]
pub fn community_id(flow: FlowKey) -> String {
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
    format!("1:{}", STANDARD.encode(hash.finalize()))
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
        assert_eq!(id("128.232.110.120:34855", "66.35.250.204:80"), known);
        assert_eq!(id("66.35.250.204:80", "128.232.110.120:34855"), known);
    }
}
