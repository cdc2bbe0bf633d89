//! Generic routing encapsulation: RFC 2784 with RFC 1701's and 2890's fields, PPTP's variant
//! (RFC 2637), and the mirrored frames of ERSPAN.

use crate::decode::stop::{Layer, Limit, Stop};
use crate::decode::walk::{Next, Walk};
use crate::decode::wireless::Trim;

const CHECKSUM: u16 = 0x8000;
const ROUTING: u16 = 0x4000;
const KEY: u16 = 0x2000;
const SEQUENCE: u16 = 0x1000;
/// PPTP only.
const ACKNOWLEDGMENT: u16 = 0x0080;

/// A GRE header of version 0 or 1.
pub(in crate::decode) fn gre(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[f0, f1, p0, p1] = walk.rest.take(Layer::Gre)?;
    let (flags, protocol) = (u16::from_be_bytes([f0, f1]), u16::from_be_bytes([p0, p1]));
    match flags & 7 {
        0 => version_0(walk, flags, protocol),
        1 => version_1(walk, flags, protocol),
        version => Err(walk.rest.impossible(Layer::Gre, "version", version.into())),
    }
}

fn version_0(walk: &mut Walk<'_>, flags: u16, protocol: u16) -> Result<Next, Stop> {
    let field = |bits: u16| if flags & bits == 0 { 0 } else { 4 };
    // Checksum and offset are there together with either bit.
    let len = field(CHECKSUM | ROUTING) + field(KEY) + field(SEQUENCE);
    walk.rest.skip(len, Layer::Gre)?;
    if flags & ROUTING != 0 {
        skip_routes(walk)?;
    }
    match protocol {
        0x88be => erspan(walk, flags & SEQUENCE != 0),
        0x22eb => erspan_3(walk),
        0x883e => wccp(walk),
        0x880b => Ok(Next::Ppp),
        // Aruba: 802.11 frames, a number for each virtual interface of each radio.
        kind if kind == 0x9000 || (0x82..=0x88).contains(&(kind >> 8)) && kind & 0xff <= 0x10 => {
            Ok(Next::Wifi(Trim::default()))
        }
        kind => Ok(Next::EtherType(kind)),
    }
}

/// RFC 1701's source routes: address family, offset, length, address; a null one ends the list.
fn skip_routes(walk: &mut Walk<'_>) -> Result<(), Stop> {
    loop {
        let &[f0, f1, _, len] = walk.rest.take(Layer::Gre)?;
        if [f0, f1, len] == [0, 0, 0] {
            return Ok(());
        }
        walk.rest.skip(len.into(), Layer::Gre)?;
    }
}

/// PPTP: the key holds the payload's length; without a sequence number there is no payload.
fn version_1(walk: &mut Walk<'_>, flags: u16, protocol: u16) -> Result<Next, Stop> {
    if protocol != 0x880b || flags & SEQUENCE == 0 {
        return Err(walk.rest.other(Layer::Gre, protocol));
    }
    let &[high, low, _, _] = walk.rest.take(Layer::Gre)?;
    walk.rest.skip(4, Layer::Gre)?;
    if flags & ACKNOWLEDGMENT != 0 {
        walk.rest.skip(4, Layer::Gre)?;
    }
    let len = u16::from_be_bytes([high, low]);
    walk.rest.truncate(len.into(), Limit::TunnelLength);
    Ok(Next::Ppp)
}

/// ERSPAN: type I has no header, type II (with a sequence number) has eight octets.
fn erspan(walk: &mut Walk<'_>, is_type_2: bool) -> Result<Next, Stop> {
    if is_type_2 {
        walk.rest.skip(8, Layer::Gre)?;
    }
    Ok(Next::Ethernet)
}

/// ERSPAN type III: twelve octets, eight more with the last one's last bit; Ethernet or IP.
fn erspan_3(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[.., kind, last] = walk.rest.take::<12>(Layer::Gre)?;
    if last & 1 == 1 {
        walk.rest.skip(8, Layer::Gre)?;
    }
    match kind >> 2 & 0x1f {
        0 => Ok(Next::Ethernet),
        2 => Ok(Next::Ip),
        other => Err(walk.rest.other(Layer::Gre, other)),
    }
}

/// WCCP: its second version has a redirect header of four octets that IP cannot begin with.
fn wccp(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[first] = walk.rest.peek(Layer::Gre)?;
    if first >> 4 != 4 {
        walk.rest.skip(4, Layer::Gre)?;
    }
    Ok(Next::Ipv4)
}
