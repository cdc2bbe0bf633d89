//! Tunnels: headers that carry Ethernet, PPP or IP inside UDP or IP.

mod gre;
mod gtp;
mod l2tp;
mod teredo;
mod vxlan;

pub(super) use gre::gre;
pub(super) use gtp::{gtp_v0, gtp_v1};
pub(super) use l2tp::l2tp;
pub(super) use teredo::{ayiya, teredo};
pub(super) use vxlan::{geneve, lisp, vxlan, vxlan_gpe};

use super::stop::{Layer, Stop};
use super::walk::{Next, Walk};
use crate::LinkType;

/// Ethernet directly in IP (RFC 3378): version 3 and twelve bits of nothing.
pub(super) fn ether_ip(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[first, _] = walk.rest.take(Layer::Tunnel)?;
    if first >> 4 != 3 {
        return Err(walk
            .rest
            .impossible(Layer::Tunnel, "version", u32::from(first >> 4)));
    }
    Ok(Next::Ethernet)
}

/// A network service header (RFC 8300): its length in units of four octets, the next protocol.
pub(super) fn nsh(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[_, len, _, next] = walk.rest.peek(Layer::Tunnel)?;
    let len = usize::from(len & 0x3f) * 4;
    if len < 8 {
        return Err(walk.rest.impossible(Layer::Tunnel, "length", 0));
    }
    walk.rest.skip(len, Layer::Tunnel)?;
    next_protocol(walk, next)
}

/// The list of next protocols that NSH, VXLAN-GPE and LISP-GPE share.
fn next_protocol(walk: &Walk<'_>, next: u8) -> Result<Next, Stop> {
    match next {
        1 => Ok(Next::Ipv4),
        2 => Ok(Next::Ipv6),
        3 => Ok(Next::Ethernet),
        4 => Ok(Next::Nsh),
        5 => Ok(Next::Mpls),
        other => Err(walk.rest.other(Layer::Tunnel, other)),
    }
}

/// TaZmen Sniffer Protocol: a captured frame in UDP, behind tagged fields.
pub(super) fn tzsp(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    const PADDING: u8 = 0;
    const END: u8 = 1;
    let &[version, kind, high, low] = walk.rest.take(Layer::Tunnel)?;
    if version != 1 || kind > 1 {
        return Err(walk
            .rest
            .impossible(Layer::Tunnel, "version", version.into()));
    }
    loop {
        match walk.rest.take(Layer::Tunnel)? {
            [PADDING] => {}
            [END] => break,
            _ => {
                let &[len] = walk.rest.take(Layer::Tunnel)?;
                walk.rest.skip(len.into(), Layer::Tunnel)?;
            }
        }
    }
    match u16::from_be_bytes([high, low]) {
        0x01 => Ok(Next::Ethernet),
        0x12 => Ok(Next::Link(LinkType(105))),
        0x77 => Ok(Next::Link(LinkType(119))),
        0x7f => Ok(Next::Link(LinkType(163))),
        other => Err(walk.rest.other(Layer::Tunnel, other)),
    }
}
