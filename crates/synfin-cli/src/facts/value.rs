//! One fact of a connection, with its unit.
//!
//! Duty: be written as JSON, and as text for tables, CSV and TSV. Invariant: numbers keep their
//! full precision in text; a fact that is not known is `Unknown` and never 0. Absence: no colour,
//! no column width.

use serde::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::net::IpAddr;
use synfin::Timestamp;

/// A fact.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Not known, or not applicable.
    Unknown,
    /// Yes or no.
    Flag(bool),
    /// A count of something, or a number from a header.
    Number(u64),
    /// A count of octets.
    Octets(u64),
    /// A time span in nanoseconds; written in milliseconds.
    Millis(u64),
    /// A time span in nanoseconds; written in seconds with nine decimals.
    Seconds(i128),
    /// A point in time; written in seconds since 1970 with nine decimals.
    Time(Timestamp),
    /// A word of a closed vocabulary.
    Word(&'static str),
    /// Other text.
    Text(String),
    /// An address.
    Address(IpAddr),
}

impl Value {
    /// A number, if it is known.
    pub(crate) fn number(number: Option<impl Into<u64>>) -> Self {
        number.map_or(Self::Unknown, |number| Self::Number(number.into()))
    }

    /// Yes or no, if it is known.
    pub(crate) fn flag(flag: Option<bool>) -> Self {
        flag.map_or(Self::Unknown, Self::Flag)
    }

    /// A time span in nanoseconds, if it is known, to be written in milliseconds.
    pub(crate) fn millis(nanos: Option<u64>) -> Self {
        nanos.map_or(Self::Unknown, Self::Millis)
    }

    /// The sum of two counts of the same kind; unknown for anything else.
    pub(crate) fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => Self::Number(one.saturating_add(other)),
            (Self::Octets(one), Self::Octets(other)) => Self::Octets(one.saturating_add(other)),
            _ => Self::Unknown,
        }
    }

    /// The order of two values of one fact; what is unknown comes last.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Unknown, Self::Unknown) => Ordering::Equal,
            (Self::Unknown, _) => Ordering::Greater,
            (_, Self::Unknown) => Ordering::Less,
            (Self::Flag(one), Self::Flag(other)) => one.cmp(other),
            (Self::Number(one), Self::Number(other))
            | (Self::Octets(one), Self::Octets(other))
            | (Self::Millis(one), Self::Millis(other)) => one.cmp(other),
            (Self::Seconds(one), Self::Seconds(other)) => one.cmp(other),
            (Self::Time(one), Self::Time(other)) => nanos(*one).cmp(&nanos(*other)),
            (Self::Address(one), Self::Address(other)) => one.cmp(other),
            _ => self.to_string().cmp(&other.to_string()),
        }
    }

    /// A word, if it is known.
    pub(crate) fn word(word: Option<&'static str>) -> Self {
        word.map_or(Self::Unknown, Self::Word)
    }
}

/// Nanoseconds as seconds with nine decimals.
struct Decimal(i128);

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let nanos = self.0.unsigned_abs();
        let (seconds, fraction) = (nanos / 1_000_000_000, nanos % 1_000_000_000);
        write!(f, "{sign}{seconds}.{fraction:09}")
    }
}

/// Nanoseconds since 1970, without the limits of 64 bits.
pub(crate) fn nanos(time: Timestamp) -> i128 {
    i128::from(time.seconds()) * 1_000_000_000 + i128::from(time.believable_fraction())
}

/// The span from one time to another in nanoseconds, without the limits of 64 bits.
pub(crate) fn span(from: Timestamp, to: Timestamp) -> Value {
    Value::Seconds(nanos(to) - nanos(from))
}

/// Nanoseconds as milliseconds. Exact up to 2^53 nanoseconds, which is 104 days.
#[expect(
    clippy::cast_precision_loss,
    reason = "what JSON readers make of the number anyway"
)]
fn millis(nanos: u64) -> f64 {
    nanos as f64 / 1e6
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => Ok(()),
            Self::Flag(flag) => flag.fmt(f),
            Self::Number(number) | Self::Octets(number) => number.fmt(f),
            Self::Millis(nanos) => millis(*nanos).fmt(f),
            Self::Seconds(nanos) => Decimal(*nanos).fmt(f),
            Self::Time(time) => Decimal(nanos(*time)).fmt(f),
            Self::Word(word) => f.write_str(word),
            Self::Text(text) => f.write_str(text),
            Self::Address(address) => address.fmt(f),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unknown => serializer.serialize_none(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) | Self::Octets(number) => serializer.serialize_u64(*number),
            Self::Millis(nanos) => serializer.serialize_f64(millis(*nanos)),
            Self::Word(word) => serializer.serialize_str(word),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Seconds(_) | Self::Time(_) | Self::Address(_) => serializer.collect_str(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, span};
    use synfin::Timestamp;

    #[test]
    fn times_keep_nine_decimals_on_both_sides_of_1970() {
        let written = |time| Value::Time(time).to_string();
        assert_eq!(written(Timestamp::new(1, 5)), "1.000000005");
        assert_eq!(written(Timestamp::new(-1, 999_999_999)), "-0.000000001");
        assert_eq!(
            written(Timestamp::new(1, 2_000_000_000)),
            "1.000000000",
            "a damaged fraction is not believed"
        );
        let late = Timestamp::new(i64::MAX, 0);
        assert_eq!(written(late), "9223372036854775807.000000000");
        assert_eq!(
            span(late, Timestamp::new(0, 0)).to_string(),
            "-9223372036854775807.000000000"
        );
    }

    #[test]
    fn milliseconds_are_numbers_in_json_and_unknown_is_null() {
        let written = |value: Value| serde_json::to_string(&value).unwrap();
        assert_eq!(written(Value::Millis(1_234_567)), "1.234567");
        assert_eq!(written(Value::Unknown), "null");
        assert_eq!(written(Value::Seconds(-5)), "\"-0.000000005\"");
        assert_eq!(Value::Unknown.to_string(), "");
    }
}
