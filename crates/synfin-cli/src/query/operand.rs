//! What a fact is compared with.
//!
//! Duty: read an operand in the fact's unit, and compare. Invariant: numbers are compared exactly,
//! as fractions; nothing goes through floating point. Absence: conversions between kinds; a word
//! is never a number.

use crate::facts::{Unit, Value};
use crate::writing::nanos;
use std::cmp::Ordering;
use std::net::IpAddr;

/// What a fact is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Operand {
    /// `null`: not known.
    Unknown,
    /// A number of the fact's smallest units (nanoseconds, octets, pieces), as a fraction.
    Quantity {
        /// What is divided.
        dividend: i128,
        /// What it is divided by; a power of ten.
        divisor: i128,
    },
    Flag(bool),
    Text(String),
    /// The addresses that share these leading bits.
    Network(IpAddr, u8),
}

/// Names of time units and their nanoseconds.
const TIMES: [(&str, i128); 9] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("min", 60_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
];

/// Names of sizes and their octets, or pieces.
const SIZES: [(&str, i128); 11] = [
    ("B", 1),
    ("k", 1_000),
    ("M", 1_000_000),
    ("G", 1_000_000_000),
    ("kB", 1_000),
    ("KB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
];

impl Operand {
    /// Reads an operand for a fact with this unit; the error says what was expected.
    pub(super) fn read(word: &str, unit: Unit) -> Result<Self, String> {
        if word == "null" {
            return Ok(Self::Unknown);
        }
        match unit {
            Unit::Number | Unit::Segments | Unit::Samples | Unit::ShiftCount => {
                quantity(word, &SIZES, 1).ok_or_else(|| "expected a number".into())
            }
            Unit::Octets => quantity(word, &SIZES, 1)
                .ok_or_else(|| "expected a number of octets, as 1500, 64KiB or 1.5MB".into()),
            Unit::Milliseconds => quantity(word, &TIMES, 1_000_000)
                .ok_or_else(|| "expected a time, as 100ms, 2s or, in milliseconds, 100".into()),
            Unit::Seconds => quantity(word, &TIMES, 1_000_000_000)
                .ok_or_else(|| "expected a time, as 100ms, 2min or, in seconds, 2".into()),
            Unit::Time => point_in_time(word).ok_or_else(|| {
                "expected a time, as 2026-11-22T10:51:18Z or seconds since 1970".into()
            }),
            Unit::Flag => word
                .parse()
                .map(Self::Flag)
                .map_err(|_| "expected true or false".into()),
            Unit::Address => network(word)
                .ok_or_else(|| "expected an address or a network, as 10.0.0.0/8".into()),
            Unit::Word([]) | Unit::Text => Ok(Self::Text(word.to_owned())),
            Unit::Word(words) => {
                one_of(word, words).ok_or_else(|| format!("expected one of {}", words.join(", ")))
            }
        }
    }

    /// Does a fact equal this?
    pub(super) fn equals(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Unknown, Value::Unknown) => true,
            (Self::Flag(wanted), Value::Flag(flag)) => wanted == flag,
            (Self::Text(wanted), Value::Word(word)) => wanted == word,
            (Self::Text(wanted), Value::Text(_) | Value::Socket(_)) => {
                wanted == value.text().as_str()
            }
            (Self::Network(network, bits), Value::Address(address)) => {
                shares_bits(*network, *address, *bits)
            }
            _ => self.order(value) == Some(Ordering::Equal),
        }
    }

    /// Has the fact's text this one in it?
    pub(super) fn is_within(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Text(part), Value::Word(text)) => text.contains(part.as_str()),
            (Self::Text(part), Value::Text(_) | Value::Socket(_)) => {
                value.text().as_str().contains(part.as_str())
            }
            _ => false,
        }
    }

    /// Is the fact less than this, equal or greater? `None` where neither can be said.
    pub(super) fn order(&self, value: &Value) -> Option<Ordering> {
        let Self::Quantity { dividend, divisor } = self else {
            return None;
        };
        let fact = match value {
            Value::Number(number) | Value::Octets(number) | Value::Millis(number) => {
                i128::from(*number)
            }
            Value::Seconds(nanos) => *nanos,
            Value::Time(time) => nanos(*time),
            _ => return None,
        };
        Some(fact.saturating_mul(*divisor).cmp(dividend))
    }
}

/// A decimal number with a unit, or without one in units of `default`.
fn quantity(word: &str, units: &[(&str, i128)], default: i128) -> Option<Operand> {
    let letters = word.find(|letter: char| letter.is_alphabetic());
    let (number, unit) = word.split_at(letters.unwrap_or(word.len()));
    let factor = if unit.is_empty() {
        default
    } else {
        units.iter().find(|(name, _)| *name == unit)?.1
    };
    let (digits, divisor) = decimal(number)?;
    Some(Operand::Quantity {
        dividend: digits.checked_mul(factor)?,
        divisor,
    })
}

/// A decimal number as a fraction: its digits, and the power of ten they are divided by.
fn decimal(number: &str) -> Option<(i128, i128)> {
    const MOST_DIGITS: usize = 22;
    const MOST_BEHIND_POINT: usize = 9;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let unsigned = whole.strip_prefix('-').unwrap_or(whole);
    let digits = format!("{unsigned}{fraction}");
    let plain = !unsigned.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    if !plain
        || digits.len() > MOST_DIGITS
        || number.ends_with('.')
        || fraction.len() > MOST_BEHIND_POINT
    {
        return None;
    }
    let value: i128 = digits.parse().ok()?;
    let sign = if whole.starts_with('-') { -1 } else { 1 };
    let divisor = 10_i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    Some((value * sign, divisor))
}

/// Seconds since 1970, or a date and time with its offset from UTC.
fn point_in_time(word: &str) -> Option<Operand> {
    if let Ok(time) = word.parse::<jiff::Timestamp>() {
        return Some(Operand::Quantity {
            dividend: time.as_nanosecond(),
            divisor: 1,
        });
    }
    quantity(word, &[], 1_000_000_000)
}

/// An address, or a network in the form of RFC 4632, 3.1.
fn network(word: &str) -> Option<Operand> {
    let (address, bits) = word
        .split_once('/')
        .map_or((word, None), |(address, bits)| (address, Some(bits)));
    let address: IpAddr = address.parse().ok()?;
    let all = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Some(all), |bits| bits.parse().ok())?;
    (bits <= all).then_some(Operand::Network(address, bits))
}

/// Do two addresses share their first `bits` bits?
fn shares_bits(one: IpAddr, other: IpAddr, bits: u8) -> bool {
    let differing = match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => (one.to_bits() ^ other.to_bits()).leading_zeros(),
        (IpAddr::V6(one), IpAddr::V6(other)) => (one.to_bits() ^ other.to_bits()).leading_zeros(),
        _ => return false,
    };
    differing >= u32::from(bits)
}

/// A word of a closed vocabulary. Case does not matter, nor whether words are joined by a hyphen
/// or an underscore.
fn one_of(word: &str, words: &[&str]) -> Option<Operand> {
    let plain = |word: &str| word.replace('_', "-").to_ascii_lowercase();
    let known = words.iter().find(|known| plain(known) == plain(word))?;
    Some(Operand::Text((*known).to_owned()))
}
