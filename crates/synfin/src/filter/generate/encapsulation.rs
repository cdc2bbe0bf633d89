//! `vlan`, `mpls`, `pppoes` and `geneve`: conditions that move everything behind them further in.

use super::layout::{Kind, Layout, Offset};
use super::load::Base;
use super::numbers::*;
use super::{Generation, Generator};
use crate::filter::conditions::{Comparison, ConditionId};
use crate::filter::syntax::token::Operator;
use crate::filter::values::{Value, ValueId, Width};

/// PPP's number for MPLS.
const PPP_MPLS: u32 = 0x0281;
/// UDP's port for Geneve, RFC 8926 section 3.3.
const GENEVE_PORT: u32 = 6081;

impl Generator<'_> {
    /// Is there a VLAN tag, with this id? What follows is looked for behind the tag.
    pub(super) fn vlan(&mut self, id: Option<u32>) -> Generation {
        if self.layout.labels > 0 {
            return Err(self.error("no VLAN tag can be told behind MPLS labels"));
        }
        if self.layout.kind != Kind::Ethernet {
            return Err(self.error("this link layer has no VLAN tags"));
        }
        let customer = self.link_protocol(ETHER_VLAN)?;
        let provider = self.link_protocol(ETHER_QINQ)?;
        let either = self.or(customer, provider);
        let old = self.link_protocol(ETHER_OLD_QINQ)?;
        let mut condition = self.or(either, old);
        if let Some(id) = id {
            if id > 0x0fff {
                return Err(self.error("a VLAN id goes from 0 to 4095"));
            }
            let test = self.equal_masked(Base::Payload, 0, Width::Two, id, 0x0fff);
            condition = self.and(condition, test);
        }
        let layout = &mut self.layout;
        layout.payload.constant = layout.payload.constant.wrapping_add(4);
        layout.protocol.constant = layout.protocol.constant.wrapping_add(4);
        Ok(condition)
    }

    /// Is there an MPLS label, this one? What follows is looked for behind it.
    pub(super) fn mpls(&mut self, label: Option<u32>) -> Generation {
        let mut condition = if self.layout.labels > 0 {
            // Another label follows if the one before it is not the bottom of the stack.
            self.equal_masked(Base::Network, 2_u32.wrapping_neg(), Width::One, 0, 1)
        } else {
            match self.layout.kind {
                Kind::Ethernet | Kind::CiscoHdlc => self.link_protocol(ETHER_MPLS)?,
                Kind::Ppp { mpls: true } => self.link_protocol(PPP_MPLS)?,
                _ => return Err(self.error("this link layer has no MPLS labels")),
            }
        };
        if let Some(label) = label {
            if label > 0xf_ffff {
                return Err(self.error("an MPLS label goes from 0 to 1048575"));
            }
            let test = self.equal_masked(Base::Network, 0, Width::Four, label << 12, 0xffff_f000);
            condition = self.and(condition, test);
        }
        let layout = &mut self.layout;
        layout.network = layout.network.wrapping_add(4);
        layout.network_without_snap = layout.network_without_snap.wrapping_add(4);
        layout.labels += 1;
        Ok(condition)
    }

    /// Is this a PPPoE session, this one? What follows is looked for in its PPP frame.
    pub(super) fn pppoes(&mut self, session: Option<u32>) -> Generation {
        let mut condition = self.link_protocol(ETHER_PPPOES)?;
        if let Some(session) = session {
            if session > 0xffff {
                return Err(self.error("a PPPoE session id goes from 0 to 65535"));
            }
            let test = self.equal_masked(Base::Network, 0, Width::Four, session, 0x0000_ffff);
            condition = self.and(condition, test);
        }
        let before = self.layout;
        // Six octets of PPPoE, then PPP's protocol in two.
        let link = Offset {
            constant: before
                .payload
                .constant
                .wrapping_add(before.network)
                .wrapping_add(6),
            variable: before.payload.variable,
        };
        let payload = Offset {
            constant: link.constant.wrapping_add(2),
            ..link
        };
        self.layout = Layout {
            kind: Kind::Ppp { mpls: true },
            link,
            protocol: link,
            payload,
            network: 0,
            network_without_snap: 0,
            tunnelled: false,
            ..before
        };
        Ok(condition)
    }

    /// Is this Geneve, with this network? What follows is looked for in the inner frame, whose
    /// place is computed from this one's and kept in cells. Behind `geneve or` the cells may be
    /// empty: then they hold 0.
    pub(super) fn geneve(&mut self, network: Option<u32>) -> Generation {
        if let Some(network) = network
            && network > 0x00ff_ffff
        {
            return Err(self.error("a Geneve network goes from 0 to 16777215"));
        }
        self.optimises = false;
        let udp_end = self.new_cell()?;
        let over_ip4 = self.geneve_over(ETHER_IP, network)?;
        let ip4_end = self.ip4_header_end();
        let kept = self.conditions.store(udp_end, ip4_end);
        let over_ip4 = self.and(over_ip4, kept);
        let over_ip6 = self.geneve_over(ETHER_IP6, network)?;
        let forty = self.values.constant(40);
        let ip6_end = self.behind(self.layout.payload.variable, forty);
        let kept = self.conditions.store(udp_end, ip6_end);
        let over_ip6 = self.and(over_ip6, kept);
        let outer = self.or(over_ip4, over_ip6);
        let inner = self.geneve_inner(udp_end)?;
        Ok(self.and(outer, inner))
    }

    fn geneve_over(&mut self, carrier: u32, network: Option<u32>) -> Generation {
        let base = if carrier == ETHER_IP {
            Base::Transport4
        } else {
            Base::Transport6
        };
        let mut condition = self.link_protocol(carrier)?;
        let protocol_at = if carrier == ETHER_IP { 9 } else { 6 };
        let udp = self.equal(Base::Network, protocol_at, Width::One, IP_UDP);
        condition = self.and(condition, udp);
        if carrier == ETHER_IP {
            let first = self.first_fragment();
            condition = self.and(condition, first);
        }
        let port = self.equal(base, 2, Width::Two, GENEVE_PORT);
        condition = self.and(condition, port);
        let version = self.equal_masked(base, 8, Width::One, 0, 0xc0);
        condition = self.and(condition, version);
        if let Some(network) = network {
            let test = self.equal_masked(base, 12, Width::Four, network << 8, 0xffff_ff00);
            condition = self.and(condition, test);
        }
        Ok(condition)
    }

    /// Keeps the inner headers' places and moves the layout to them.
    fn geneve_inner(&mut self, ip_end: u8) -> Generation {
        let (protocol, link, payload) = (self.new_cell()?, self.new_cell()?, self.new_cell()?);
        let before = self.layout;
        let to_geneve = before
            .payload
            .constant
            .wrapping_add(before.network)
            .wrapping_add(8);
        let ip_end = self.values.add(Value::Cell(ip_end));
        let geneve = self.plus(ip_end, to_geneve);
        // The options' length is in words of four octets, behind eight octets that are always there.
        let lengths = self.values.octets(Some(geneve), 0, Width::One);
        let (mask, four) = (self.values.constant(0x3f), self.values.constant(4));
        let words = self.values.binary(Operator::And, lengths, mask);
        let options = self.values.binary(Operator::Multiply, words, four);
        let length = self.plus(options, 8);
        let inner = self.values.binary(Operator::Add, length, geneve);
        let carried = self.values.octets(Some(geneve), 2, Width::Two);

        let named_in_geneve = self.plus(geneve, 2);
        let mut condition = self.conditions.store(protocol, named_in_geneve);
        let kept = self.conditions.store(link, inner);
        condition = self.and(condition, kept);
        let right = self.values.constant(ETHER_TRANSPARENT);
        let ethernet = self.conditions.test(Comparison::Equal, carried, right);
        let link_value = self.values.add(Value::Cell(link));
        let (in_frame, behind_frame) = (self.plus(link_value, 12), self.plus(link_value, 14));
        let kept = self.conditions.store(protocol, in_frame);
        let with_frame = self.and(ethernet, kept);
        let kept = self.conditions.store(payload, behind_frame);
        let with_frame = self.and(with_frame, kept);
        let without_frame = self.conditions.store(payload, link_value);
        let either = self.or(with_frame, without_frame);

        let cell = |generator: &mut Self, cell| {
            let variable = Some(generator.values.add(Value::Cell(cell)));
            Offset {
                constant: 0,
                variable,
            }
        };
        self.layout = Layout {
            kind: Kind::Ethernet,
            link: cell(self, link),
            protocol: cell(self, protocol),
            payload: cell(self, payload),
            network: 0,
            network_without_snap: 3,
            tunnelled: true,
            ..before
        };
        Ok(self.and(condition, either))
    }

    /// In a tunnel an Ethernet header is only there if the payload does not begin where it would.
    pub(super) fn has_link_header(&mut self) -> Option<ConditionId> {
        let (link, payload) = (self.layout.link.variable?, self.layout.payload.variable?);
        if !self.layout.tunnelled {
            return None;
        }
        let absent = self.conditions.test(Comparison::Equal, link, payload);
        Some(self.not(absent))
    }

    fn plus(&mut self, value: ValueId, constant: u32) -> ValueId {
        let constant = self.values.constant(constant);
        self.values.binary(Operator::Add, value, constant)
    }
}
