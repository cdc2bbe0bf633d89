//! Juniper's link types: a header with a magic number in front of the link layer's own.
//!
//! Duty: the interfaces whose payload is a known link layer. Absence: interfaces of services and
//! tunnels, whose cookies are not documented.

use super::stop::{Layer, Stop};
use super::walk::{Next, Walk};
use super::{link, ppp};
use crate::LinkType;

/// The first three octets of the header.
const MAGIC: [u8; 3] = *b"MGC";

/// Flag: extensions follow, with their length in front.
const EXTENSIONS: u8 = 0x80;

/// Flag: the link-layer header was taken off; four octets stand for it, then IP follows.
const NO_LINK_LAYER: u8 = 0x02;

/// Juniper's header, then what the interface's type says.
pub(super) fn juniper(walk: &mut Walk<'_>, link_type: LinkType) -> Result<Next, Stop> {
    let &[a, b, c, flags] = walk.rest.peek(Layer::Link)?;
    if [a, b, c] != MAGIC {
        let value = u32::from_be_bytes([0, a, b, c]);
        return Err(walk.rest.impossible(Layer::Link, "magic", value));
    }
    walk.rest.skip(4, Layer::Link)?;
    if flags & EXTENSIONS != 0 {
        let len = walk.rest.take_u16(Layer::Link)?;
        walk.rest.skip(len.into(), Layer::Link)?;
    }
    if flags & NO_LINK_LAYER != 0 {
        walk.rest.skip(4, Layer::Link)?;
        return Ok(Next::Ip);
    }
    match link_type.0 {
        178 => Ok(Next::Ethernet),
        179 => Ok(Next::Ppp),
        180 => link::frame_relay(walk),
        181 => ppp::cisco(walk),
        other => Err(walk.rest.other(Layer::Link, other)),
    }
}
