//! The words that stand alone: lengths, broadcast and multicast, 802.2, and what a capture says of
//! its frames.

use super::layout::{Kind, LlcLink};
use super::load::Base;
use super::numbers::*;
use super::{Generation, Generator};
use crate::filter::FilterError;
use crate::filter::conditions::{Comparison, ConditionId};
use crate::filter::syntax::token::Protocol;
use crate::filter::syntax::tree::{ByteOperator, Direction};
use crate::filter::values::{Value, Width};

/// Linux cooked capture: the packet was sent by this host.
const SLL_OUTGOING: u32 = 4;

impl Generator<'_> {
    pub(super) fn at_most(&mut self, octets: u32) -> ConditionId {
        let above = self.length(Comparison::Greater, octets);
        self.not(above)
    }

    pub(super) fn at_least(&mut self, octets: u32) -> ConditionId {
        self.length(Comparison::GreaterEqual, octets)
    }

    fn length(&mut self, comparison: Comparison, octets: u32) -> ConditionId {
        let left = self.values.add(Value::Length);
        let right = self.values.constant(octets);
        self.conditions.test(comparison, left, right)
    }

    /// `byte OFFSET OPERATOR VALUE`: one octet of the frame.
    pub(super) fn byte(&mut self, offset: u32, operator: ByteOperator, value: u32) -> Generation {
        Ok(match operator {
            ByteOperator::Equal => self.equal(Base::Link, offset, Width::One, value),
            ByteOperator::Greater => {
                self.compare(Comparison::Greater, Base::Link, offset, Width::One, value)
            }
            ByteOperator::Less => {
                let comparison = Comparison::GreaterEqual;
                let not = self.compare(comparison, Base::Link, offset, Width::One, value);
                self.not(not)
            }
            // libpcap forgets to read the octet and takes what the test before left over.
            ByteOperator::And | ByteOperator::Or => {
                let sign = if operator == ByteOperator::And {
                    '&'
                } else {
                    '|'
                };
                return Err(self
                    .error("byte with a bit operator does not work in libpcap")
                    .hint(format!("write link[{offset}] {sign} {value} != 0")));
            }
        })
    }

    pub(super) fn broadcast(&mut self, protocol: Option<Protocol>) -> Generation {
        match protocol {
            None | Some(Protocol::Link) if self.layout.kind == Kind::Arcnet => {
                self.arcnet_address(0, Direction::Dst)
            }
            None | Some(Protocol::Link) => self.link_address([0xff; 6], Direction::Dst),
            Some(Protocol::Ip) => {
                // A capture file knows no netmask; then these two are broadcast addresses.
                let ip = self.link_protocol(ETHER_IP)?;
                let zeros = self.equal(Base::Network, 16, Width::Four, 0);
                let ones = self.equal(Base::Network, 16, Width::Four, u32::MAX);
                let either = self.or(zeros, ones);
                Ok(self.and(ip, either))
            }
            Some(_) => Err(self
                .error("this protocol has no broadcast")
                .hint("ether broadcast and ip broadcast work")),
        }
    }

    pub(super) fn multicast(&mut self, protocol: Option<Protocol>) -> Generation {
        match protocol {
            None | Some(Protocol::Link) => {
                let octet = match self.layout.kind {
                    Kind::Arcnet => return self.arcnet_address(0, Direction::Dst),
                    Kind::Ethernet => 0,
                    Kind::Llc(LlcLink::Fddi) => 1,
                    Kind::Llc(LlcLink::TokenRing | LlcLink::FibreChannel) => 2,
                    _ => {
                        return Err(self
                            .error("this link layer has no multicast addresses")
                            .hint("ip multicast and ip6 multicast work here"));
                    }
                };
                let multicast = self.compare(Comparison::AnyBit, Base::Link, octet, Width::One, 1);
                Ok(match self.has_link_header() {
                    Some(has) => self.and(has, multicast),
                    None => multicast,
                })
            }
            Some(Protocol::Ip) => {
                let ip = self.link_protocol(ETHER_IP)?;
                let comparison = Comparison::GreaterEqual;
                let class_d = self.compare(comparison, Base::Network, 16, Width::One, 224);
                Ok(self.and(ip, class_d))
            }
            Some(Protocol::Ip6) => {
                let ip6 = self.link_protocol(ETHER_IP6)?;
                let multicast = self.equal(Base::Network, 24, Width::One, 255);
                Ok(self.and(ip6, multicast))
            }
            Some(_) => Err(self
                .error("this protocol has no multicast")
                .hint("ether multicast, ip multicast and ip6 multicast work")),
        }
    }

    /// `inbound` and `outbound`: only some captures tell.
    pub(super) fn direction(&mut self, inbound: bool) -> Generation {
        let outgoing = match self.link_type.0 {
            _ if matches!(self.layout.kind, Kind::Ppp { .. }) => return Err(self.no_direction()),
            113 => self.equal(Base::Link, 0, Width::Two, SLL_OUTGOING),
            276 => self.equal(Base::Link, 10, Width::One, SLL_OUTGOING),
            _ if self.layout.kind == Kind::Juniper => {
                let inbound = self.equal_masked(Base::Link, 3, Width::One, 1, 1);
                self.not(inbound)
            }
            _ => return Err(self.no_direction()),
        };
        Ok(if inbound {
            self.not(outgoing)
        } else {
            outgoing
        })
    }

    fn no_direction(&self) -> FilterError {
        self.error("this capture does not tell frames received from frames sent")
            .hint("Linux cooked captures do; src and dst may help")
    }

    pub(super) fn ifindex(&mut self, index: u32) -> Generation {
        if self.link_type.0 != 276 || matches!(self.layout.kind, Kind::Ppp { .. }) {
            return Err(self
                .error("this capture does not tell its frames' interfaces")
                .hint("only Linux cooked captures, version 2, do"));
        }
        Ok(self.equal(Base::Link, 4, Width::Four, index))
    }

    /// `llc`, and its kinds of frames.
    pub(super) fn llc(&mut self, kind: Option<&str>) -> Generation {
        let llc = match self.layout.kind {
            Kind::Ethernet => {
                let is_802_3 = self.is_802_3();
                let bare = self.equal(Base::Payload, 0, Width::Two, 0xffff);
                let not_bare = self.not(bare);
                self.and(is_802_3, not_bare)
            }
            Kind::Llc(LlcLink::Fddi | LlcLink::TokenRing | LlcLink::Atm) => {
                self.conditions.known(true)
            }
            _ => return Err(self.error("this link layer has no 802.2 header")),
        };
        let Some(kind) = kind else {
            return Ok(llc);
        };
        // The control field's first octet: information, supervisory, unnumbered frames.
        let (value, mask) = match kind.to_ascii_lowercase().as_str() {
            "i" => {
                let not = self.compare(Comparison::AnyBit, Base::Payload, 2, Width::One, 1);
                let information = self.not(not);
                return Ok(self.and(llc, information));
            }
            "s" => (0x01, 0x03),
            "u" => (0x03, 0x03),
            "rr" => (0x01, 0x0f),
            "rnr" => (0x05, 0x0f),
            "rej" => (0x09, 0x0f),
            "ui" => (0x03, 0xef),
            "ua" => (0x63, 0xef),
            "disc" => (0x43, 0xef),
            "dm" => (0x0f, 0xef),
            "sabme" => (0x6f, 0xef),
            "test" => (0xe3, 0xef),
            "xid" => (0xaf, 0xef),
            "frmr" => (0x87, 0xef),
            _ => {
                return Err(self.error("802.2 has no such kind of frame").hint(
                    "one of i, s, u, rr, rnr, rej, ui, ua, disc, dm, sabme, test, xid, frmr",
                ));
            }
        };
        let control = self.equal_masked(Base::Payload, 2, Width::One, value, mask);
        Ok(self.and(llc, control))
    }
}
