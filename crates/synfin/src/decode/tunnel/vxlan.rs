//! Overlay networks in UDP: VXLAN (RFC 7348), its generic extension, Geneve (RFC 8926), LISP
//! (RFC 9300).

use super::next_protocol;
use crate::decode::stop::{Layer, Stop};
use crate::decode::walk::{Next, Walk};

/// VXLAN: flags, network identifier, an Ethernet frame.
pub(in crate::decode) fn vxlan(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    const VALID_IDENTIFIER: u8 = 0x08;
    let &[flags, ..] = walk.rest.take::<8>(Layer::Tunnel)?;
    if flags & VALID_IDENTIFIER == 0 {
        return Err(walk.rest.impossible(Layer::Tunnel, "flags", flags.into()));
    }
    Ok(Next::Ethernet)
}

/// VXLAN-GPE: with the flag P the last octet before the identifier names what follows.
pub(in crate::decode) fn vxlan_gpe(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    const NEXT_PROTOCOL: u8 = 0x04;
    let &[flags, _, _, next, ..] = walk.rest.take::<8>(Layer::Tunnel)?;
    if flags & NEXT_PROTOCOL == 0 {
        return Ok(Next::Ethernet);
    }
    next_protocol(walk, next)
}

/// Geneve: length of options in units of four octets, an Ethernet type.
pub(in crate::decode) fn geneve(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[first, _, high, low, ..] = walk.rest.take::<8>(Layer::Tunnel)?;
    if first >> 6 != 0 {
        return Err(walk
            .rest
            .impossible(Layer::Tunnel, "version", u32::from(first >> 6)));
    }
    walk.rest
        .skip(usize::from(first & 0x3f) * 4, Layer::Tunnel)?;
    Ok(Next::EtherType(u16::from_be_bytes([high, low])))
}

/// LISP data: eight octets, then IP.
pub(in crate::decode) fn lisp(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    walk.rest.skip(8, Layer::Tunnel)?;
    Ok(Next::Ip)
}
