//! From a link type to the header behind the link layer's own.
//!
//! Duty: every link type that IP is known to be captured on. Invariant: numbers are the LINKTYPE_
//! values of the registry at tcpdump.org, and the DLT_ values that some systems wrote instead.
//! Absence: link types of buses, radios and meters that carry no IP.

use super::stop::{Layer, Limit, Stop};
use super::walk::{Next, Walk};
use super::{juniper, lan, llc, ppp, wireless};
use crate::LinkType;

/// The octets in front of the first header that a link type announces.
pub(super) fn link(walk: &mut Walk<'_>, link_type: LinkType) -> Result<Next, Stop> {
    match link_type.0 {
        0 => null(walk),
        1 => Ok(Next::Ethernet),
        6 => lan::token_ring(walk),
        7 => lan::arcnet_bsd(walk),
        8 => skip(walk, 16, Next::Ip),
        9 => Ok(Next::Ppp),
        10 => lan::fddi(walk),
        // ATM with LLC, under either number.
        11 | 100 => Ok(Next::Llc),
        12 | 14 | 101 | 228 | 229 => Ok(Next::Ip),
        50 => ppp::hdlc(walk),
        // PPPoE without Ethernet; Linux's own IP over the session.
        51 => Ok(Next::EtherType(0x8864)),
        99 => symantec(walk),
        104 => ppp::cisco(walk),
        105 | 119 | 127 | 163 | 192 => wireless::radio(walk, link_type),
        107 => frame_relay(walk),
        108 => loopback(walk),
        109 => skip(walk, 12, Next::Ip),
        113 => sll(walk),
        117 => pflog(walk),
        // RFC 2625: two network addresses of eight octets.
        122 => skip(walk, 16, Next::Llc),
        123 => sun_atm(walk),
        129 => lan::arcnet_linux(walk),
        // IP over IEEE 1394: two addresses of eight octets.
        138 => typed::<16>(walk),
        // The direction takes the place of PPP's address octet.
        166 => ppp_pppd(walk),
        130..=137 | 164 | 167 | 168 | 178..=181 | 183 | 194..=196 | 200 => {
            juniper::juniper(walk, link_type)
        }
        204 => skip(walk, 1, Next::Ppp),
        205 => skip(walk, 1, Next::Link(LinkType(104))),
        206 => skip(walk, 1, Next::Link(LinkType(107))),
        219 => Ok(Next::Mpls),
        226 => skip(walk, 24, Next::Ip),
        239 => nflog(walk),
        240 => skip(walk, 4, Next::Ethernet),
        241 => skip(walk, 12, Next::Ethernet),
        // IP over InfiniBand: the global routing header of 40 octets, then a type.
        242 => ipoib(walk),
        // Apple's, under its number and the one it was first written with.
        149 | 258 => pktap(walk),
        // Ethernet behind its preamble.
        259 | 260 | 274 => skip(walk, 8, Next::Ethernet),
        276 => sll2(walk),
        // Switch tags: behind the addresses, or in front of them.
        281 => dsa(walk, 4),
        282 => skip(walk, 4, Next::Ethernet),
        283 => dsa(walk, 2),
        284 => dsa(walk, 8),
        other => Err(walk.rest.other(Layer::Link, other)),
    }
}

fn skip(walk: &mut Walk<'_>, count: usize, next: Next) -> Result<Next, Stop> {
    walk.rest.skip(count, Layer::Link)?;
    Ok(next)
}

/// A header that has an Ethernet type behind `N` octets of addresses and the like.
fn typed<const N: usize>(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    walk.rest.skip(N, Layer::Link)?;
    walk.rest.take_u16(Layer::Link).map(Next::EtherType)
}

/// BSD loopback: an address family in the byte order of the machine that captured.
fn null(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let octets = *walk.rest.take(Layer::Link)?;
    let little = u32::from_le_bytes(octets);
    // Families are small numbers: one in the upper half was written in the other order.
    let family = if little > 0xffff {
        u32::from_be_bytes(octets)
    } else {
        little
    };
    address_family(walk, family)
}

/// OpenBSD loopback: an address family in network byte order.
fn loopback(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let family = u32::from_be_bytes(*walk.rest.take(Layer::Link)?);
    // Some systems write it in their own order nevertheless.
    let family = if family > 0xffff {
        family.swap_bytes()
    } else {
        family
    };
    address_family(walk, family)
}

/// What an address family means; IPv6's number differs from system to system.
fn address_family(walk: &mut Walk<'_>, family: u32) -> Result<Next, Stop> {
    match (family, u16::try_from(family)) {
        (2, _) => Ok(Next::Ipv4),
        (10 | 23 | 24 | 26 | 28 | 30, _) => Ok(Next::Ipv6),
        // A few writers put an Ethernet type there.
        (_, Ok(kind @ 0x600..)) => Ok(Next::EtherType(kind)),
        _ => Err(walk.rest.other(Layer::Link, family)),
    }
}

/// Symantec's firewall: the Ethernet type lies in the header of 44 octets.
fn symantec(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[_, _, _, _, _, _, high, low, ..] = walk.rest.take::<44>(Layer::Link)?;
    Ok(Next::EtherType(u16::from_be_bytes([high, low])))
}

