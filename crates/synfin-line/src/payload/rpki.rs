//! RPKI to router (RFC 6810): the PDUs of version 0, with `-v`.

use super::cursor::{Cursor, Short};
use super::line::Line;

/// Octets of a PDU's header.
const HEADER: usize = 8;

/// Prints the PDUs of a segment. One that is not valid is the last.
pub(super) fn print(line: &mut Line<'_>, mut payload: Cursor<'_>) -> Result<(), Short> {
    if line.verbosity == 0 {
        write!(line, ", RPKI-RTR");
        return Ok(());
    }
    while !payload.is_empty() {
        match pdu(line, &mut payload, "\n\t  ", Place::Segment) {
            Err(Short::Payload) => {
                write!(line, " (invalid)");
                return payload.rest();
            }
            other => other?,
        }
    }
    Ok(())
}

/// Where a PDU stands: one in an Error Report does not hold another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Segment,
    ErrorReport,
}

/// Prints one PDU, its fields behind `indent`.
fn pdu(
    line: &mut Line<'_>,
    payload: &mut Cursor<'_>,
    indent: &str,
    place: Place,
) -> Result<(), Short> {
    let start = *payload;
    if start.left() < HEADER {
        write!(line, "({} bytes is too few to decode)", start.left());
        return Err(Short::Payload);
    }
    let version = payload.u8()?;
    if version != 0 {
        write!(line, "\n\tRPKI-RTRv{version} (unknown)");
        payload.skip(payload.left());
        return Ok(());
    }
    let (kind, session, len) = (payload.u8()?, payload.u16()?, payload.u32()?);
    let name = name(kind).unwrap_or("Unknown");
    write!(line, "\n\tRPKI-RTRv0, {name} PDU ({kind}), length: {len}");
    let len = usize::try_from(len).unwrap_or(usize::MAX);
    if len < HEADER || len > start.left() {
        return Err(Short::Payload);
    }
    let body = payload.with_len(len - HEADER);
    let exact = match kind {
        0 | 1 | 7 => Some(4),
        2 | 3 | 8 => Some(0),
        4 => Some(12),
        6 => Some(24),
        _ => None,
    };
    if exact.is_some_and(|exact| exact != body.left()) {
        return Err(Short::Payload);
    }
    let known = fields(line, body, indent, place, kind, session)?;
    if line.verbosity > 1 || !known {
        start.with_len(len).rest()?;
        line.hex_rows("\n\t  ", start.captured(len));
    }
    *payload = start.ahead(len).with_len(start.left() - len);
    Ok(())
}

