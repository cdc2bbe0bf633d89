//! Local networks that came before Ethernet, or beside it: token ring, FDDI, ARCnet.
//!
//! Invariant: what stands behind their addresses is LLC, or names IP itself. Absence: bridges and
//! routes, which are passed over.

use super::stop::{Layer, Stop};
use super::walk::{Next, Walk};

/// Token ring (IEEE 802.5): the source address' first bit announces a route.
pub(super) fn token_ring(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[_, control, _, _, _, _, _, _, source, ..] = walk.rest.take::<14>(Layer::Link)?;
    if control >> 6 != 1 {
        return Err(walk.rest.other(Layer::Link, control));
    }
    if source & 0x80 != 0 {
        let &[route] = walk.rest.peek(Layer::Link)?;
        walk.rest.skip(usize::from(route & 0x1f), Layer::Link)?;
    }
    Ok(Next::Llc)
}

/// FDDI: frame control and two addresses.
pub(super) fn fddi(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[control, ..] = walk.rest.take::<13>(Layer::Link)?;
    match control & 0xf0 {
        0x50 => Ok(Next::Llc),
        _ => Err(walk.rest.other(Layer::Link, control)),
    }
}

/// ARCnet as the BSDs have it: addresses, then the protocol.
pub(super) fn arcnet_bsd(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    walk.rest.skip(2, Layer::Link)?;
    arcnet(walk)
}

/// ARCnet as Linux has it: addresses, an offset, then the protocol.
pub(super) fn arcnet_linux(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    walk.rest.skip(4, Layer::Link)?;
    arcnet(walk)
}

/// ARCnet's protocol octet: RFC 1051 has nothing behind it, RFC 1201 a flag and a sequence number;
/// flag 255 announces four octets more.
fn arcnet(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[protocol] = walk.rest.take(Layer::Link)?;
    if protocol != 0xf0 && protocol != 0xf1 {
        let &[flag, _, _] = walk.rest.take(Layer::Link)?;
        if flag == 0xff {
            walk.rest.skip(4, Layer::Link)?;
        }
    }
    match protocol {
        0xf0 | 0xd4 => Ok(Next::Ipv4),
        0xc4 => Ok(Next::Ipv6),
        _ => Err(walk.rest.other(Layer::Link, protocol)),
    }
}
