//! LDP (RFC 5036): the PDUs of a segment, and with `-v` their messages.

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
            parameters(line, head.with_len(body))?;
        }
        if line.verbosity > 1 || !known {
            // As many octets as the length says, which counts four that stand before them.
            line.hex_rows("\n\t  ", head.captured(len.into()));
        }
        at.skip(usize::from(len) + 4);
    }
    Ok(())
}

/// Prints the parameters of a message.
fn parameters(line: &mut Line<'_>, mut at: Cursor<'_>) -> Result<(), Short> {
    while at.left() >= 4 {
        let mut head = at;
        let (kind, len) = (head.u16()?, head.u16()?);
        let unknown = match kind >> 14 {
            0 => "ignore and don't forward",
            1 => "ignore and do forward",
            2 => "continue processing and don't forward",
            _ => "continue processing and do forward",
        };
        let kind = kind & 0x3fff;
        let value = usize::from(len);
        if value > head.left() {
            write!(line, "\n\t\t TLV contents go past end of message");
            return Ok(());
        }
        let name = parameter_name(kind).unwrap_or("Unknown");
        write!(
            line,
            "\n\t    {name} TLV (0x{kind:04x}), length: {len}, Flags: [{unknown} if unknown]"
        );
        let value = head.with_len(value);
        match least(kind) {
            Some(least) if value.left() < least => {
                write!(line, " [tlv length {len} < {least}] (invalid)");
            }
            Some(_) => parameter(line, value, kind)?,
            None if line.verbosity == 1 => {
                line.hex_rows("\n\t      ", value.captured(value.left()));
            }
            None => {}
        }
        at.skip(4 + usize::from(len));
    }
    Ok(())
}

/// The least octets of a parameter that is decoded.
const fn least(kind: u16) -> Option<usize> {
    Some(match kind {
        0x100 => 1,
        0x101 | 0x601 => 2,
        0x200 | 0x400 | 0x401 | 0x402 => 4,
        0x300 | 0x503 => 8,
        0x403 => 16,
        0x500 => 14,
        _ => return None,
    })
}

/// Prints a parameter's value.
fn parameter(line: &mut Line<'_>, mut value: Cursor<'_>, kind: u16) -> Result<(), Short> {
    const INDENT: &str = "\n\t      ";
    match kind {
        0x100 => forwarding_class(line, value)?,
        0x101 => addresses(line, value)?,
        0x200 => {
            let label = value.u32()? & 0xf_ffff;
            write!(line, "{INDENT}Label: {label}");
        }
        0x300 => status(line, value)?,
        0x400 => {
            let (hold_time, flags) = (value.u16()?, value.u16()?);
            let targeted = if flags & 0x8000 == 0 {
                "Link"
            } else {
                "Targeted"
            };
            let request = match flags & 0x4000 {
                0 => "",
                _ => ", Request for targeted Hellos",
            };
            write!(
                line,
                "{INDENT}Hold Time: {hold_time}s, Flags: [{targeted} Hello{request}]"
            );
        }
        0x401 => {
            let address = value.array()?;
            write!(line, "{INDENT}IPv4 Transport Address: ");
            line.ipv4(address);
        }
        0x402 => {
            let number = value.u32()?;
            write!(line, "{INDENT}Sequence Number: {number}");
        }
        0x403 => {
            let address = value.array()?;
            write!(line, "{INDENT}IPv6 Transport Address: ");
            line.ipv6(address);
        }
        0x500 => session(line, value)?,
        0x503 => fault_tolerance(line, value)?,
        _ => {
            let size = value.u16()?;
            write!(line, "{INDENT}MTU: {size}");
        }
    }
    Ok(())
}

/// 3.4.1.
fn forwarding_class(line: &mut Line<'_>, mut value: Cursor<'_>) -> Result<(), Short> {
    let element = value.u8()?;
    let name = match element {
        1 => "Wildcard",
        2 => "Prefix",
        3 => "Host address",
        0x80 => "Martini VC",
        _ => "Unknown",
    };
    write!(line, "\n\t      {name} FEC (0x{element:02x})");
    if element != 2 {
        return Ok(());
    }
    let family = value.u16()?;
    let (name, max) = match family {
        1 => ("IPv4", 32),
        2 => ("IPv6", 128),
        _ => {
            write!(line, ": Address family {family} prefix");
            return Ok(());
        }
    };
    let bits = value.u8()?;
    if bits > max {
        write!(line, ": {name} prefix (invalid length)");
        return Ok(());
    }
    let taken = value.take(usize::from(bits).div_ceil(8))?;
    let mut octets = [0; 16];
    for (octet, value) in octets.iter_mut().zip(taken) {
        *octet = *value;
    }
    if let (Some(last), 1..) = (octets.get_mut(usize::from(bits / 8)), bits % 8) {
        *last &= !(0xff_u8 >> (bits % 8));
    }
    write!(line, ": {name} prefix ");
    match octets {
        [a, b, c, d, ..] if family == 1 => line.ipv4([a, b, c, d]),
        octets => line.ipv6(octets),
    }
    write!(line, "/{bits}");
    Ok(())
}

