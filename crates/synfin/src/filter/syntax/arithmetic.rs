//! Values: numbers, octets of the frame, and what the operators make of them.

use super::cursor::Parser;
use super::token::{Keyword, Operator, Protocol, Token};
use super::tree::{Value, ValueKind};
use crate::filter::FilterError;

/// Values nested deeper are refused: evaluating one takes a step of the stack for each level.
const MAX_DEPTH: usize = 200;

/// What waits for its right operand.
#[derive(Clone, Copy)]
enum Pending {
    Negate,
    Binary(Operator),
}

impl Value {
    fn new(kind: ValueKind, at: usize) -> Self {
        let depth = match &kind {
            ValueKind::Number(_) | ValueKind::Length => 0,
            ValueKind::Octets { index: of, .. } | ValueKind::Negate(of) => of.depth + 1,
            ValueKind::Binary(_, left, right) => left.depth.max(right.depth) + 1,
        };
        Self { kind, at, depth }
    }

    pub(super) fn number(number: u32, at: usize) -> Self {
        Self::new(ValueKind::Number(number), at)
    }
}

impl Parser<'_> {
    /// A value, as far as it reaches; `first` is its first operand if that was already read.
    pub(super) fn value(&mut self, first: Option<Value>) -> Result<Value, FilterError> {
        let mut values = Vec::new();
        let mut pending: Vec<(Pending, usize)> = Vec::new();
        let mut first = first;
        loop {
            if let Some(value) = first.take() {
                values.push(value);
            } else {
                while self.peek() == Token::Arithmetic(Operator::Subtract) {
                    pending.push((Pending::Negate, self.advance().at));
                }
                values.push(self.value_atom()?);
            }
            let Token::Arithmetic(operator) = self.peek() else {
                break;
            };
            while let Some((top, at)) = pending.last().copied() {
                if !top.binds_before(operator) {
                    break;
                }
                pending.pop();
                reduce(&mut values, top, at)?;
            }
            pending.push((Pending::Binary(operator), self.advance().at));
        }
        while let Some((top, at)) = pending.pop() {
            reduce(&mut values, top, at)?;
        }
        values.pop().ok_or_else(|| self.unexpected())
    }

    /// A value without operators: a number, octets of a header, the length, one in parentheses.
    fn value_atom(&mut self) -> Result<Value, FilterError> {
        let at = self.here();
        match self.peek() {
            Token::Number(number) => {
                self.advance();
                Ok(Value::number(number, at))
            }
            Token::Keyword(Keyword::Len) => {
                self.advance();
                Ok(Value::new(ValueKind::Length, at))
            }
            Token::Protocol(protocol) => {
                self.advance();
                self.octets(protocol, at)
            }
            Token::Open => {
                self.open()?;
                let value = self.value(None)?;
                self.close()?;
                Ok(value)
            }
            _ => Err(self
                .unexpected()
                .hint("a value is a number, len, or octets of a header as in tcp[13] or ip[2:2]")),
        }
    }

    /// `[index]` or `[index:size]` behind a protocol's name.
    pub(super) fn octets(&mut self, protocol: Protocol, at: usize) -> Result<Value, FilterError> {
        if self.peek() != Token::OpenIndex {
            return Err(self
                .unexpected()
                .hint("to compare octets of a header, say which: tcp[13], ip[2:2]"));
        }
        self.open()?;
        let index = Box::new(self.value(None)?);
        let mut size = 1;
        if self.peek() == Token::Colon {
            self.advance();
            let size_at = self.here();
            size = self.number("how many octets: 1, 2 or 4")?;
            if !matches!(size, 1 | 2 | 4) {
                return Err(FilterError::new(size_at, "this many octets make no value")
                    .hint("1, 2 or 4 octets can be read at once"));
            }
        }
        if self.peek() != Token::CloseIndex {
            return Err(self.unexpected().hint("']' ends the place of the octets"));
        }
        self.leave();
        let kind = ValueKind::Octets {
            protocol,
            index,
            size,
        };
        Ok(Value::new(kind, at))
    }
}

impl Pending {
    /// Is this operator applied before the one that follows it? Everything groups to the left,
    /// but for `%` and `^`: those have no rank in libpcap's grammar, which then waits for more.
    fn binds_before(self, next: Operator) -> bool {
        let rank = |operator| match operator {
            Operator::Or => Some(1),
            Operator::And => Some(2),
            Operator::ShiftLeft | Operator::ShiftRight => Some(3),
            Operator::Add | Operator::Subtract => Some(4),
            Operator::Multiply | Operator::Divide => Some(5),
            Operator::Modulo | Operator::Xor => None,
        };
        let own = match self {
            Self::Negate => Some(6),
            Self::Binary(operator) => rank(operator),
        };
        match (own, rank(next)) {
            (Some(own), Some(next)) => own >= next,
            _ => false,
        }
    }
}

/// Applies an operator to the values read last.
fn reduce(values: &mut Vec<Value>, pending: Pending, at: usize) -> Result<(), FilterError> {
    let missing = || FilterError::new(at, "this operator needs a value on each side");
    let right = values.pop().ok_or_else(missing)?;
    let value = match pending {
        Pending::Negate => Value::new(ValueKind::Negate(Box::new(right)), at),
        Pending::Binary(operator) => {
            let left = values.pop().ok_or_else(missing)?;
            let begin = left.at;
            let kind = ValueKind::Binary(operator, Box::new(left), Box::new(right));
            Value::new(kind, begin)
        }
    };
    if value.depth > MAX_DEPTH {
        return Err(FilterError::new(at, "this value has too many operators")
            .hint("compare its parts one by one"));
    }
    values.push(value);
    Ok(())
}