/// Prints a PDU's fields; `false` if its type is not known.
fn fields(
    line: &mut Line<'_>,
    mut body: Cursor<'_>,
    indent: &str,
    place: Place,
    kind: u8,
    session: u16,
) -> Result<bool, Short> {
    match kind {
        0 | 1 | 7 => {
            let serial = body.u32()?;
            write!(
                line,
                "{indent}Session ID: 0x{session:04x}, Serial: {serial}"
            );
        }
        2 | 8 => {}
        3 => write!(line, "{indent}Session ID: 0x{session:04x}"),
        4 => {
            let (flags, [len, max, _], prefix) = (body.u8()?, body.array()?, body.array()?);
            let origin = body.u32()?;
            write!(line, "{indent}IPv4 Prefix ");
            line.ipv4(prefix);
            write!(
                line,
                "/{len}-{max}, origin-as {origin}, flags 0x{flags:02x}"
            );
        }
        6 => {
            let (flags, [len, max, _], prefix) = (body.u8()?, body.array()?, body.array()?);
            let origin = body.u32()?;
            write!(line, "{indent}IPv6 Prefix ");
            line.ipv6(prefix);
            write!(
                line,
                "/{len}-{max}, origin-as {origin}, flags 0x{flags:02x}"
            );
        }
        10 => error_report(line, body, indent, place, session)?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// RFC 6810, 5.10: the PDU at fault, and a text.
fn error_report(
    line: &mut Line<'_>,
    mut body: Cursor<'_>,
    indent: &str,
    place: Place,
    code: u16,
) -> Result<(), Short> {
    let name = ERRORS.get(usize::from(code)).unwrap_or(&"Unknown");
    let len = body.u32()?;
    write!(
        line,
        "{indent}Error code: {name} ({code}), Encapsulated PDU length: {len}"
    );
    let len = usize::try_from(len).unwrap_or(usize::MAX);
    if len > body.left() {
        return Err(Short::Payload);
    }
    if len > 0 && place == Place::Segment {
        write!(line, "{indent}  -----encapsulated PDU-----");
        let mut inner = body.with_len(len);
        match pdu(line, &mut inner, "\n\t    ", Place::ErrorReport) {
            Err(Short::Payload) => {
                write!(line, " (invalid)");
                inner.rest()?;
            }
            other => other?,
        }
    }
    body.skip(len);
    let len = usize::try_from(body.u32()?).unwrap_or(usize::MAX);
    if len > body.left() {
        return Err(Short::Payload);
    }
    if len > 0 {
        write!(line, "{indent}Error text: ");
        line.escaped(body.captured(len));
        body.take(len)?;
    }
    Ok(())
}

/// PDU types (RFC 6810, 5).
const fn name(kind: u8) -> Option<&'static str> {
    Some(match kind {
        0 => "Serial Notify",
        1 => "Serial Query",
        2 => "Reset Query",
        3 => "Cache Response",
        4 => "IPV4 Prefix",
        6 => "IPV6 Prefix",
        7 => "End of Data",
        8 => "Cache Reset",
        10 => "Error Report",
        _ => return None,
    })
}

/// Error codes (RFC 6810, 10).
const ERRORS: [&str; 8] = [
    "Corrupt Data",
    "Internal Error",
    "No Data Available",
    "Invalid Request",
    "Unsupported Protocol Version",
    "Unsupported PDU Type",
    "Withdrawal of Unknown Record",
    "Duplicate Announcement Received",
];

#[cfg(test)]
mod tests {
    use crate::payload::tests::printed;

    fn pdu(kind: u8, session: u8, body: &[u8]) -> Vec<u8> {
        let len = u8::try_from(8 + body.len()).unwrap();
        [&[0, kind, 0, session, 0, 0, 0, len], body].concat()
    }

    #[test]
    fn pdus_one_after_the_other() {
        assert_eq!(printed(323, &pdu(2, 0, b""), 0), ", RPKI-RTR");
        let prefix = pdu(4, 0, &[1, 24, 32, 0, 10, 1, 2, 0, 0, 0, 0, 9]);
        let both = [pdu(1, 5, &[0, 0, 0, 7]), prefix].concat();
        assert_eq!(
            printed(323, &both, 1),
            "\n\tRPKI-RTRv0, Serial Query PDU (1), length: 12\n\t  Session ID: 0x0005, Serial: 7\
             \n\tRPKI-RTRv0, IPV4 Prefix PDU (4), length: 20\n\t  IPv4 Prefix 10.1.2.0/24-32, origin-as 9, flags 0x01"
        );
    }

    #[test]
    fn an_error_report_holds_the_pdu_at_fault() {
        let body = [&[0, 0, 0, 8], pdu(3, 6, b"").as_slice(), b"\0\0\0\x02no"].concat();
        assert_eq!(
            printed(323, &pdu(10, 3, &body), 1),
            "\n\tRPKI-RTRv0, Error Report PDU (10), length: 26\
             \n\t  Error code: Invalid Request (3), Encapsulated PDU length: 8\
             \n\t    -----encapsulated PDU-----\
             \n\tRPKI-RTRv0, Cache Response PDU (3), length: 8\n\t    Session ID: 0x0006\
             \n\t  Error text: no"
        );
    }

    #[test]
    fn what_is_not_valid_ends_the_printing() {
        let short = [pdu(1, 0, b""), pdu(2, 0, b"")].concat();
        assert_eq!(
            printed(323, &short, 1),
            "\n\tRPKI-RTRv0, Serial Query PDU (1), length: 8 (invalid)"
        );
        assert_eq!(printed(323, b"\x07abcdefg", 1), "\n\tRPKI-RTRv7 (unknown)");
        assert_eq!(
            printed(323, b"\x07abc", 1),
            "(4 bytes is too few to decode) (invalid)"
        );
    }
}
