//! What a fact is: its name, its unit, its meaning, and how to get it.

use super::Value;
use super::name::{FactName, Zeros};
use std::borrow::Cow;
use synfin::analysis::Sent;
use synfin::{Connection, Side};

/// A fact of `T`: its name, what it means, and how to get it.
#[derive(Debug)]
pub(crate) struct FactOf<T> {
    /// The member's name; a dot stands for nesting.
    pub(crate) name: &'static str,
    /// Its unit, or its kind of value where it has none.
    pub(crate) unit: Unit,
    /// What it means, in a sentence or two.
    pub(crate) meaning: &'static str,
    /// Gets it.
    pub(crate) value: fn(&T) -> Value,
}

/// Takes facts one after the other.
pub(crate) trait FactSink {
    /// Takes the next fact.
    fn take(&mut self, name: &'static FactName, value: Value);

    /// Takes counts that stand together, if it has a quick way for these; or else none of them.
    fn take_counts<const COUNT: usize, const LEN: usize>(
        &mut self,
        _zeros: &'static Zeros<COUNT, LEN>,
        _counts: [u64; COUNT],
    ) -> bool {
        false
    }

    /// Takes facts that are all the same time span, in milliseconds, if it has a quick way for
    /// these; or else none of them.
    fn take_spans<const COUNT: usize>(
        &mut self,
        _names: &'static [FactName; COUNT],
        _nanos: u64,
    ) -> bool {
        false
    }

    /// The facts of a direction begin.
    fn begin_direction(&mut self, _name: &'static FactName) {}

    /// The facts of a direction end.
    fn end_direction(&mut self) {}
}

/// What stands before and behind a name's dot, if it has one.
pub(crate) const fn at_dot(name: &str) -> Option<(&str, &str)> {
    let mut before = 0;
    let mut rest = name.as_bytes();
    while let [letter, behind @ ..] = rest {
        if *letter == b'.' {
            let (member, behind) = name.split_at(before);
            return Some((member, behind.split_at(1).1));
        }
        before += 1;
        rest = behind;
    }
    None
}

/// What a fact is measured in, or what kind of value it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A number without unit.
    Number,
    /// A count of segments.
    Segments,
    /// A count of samples.
    Samples,
    /// A shift count.
    ShiftCount,
    /// Octets.
    Octets,
    /// A time span in milliseconds.
    Milliseconds,
    /// A time span in seconds.
    Seconds,
    /// A point in time, in seconds since 1970.
    Time,
    /// True or false.
    Flag,
    /// An address.
    Address,
    /// One of these words; any, where the list is empty.
    Word(&'static [&'static str]),
    /// Any text.
    Text,
}

impl Unit {
    /// The unit's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Segments => "segments",
            Self::Samples => "samples",
            Self::ShiftCount => "shift count",
            Self::Octets => "octets",
            Self::Milliseconds => "milliseconds",
            Self::Seconds => "seconds",
            Self::Time => "time",
            Self::Flag => "true or false",
            Self::Address => "address",
            Self::Word(_) => "word",
            Self::Text => "text",
        }
    }
}

/// Any fact of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fact {
    /// One of the connection itself.
    Connection(&'static FactOf<Connection>),
    /// One of what one side sent: the direction's name, the side, the fact.
    Direction(&'static str, Side, &'static FactOf<Sent>),
    /// The sum of both directions.
    Total(&'static FactOf<Sent>),
    /// A side's address and port as one text: its name, the side.
    Socket(&'static str, Side),
}

impl FactOf<Sent> {
    /// Does the sum of both directions mean something?
    pub(crate) fn adds_up(&self) -> bool {
        matches!(self.unit, Unit::Segments | Unit::Octets) && self.name != "mss"
    }
}

impl Fact {
    /// The full name, as `--where` and CSV use it.
    pub(crate) fn name(self) -> Cow<'static, str> {
        match self {
            Self::Connection(fact) => fact.name.into(),
            Self::Direction(direction, _, fact) => format!("{direction}.{}", fact.name).into(),
            Self::Total(fact) => fact.name.into(),
            Self::Socket(name, _) => name.into(),
        }
    }

    /// What it means.
    pub(crate) const fn meaning(self) -> &'static str {
        match self {
            Self::Connection(fact) => fact.meaning,
            Self::Direction(_, _, fact) | Self::Total(fact) => fact.meaning,
            Self::Socket(_, Side::Client) => "The client's address and port.",
            Self::Socket(_, Side::Server) => "The server's address and port.",
        }
    }

    /// What it is measured in.
    pub(crate) const fn unit(self) -> Unit {
        match self {
            Self::Connection(fact) => fact.unit,
            Self::Direction(_, _, fact) | Self::Total(fact) => fact.unit,
            Self::Socket(..) => Unit::Text,
        }
    }

    /// Its value in a connection.
    pub(crate) fn of(self, connection: &Connection) -> Value {
        match self {
            Self::Connection(fact) => (fact.value)(connection),
            Self::Direction(_, side, fact) => (fact.value)(connection.sent(side)),
            Self::Total(fact) => {
                let value = |side| (fact.value)(connection.sent(side));
                value(Side::Client).plus(value(Side::Server))
            }
            Self::Socket(_, side) => Value::Socket(connection.socket(side)),
        }
    }
}
