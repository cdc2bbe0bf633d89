//! PPP (RFC 1661), with or without its HDLC-like framing (RFC 1662).

use super::stop::{Layer, Stop};
use super::walk::{Next, Walk};

/// A PPP header: address and control may be left out, the protocol may have one octet.
pub(super) fn ppp(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    if walk.rest.octets().starts_with(&[0xff, 0x03]) {
        walk.rest.skip(2, Layer::Ppp)?;
    }
    let &[first] = walk.rest.take(Layer::Ppp)?;
    // The last octet of a protocol number is odd, the first of two even (RFC 1661, section 2).
    let protocol = if first & 1 == 1 {
        u16::from(first)
    } else {
        let &[second] = walk.rest.take(Layer::Ppp)?;
        u16::from_be_bytes([first, second])
    };
    match protocol {
        0x0021 => Ok(Next::Ipv4),
        0x0057 => Ok(Next::Ipv6),
        0x0281 | 0x0283 => Ok(Next::Mpls),
        // A few senders put the Ethernet type there.
        0x0800 => Ok(Next::Ipv4),
        _ => Err(walk.rest.other(Layer::Ppp, protocol)),
    }
}

/// The header of PPP in HDLC, or of Cisco's HDLC, told by the address octet.
pub(super) fn hdlc(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    match walk.rest.first() {
        Some(0x0f | 0x8f) => cisco(walk),
        _ => Ok(Next::Ppp),
    }
}

/// Cisco's HDLC: address, control, Ethernet type.
pub(super) fn cisco(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[address, control, high, low] = walk.rest.peek(Layer::Ppp)?;
    if (address, control) == (0xff, 0x03) {
        return Ok(Next::Ppp);
    }
    walk.rest.skip(4, Layer::Ppp)?;
    if (address, control) == (0xfe, 0xfe) {
        return Err(walk.rest.other(Layer::Ppp, 0xfe_u8));
    }
    Ok(Next::EtherType(u16::from_be_bytes([high, low])))
}
