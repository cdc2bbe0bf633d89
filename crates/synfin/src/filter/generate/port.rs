//! Ports and ranges of ports, over IPv4 and IPv6.

use super::load::Base;
use super::numbers::*;
use super::{Generation, Generator};
use crate::filter::FilterError;
use crate::filter::conditions::{Comparison, ConditionId};
use crate::filter::names::Service;
use crate::filter::syntax::token::Protocol;
use crate::filter::syntax::tree::{Direction, Id, Qualifiers};
use crate::filter::values::Width;

/// One port or several, and whose.
#[derive(Clone, Copy)]
struct Ports {
    first: u32,
    last: u32,
    /// A range is tested with two comparisons, even one of a single port.
    range: bool,
    /// TCP, UDP and SCTP if not said.
    transport: Option<u32>,
    direction: Direction,
}

impl Generator<'_> {
    pub(super) fn port(&mut self, id: &Id, qualifiers: Qualifiers) -> Generation {
        let transport = self.transport(qualifiers)?;
        let (port, transport) = match id {
            Id::Number(number) => (*number, transport),
            Id::Name(text) => {
                let (port, own) = self.named_port(text)?;
                (port, self.one_transport(text, own, transport)?)
            }
            _ => return Err(self.no_port()),
        };
        let direction = qualifiers.direction;
        let (first, last, range) = (port, port, false);
        self.ports(Ports {
            first,
            last,
            range,
            transport,
            direction,
        })
    }

    pub(super) fn portrange(&mut self, id: &Id, qualifiers: Qualifiers) -> Generation {
        let transport = self.transport(qualifiers)?;
        let (first, last, transport) = match id {
            Id::Number(number) => (*number, *number, transport),
            Id::Name(text) => match text.split_once('-') {
                Some((first, last)) => {
                    let (first, of_first) = self.named_port(first)?;
                    let (last, of_last) = self.named_port(last)?;
                    // Names of different transport protocols make a range of all.
                    let own = of_first.filter(|_| of_first == of_last);
                    (first, last, self.one_transport(text, own, transport)?)
                }
                None => {
                    return Err(self
                        .error("a range has a '-' in it")
                        .hint("as in: portrange 6000-6008"));
                }
            },
            _ => return Err(self.no_port()),
        };
        let (first, last) = (first.min(last), first.max(last));
        let (range, direction) = (true, qualifiers.direction);
        self.ports(Ports {
            first,
            last,
            range,
            transport,
            direction,
        })
    }

    fn no_port(&self) -> FilterError {
        self.error("this is no port")
            .hint("port takes a number or a service's name, as in: port 443, port https")
    }

    /// The transport protocol that the qualifiers name.
    fn transport(&self, qualifiers: Qualifiers) -> Result<Option<u32>, FilterError> {
        match qualifiers.protocol {
            None => Ok(None),
            Some(Protocol::Tcp) => Ok(Some(IP_TCP)),
            Some(Protocol::Udp) => Ok(Some(IP_UDP)),
            Some(Protocol::Sctp) => Ok(Some(IP_SCTP)),
            Some(_) => Err(self
                .error("ports belong to tcp, udp and sctp")
                .hint("ip and port 80 asks for both")),
        }
    }

    /// A port from its name or number, and the transport protocol it belongs to if only to one.
    fn named_port(&self, text: &str) -> Result<(u32, Option<u32>), FilterError> {
        if !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit()) {
            let port: u16 = text.parse().map_err(|_| self.too_big())?;
            return Ok((port.into(), None));
        }
        match self.names.service(text) {
            Some(Service {
                tcp: Some(tcp),
                udp: Some(udp),
            }) if tcp == udp => Ok((tcp.into(), None)),
            // A name of two ports means TCP's.
            Some(Service { tcp: Some(tcp), .. }) => Ok((tcp.into(), Some(IP_TCP))),
            Some(Service { udp: Some(udp), .. }) => Ok((udp.into(), Some(IP_UDP))),
            _ => Err(self
                .error(format!("no port is known as {text}"))
                .hint("its number works always")),
        }
    }

    /// The transport protocol of a named port that also has one among its qualifiers.
    fn one_transport(
        &self,
        text: &str,
        own: Option<u32>,
        asked: Option<u32>,
    ) -> Result<Option<u32>, FilterError> {
        match (own, asked) {
            (Some(own), Some(asked)) if own != asked => Err(self
                .error(format!("{text} belongs to another transport protocol"))
                .hint("leave the protocol out, or write the port's number")),
            (own, asked) => Ok(asked.or(own)),
        }
    }

    fn too_big(&self) -> FilterError {
        self.error("ports go from 0 to 65535")
    }

    /// IPv6 first, then IPv4, as libpcap has it.
    fn ports(&mut self, ports: Ports) -> Generation {
        if ports.last > 65_535 {
            return Err(self.too_big());
        }
        let transports: &[u32] = match ports.transport {
            Some(IP_TCP) => &[IP_TCP],
            Some(IP_UDP) => &[IP_UDP],
            Some(_) => &[IP_SCTP],
            None => &[IP_SCTP, IP_TCP, IP_UDP],
        };
        let ip4 = self.ports_over(transports, ETHER_IP, ports)?;
        let ip6 = self.ports_over(transports, ETHER_IP6, ports)?;
        Ok(self.or(ip6, ip4))
    }

    fn ports_over(&mut self, transports: &[u32], carrier: u32, ports: Ports) -> Generation {
        let carried = self.link_protocol(carrier)?;
        let mut any = None;
        for transport in transports {
            let test = match carrier {
                ETHER_IP => self.ports_over_ip4(*transport, ports)?,
                _ => {
                    let next = self.equal(Base::Network, 6, Width::One, *transport);
                    let port = self.ports_at(Base::Transport6, ports)?;
                    self.and(next, port)
                }
            };
            any = Some(match any {
                Some(before) => self.or(before, test),
                None => test,
            });
        }
        let any = any.unwrap_or_else(|| self.conditions.known(false));
        Ok(self.and(carried, any))
    }

    /// Over IPv4 later fragments have no ports.
    fn ports_over_ip4(&mut self, transport: u32, ports: Ports) -> Generation {
        let protocol = self.equal(Base::Network, 9, Width::One, transport);
        let first = self.first_fragment();
        let of_it = self.and(protocol, first);
        let port = self.ports_at(Base::Transport4, ports)?;
        Ok(self.and(of_it, port))
    }

    /// Is this a whole IPv4 packet, or the first fragment of one?
    pub(super) fn first_fragment(&mut self) -> ConditionId {
        let later = self.compare(Comparison::AnyBit, Base::Network, 6, Width::Two, 0x1fff);
        self.not(later)
    }

    fn ports_at(&mut self, base: Base, ports: Ports) -> Generation {
        match ports.direction {
            Direction::Src => Ok(self.port_at(base, 0, ports)),
            Direction::Dst => Ok(self.port_at(base, 2, ports)),
            Direction::Default | Direction::SrcOrDst => {
                let (src, dst) = (self.port_at(base, 0, ports), self.port_at(base, 2, ports));
                Ok(self.or(src, dst))
            }
            Direction::SrcAndDst => {
                let (src, dst) = (self.port_at(base, 0, ports), self.port_at(base, 2, ports));
                Ok(self.and(src, dst))
            }
            Direction::Address(_) | Direction::Receiver | Direction::Transmitter => Err(self
                .error("a port has no such direction")
                .hint("src and dst work here")),
        }
    }

    fn port_at(&mut self, base: Base, offset: u32, ports: Ports) -> ConditionId {
        if !ports.range {
            return self.equal(base, offset, Width::Two, ports.first);
        }
        let comparison = Comparison::GreaterEqual;
        let from = self.compare(comparison, base, offset, Width::Two, ports.first);
        let above = self.compare(Comparison::Greater, base, offset, Width::Two, ports.last);
        let to = self.not(above);
        self.and(from, to)
    }
}
