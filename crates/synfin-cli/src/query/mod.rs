//! `--where`: connections chosen by their facts.
//!
//! Duty: a small expression language over the catalogue of facts. Invariant: names, units and
//! words are those of the JSON output; an expression that means nothing is refused before anything
//! is read. Absence: packets; a connection is judged as a whole, by what is known of it in the end.
//!
//! ```text
//! closing == reset and closed_by == server
//! client.addr in 10.0.0.0/8 and not (bytes < 1.5MB or duration > 2min)
//! slow-handshake > 100ms
//! ```

mod error;
mod lexer;
mod operand;
mod parser;
mod presets;
#[cfg(test)]
mod tests;

pub(crate) use presets::help;

use crate::facts::{Fact, Value};
use error::QueryError;
use operand::Operand;
use synfin::Connection;

/// An expression over the facts of a connection.
#[derive(Clone, Debug)]
pub(crate) struct Query(Node);

/// A part of an expression.
#[derive(Clone, Debug)]
enum Node {
    /// All of them hold.
    And(Vec<Self>),
    /// One of them holds.
    Or(Vec<Self>),
    Not(Box<Self>),
    /// The fact is known, and neither false nor 0.
    Given(Fact),
    /// The fact compares so with the operand.
    Test(Fact, Comparison, Operand),
    /// The fact equals one of the operands.
    OneOf(Fact, Vec<Operand>),
}

/// How two values are compared. A fact that is not known equals nothing, and is neither less nor
/// greater than anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    /// The text has the other one in it.
    Contains,
}

impl Query {
    /// Does the connection answer the description?
    pub(crate) fn matches(&self, connection: &Connection) -> bool {
        self.0.holds(&|fact| fact.of(connection))
    }
}

impl std::str::FromStr for Query {
    type Err = QueryError;

    fn from_str(expression: &str) -> Result<Self, QueryError> {
        parser::parse(expression)
            .map(Self)
            .map_err(|error| error.of(expression))
    }
}

impl Node {
    /// Does it hold for the facts that `value` gives?
    fn holds(&self, value: &impl Fn(Fact) -> Value) -> bool {
        match self {
            Self::And(nodes) => nodes.iter().all(|node| node.holds(value)),
            Self::Or(nodes) => nodes.iter().any(|node| node.holds(value)),
            Self::Not(node) => !node.holds(value),
            Self::Given(fact) => is_given(&value(*fact)),
            Self::Test(fact, comparison, operand) => comparison.holds(&value(*fact), operand),
            Self::OneOf(fact, operands) => {
                let value = value(*fact);
                operands.iter().any(|operand| operand.equals(&value))
            }
        }
    }
}

/// Is a fact known, and neither false nor 0?
fn is_given(value: &Value) -> bool {
    match value {
        Value::Unknown | Value::Flag(false) | Value::Number(0) | Value::Octets(0) => false,
        Value::Text(text) => !text.as_str().is_empty(),
        _ => true,
    }
}

impl Comparison {
    fn holds(self, value: &Value, operand: &Operand) -> bool {
        match self {
            Self::Equal => operand.equals(value),
            Self::NotEqual => !operand.equals(value),
            Self::Contains => operand.is_within(value),
            Self::Less => operand.order(value).is_some_and(std::cmp::Ordering::is_lt),
            Self::LessOrEqual => operand.order(value).is_some_and(std::cmp::Ordering::is_le),
            Self::Greater => operand.order(value).is_some_and(std::cmp::Ordering::is_gt),
            Self::GreaterOrEqual => operand.order(value).is_some_and(std::cmp::Ordering::is_ge),
        }
    }

    /// Does it ask which of two values is greater?
    const fn needs_order(self) -> bool {
        matches!(
            self,
            Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual
        )
    }
}