/// Frame relay (RFC 2427): an address of two to four octets, then an identifier or, as Cisco has
/// it, an Ethernet type.
pub(super) fn frame_relay(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let address = walk.rest.octets().iter().take(4);
    let Some(last) = address.clone().position(|octet| octet & 1 == 1) else {
        return Err(walk.rest.impossible(Layer::Link, "address", 0));
    };
    walk.rest.skip(last + 1, Layer::Link)?;
    match walk.rest.peek(Layer::Link)? {
        [0x03, _] => {
            walk.rest.skip(1, Layer::Link)?;
            llc::nlpid(walk)
        }
        [high, low] => {
            let kind = u16::from_be_bytes([*high, *low]);
            skip(walk, 2, Next::EtherType(kind))
        }
    }
}

/// Linux cooked capture: packet type, device type, address, protocol.
fn sll(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[_, _, d0, d1, .., p0, p1] = walk.rest.take::<16>(Layer::Link)?;
    cooked(
        walk,
        u16::from_be_bytes([d0, d1]),
        u16::from_be_bytes([p0, p1]),
    )
}

/// The second version of it: protocol, interface, device type, packet type, address.
fn sll2(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[p0, p1, _, _, _, _, _, _, d0, d1, ..] = walk.rest.take::<20>(Layer::Link)?;
    cooked(
        walk,
        u16::from_be_bytes([d0, d1]),
        u16::from_be_bytes([p0, p1]),
    )
}

/// What Linux's device type and protocol announce.
fn cooked(walk: &mut Walk<'_>, device: u16, protocol: u16) -> Result<Next, Stop> {
    match (device, protocol) {
        // Devices without a header: netlink messages have other meanings of the protocol.
        (824, _) => Err(walk.rest.other(Layer::Link, protocol)),
        // 802.11 with radiotap.
        (803, _) => Ok(Next::Link(LinkType(127))),
        // LLC frames on Ethernet.
        (_, 0x0004) => Ok(Next::Llc),
        _ => Ok(Next::EtherType(protocol)),
    }
}

/// OpenBSD's packet filter log: the header begins with its length and the address family.
fn pflog(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[len, family] = walk.rest.peek(Layer::Link)?;
    walk.rest
        .skip(usize::from(len).next_multiple_of(4).max(4), Layer::Link)?;
    address_family(walk, family.into())
}

/// ATM as SunATM delivers it: a kind of traffic, and the virtual circuit.
fn sun_atm(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[kind, ..] = walk.rest.take::<4>(Layer::Link)?;
    match kind & 0x0f {
        // LAN emulation: a client identifier, then an Ethernet frame.
        1 => skip(walk, 2, Next::Ethernet),
        2 => Ok(Next::Llc),
        other => Err(walk.rest.other(Layer::Link, other)),
    }
}

fn ppp_pppd(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    walk.rest.skip(1, Layer::Link)?;
    if walk.rest.first() == Some(0x03) {
        walk.rest.skip(1, Layer::Link)?;
    }
    Ok(Next::Ppp)
}

/// Netfilter's log: attributes of a type and a length in the machine's byte order, one of which
/// holds the packet.
fn nflog(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    const PAYLOAD: u16 = 9;
    let &[family, ..] = walk.rest.take::<4>(Layer::Link)?;
    loop {
        let &[l0, l1, k0, k1] = walk.rest.take(Layer::Link)?;
        let (mut len, mut kind) = (u16::from_le_bytes([l0, l1]), u16::from_le_bytes([k0, k1]));
        // Kinds are small numbers.
        if kind > 0xff {
            (len, kind) = (len.swap_bytes(), kind.swap_bytes());
        }
        let Some(value) = usize::from(len).checked_sub(4) else {
            return Err(walk
                .rest
                .impossible(Layer::Link, "attribute length", len.into()));
        };
        if kind == PAYLOAD {
            walk.rest.truncate(value, Limit::LinkLength);
            return address_family(walk, family.into());
        }
        walk.rest.skip(value.next_multiple_of(4), Layer::Link)?;
    }
}

/// Apple's packet tap: its header's length and the link type of what follows.
fn pktap(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[l0, l1, l2, l3, _, _, _, _, d0, d1, ..] = walk.rest.peek::<12>(Layer::Link)?;
    let len = u32::from_le_bytes([l0, l1, l2, l3]);
    if len < 12 {
        return Err(walk.rest.impossible(Layer::Link, "header length", len));
    }
    walk.rest
        .skip(usize::try_from(len).unwrap_or(usize::MAX), Layer::Link)?;
    Ok(Next::Link(LinkType(u16::from_le_bytes([d0, d1]))))
}

fn ipoib(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    walk.rest.skip(40, Layer::Link)?;
    let kind = walk.rest.take_u16(Layer::Link)?;
    skip(walk, 2, Next::EtherType(kind))
}

/// Ethernet with a switch's tag of `len` octets between the addresses and the type.
fn dsa(walk: &mut Walk<'_>, len: usize) -> Result<Next, Stop> {
    walk.rest.skip(12 + len, Layer::Link)?;
    walk.rest.take_u16(Layer::Link).map(Next::EtherType)
}
