//! UDP, and the tunnels that are told by its ports.
//!
//! Duty: enter a tunnel only where its own header is plausible, since any program may use any
//! port. Absence: no guess at other ports.

use super::stop::{Layer, Limit, Stop};
use super::tunnel;
use super::walk::{Next, Walk};
use etherparse::UdpHeaderSlice;

/// A UDP header (RFC 768).
pub(super) fn udp(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let header = UdpHeaderSlice::from_slice(walk.rest.octets())
        .map_err(|error| walk.rest.short(Layer::Udp, error.required_len))?;
    let len = usize::from(header.length());
    // A length of 0 is a jumbogram's (RFC 2675, section 4), or left to hardware (UFO).
    if len != 0 {
        if len < 8 {
            let value = header.length().into();
            return Err(walk.rest.impossible(Layer::Udp, "length", value));
        }
        walk.rest.truncate(len, Limit::UdpLength);
    }
    walk.rest.skip(8, Layer::Udp)?;
    Ok(Next::Datagram(
        header.source_port(),
        header.destination_port(),
    ))
}

/// The payload of a datagram: the tunnel that either port names, the destination first.
pub(super) fn datagram(walk: &mut Walk<'_>, source: u16, destination: u16) -> Result<Next, Stop> {
    for port in [destination, source] {
        match port {
            1701 => return tunnel::l2tp(walk),
            2152 => return tunnel::gtp_v1(walk),
            3386 => return tunnel::gtp_v0(walk),
            3544 => return tunnel::teredo(walk),
            4341 => return tunnel::lisp(walk),
            4754 => return Ok(Next::Gre),
            4789 | 8472 => return tunnel::vxlan(walk),
            4790 => return tunnel::vxlan_gpe(walk),
            5072 => return tunnel::ayiya(walk),
            6081 => return tunnel::geneve(walk),
            6635 => return Ok(Next::Mpls),
            37008 => return tunnel::tzsp(walk),
            _ => {}
        }
    }
    Err(walk.rest.other(Layer::Udp, destination))
}
