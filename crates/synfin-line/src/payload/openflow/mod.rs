//! OpenFlow: the messages of all versions, and with `-v` what is in those of 1.0 and 1.3.
//!
//! Duty: frame the messages of one segment. Invariant: a part that does not fit the lengths around
//! it is printed as `(invalid)`, and reading goes on behind its message; a part that was not
//! captured ends the printing. Absence: no reassembly of messages.

mod names;
mod parts;
mod v10;
mod v13;

use super::cursor::{Cursor, Short};
use super::line::Line;
use parts::{Size, marked};

/// Octets of a message's header.
const HEADER: usize = 8;

/// Prints the messages of a segment.
pub(super) fn print(line: &mut Line<'_>, mut payload: Cursor<'_>) -> Result<(), Short> {
    write!(line, ": OpenFlow");
    while !payload.is_empty() {
        match message(line, &mut payload) {
            // The segment's last octets are less than a header.
            Err(Short::Payload) => {
                write!(line, " (end of TCP payload)");
                return payload.rest();
            }
            other => other?,
        }
    }
    Ok(())
}

/// Prints one message. `Short::Payload` says that its header is not complete.
fn message(line: &mut Line<'_>, payload: &mut Cursor<'_>) -> Result<(), Short> {
    let start = *payload;
    let version = payload.u8()?;
    write!(line, "\n\tversion ");
    named(line, names::version(version), version);
    let kind = payload.u8()?;
    write!(line, ", type ");
    let kind_name = match version {
        1 => names::message_10(kind),
        4 => names::message_13(kind),
        _ => None,
    };
    named(line, kind_name, kind);
    let len = usize::from(payload.u16()?);
    write!(line, ", length {len}");
    if len < HEADER {
        write!(line, " (too short!)");
    }
    let xid = payload.u32()?;
    write!(line, ", xid 0x{xid:08x}");
    let Some(body_len) = len.checked_sub(HEADER) else {
        write!(line, " (invalid)");
        // There is no telling where the next one begins.
        let rest = *payload;
        payload.skip(payload.left());
        return rest.rest();
    };
    // A message may be longer than the segment: what is missing was not captured.
    let body = payload.with_len(body_len);
    let size = match version {
        1 => v10::size(kind),
        4 => v13::size(kind),
        _ => Size::Any,
    };
    let printed = match version {
        _ if !size.allows(body_len) => Err(Short::Payload),
        1 if line.verbosity > 0 => v10::print(line, body, kind),
        4 if line.verbosity > 0 => v13::print(line, body, kind),
        _ => body.rest(),
    };
    marked(line, body, printed)?;
    *payload = start.ahead(len);
    Ok(())
}

/// Appends a name, or the number that has none.
fn named(line: &mut Line<'_>, name: Option<&str>, number: u8) {
    match name {
        Some(name) => write!(line, "{name}"),
        None => write!(line, "unknown (0x{number:02x})"),
    }
}

/// Appends a name, or the number of 16 bits that should have one.
fn valid16(line: &mut Line<'_>, name: Option<&str>, number: u16) {
    match name {
        Some(name) => write!(line, "{name}"),
        None => write!(line, "invalid (0x{number:04x})"),
    }
}

/// Appends a name, or the number of 8 bits that should have one.
fn valid8(line: &mut Line<'_>, name: Option<&str>, number: u8) {
    match name {
        Some(name) => write!(line, "{name}"),
        None => write!(line, "invalid (0x{number:02x})"),
    }
}

/// Appends the names of the bits that are set, and whether others are. An empty name is that of a
/// bit that means nothing.
fn bits(line: &mut Line<'_>, value: u32, names: &[&str]) {
    let known = names
        .iter()
        .enumerate()
        .filter(|(_, name)| !name.is_empty())
        .fold(0_u32, |known, (place, _)| known | 1 << place);
    bits_known(line, value, names, known);
}

/// As [`bits`], where all of `known` mean something, if they have names or not.
fn bits_known(line: &mut Line<'_>, value: u32, names: &[&str], known: u32) {
    if value & known != 0 {
        write!(line, " (");
        let mut separator = "";
        for (place, name) in names.iter().enumerate() {
            if value >> place & 1 == 1 && !name.is_empty() {
                write!(line, "{separator}{name}");
                separator = ", ";
            }
        }
        write!(line, ")");
    }
    if value & !known != 0 {
        write!(line, " (bogus)");
    }
}

/// Appends a MAC address.
fn mac(line: &mut Line<'_>, [a, b, c, d, e, f]: [u8; 6]) {
    write!(line, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{f:02x}");
}

/// Appends text in a field of `len` octets; it ends at the first zero octet, or with the field.
fn text(line: &mut Line<'_>, at: &mut Cursor<'_>, len: usize) -> Result<(), Short> {
    let mut field = at.with_len(len);
    write!(line, "'");
    while !field.is_empty() {
        match field.u8()? {
            0 => break,
            octet => line.escaped(&[octet]),
        }
    }
    write!(line, "'");
    at.skip(len);
    Ok(())
}

/// Prints the rest of a part as octets: their number, and with two `-v` themselves.
fn data(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    let len = at.left();
    if len == 0 {
        return Ok(());
    }
    write!(line, "\n\t data ({len} octets)");
    if line.verbosity > 1 {
        line.hex_ascii_rows("\n\t  ", at.captured(len));
    }
    at.take(len).map(|_| ())
}

/// Prints the rest of a part, which is a frame: only its number of octets.
fn frame(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    let len = at.left();
    if len > 0 {
        write!(line, "\n\t data ({len} octets)");
    }
    at.take(len).map(|_| ())
}

#[cfg(test)]
mod tests;