/// 3.4.3.
fn addresses(line: &mut Line<'_>, mut value: Cursor<'_>) -> Result<(), Short> {
    let family = value.u16()?;
    let name = match family {
        1 => "IPv4",
        2 => "IPv6",
        3 => "NSAP",
        _ => "Unknown",
    };
    write!(line, "\n\t      Address Family: {name}, addresses");
    while family == 1 && value.left() >= 4 {
        write!(line, " ");
        line.ipv4(value.array()?);
    }
    while family == 2 && value.left() >= 16 {
        write!(line, " ");
        line.ipv6(value.array()?);
    }
    Ok(())
}

/// 3.4.6.
fn status(line: &mut Line<'_>, mut value: Cursor<'_>) -> Result<(), Short> {
    let (code, id) = (value.u32()?, value.u32()?);
    let fatal = if code >> 31 == 0 {
        "Advisory Notification"
    } else {
        "Fatal error"
    };
    let forward = if code >> 30 & 1 == 0 { "don't" } else { "do" };
    write!(
        line,
        "\n\t      Status: 0x{:02x}, Flags: [{fatal} and {forward} forward]",
        code & 0x3fff_ffff
    );
    if id != 0 {
        write!(line, ", causing Message ID: 0x{id:08x}");
    }
    Ok(())
}

/// 3.5.3.
fn session(line: &mut Line<'_>, mut value: Cursor<'_>) -> Result<(), Short> {
    let (version, keepalive, [flags, limit]) = (value.u16()?, value.u16()?, value.array()?);
    let discipline = if flags & 0x80 == 0 {
        "Unsolicited"
    } else {
        "on Demand"
    };
    let loops = if flags & 0x40 == 0 {
        "Disabled"
    } else {
        "Enabled"
    };
    write!(
        line,
        "\n\t      Version: {version}, Keepalive: {keepalive}s, Flags: [Downstream {discipline}, Loop Detection {loops}]"
    );
    let (max, router, space) = (value.u16()?, value.array()?, value.u16()?);
    write!(
        line,
        "\n\t      Path Vector Limit {limit}, Max-PDU length: {max}, Receiver Label-Space-ID "
    );
    line.ipv4(router);
    write!(line, ":{space}");
    Ok(())
}

/// RFC 3479, section 8.
fn fault_tolerance(line: &mut Line<'_>, mut value: Cursor<'_>) -> Result<(), Short> {
    let flags = value.u16()?;
    write!(
        line,
        "\n\t      Flags: [{}Reconnect, {}Save State, {}All-Label Protection, {} Checkpoint, {}Re-Learn State]",
        if flags & 0x8000 == 0 { "No " } else { "" },
        if flags & 0x8 == 0 { "Don't " } else { "" },
        if flags & 0x4 == 0 { "No " } else { "" },
        if flags & 0x2 == 0 {
            "All Labels"
        } else {
            "Sequence Numbered Label"
        },
        if flags & 0x1 == 0 { "Don't " } else { "" },
    );
    value.skip(2);
    let (reconnect, recovery) = (value.u32()?, value.u32()?);
    if reconnect != 0 {
        write!(line, ", Reconnect Timeout: {reconnect}ms");
    }
    if recovery != 0 {
        write!(line, ", Recovery Time: {recovery}ms");
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

const fn parameter_name(kind: u16) -> Option<&'static str> {
    Some(match kind {
        0x100 => "FEC",
        0x101 => "Address List",
        0x103 => "Hop Count",
        0x104 => "Path Vector",
        0x200 => "Generic Label",
        0x201 => "ATM Label",
        0x202 => "Frame-Relay Label",
        0x300 => "Status",
        0x301 => "Extended Status",
        0x302 => "Returned PDU",
        0x303 => "Returned Message",
        0x400 => "Common Hello Parameters",
        0x401 => "IPv4 Transport Address",
        0x402 => "Configuration Sequence Number",
        0x403 => "IPv6 Transport Address",
        0x500 => "Common Session Parameters",
        0x501 => "ATM Session Parameters",
        0x502 => "Frame-Relay Session Parameters",
        0x503 => "Fault-Tolerant Session Parameters",
        0x600 => "Label Request Message ID",
        0x601 => "MTU",
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
    fn what_is_too_short_is_left_out_or_invalid() {
        assert_eq!(printed(646, &pdu(2, 1, &[]), 1), "");
        let text = printed(646, &pdu(4, 0, &[2, 0, 0, 1, 0]), 1);
        assert!(text.ends_with("if unknown] [tlv length 1 < 4] (invalid)"));
        let text = printed(646, &pdu(4, 0, &[2, 0, 0, 9, 0]), 1);
        assert!(text.ends_with("\n\t\t TLV contents go past end of message"));
    }
}
