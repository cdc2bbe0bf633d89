//! Values as JSON.
//!
//! Duty: append values that are complete JSON. Invariant: the text is serde_json's, which still
//! writes what is unusual. Absence: no objects, no commas.

use super::short::{self, Place};
use super::{Append, as_millis, in_place};
use std::io::Write;

/// Nanoseconds below which serde_json writes a power of ten.
const TINY: u64 = 10;

/// Text of our own that needs no escaping.
#[inline]
pub(crate) fn plain(out: &mut Vec<u8>, text: &[u8]) {
    quoted(out, |out| out.extend_from_slice(text));
}

/// Text that may have anything in it.
pub(crate) fn text(out: &mut Vec<u8>, text: &str) {
    if text
        .bytes()
        .any(|octet| octet < b' ' || octet == b'"' || octet == b'\\')
    {
        // Writing to a vector cannot fail.
        let _ = serde_json::to_writer(out, text);
    } else {
        quoted(out, |out| out.text(text));
    }
}

/// Text that `write` appends, without quotes, backslashes or control characters.
#[inline]
pub(crate) fn quoted(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    out.push(b'"');
    write(out);
    out.push(b'"');
}

/// A word of our own, which needs no escaping.
#[inline]
pub(crate) fn word(out: &mut Vec<u8>, word: &'static str) {
    quoted(out, |out| out.text(word));
}

/// What `write` appends, or null.
#[inline]
pub(crate) fn or_null<T>(out: &mut Vec<u8>, value: Option<T>, write: impl FnOnce(&mut Vec<u8>, T)) {
    match value {
        Some(value) => write(out, value),
        None => out.text("null"),
    }
}

/// True or false.
#[inline]
pub(crate) fn flag(out: &mut Vec<u8>, flag: bool) {
    out.text(if flag { "true" } else { "false" });
}

/// A number that may be negative.
pub(crate) fn signed(out: &mut Vec<u8>, number: i64) {
    if number < 0 {
        out.push(b'-');
    }
    out.dec(number.unsigned_abs());
}

/// Nanoseconds as milliseconds; always with a point, as serde_json has it.
pub(crate) fn millis(out: &mut Vec<u8>, nanos: u64) {
    if !in_place(out, |place| short_millis(place, nanos)) {
        // Writing to a vector cannot fail.
        let _ = serde_json::to_writer(out, &as_millis(nanos));
    }
}

/// Writes the same as short text, if it is one, and says how many octets it has.
#[inline(always)]
pub(crate) fn short_millis(place: &mut Place, nanos: u64) -> Option<usize> {
    if (1..TINY).contains(&nanos) {
        return None;
    }
    short::millis(place, nanos, false)
}

/// Octets in hexadecimal, without separators.
pub(crate) fn hexadecimal(out: &mut Vec<u8>, octets: &[u8]) {
    for octet in octets {
        // Writing to a vector cannot fail.
        let _ = write!(out, "{octet:02x}");
    }
}

#[cfg(test)]
mod tests {
    use super::super::as_millis;
    use proptest::prelude::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn every_value_is_serde_jsons(bits in 0_u32..64, number: u64, text: String) {
            let number = number >> bits;
            let signed = number.cast_signed();
            for nanos in [number, number - number % 1_000_000, number % 20] {
                let expected = serde_json::to_string(&as_millis(nanos)).unwrap();
                prop_assert_eq!(written(|out| super::millis(out, nanos)), expected);
            }
            prop_assert_eq!(written(|out| super::signed(out, signed)), signed.to_string());
            let expected = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(written(|out| super::text(out, &text)), expected);
        }
    }

    #[test]
    fn what_steers_is_escaped() {
        assert_eq!(
            written(|out| super::text(out, "a\"\\\n\x1b")),
            r#""a\"\\\n\u001b""#
        );
        assert_eq!(written(|out| super::hexadecimal(out, &[0, 0xab])), "00ab");
    }
}
