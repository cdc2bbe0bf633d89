//! L2TP version 2 data messages (RFC 2661, section 3.1): PPP in UDP.

use crate::decode::stop::{Layer, Limit, Stop};
use crate::decode::walk::{Next, Walk};

const CONTROL: u16 = 0x8000;
const LENGTH: u16 = 0x4000;
const SEQUENCE: u16 = 0x0800;
const OFFSET: u16 = 0x0200;

/// An L2TP header; control messages carry nothing.
pub(in crate::decode) fn l2tp(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let at_header = walk.rest;
    let flags = walk.rest.take_u16(Layer::Tunnel)?;
    if flags & 0x000f != 2 {
        let version = flags & 0x000f;
        return Err(at_header.impossible(Layer::Tunnel, "version", version.into()));
    }
    if flags & CONTROL != 0 {
        return Err(at_header.other(Layer::Tunnel, flags));
    }
    if flags & LENGTH != 0 {
        let len = walk.rest.take_u16(Layer::Tunnel)?;
        // The length counts from the header's beginning; four octets of it are taken.
        let Some(rest) = usize::from(len).checked_sub(4) else {
            return Err(at_header.impossible(Layer::Tunnel, "length", len.into()));
        };
        walk.rest.truncate(rest, Limit::TunnelLength);
    }
    // Tunnel and session.
    walk.rest.skip(4, Layer::Tunnel)?;
    if flags & SEQUENCE != 0 {
        walk.rest.skip(4, Layer::Tunnel)?;
    }
    if flags & OFFSET != 0 {
        let padding = walk.rest.take_u16(Layer::Tunnel)?;
        walk.rest.skip(padding.into(), Layer::Tunnel)?;
    }
    Ok(Next::Ppp)
}
