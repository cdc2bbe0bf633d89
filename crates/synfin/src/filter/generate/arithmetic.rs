//! Comparisons of values, with the guards that reading a header brings along.
//!
//! `tcp[13]` is only read where there is TCP, in a packet that is no later fragment. The guard is
//! that of the left side first, then of the right; but the guards of an operator's right operand
//! are lost, as in libpcap: `1 + tcp[0] = 5` reads those octets in any frame.

use super::load::Base;
use super::numbers::*;
use super::{Generation, Generator};
use crate::filter::FilterError;
use crate::filter::conditions::{Comparison, ConditionId};
use crate::filter::syntax::token::{Operator, Protocol};
use crate::filter::syntax::tree::{Relation, Value, ValueKind};
use crate::filter::values::{Value as Computed, ValueId, Width};

/// libpcap keeps every value that waits to be used in one of this many cells.
const MAX_LIVE_VALUES: usize = 16;

/// A value, and the condition under which it can be read.
struct Guarded {
    value: ValueId,
    guard: Option<ConditionId>,
}

impl Generator<'_> {
    pub(super) fn relation(
        &mut self,
        relation: Relation,
        left: &Value,
        right: &Value,
    ) -> Generation {
        let at = self.at;
        let left = self.value(left)?;
        let right = self.value(right)?;
        self.at = at;
        self.live_values -= 2;
        let (comparison, turned) = match relation {
            Relation::Equal => (Comparison::Equal, false),
            Relation::NotEqual => (Comparison::Equal, true),
            Relation::Greater => (Comparison::Greater, false),
            Relation::LessEqual => (Comparison::Greater, true),
            Relation::GreaterEqual => (Comparison::GreaterEqual, false),
            Relation::Less => (Comparison::GreaterEqual, true),
        };
        let mut condition = self.conditions.test(comparison, left.value, right.value);
        if turned {
            condition = self.not(condition);
        }
        let guard = match (left.guard, right.guard) {
            (Some(left), Some(right)) => Some(self.and(left, right)),
            (left, right) => left.or(right),
        };
        Ok(match guard {
            Some(guard) => self.and(guard, condition),
            None => condition,
        })
    }

    fn value(&mut self, value: &Value) -> Result<Guarded, FilterError> {
        let guarded = match &value.kind {
            ValueKind::Number(number) => Guarded {
                value: self.values.constant(*number),
                guard: None,
            },
            ValueKind::Length => Guarded {
                value: self.values.add(Computed::Length),
                guard: None,
            },
            ValueKind::Negate(of) => {
                let of = self.value(of)?;
                self.live_values -= 1;
                Guarded {
                    value: self.values.add(Computed::Negated(of.value)),
                    guard: of.guard,
                }
            }
            ValueKind::Binary(operator, left, right) => {
                self.binary(*operator, left, right, value.at)?
            }
            ValueKind::Octets {
                protocol,
                index,
                size,
            } => {
                let index = self.value(index)?;
                self.live_values -= 1;
                self.at = value.at;
                let width = match size {
                    1 => Width::One,
                    2 => Width::Two,
                    _ => Width::Four,
                };
                self.octets(*protocol, index, width)?
            }
        };
        self.live_values += 1;
        if self.live_values + usize::from(self.cells) > MAX_LIVE_VALUES {
            return Err(self
                .error("too many values wait for their operator here")
                .hint("compare them one by one"));
        }
        Ok(guarded)
    }

    fn binary(
        &mut self,
        operator: Operator,
        left: &Value,
        right: &Value,
        at: usize,
    ) -> Result<Guarded, FilterError> {
        let left = self.value(left)?;
        let right_value = self.value(right)?;
        self.live_values -= 2;
        self.at = right.at;
        // libpcap looks at what is computed first on the right side, be it the divisor or not.
        match (operator, leading_number(right)) {
            (Operator::Divide | Operator::Modulo, Some(0)) => {
                return Err(self.error("this divides by zero"));
            }
            (Operator::ShiftLeft | Operator::ShiftRight, Some(32..)) => {
                return Err(self.error("this shifts by more than 31 bits"));
            }
            _ => {}
        }
        self.at = at;
        let value = self.values.binary(operator, left.value, right_value.value);
        Ok(Guarded {
            value,
            guard: left.guard,
        })
    }

    /// Octets of a header at an index.
    fn octets(
        &mut self,
        protocol: Protocol,
        index: Guarded,
        width: Width,
    ) -> Result<Guarded, FilterError> {
        match protocol {
            Protocol::Link => {
                let link = self.layout.link;
                let base = self.behind(link.variable, index.value);
                let value = self.values.octets(Some(base), link.constant, width);
                Ok(Guarded {
                    value,
                    guard: index.guard,
                })
            }
            Protocol::Radio => Err(self.error("this capture has no radio headers")),
            Protocol::Ip
            | Protocol::Arp
            | Protocol::Rarp
            | Protocol::Atalk
            | Protocol::Decnet
            | Protocol::Lat
            | Protocol::Sca
            | Protocol::Moprc
            | Protocol::Mopdl
            | Protocol::Ip6 => {
                let is_it = self.protocol(protocol)?;
                let guard = self.guarded(index.guard, is_it);
                Ok(self.network_octets(index.value, 0, width, guard))
            }
            Protocol::Icmp6 => {
                let ip6 = self.protocol(Protocol::Ip6)?;
                let guard = self.guarded(index.guard, ip6);
                let icmp6 = self.equal(Base::Network, 6, Width::One, IP_ICMP6);
                let guard = self.and(guard, icmp6);
                Ok(self.network_octets(index.value, 40, width, guard))
            }
            Protocol::Sctp
            | Protocol::Tcp
            | Protocol::Udp
            | Protocol::Icmp
            | Protocol::Igmp
            | Protocol::Igrp
            | Protocol::Pim
            | Protocol::Vrrp
            | Protocol::Carp => self.transport_octets(protocol, index, width),
            _ => Err(self
                .error("octets of this protocol cannot be read")
                .hint("ether, ip, ip6, arp, tcp, udp, icmp, icmp6, sctp and igmp work")),
        }
    }

    /// The guards of an index come before those of what it is used in.
    fn guarded(&mut self, before: Option<ConditionId>, guard: ConditionId) -> ConditionId {
        match before {
            Some(before) => self.and(before, guard),
            None => guard,
        }
    }

    fn network_octets(
        &mut self,
        index: ValueId,
        offset: u32,
        width: Width,
        guard: ConditionId,
    ) -> Guarded {
        let layout = self.layout;
        let base = self.behind(layout.payload.variable, index);
        let at = layout
            .payload
            .constant
            .wrapping_add(layout.network)
            .wrapping_add(offset);
        let value = self.values.octets(Some(base), at, width);
        Guarded {
            value,
            guard: Some(guard),
        }
    }

    /// Octets behind the IPv4 header; over IPv6 libpcap reads none.
    fn transport_octets(
        &mut self,
        protocol: Protocol,
        index: Guarded,
        width: Width,
    ) -> Result<Guarded, FilterError> {
        let is_it = self.protocol(protocol)?;
        let first = self.first_fragment();
        let mut guard = self.and(is_it, first);
        if let Some(before) = index.guard {
            guard = self.and(before, guard);
        }
        let ip = self.protocol(Protocol::Ip)?;
        let guard = self.and(ip, guard);
        let header_end = self.ip4_header_end();
        let base = self.values.binary(Operator::Add, index.value, header_end);
        let layout = self.layout;
        let at = layout.payload.constant.wrapping_add(layout.network);
        let value = self.values.octets(Some(base), at, width);
        Ok(Guarded {
            value,
            guard: Some(guard),
        })
    }

    /// An index, counted from where a variable header ends.
    pub(super) fn behind(&mut self, variable: Option<ValueId>, index: ValueId) -> ValueId {
        match variable {
            Some(variable) => self.values.binary(Operator::Add, index, variable),
            None => index,
        }
    }
}

/// The number that the computation of a value begins with, if it begins with one.
fn leading_number(value: &Value) -> Option<u32> {
    match &value.kind {
        ValueKind::Number(number) => Some(*number),
        ValueKind::Length => None,
        ValueKind::Octets { index: first, .. }
        | ValueKind::Negate(first)
        | ValueKind::Binary(_, first, _) => leading_number(first),
    }
}
