//! Reading fields of headers, and comparing them.

use super::Generator;
use super::layout::Offset;
use crate::filter::conditions::{Comparison, ConditionId};
use crate::filter::syntax::token::Operator;
use crate::filter::values::{Value, ValueId, Width};

/// What an offset counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// The link-layer header.
    Link,
    /// The field that names the protocol.
    Protocol,
    /// What follows the link-layer header: an 802.2 header, if there is one.
    Payload,
    /// The network-layer header.
    Network,
    /// The network-layer header if 802.2 is used without SNAP.
    NetworkWithoutSnap,
    /// The IPv4 header's end.
    Transport4,
    /// The fixed IPv6 header's end.
    Transport6,
}

impl Generator<'_> {
    /// Octets of a header.
    pub(super) fn load(&mut self, base: Base, offset: u32, width: Width) -> ValueId {
        let layout = self.layout;
        let (from, offset) = match base {
            Base::Link => (layout.link, offset),
            Base::Protocol => (layout.protocol, offset),
            Base::Payload => (layout.payload, offset),
            Base::Network => (layout.payload, layout.network.wrapping_add(offset)),
            Base::NetworkWithoutSnap => (
                layout.payload,
                layout.network_without_snap.wrapping_add(offset),
            ),
            Base::Transport4 => {
                let behind = self.ip4_header_end();
                let offset = layout.network.wrapping_add(offset);
                (
                    Offset {
                        variable: Some(behind),
                        ..layout.payload
                    },
                    offset,
                )
            }
            Base::Transport6 => (layout.payload, layout.network.wrapping_add(40 + offset)),
        };
        self.values
            .octets(from.variable, from.constant.wrapping_add(offset), width)
    }

    /// The length of the IPv4 header, with what is variable of the place where it begins.
    pub(super) fn ip4_header_end(&mut self) -> ValueId {
        let layout = self.layout;
        let at = layout.payload.constant.wrapping_add(layout.network);
        let Some(variable) = layout.payload.variable else {
            return self.values.add(Value::HeaderLength(at));
        };
        let first = self.values.octets(Some(variable), at, Width::One);
        let (mask, shift) = (self.values.constant(0x0f), self.values.constant(2));
        let words = self.values.binary(Operator::And, first, mask);
        let octets = self.values.binary(Operator::ShiftLeft, words, shift);
        self.values.binary(Operator::Add, octets, variable)
    }

    /// Does the field have this value?
    pub(super) fn equal(
        &mut self,
        base: Base,
        offset: u32,
        width: Width,
        value: u32,
    ) -> ConditionId {
        self.compare(Comparison::Equal, base, offset, width, value)
    }

    pub(super) fn compare(
        &mut self,
        comparison: Comparison,
        base: Base,
        offset: u32,
        width: Width,
        value: u32,
    ) -> ConditionId {
        let left = self.load(base, offset, width);
        let right = self.values.constant(value);
        self.conditions.test(comparison, left, right)
    }

    /// Does the field have this value under the mask?
    pub(super) fn equal_masked(
        &mut self,
        base: Base,
        offset: u32,
        width: Width,
        value: u32,
        mask: u32,
    ) -> ConditionId {
        let mut left = self.load(base, offset, width);
        if mask != u32::MAX {
            left = self.values.add(Value::Masked(left, mask));
        }
        let right = self.values.constant(value);
        let comparison = Comparison::Equal;
        self.conditions.test(comparison, left, right)
    }

    /// Do these octets stand there? The last four are looked at first.
    pub(super) fn equal_octets(&mut self, base: Base, offset: u32, octets: &[u8]) -> ConditionId {
        let mut condition = None;
        let mut rest = octets;
        while !rest.is_empty() {
            let (left, width, value) = match rest {
                [left @ .., a, b, c, d] => {
                    (left, Width::Four, u32::from_be_bytes([*a, *b, *c, *d]))
                }
                [left @ .., a, b] => (left, Width::Two, u32::from_be_bytes([0, 0, *a, *b])),
                [left @ .., a] => (left, Width::One, u32::from(*a)),
                [] => break,
            };
            rest = left;
            let at = offset.wrapping_add(u32::try_from(left.len()).unwrap_or(0));
            let test = self.equal(base, at, width, value);
            condition = Some(match condition {
                Some(before) => self.conditions.and(before, test),
                None => test,
            });
        }
        condition.unwrap_or_else(|| self.conditions.known(true))
    }

    pub(super) fn and(&mut self, first: ConditionId, second: ConditionId) -> ConditionId {
        self.conditions.and(first, second)
    }

    pub(super) fn or(&mut self, first: ConditionId, second: ConditionId) -> ConditionId {
        self.conditions.or(first, second)
    }

    pub(super) fn not(&mut self, of: ConditionId) -> ConditionId {
        self.conditions.not(of)
    }
}
