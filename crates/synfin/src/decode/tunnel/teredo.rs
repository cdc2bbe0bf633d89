//! IPv6 through address translators: Teredo (RFC 4380) and AYIYA.

use crate::decode::stop::{Layer, Stop};
use crate::decode::walk::{Next, Walk};

/// Teredo: IPv6, behind authentication and origin indication where they are.
pub(in crate::decode) fn teredo(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    loop {
        let &[first, second] = walk.rest.peek(Layer::Tunnel)?;
        match (first, second) {
            (0x60..=0x6f, _) => return Ok(Next::Ipv6),
            // Origin indication: port and address.
            (0, 0) => walk.rest.skip(8, Layer::Tunnel)?,
            // Authentication: two lengths, their values, nonce and confirmation.
            (0, 1) => {
                let &[_, _, id_len, value_len] = walk.rest.take(Layer::Tunnel)?;
                let len = usize::from(id_len) + usize::from(value_len) + 9;
                walk.rest.skip(len, Layer::Tunnel)?;
            }
            _ => return Err(walk.rest.other(Layer::Tunnel, first)),
        }
    }
}

/// Anything in anything: identity and signature with lengths, an operation, the next protocol.
pub(in crate::decode) fn ayiya(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    const FORWARD: u8 = 1;
    let &[identity, signature, operation, next, _, _, _, _] = walk.rest.take(Layer::Tunnel)?;
    let identity_len = 1_usize << (identity >> 4);
    let signature_len = usize::from(signature >> 4) * 4;
    walk.rest
        .skip(identity_len + signature_len, Layer::Tunnel)?;
    match (operation & 0x0f, next) {
        (FORWARD, 4) => Ok(Next::Ipv4),
        (FORWARD, 41) => Ok(Next::Ipv6),
        _ => Err(walk.rest.other(Layer::Tunnel, next)),
    }
}
