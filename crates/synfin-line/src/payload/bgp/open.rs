//! OPEN messages (RFC 4271, 4.2) and the capabilities in them (RFC 5492).

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::{HEADER, MARK, address_family, names};

/// Octets of the message up to its optional parameters.
const FIXED: usize = 29;

/// Prints an OPEN message of `len` octets.
pub(super) fn print(line: &mut Line<'_>, message: Cursor<'_>, len: usize) -> Result<(), Short> {
    if len < FIXED {
        return Err(Short::Payload);
    }
    let mut body = message.with_len(len).ahead(HEADER);
    let (version, system, hold_time) = (body.u8()?, body.u16()?, body.u16()?);
    write!(
        line,
        "\n\t  Version {version}, my AS {system}, Holdtime {hold_time}s, ID "
    );
    line.ipv4(body.array()?);
    let options = usize::from(body.u8()?);
    write!(line, "\n\t  Optional parameters, length: {options}");
    let start = body;
    while body.since(&start) < options {
        let (kind, len) = (body.u8()?, usize::from(body.u8()?));
        if body.since(&start) + len > options {
            write!(
                line,
                "\n\t     Option {kind}, length: {len}, goes past the end of the options"
            );
            return Ok(());
        }
        let name = match kind {
            1 => "Authentication Information",
            2 => "Capabilities Advertisement",
            _ => "Unknown",
        };
        write!(line, "\n\t    Option {name} ({kind}), length: {len}");
        if kind == 2 {
            capabilities(line, body.up_to_snapshot(), len);
        } else {
            write!(line, "\n\t      no decoder for option {kind}");
        }
        body.skip(len);
    }
    Ok(())
}

/// Prints `len` octets of capabilities; a mark is left where they end early.
fn capabilities(line: &mut Line<'_>, mut at: Cursor<'_>, len: usize) {
    let start = at;
    while at.since(&start) < len {
        match capability(line, &mut at) {
            Ok(true) => {}
            Ok(false) => return,
            Err(_) => return line.cut(MARK),
        }
    }
}

/// Prints a capability; `false` if those behind it are not to be read.
fn capability(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<bool, Short> {
    let (code, len) = (at.u8()?, usize::from(at.u8()?));
    let name = names::capability(code).unwrap_or("Unknown");
    write!(line, "\n\t      {name} ({code}), length: {len}");
    at.need(len)?;
    // Too short a value ends the list.
    let least = match code {
        1 | 65 => 4,
        64 => 2,
        _ => 0,
    };
    if len < least {
        write!(line, " (too short, < {least})");
        return Ok(false);
    }
    let decoded = capability_value(line, *at, code, len)?;
    if !decoded {
        write!(line, "\n\t\tno decoder for Capability {code}");
    }
    if len > 0 && (line.verbosity > 1 || !decoded) {
        line.hex_rows("\n\t\t", at.captured(len));
    }
    at.skip(len);
    Ok(true)
}

/// Prints the value of a capability; `false` if its code is not known.
fn capability_value(
    line: &mut Line<'_>,
    mut at: Cursor<'_>,
    code: u8,
    len: usize,
) -> Result<bool, Short> {
    match code {
        1 => {
            let (afi, _, safi) = (at.u16()?, at.u8()?, at.u8()?);
            write!(line, "\n\t\t");
            address_family(line, afi, safi);
        }
        2 | 71 | 128 => {}
        8 => {
            for _ in 0..len / 4 {
                let (afi, safi, count) = (at.u16()?, at.u8()?, at.u8()?);
                write!(line, "\n\t\t");
                address_family(line, afi, safi);
                write!(line, ", Count: {count}");
            }
        }
        64 => graceful_restart(line, at, len)?,
        65 => {
            let system = at.u32()?;
            write!(line, "\n\t\t 4 Byte AS {system}");
        }
        69 => multiple_paths(line, at, len)?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// RFC 4724, section 3.
fn graceful_restart(line: &mut Line<'_>, mut at: Cursor<'_>, len: usize) -> Result<(), Short> {
    let bits = at.u16()?;
    let flags = if bits & 0x8000 == 0 { "none" } else { "R" };
    write!(
        line,
        "\n\t\tRestart Flags: [{flags}], Restart Time {}s",
        bits & 0x0fff
    );
    for _ in 0..len.saturating_sub(2) / 4 {
        let (afi, safi, flags) = (at.u16()?, at.u8()?, at.u8()?);
        write!(line, "\n\t\t  ");
        address_family(line, afi, safi);
        let preserved = if flags & 0x80 == 0 { "no" } else { "yes" };
        write!(line, ", Forwarding state preserved: {preserved}");
    }
    Ok(())
}

/// RFC 7911, section 4.
fn multiple_paths(line: &mut Line<'_>, mut at: Cursor<'_>, len: usize) -> Result<(), Short> {
    if len == 0 {
        write!(line, " (bogus)");
    } else {
        for _ in 0..len / 4 {
            let (afi, safi, direction) = (at.u16()?, at.u8()?, at.u8()?);
            write!(line, "\n\t\t");
            address_family(line, afi, safi);
            match direction {
                1 => write!(line, ", Send/Receive: Receive"),
                2 => write!(line, ", Send/Receive: Send"),
                3 => write!(line, ", Send/Receive: Both"),
                other => write!(line, ", Send/Receive: Bogus (0x{other:02x})"),
            }
        }
        if !len.is_multiple_of(4) {
            write!(line, " (invalid)");
        }
    }
    Ok(())
}
