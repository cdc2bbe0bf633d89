//! NOTIFICATION messages (RFC 4271, 4.5) and what a Cease says (RFC 4486, RFC 9003).

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::{address_family, names};

/// Octets of the message up to its data.
const FIXED: usize = 21;

/// Prints the body of a NOTIFICATION message of `len` octets.
pub(super) fn print(line: &mut Line<'_>, mut body: Cursor<'_>, len: usize) -> Result<(), Short> {
    let (code, subcode) = (body.u8()?, body.u8()?);
    if len < FIXED {
        return Ok(());
    }
    let Some(name) = names::error(code) else {
        write!(line, ", Unknown Error ({code})");
        return Ok(());
    };
    write!(line, ", {name} ({code})");
    let comma = match code {
        4 => return Ok(()),
        // The only two without a comma.
        5 | 7 => "",
        _ => ",",
    };
    let name = names::error_subcode(code, subcode).unwrap_or("Unknown");
    write!(line, "{comma} subcode {name} ({subcode})");
    match (code, subcode) {
        // RFC 4486, 4: with the limit that was exceeded.
        (6, 1) if len >= FIXED + 7 => {
            let (afi, safi, limit) = (body.u16()?, body.u8()?, body.u32()?);
            write!(line, ", ");
            address_family(line, afi, safi);
            write!(line, ", Max Prefixes: {limit}");
        }
        // RFC 9003, 2: with a reason in UTF-8.
        (6, 2 | 4) if len > FIXED => shutdown(line, body, len - FIXED)?,
        _ => {}
    }
    Ok(())
}

/// Prints `len` octets of data: a reason behind its length, and what follows it.
fn shutdown(line: &mut Line<'_>, mut body: Cursor<'_>, len: usize) -> Result<(), Short> {
    let data = body;
    let reason = usize::from(body.u8()?);
    let rest = len - 1;
    let (rest, data) = if reason == 0 {
        write!(line, ", empty Shutdown Communication");
        (rest, body)
    } else if let Some(rest) = rest.checked_sub(reason) {
        write!(line, ", Shutdown Communication (length: {reason}): \"");
        line.escaped(body.take(reason)?);
        write!(line, "\"");
        (rest, body)
    } else {
        write!(line, ", invalid Shutdown Communication length");
        (len, data)
    };
    if rest > 0 {
        write!(line, ", Data: (length: {rest})");
        line.hex_rows("\n\t\t", data.captured(rest));
    }
    Ok(())
}
