//! One fact of a connection, with its unit.
//!
//! Duty: be written as JSON, and as text for tables, CSV and TSV. Invariant: numbers keep their
//! full precision in text; a fact that is not known is `Unknown` and never 0; nothing is
//! allocated. Absence: no colour, no column width.

use super::text::Text;
use crate::writing::{Append, json, nanos};
use std::cmp::Ordering;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use synfin::Timestamp;

/// A fact.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    Text(Text),
    /// An address.
    Address(IpAddr),
    /// An address and port, as one text.
    Socket(SocketAddr),
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
            _ => self.text().as_str().cmp(other.text().as_str()),
        }
    }

    /// The text of a word, a text or a socket; of anything else none.
    pub(crate) fn text(&self) -> Text {
        match self {
            Self::Word(word) => (*word).into(),
            Self::Text(text) => *text,
            Self::Socket(socket) => (*socket).into(),
            _ => "".into(),
        }
    }

    /// A word, if it is known.
    pub(crate) fn word(word: Option<&'static str>) -> Self {
        word.map_or(Self::Unknown, Self::Word)
    }
}

/// The span from one time to another in nanoseconds, without the limits of 64 bits.
#[inline]
pub(crate) fn span(from: Timestamp, to: Timestamp) -> Value {
    let is_usual = |time: Timestamp| (0..USUAL).contains(&time.seconds());
    if is_usual(from) && is_usual(to) {
        Value::Seconds(to.nanos_since(from).into())
    } else {
        Value::Seconds(nanos(to) - nanos(from))
    }
}

/// Seconds since 1970 below which 64 bits hold any time in nanoseconds, and any span.
const USUAL: i64 = 1 << 32;

impl Value {
    /// Appends it as plain text; nothing if it is not known. Where the kind of value is known, as in
    /// a row of all facts, only its arm is left.
    #[inline(always)]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Unknown => {}
            Self::Flag(flag) => json::flag(out, *flag),
            Self::Number(number) | Self::Octets(number) => out.dec(*number),
            Self::Millis(nanos) => out.millis(*nanos),
            Self::Seconds(nanos) => out.seconds(*nanos),
            Self::Time(time) => out.time(*time),
            Self::Word(word) => out.text(word),
            Self::Text(text) => out.extend_from_slice(text.as_bytes()),
            Self::Address(address) => out.address(*address),
            Self::Socket(socket) => out.socket(*socket),
        }
    }

    /// Appends it as JSON; inlined as [`write`](Self::write).
    #[inline(always)]
    pub(crate) fn write_json(&self, out: &mut Vec<u8>) {
        match self {
            Self::Unknown => out.text("null"),
            Self::Flag(_) | Self::Number(_) | Self::Octets(_) => self.write(out),
            Self::Millis(nanos) => json::millis(out, *nanos),
            Self::Text(text) if text.is_plain() => json::plain(out, text.as_bytes()),
            Self::Text(text) => json::text(out, text.as_str()),
            Self::Word(word) => json::word(out, word),
            Self::Seconds(_) | Self::Time(_) | Self::Address(_) | Self::Socket(_) => {
                json::quoted(out, |out| self.write(out));
            }
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Vec::new();
        self.write(&mut text);
        f.write_str(&String::from_utf8_lossy(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, span};
    use synfin::Timestamp;

    #[test]
    fn spans_are_not_limited_to_64_bits() {
        let (late, epoch) = (Timestamp::new(i64::MAX, 0), Timestamp::new(0, 0));
        assert_eq!(
            span(late, epoch).to_string(),
            "-9223372036854775807.000000000"
        );
    }

    #[test]
    fn milliseconds_are_numbers_in_json_and_unknown_is_null() {
        let written = |value: Value| {
            let mut text = Vec::new();
            value.write_json(&mut text);
            String::from_utf8(text).unwrap()
        };
        assert_eq!(written(Value::Millis(1_234_567)), "1.234567");
        assert_eq!(written(Value::Unknown), "null");
        assert_eq!(written(Value::Seconds(-5)), "\"-0.000000005\"");
        assert_eq!(written(Value::Text("a\"b".into())), "\"a\\\"b\"");
        assert_eq!(
            written(Value::Socket("[::1]:80".parse().unwrap())),
            "\"[::1]:80\""
        );
        assert_eq!(Value::Unknown.to_string(), "");
    }
}
