//! The values a filter computes from a frame, each kept once.
//!
//! Invariant: a value's parts have smaller ids than the value; equal values have equal ids. Two
//! ways to read the same octets (`ether[12:2]` and the field that `ip` looks at) are two values,
//! as they are in libpcap: which tests can be left out depends on it (see
//! [`simplify`](super::simplify)).

use super::chain::Chain;
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
    /// A field under a mask, as the primitives compare it.
    Masked(ValueId, u32),
    Negated(ValueId),
    /// What a [`Store`](super::conditions::Condition::Store) left in this cell.
    Cell(u8),
    /// The protocol found at the end of a chain of headers.
    Chain(Chain),
}

/// All values of a filter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values {
    values: Vec<Value>,
    ids: HashMap<Value, ValueId>,
}

impl Values {
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

    /// The value, if it is known before any frame is seen.
    pub(crate) fn known(&self, id: ValueId) -> Option<u32> {
        match self.get(id) {
            Value::Constant(constant) => Some(constant),
            _ => None,
        }
    }

    /// Octets behind a value.
    pub(crate) fn octets(&mut self, base: Option<ValueId>, offset: u32, width: Width) -> ValueId {
        self.add(Value::Octets {
            base,
            offset,
            width,
        })
    }

    /// A value from two others.
    pub(crate) fn binary(&mut self, operator: Operator, left: ValueId, right: ValueId) -> ValueId {
        self.add(Value::Binary(operator, left, right))
    }

    /// Computes what can be computed before any frame is seen, just as far as libpcap does. How far
    /// matters: reading an octet that was not captured rejects the frame, and what is folded away is
    /// not read. `x * 0` reads nothing; `x - x` reads.
    pub(crate) fn folded(&self) -> Folded {
        let mut folded = Folded::default();
        for value in &self.values {
            let became = folded.add(value);
            folded.became.push(became);
        }
        folded
    }

    /// A place that is known is computed without a check for overflow, so `ip[-1]` is the octet
    /// before the header.
    fn folded_octets(&mut self, base: Option<ValueId>, offset: u32, width: Width) -> ValueId {
        let (base, offset) = match base.map(|base| (base, self.get(base))) {
            Some((_, Value::Constant(known))) => (None, offset.wrapping_add(known)),
            Some((base, Value::Binary(Operator::Add, index, behind))) => {
                match (self.known(index), self.get(behind)) {
                    (Some(known), Value::HeaderLength(_)) => {
                        (Some(behind), offset.wrapping_add(known))
                    }
                    _ => (Some(base), offset),
                }
            }
            _ => (base, offset),
        };
        self.add(Value::Octets {
            base,
            offset,
            width,
        })
    }

    fn folded_binary(
        &mut self,
        operator: Operator,
        left: ValueId,
        right: ValueId,
    ) -> Result<ValueId, &'static str> {
        use Operator as O;
        let by_zero = "this divides by zero";
        match (self.known(left), self.known(right)) {
            (Some(left), Some(right)) => {
                let value = compute(operator, left, right).ok_or(by_zero)?;
                return Ok(self.constant(value));
            }
            (None, Some(0)) => match operator {
                O::Multiply | O::And => return Ok(right),
                O::Divide | O::Modulo => return Err(by_zero),
                _ => return Ok(left),
            },
            (None, Some(32..)) if matches!(operator, O::ShiftLeft | O::ShiftRight) => {
                return Err("this shifts by more than 31 bits");
            }
            (None, Some(mask)) if operator == O::And => {
                return Ok(self.add(Value::Masked(left, mask)));
            }
            (Some(0), None) => match operator {
                O::Add | O::Or | O::Xor => return Ok(right),
                O::Subtract => {}
                _ => return Ok(left),
            },
            _ => {}
        }
        Ok(self.add(Value::Binary(operator, left, right)))
    }
}

/// Values after folding.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    pub(crate) values: Values,
    /// What each value became; an error if it divides by zero or shifts by more than 31 bits.
    became: Vec<Result<ValueId, &'static str>>,
}

impl Folded {
    /// What a value became.
    pub(crate) fn of(&self, id: ValueId) -> Result<ValueId, &'static str> {
        self.became.get(id.0 as usize).copied().unwrap_or(Ok(id))
    }

    fn add(&mut self, value: &Value) -> Result<ValueId, &'static str> {
        Ok(match *value {
            Value::Octets {
                base,
                offset,
                width,
            } => {
                let base = base.map(|base| self.of(base)).transpose()?;
                self.values.folded_octets(base, offset, width)
            }
            Value::Binary(operator, left, right) => {
                let (left, right) = (self.of(left)?, self.of(right)?);
                self.values.folded_binary(operator, left, right)?
            }
            Value::Masked(_, 0) => self.values.constant(0),
            Value::Masked(of, mask) => {
                let of = self.of(of)?;
                self.values.add(Value::Masked(of, mask))
            }
            Value::Negated(of) => {
                let of = self.of(of)?;
                match self.values.known(of) {
                    Some(known) => self.values.constant(known.wrapping_neg()),
                    None => self.values.add(Value::Negated(of)),
                }
            }
            value => self.values.add(value),
        })
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
