//! LDP (RFC 5036): the PDUs of a segment, and with `-v` their messages.

mod parameter;

use super::cursor::{Cursor, Short};
use super::line::Line;

/// Octets of a PDU's header, and of a message's.
const PDU: usize = 10;
const MESSAGE: usize = 8;

/// Prints the PDUs of a segment; without `-v` only the first one's header. What could hold no more
/// than one message without parameters is left out, as tcpdump does.
pub(super) fn print(line: &mut Line<'_>, mut payload: Cursor<'_>) -> Result<(), Short> {
    while payload.left() > PDU + MESSAGE {
        let mut head = payload.unbounded();
        let (version, len) = (head.u16()?, head.u16()?);
        if version != 1 {
            let kind = if line.verbosity == 0 { "" } else { "\n\t" };
            write!(line, "{kind}LDP version {version} packet not supported");
            return Ok(());
        }
        let (router, space) = (head.array()?, head.u16()?);
        let indent = if line.verbosity == 0 { "" } else { "\n\t" };
        write!(line, "{indent}LDP, Label-Space-ID: ");
        line.ipv4(router);
        write!(line, ":{space}, pdu-length: {len}");
        if line.verbosity == 0 {
            return Ok(());
        }
        let messages = usize::from(len)
            .checked_sub(PDU - 4)
            .ok_or(Short::Payload)?;
        print_messages(line, head.with_len(messages))?;
        payload.skip(usize::from(len) + 4);
    }
    Ok(())
}

/// Prints the messages of a PDU.
fn print_messages(line: &mut Line<'_>, mut at: Cursor<'_>) -> Result<(), Short> {
    while !at.is_empty() {
        let mut head = at.unbounded();
        let (kind, len, id) = (head.u16()?, head.u16()?, head.u32()?);
        let flags = if kind & 0x8000 == 0 {
            "ignore"
        } else {
            "continue processing"
        };
        let kind = kind & 0x7fff;
        let name = message_name(kind).unwrap_or("Unknown");
        write!(
            line,
            "\n\t  {name} Message (0x{kind:04x}), length: {len}, Message ID: 0x{id:08x}, Flags: [{flags} if unknown]"
        );
        let Some(body) = usize::from(len).checked_sub(MESSAGE - 4) else {
            return Err(Short::Payload);
        };
        if !head.has(body) {
            return Err(Short::Snapshot);
        }
        let known = matches!(
            kind,
            0x1 | 0x100 | 0x200 | 0x201 | 0x300 | 0x301 | 0x400 | 0x402
        );
        if known {
            parameter::print(line, head.with_len(body))?;
        }
        if line.verbosity > 1 || !known {
            // As many octets as the length says, which counts four that stand before them.
            line.hex_rows("\n\t  ", head.captured(len.into()));
        }
        at.skip(usize::from(len) + 4);
    }
    Ok(())
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
    }
}
