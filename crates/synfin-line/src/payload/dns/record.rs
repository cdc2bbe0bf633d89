//! Questions and resource records (RFC 1035, 4.1.2 and 4.1.3).

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::data::{self, Data};
use super::edns::OPT;
use super::{domain_name, names};

/// Octets between a record's owner and its data.
const FIELDS: usize = 10;
/// Units of time, in seconds.
const UNITS: [(u32, &str); 6] = [
    (365 * 86_400, "y"),
    (7 * 86_400, "w"),
    (86_400, "d"),
    (3600, "h"),
    (60, "m"),
    (1, "s"),
];

/// Prints a type's name behind a blank.
fn kind_name(line: &mut Line<'_>, kind: u16) {
    match names::kind(kind) {
        Some(name) => write!(line, " {name}"),
        None => write!(line, " Type{kind}"),
    }
}

/// Prints a class behind a blank, but for the usual one.
fn class_name(line: &mut Line<'_>, class: u16) {
    match names::class(class) {
        Some("IN") => {}
        Some(name) => write!(line, " {name}"),
        None => write!(line, " (Class {class})"),
    }
}

/// Prints a question.
pub(super) fn question<'a>(
    line: &mut Line<'_>,
    message: Cursor<'a>,
    at: &mut Cursor<'a>,
) -> Result<(), Short> {
    let asked = *at;
    domain_name::skip(at)?;
    let [kind, kind_low, class, class_low] = at.array()?;
    kind_name(line, u16::from_be_bytes([kind, kind_low]));
    class_name(line, u16::from_be_bytes([class, class_low]));
    write!(line, "? ");
    *at = domain_name::print(line, message, asked)?.ahead(4);
    Ok(())
}

/// Prints a record; its owner with `-v` only. Without, a message that ends before the data ends in
/// silence.
pub(super) fn print<'a>(
    line: &mut Line<'_>,
    message: Cursor<'a>,
    at: &mut Cursor<'a>,
) -> Result<(), Short> {
    let stepped_over = if line.verbosity > 0 {
        write!(line, " ");
        *at = domain_name::print(line, message, *at)?;
        true
    } else {
        domain_name::skip(at).is_ok()
    };
    if !stepped_over || !at.has(FIELDS) {
        at.skip(at.left());
        return Ok(());
    }
    let (kind, class, time_to_live, len) = (at.u16()?, at.u16()?, at.u32()?, at.u16()?);
    if kind != OPT {
        class_name(line, class);
        if line.verbosity > 2 {
            write!(line, " [");
            duration(line, time_to_live);
            write!(line, "]");
        }
    }
    kind_name(line, kind);
    let data = Data {
        at: *at,
        len: len.into(),
        class,
        time_to_live,
    };
    at.take(data.len)?;
    data::print(line, message, kind, data)
}

/// Prints a time in units of all sizes.
fn duration(line: &mut Line<'_>, mut seconds: u32) {
    if seconds == 0 {
        write!(line, "0s");
    }
    for (unit, letter) in UNITS {
        if seconds >= unit {
            write!(line, "{}{letter}", seconds / unit);
            seconds %= unit;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::payload::dns::tests::{answer, text};

    #[test]
    fn the_time_to_live_stands_behind_the_owner() {
        let response = answer(b"\0\x0a\0\x03\x02\x05\x4e\x71\0\0");
        assert_eq!(text(&response, 2), " 7- [0q] 1/0/0 . CHAOS NULL (23)");
        assert_eq!(
            text(&response, 3),
            " 7- [0q] 1/0/0 . CHAOS [1y3w6d9h16m33s] NULL (23)"
        );
        let response = answer(b"\0\x0a\0\x02\0\0\0\0\0\0");
        assert_eq!(
            text(&response, 3),
            " 7- [0q] 1/0/0 . (Class 2) [0s] NULL (23)"
        );
    }

    #[test]
    fn a_message_that_ends_too_soon() {
        let response = answer(b"\0\x01\0\x01\0\0\0\0\0");
        assert_eq!(text(&response, 0), " 7- [0q] 1/0/0 (22)");
        assert_eq!(text(&response, 1), " 7- [0q] 1/0/0 . (22)");
        let response = answer(b"\0\x01\0\x01\0\0\0\0\0\x04abc");
        assert_eq!(text(&response, 0), " 7- [0q] 1/0/0 A [|domain]");
    }
}
