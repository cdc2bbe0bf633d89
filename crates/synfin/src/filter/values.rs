//! The values a filter computes from a frame, each kept once.
//!
//! Duty: build values, folding what is known before any frame is seen just as far as libpcap's
//! optimiser does. How far matters: reading an octet that was not captured rejects the frame, and a
//! value that was folded away is not read (`net ::/0` reads no address). Invariant: a value's parts
//! have smaller ids than the value.

use super::syntax::token::Operator;
use std::collections::HashMap;

/// A value's place in [`Values`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ValueId(u32);

/// How many octets are read at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Width {
    One,
    Two,
    Four,
}

/// A value of 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Value {
    Constant(u32),
    /// The frame's length on the wire.
    Length,
    /// Octets at `offset`, or at `offset` behind another value.
    Octets {
        base: Option<ValueId>,
        offset: u32,
        width: Width,
    },
    /// The length of the IPv4 header that begins at this octet, from its first octet.
    HeaderLength(u32),
    Binary(Operator, ValueId, ValueId),
    Negated(ValueId),
    /// What a [`Store`](super::conditions::Condition::Store) left in this cell.
    Cell(u8),
    /// The protocol found at the end of a chain of headers.
    Chain(super::chain::Chain),
}

/// All values of a filter.
#[derive(Clone, Debug)]
pub(crate) struct Values {
    values: Vec<Value>,
    ids: HashMap<Value, ValueId>,
    /// Is what is constant computed now? libpcap does not optimise a filter with a `protochain`.
    fold: bool,
}

impl Values {
    pub(crate) fn new(fold: bool) -> Self {
        Self {
            values: Vec::new(),
            ids: HashMap::new(),
            fold,
        }
    }

    pub(crate) fn folds(&self) -> bool {
        self.fold
    }

    pub(crate) fn get(&self, id: ValueId) -> Value {
        let value = self.values.get(id.0 as usize);
        value.copied().unwrap_or(Value::Constant(0))
    }

    /// The value's id; equal values have the same.
    pub(crate) fn add(&mut self, value: Value) -> ValueId {
        if let Some(id) = self.ids.get(&value) {
            return *id;
        }
        let id = ValueId(u32::try_from(self.values.len()).unwrap_or(u32::MAX));
        self.values.push(value);
        self.ids.insert(value, id);
        id
    }

    pub(crate) fn constant(&mut self, constant: u32) -> ValueId {
        self.add(Value::Constant(constant))
    }

    /// The value, if it is known now.
    pub(crate) fn known(&self, id: ValueId) -> Option<u32> {
        match self.get(id) {
            Value::Constant(constant) => Some(constant),
            _ => None,
        }
    }

    /// Octets behind a value. Their place is computed without a check for overflow if it is known
    /// now, so `ip[-1]` is the octet before the header.
    pub(crate) fn octets(&mut self, base: Option<ValueId>, offset: u32, width: Width) -> ValueId {
        let known = base.and_then(|base| self.known(base)).filter(|_| self.fold);
        let (base, offset) = match known {
            Some(known) => (None, offset.wrapping_add(known)),
            None => (base, offset),
        };
        self.add(Value::Octets {
            base,
            offset,
            width,
        })
    }

    pub(crate) fn negated(&mut self, of: ValueId) -> ValueId {
        match self.known(of) {
            Some(known) if self.fold => self.constant(known.wrapping_neg()),
            _ => self.add(Value::Negated(of)),
        }
    }

    /// A value from two others, or why there is none.
    pub(crate) fn binary(
        &mut self,
        operator: Operator,
        left: ValueId,
        right: ValueId,
    ) -> Result<ValueId, &'static str> {
        use Operator as O;
        if self.fold {
            match (self.known(left), self.known(right)) {
                (Some(left), Some(right)) => {
                    let value = compute(operator, left, right).ok_or("this divides by zero")?;
                    return Ok(self.constant(value));
                }
                (None, Some(0)) => match operator {
                    O::Multiply | O::And => return Ok(right),
                    O::Divide | O::Modulo => return Err("this divides by zero"),
                    _ => return Ok(left),
                },
                (None, Some(32..)) if matches!(operator, O::ShiftLeft | O::ShiftRight) => {
                    return Err("this shifts by more than 31 bits");
                }
                (Some(0), None) => match operator {
                    O::Add | O::Or | O::Xor => return Ok(right),
                    O::Subtract => {}
                    _ => return Ok(left),
                },
                _ => {}
            }
        }
        Ok(self.add(Value::Binary(operator, left, right)))
    }
}

/// What an operator makes of two numbers; `None` for a division by zero.
pub(crate) fn compute(operator: Operator, left: u32, right: u32) -> Option<u32> {
    Some(match operator {
        Operator::Add => left.wrapping_add(right),
        Operator::Subtract => left.wrapping_sub(right),
        Operator::Multiply => left.wrapping_mul(right),
        Operator::Divide => left.checked_div(right)?,
        Operator::Modulo => left.checked_rem(right)?,
        Operator::And => left & right,
        Operator::Or => left | right,
        Operator::Xor => left ^ right,
        Operator::ShiftLeft => left.checked_shl(right).unwrap_or(0),
        Operator::ShiftRight => left.checked_shr(right).unwrap_or(0),
    })
}
