//! LDP (RFC 5036): the PDUs of a segment, and with `-v` their messages.

mod forwarding;
mod parameter;

use super::cursor::{Cursor, Short};
use super::line::Line;

/// Octets of a PDU's header, and of a message's.
const PDU: usize = 10;
const MESSAGE: usize = 8;

/// What the length of a PDU, and of a message, counts at least.
const LEAST_PDU: u16 = 6;
const LEAST_MESSAGE: u16 = 4;

/// Octets in front of what a length counts.
const UNCOUNTED: usize = 4;

/// Prints the PDUs of a segment.
pub(super) fn print(line: &mut Line<'_>, mut payload: Cursor<'_>) -> Result<(), Short> {
    while payload.left() > PDU + MESSAGE {
        let Some(len) = print_pdu(line, payload.unbounded())? else {
            break;
        };
        if payload.left() < len {
            let left = payload.left();
            write!(line, " [remaining length {left} < {len}] (invalid)");
            break;
        }
        payload.skip(len);
    }
    Ok(())
}

/// Prints a PDU (RFC 5036, 3.1); gives its octets, unless nothing behind it can be told.
fn print_pdu(line: &mut Line<'_>, mut at: Cursor<'_>) -> Result<Option<usize>, Short> {
    at.with_len(PDU).rest()?;
    let indent = if line.verbosity == 0 { "" } else { "\n\t" };
    let (version, len) = (at.u16()?, at.u16()?);
    if version != 1 {
        write!(line, "{indent}LDP version {version} packet not supported");
        return Ok(None);
    }
    if len < LEAST_PDU {
        write!(
            line,
            "{indent}LDP, pdu-length: {len} (too short, < {LEAST_PDU})"
        );
        return Ok(None);
    }
    let (router, space) = (at.array()?, at.u16()?);
    write!(line, "{indent}LDP, Label-Space-ID: ");
    line.ipv4(router);
    write!(line, ":{space}, pdu-length: {len}");
    if line.verbosity == 0 {
        return Ok(None);
    }
    // A message that is longer than what is left makes it begin anew from above.
    let mut left = len - LEAST_PDU;
    while left > 0 {
        let Some(message) = print_message(line, at)? else {
            return Ok(None);
        };
        at.skip(usize::from(message) + UNCOUNTED);
        left = left.wrapping_sub(message).wrapping_sub(4);
    }
    Ok(Some(usize::from(len) + UNCOUNTED))
}

/// Prints a message (RFC 5036, 3.5); gives its length, unless that is too short.
fn print_message(line: &mut Line<'_>, mut at: Cursor<'_>) -> Result<Option<u16>, Short> {
    at.with_len(MESSAGE).rest()?;
    let start = at;
    let (kind, len, id) = (at.u16()?, at.u16()?, at.u32()?);
    let flags = if kind & 0x8000 == 0 {
        "ignore"
    } else {
        "continue processing"
    };
    let kind = kind & 0x7fff;
    let name = message_name(kind).unwrap_or("Unknown");
    write!(line, "\n\t  {name} Message (0x{kind:04x}), length: {len}");
    if len < LEAST_MESSAGE {
        write!(line, " (too short, < {LEAST_MESSAGE})");
        return Ok(None);
    }
    write!(
        line,
        ", Message ID: 0x{id:08x}, Flags: [{flags} if unknown]"
    );
    start.with_len(len.into()).rest()?;
    let body = at.with_len(usize::from(len - LEAST_MESSAGE));
    if matches!(
        kind,
        0x1 | 0x100 | 0x200 | 0x201 | 0x300 | 0x301 | 0x400 | 0x402
    ) {
        parameter::print(line, body)?;
    } else if line.verbosity == 1 {
        line.hex_rows("\n\t  ", body.captured(body.left()));
    }
    if line.verbosity > 1 {
        // As many octets as the length says, which counts four that stand before them.
        line.hex_rows("\n\t  ", body.captured(len.into()));
    }
    Ok(Some(len))
}

const fn message_name(kind: u16) -> Option<&'static str> {
    Some(match kind {
        0x1 => "Notification",
        0x100 => "Hello",
        0x200 => "Initialization",
        0x201 => "Keepalive",
        0x300 => "Address",
        0x301 => "Address Withdraw",
        0x400 => "Label Mapping",
        0x401 => "Label Request",
        0x402 => "Label Withdraw",
        0x403 => "Label Release",
        0x404 => "Label Abort Request",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::payload::tests::printed;

    fn pdu(kind: u8, minor: u8, parameters: &[u8]) -> Vec<u8> {
        let len = u8::try_from(parameters.len()).unwrap();
        let head = [
            0,
            1,
            0,
            len + 14,
            10,
            0,
            0,
            1,
            0,
            0,
            kind,
            minor,
            0,
            len + 4,
            0,
            0,
            0,
            5,
        ];
        [head.as_slice(), parameters].concat()
    }

    /// What is printed of a message of that type with these parameters.
    pub(super) fn parameters(kind: u8, parameters: &[u8]) -> String {
        printed(646, &pdu(kind, 0, parameters), 1)
    }

    #[test]
    fn pdus_and_their_messages() {
        let mapping = pdu(
            4,
            0,
            &[1, 0, 0, 6, 2, 0, 1, 16, 10, 1, 2, 0, 0, 4, 0, 0, 0, 3],
        );
        assert_eq!(
            printed(646, &mapping, 0),
            "LDP, Label-Space-ID: 10.0.0.1:0, pdu-length: 32"
        );
        assert_eq!(
            printed(646, &mapping, 1),
            "\n\tLDP, Label-Space-ID: 10.0.0.1:0, pdu-length: 32\
             \n\t  Label Mapping Message (0x0400), length: 22, Message ID: 0x00000005, Flags: [ignore if unknown]\
             \n\t    FEC TLV (0x0100), length: 6, Flags: [ignore and don't forward if unknown]\
             \n\t      Prefix FEC (0x02): IPv4 prefix 10.1.0.0/16\
             \n\t    Generic Label TLV (0x0200), length: 4, Flags: [ignore and don't forward if unknown]\
             \n\t      Label: 3"
        );
    }

    #[test]
    fn an_address_family_without_a_name_is_a_number() {
        let list = |family: u8| pdu(3, 0, &[1, 1, 0, 6, family, 1, 10, 0, 0, 1]);
        let text = printed(646, &list(0), 1);
        assert!(text.ends_with("Address Family: IPv4, addresses 10.0.0.1"));
        let text = printed(646, &list(0x80), 1);
        assert!(text.ends_with("Address Family: Unknown (32769), addresses"));
    }

    #[test]
    fn what_is_too_short_is_left_out_or_invalid() {
        assert_eq!(printed(646, &pdu(2, 1, &[]), 1), "");
        let text = printed(646, &pdu(4, 0, &[2, 0, 0, 1, 0]), 1);
        assert!(text.ends_with("if unknown] [tlv length 1 < 4] (invalid)"));
        let text = printed(646, &pdu(4, 0, &[2, 0, 0, 9, 0]), 1);
        assert!(text.ends_with("\n\t\t TLV contents go past end of message"));
        let mut short = pdu(4, 0, &[0; 8]);
        short[3] = 5;
        assert_eq!(
            printed(646, &short, 0),
            "LDP, pdu-length: 5 (too short, < 6)"
        );
        let mut short = pdu(4, 0, &[0; 8]);
        short[13] = 3;
        let text = printed(646, &short, 1);
        assert!(text.ends_with("Label Mapping Message (0x0400), length: 3 (too short, < 4)"));
    }
}
