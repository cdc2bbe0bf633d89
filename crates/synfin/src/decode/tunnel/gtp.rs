//! GTP user data (3GPP TS 29.281, and TS 29.060 for version 0): an IP packet of a mobile.

use crate::decode::stop::{Layer, Limit, Stop};
use crate::decode::walk::{Next, Walk};

/// The message type of user data.
const T_PDU: u8 = 255;

/// A GTP header of version 1, with optional fields and extension headers.
pub(in crate::decode) fn gtp_v1(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    const PROTOCOL_TYPE: u8 = 0x10;
    const ANY_OPTIONAL: u8 = 0x07;
    const EXTENSION: u8 = 0x04;
    let &[flags, kind, high, low, _, _, _, _] = walk.rest.take(Layer::Tunnel)?;
    if flags >> 5 != 1 || flags & PROTOCOL_TYPE == 0 {
        return Err(walk.rest.impossible(Layer::Tunnel, "version", flags.into()));
    }
    if kind != T_PDU {
        return Err(walk.rest.other(Layer::Tunnel, kind));
    }
    let len = u16::from_be_bytes([high, low]);
    walk.rest.truncate(len.into(), Limit::TunnelLength);
    if flags & ANY_OPTIONAL != 0 {
        // Sequence number, N-PDU number and next extension are there together.
        let &[_, _, _, mut next] = walk.rest.take(Layer::Tunnel)?;
        while flags & EXTENSION != 0 && next != 0 {
            let &[units] = walk.rest.peek(Layer::Tunnel)?;
            if units == 0 {
                return Err(walk.rest.impossible(Layer::Tunnel, "extension length", 0));
            }
            let extension = walk
                .rest
                .take_slice(usize::from(units) * 4, Layer::Tunnel)?;
            next = extension.last().copied().unwrap_or(0);
        }
    }
    user_data(walk)
}

/// A GTP header of version 0: always twenty octets.
pub(in crate::decode) fn gtp_v0(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[flags, kind, high, low, ..] = walk.rest.take::<20>(Layer::Tunnel)?;
    if flags >> 5 != 0 || kind != T_PDU {
        return Err(walk.rest.other(Layer::Tunnel, kind));
    }
    let len = u16::from_be_bytes([high, low]);
    walk.rest.truncate(len.into(), Limit::TunnelLength);
    user_data(walk)
}

/// IP of either version, or PPP.
fn user_data(walk: &Walk<'_>) -> Result<Next, Stop> {
    match walk.rest.peek(Layer::Tunnel)? {
        [0x45..=0x4f | 0x60..=0x6f] => Ok(Next::Ip),
        _ => Ok(Next::Ppp),
    }
}
