//! Hosts and networks, by IPv4, IPv6 and link-layer address.

use super::layout::{Kind as LinkKind, LlcLink};
use super::load::Base;
use super::numbers::*;
use super::{Generation, Generator, name};
use crate::filter::conditions::ConditionId;
use crate::filter::syntax::token::Protocol;
use crate::filter::syntax::tree::{Direction, Id, Kind, Qualifiers};
use crate::filter::values::Width;
use std::net::IpAddr;

/// Where a header has its two addresses.
#[derive(Clone, Copy)]
struct Places {
    src: u32,
    dst: u32,
}

impl Generator<'_> {
    /// `host`, `net`, or an address without either.
    pub(super) fn address(&mut self, id: &Id, qualifiers: Qualifiers) -> Generation {
        let protocol = qualifiers.protocol;
        match *id {
            Id::Ether(address) => self.link_host(address, qualifiers),
            Id::Arcnet(address) => self.arcnet_host(address, qualifiers),
            Id::Ip6 { address, prefix } => {
                if prefix != 128 && qualifiers.kind != Kind::Net {
                    return Err(self
                        .error("a prefix makes this a network")
                        .hint("write net before it"));
                }
                let mask = u128::MAX.checked_shl(128 - prefix).unwrap_or(0);
                self.ip6_host(address, mask, qualifiers)
            }
            Id::Network { value, mask } => {
                if qualifiers.kind != Kind::Net {
                    return Err(self
                        .error("a prefix makes this a network")
                        .hint("write net before it"));
                }
                self.ip4_host(value, mask, qualifiers)
            }
            Id::Dotted { value, bits } if protocol != Some(Protocol::Decnet) => {
                if protocol == Some(Protocol::Link) {
                    return Err(self.error("this is no link-layer address"));
                }
                let shift = 32 - bits;
                self.ip4_host(value << shift, u32::MAX << shift, qualifiers)
            }
            Id::Number(number) if protocol != Some(Protocol::Decnet) => {
                if protocol == Some(Protocol::Link) {
                    return Err(self.error("this is no link-layer address"));
                }
                let (value, mask) = match qualifiers.kind {
                    Kind::Net => left_aligned(number),
                    _ => (number, u32::MAX),
                };
                self.ip4_host(value, mask, qualifiers)
            }
            Id::Name(ref text) if protocol != Some(Protocol::Decnet) => {
                self.named_host(text, qualifiers)
            }
            Id::Dotted { .. } | Id::Number(_) | Id::Name(_) => {
                Err(self.error("DECnet addresses are not supported"))
            }
        }
    }

    /// A name: of a host, of a network, of an Ethernet address.
    fn named_host(&mut self, text: &str, qualifiers: Qualifiers) -> Generation {
        if qualifiers.kind == Kind::Net {
            let Some(number) = self.names.network(text) else {
                return Err(self
                    .error(format!("no network is known as {text}"))
                    .hint("write it as in: net 10.0.0.0/8"));
            };
            let (value, mask) = left_aligned(number);
            return self.ip4_host(value, mask, qualifiers);
        }
        if qualifiers.protocol == Some(Protocol::Link) {
            let Some(address) = self.names.ether(text) else {
                return Err(self
                    .error(format!("no Ethernet address is known as {text}"))
                    .hint("write it as in: ether host 00:1b:21:3c:4d:5e"));
            };
            return self.link_host(address, qualifiers);
        }
        let addresses = self.names.host(text).to_vec();
        let (mut ip4, mut ip6) = (qualifiers, qualifiers);
        if self.layout.protocol.constant == super::layout::UNSET && qualifiers.protocol.is_none() {
            ip4.protocol = Some(Protocol::Ip);
            ip6.protocol = Some(Protocol::Ip6);
        }
        let mut condition = None;
        for address in addresses {
            let next = match address {
                IpAddr::V4(_) if ip4.protocol == Some(Protocol::Ip6) => continue,
                IpAddr::V6(_) if ip6.protocol == Some(Protocol::Ip) => continue,
                IpAddr::V4(address) => self.ip4_host(address.to_bits(), u32::MAX, ip4)?,
                IpAddr::V6(address) => self.ip6_host(address.to_bits(), u128::MAX, ip6)?,
            };
            condition = Some(match condition {
                Some(before) => self.or(before, next),
                None => next,
            });
        }
        condition.ok_or_else(|| {
            self.error(format!("no host is known as {text}"))
                .hint("names are not looked up; an address works always")
        })
    }

    /// An IPv4 address under a mask; without a protocol also in ARP and RARP.
    fn ip4_host(&mut self, value: u32, mask: u32, qualifiers: Qualifiers) -> Generation {
        const IP: Places = Places { src: 12, dst: 16 };
        const ARP: Places = Places { src: 14, dst: 24 };
        let direction = qualifiers.direction;
        match qualifiers.protocol {
            None => {
                let ip = self.ip4_in(value, mask, direction, ETHER_IP, IP)?;
                if self.layout.labels > 0 {
                    return Ok(ip);
                }
                let arp = self.ip4_in(value, mask, direction, ETHER_ARP, ARP)?;
                let either = self.or(ip, arp);
                let rarp = self.ip4_in(value, mask, direction, ETHER_RARP, ARP)?;
                Ok(self.or(either, rarp))
            }
            Some(Protocol::Ip) => self.ip4_in(value, mask, direction, ETHER_IP, IP),
            Some(Protocol::Arp) => self.ip4_in(value, mask, direction, ETHER_ARP, ARP),
            Some(Protocol::Rarp) => self.ip4_in(value, mask, direction, ETHER_RARP, ARP),
            Some(other) => Err(self
                .error(format!("{} has no IPv4 addresses", name(other)))
                .hint("ip, arp and rarp can stand before an IPv4 address; tcp and host 10.0.0.1 asks for both")),
        }
    }

    fn ip4_in(
        &mut self,
        value: u32,
        mask: u32,
        direction: Direction,
        carrier: u32,
        places: Places,
    ) -> Generation {
        self.directed(direction, places, |generator, place| {
            let carried = generator.link_protocol(carrier)?;
            let address = generator.equal_masked(Base::Network, place, Width::Four, value, mask);
            Ok(generator.and(carried, address))
        })
    }

    fn ip6_host(&mut self, address: u128, mask: u128, qualifiers: Qualifiers) -> Generation {
        if let Some(other) = qualifiers.protocol
            && other != Protocol::Ip6
        {
            return Err(self
                .error(format!("{} has no IPv6 addresses", name(other)))
                .hint("only ip6 can stand before an IPv6 address"));
        }
        let places = Places { src: 8, dst: 24 };
        self.directed(qualifiers.direction, places, |generator, place| {
            let mut condition = generator.link_protocol(ETHER_IP6)?;
            for (at, shift) in [(0, 96), (4, 64), (8, 32), (12, 0)] {
                let part = |of: u128| u32::try_from(of >> shift & 0xffff_ffff).unwrap_or(0);
                let (value, mask) = (part(address), part(mask));
                let test =
                    generator.equal_masked(Base::Network, place + at, Width::Four, value, mask);
                condition = generator.and(condition, test);
            }
            Ok(condition)
        })
    }

    /// The condition at the source's place, the destination's, or both as the direction says.
    fn directed(
        &mut self,
        direction: Direction,
        places: Places,
        at: impl Fn(&mut Self, u32) -> Generation,
    ) -> Generation {
        match direction {
            Direction::Src => at(self, places.src),
            Direction::Dst => at(self, places.dst),
            Direction::Default | Direction::SrcOrDst => {
                let (src, dst) = (at(self, places.src)?, at(self, places.dst)?);
                Ok(self.or(src, dst))
            }
            Direction::SrcAndDst => {
                let (src, dst) = (at(self, places.src)?, at(self, places.dst)?);
                Ok(self.and(src, dst))
            }
            Direction::Address(_) | Direction::Receiver | Direction::Transmitter => Err(self
                .error("only 802.11 frames have such an address")
                .hint("src and dst work here")),
        }
    }

    fn link_host(&mut self, address: [u8; 6], qualifiers: Qualifiers) -> Generation {
        if qualifiers.protocol != Some(Protocol::Link)
            || !matches!(qualifiers.kind, Kind::Default | Kind::Host)
        {
            return Err(self
                .error("this is a link-layer address")
                .hint("write ether host, ether src or ether dst before it"));
        }
        self.link_address(address, qualifiers.direction)
    }

    /// A link-layer address of six octets.
    pub(super) fn link_address(&mut self, address: [u8; 6], direction: Direction) -> Generation {
        let places = match self.layout.kind {
            LinkKind::Ethernet => Places { src: 6, dst: 0 },
            LinkKind::Llc(LlcLink::Fddi) => Places { src: 7, dst: 1 },
            LinkKind::Llc(LlcLink::TokenRing) => Places { src: 8, dst: 2 },
            LinkKind::Llc(LlcLink::FibreChannel) => Places { src: 10, dst: 2 },
            _ => {
                return Err(self
                    .error(format!(
                        "this link layer (type {}) has no such addresses",
                        self.link_type.0
                    ))
                    .hint("host and net with an IP address work here"));
            }
        };
        let address = self.directed(direction, places, |generator, place| {
            Ok(generator.equal_octets(Base::Link, place, &address))
        })?;
        Ok(match self.has_link_header() {
            Some(has) => self.and(has, address),
            None => address,
        })
    }

    fn arcnet_host(&mut self, address: u8, qualifiers: Qualifiers) -> Generation {
        if qualifiers.protocol != Some(Protocol::Link)
            || !matches!(qualifiers.kind, Kind::Default | Kind::Host)
            || self.layout.kind != LinkKind::Arcnet
        {
            return Err(self
                .error("this is an address of ARCnet")
                .hint("it needs an ARCnet capture, and link host before it"));
        }
        self.arcnet_address(address, qualifiers.direction)
    }

    pub(super) fn arcnet_address(&mut self, address: u8, direction: Direction) -> Generation {
        self.directed(direction, Places { src: 0, dst: 1 }, |generator, place| {
            let test: ConditionId = generator.equal_octets(Base::Link, place, &[address]);
            Ok(test)
        })
    }
}

/// A network's number moved to the left, with the mask that leaves: 10 is 10.0.0.0/8.
fn left_aligned(number: u32) -> (u32, u32) {
    let (mut value, mut mask) = (number, u32::MAX);
    while value != 0 && value & 0xff00_0000 == 0 {
        value <<= 8;
        mask <<= 8;
    }
    (value, mask)
}
