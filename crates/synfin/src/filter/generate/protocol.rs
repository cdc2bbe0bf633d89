//! Protocols: by their own names, and by number or name behind `proto` and `protochain`.

use super::load::Base;
use super::numbers::*;
use super::{Generation, Generator, name};
use crate::filter::FilterError;
use crate::filter::chain::Chain;
use crate::filter::conditions::{Comparison, ConditionId};
use crate::filter::syntax::token::Protocol;
use crate::filter::syntax::tree::{Direction, Id, Kind, Qualifiers};
use crate::filter::values::{Value, Width};

/// Which header a protocol's number is looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carrier {
    Ip4,
    Ip6,
    /// IPv4, then IPv6.
    Either,
    Iso,
    Isis,
}

impl Generator<'_> {
    /// A protocol's bare name.
    pub(super) fn protocol(&mut self, protocol: Protocol) -> Generation {
        let (number, carrier) = match protocol {
            Protocol::Sctp => (IP_SCTP, Carrier::Either),
            Protocol::Tcp => (IP_TCP, Carrier::Either),
            Protocol::Udp => (IP_UDP, Carrier::Either),
            Protocol::Icmp => (IP_ICMP, Carrier::Ip4),
            Protocol::Igmp => (IP_IGMP, Carrier::Ip4),
            Protocol::Igrp => (IP_IGRP, Carrier::Ip4),
            Protocol::Pim => (IP_PIM, Carrier::Either),
            Protocol::Vrrp | Protocol::Carp => (IP_VRRP, Carrier::Ip4),
            Protocol::Icmp6 => (IP_ICMP6, Carrier::Ip6),
            Protocol::Ah => (IP_AH, Carrier::Either),
            Protocol::Esp => (IP_ESP, Carrier::Either),
            Protocol::Esis => (ISO_ESIS, Carrier::Iso),
            Protocol::Isis => (ISO_ISIS, Carrier::Iso),
            Protocol::Clnp => (ISO_CLNP, Carrier::Iso),
            Protocol::IsisLevel1 => return self.isis_kinds(&[26, 24, 18, 15, 17]),
            Protocol::IsisLevel2 => return self.isis_kinds(&[27, 25, 20, 16, 17]),
            Protocol::IsisHello => return self.isis_kinds(&[17, 16, 15]),
            Protocol::IsisLsp => return self.isis_kinds(&[18, 20]),
            Protocol::IsisSnp => return self.isis_kinds(&[26, 27, 24, 25]),
            Protocol::IsisCsnp => return self.isis_kinds(&[24, 25]),
            Protocol::IsisPsnp => return self.isis_kinds(&[26, 27]),
            other => {
                let number = self.link_number(other)?;
                return self.link_protocol(number);
            }
        };
        self.carried(number, carrier)
    }

    /// The number under which the link layer carries a protocol.
    fn link_number(&self, protocol: Protocol) -> Result<u32, FilterError> {
        Ok(match protocol {
            Protocol::Ip => ETHER_IP,
            Protocol::Arp => ETHER_ARP,
            Protocol::Rarp => ETHER_RARP,
            Protocol::Atalk => ETHER_ATALK,
            Protocol::Aarp => ETHER_AARP,
            Protocol::Decnet => ETHER_DECNET,
            Protocol::Sca => ETHER_SCA,
            Protocol::Lat => ETHER_LAT,
            Protocol::Mopdl => ETHER_MOPDL,
            Protocol::Moprc => ETHER_MOPRC,
            Protocol::Ip6 => ETHER_IP6,
            Protocol::Iso => SAP_ISO,
            Protocol::Stp => SAP_STP,
            Protocol::Ipx => SAP_IPX,
            Protocol::Netbeui => SAP_NETBEUI,
            _ => {
                return Err(self.error("this word is no condition of its own").hint(
                    "as in: ether host 00:1b:21:3c:4d:5e, ether proto 0x0800, ether[0] & 1 = 1",
                ));
            }
        })
    }

    fn carried(&mut self, number: u32, carrier: Carrier) -> Generation {
        match carrier {
            Carrier::Either => {
                let ip4 = self.carried(number, Carrier::Ip4)?;
                let ip6 = self.carried(number, Carrier::Ip6)?;
                Ok(self.or(ip4, ip6))
            }
            Carrier::Ip4 => {
                let ip4 = self.link_protocol(ETHER_IP)?;
                let protocol = self.equal(Base::Network, 9, Width::One, number);
                Ok(self.and(ip4, protocol))
            }
            Carrier::Ip6 => {
                let ip6 = self.link_protocol(ETHER_IP6)?;
                let fragment = self.equal(Base::Network, 6, Width::One, IP_FRAGMENT);
                let behind_it = self.equal(Base::Network, 40, Width::One, number);
                let in_fragment = self.and(fragment, behind_it);
                let next = self.equal(Base::Network, 6, Width::One, number);
                let either = self.or(next, in_fragment);
                Ok(self.and(ip6, either))
            }
            Carrier::Iso => self.iso_carried(number),
            Carrier::Isis => {
                let isis = self.carried(ISO_ISIS, Carrier::Iso)?;
                let kind = self.equal(Base::NetworkWithoutSnap, 4, Width::One, number);
                Ok(self.and(isis, kind))
            }
        }
    }

    fn iso_carried(&mut self, number: u32) -> Generation {
        use super::layout::Kind as LinkKind;
        match self.layout.kind {
            LinkKind::FrameRelay => {
                let known = 0x0300_u32 | number;
                Ok(self.equal(Base::Link, 2, Width::Two, known))
            }
            LinkKind::CiscoHdlc => {
                let iso = self.link_protocol(SAP_ISO << 8 | SAP_ISO)?;
                let protocol = self.equal(Base::NetworkWithoutSnap, 1, Width::One, number);
                Ok(self.and(iso, protocol))
            }
            _ => {
                let iso = self.link_protocol(SAP_ISO)?;
                let protocol = self.equal(Base::NetworkWithoutSnap, 0, Width::One, number);
                Ok(self.and(iso, protocol))
            }
        }
    }

    /// IS-IS packets of one of these kinds, in the order they are looked for.
    fn isis_kinds(&mut self, kinds: &[u32]) -> Generation {
        let mut condition = None;
        for kind in kinds {
            let test = self.carried(*kind, Carrier::Isis)?;
            condition = Some(match condition {
                Some(before) => self.or(before, test),
                None => test,
            });
        }
        Ok(condition.unwrap_or_else(|| self.conditions.known(false)))
    }

    /// `ip proto 6`, `ether proto \ip`, `protochain 50`.
    pub(super) fn numbered_protocol(&mut self, id: &Id, qualifiers: Qualifiers) -> Generation {
        let protocol = qualifiers.protocol;
        let number = match id {
            Id::Number(number) => *number,
            Id::Name(text) => self.protocol_number(text, protocol)?,
            _ => {
                return Err(self
                    .error("this is no protocol")
                    .hint("proto takes a number or a name, as in: ip proto \\tcp"));
            }
        };
        if qualifiers.direction != Direction::Default {
            return Err(self.error("a protocol has no direction"));
        }
        if qualifiers.kind == Kind::Protochain {
            return self.protochain(number, protocol);
        }
        let carrier = match protocol {
            None => Carrier::Either,
            Some(Protocol::Link) => return self.link_protocol(number),
            Some(Protocol::Ip) => Carrier::Ip4,
            Some(Protocol::Ip6) => Carrier::Ip6,
            Some(Protocol::Iso) => Carrier::Iso,
            Some(Protocol::Isis) => Carrier::Isis,
            Some(other) => {
                return Err(self
                    .error(format!(
                        "{} says nothing of a protocol it would carry",
                        name(other)
                    ))
                    .hint("ether, ip, ip6, iso and isis can stand before proto"));
            }
        };
        self.carried(number, carrier)
    }

    /// A protocol's number from its name.
    fn protocol_number(&self, text: &str, carrier: Option<Protocol>) -> Result<u32, FilterError> {
        let number = match carrier {
            None | Some(Protocol::Ip | Protocol::Ip6) => self.names.protocol(text),
            Some(Protocol::Iso) => match text {
                "clnp" => Some(ISO_CLNP),
                "esis" => Some(ISO_ESIS),
                "isis" => Some(ISO_ISIS),
                _ => None,
            },
            Some(Protocol::Link) => ethernet_protocol(text),
            _ => None,
        };
        number.ok_or_else(|| {
            self.error(format!("no protocol is known as {text}"))
                .hint("its number works always")
        })
    }

    /// `protochain`: libpcap walks the headers in a loop.
    fn protochain(&mut self, number: u32, protocol: Option<Protocol>) -> Generation {
        let (ip6, carrier) = match protocol {
            None => {
                let ip4 = self.protochain(number, Some(Protocol::Ip))?;
                let ip6 = self.protochain(number, Some(Protocol::Ip6))?;
                return Ok(self.or(ip4, ip6));
            }
            Some(Protocol::Ip) => (false, ETHER_IP),
            Some(Protocol::Ip6) => (true, ETHER_IP6),
            Some(other) => {
                return Err(self
                    .error(format!("{} has no chain of headers", name(other)))
                    .hint("ip and ip6 can stand before protochain"));
            }
        };
        if self.layout.payload.variable.is_some() {
            return Err(self.error("protochain cannot follow headers of variable length"));
        }
        let carried = self.link_protocol(carrier)?;
        let found = self.chain(number, ip6);
        Ok(self.and(carried, found))
    }

    fn chain(&mut self, wanted: u32, ip6: bool) -> ConditionId {
        self.optimises = false;
        let header_at = self
            .layout
            .payload
            .constant
            .wrapping_add(self.layout.network);
        let left = self.values.add(Value::Chain(Chain {
            ip6,
            header_at,
            wanted,
        }));
        let right = self.values.constant(wanted);
        let comparison = Comparison::Equal;
        self.conditions.test(comparison, left, right)
    }
}

/// An Ethernet type, or an 802.2 service access point, by libpcap's names.
fn ethernet_protocol(text: &str) -> Option<u32> {
    Some(match text {
        "aarp" => ETHER_AARP,
        "arp" => ETHER_ARP,
        "atalk" => ETHER_ATALK,
        "decnet" => ETHER_DECNET,
        "ip" => ETHER_IP,
        "ip6" => ETHER_IP6,
        "lat" => ETHER_LAT,
        "loopback" => ETHER_LOOPBACK,
        "mopdl" => ETHER_MOPDL,
        "moprc" => ETHER_MOPRC,
        "rarp" => ETHER_RARP,
        "sca" => ETHER_SCA,
        "iso" => SAP_ISO,
        "stp" => SAP_STP,
        "ipx" => SAP_IPX,
        "netbeui" => SAP_NETBEUI,
        _ => return None,
    })
}
