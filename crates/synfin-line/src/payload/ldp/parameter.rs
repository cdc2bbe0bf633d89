//! The parameters of LDP messages (RFC 5036, 3.4 and 3.5).

use super::super::bgp::name_of_address_family;
use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::forwarding;

/// Prints the parameters of a message.
pub(super) fn print(line: &mut Line<'_>, mut at: Cursor<'_>) -> Result<(), Short> {
    while at.left() >= 4 {
        let mut head = at.unbounded();
        let (kind, len) = (head.u16()?, head.u16()?);
        let unknown = match kind >> 14 {
            0 => "ignore and don't forward",
            1 => "ignore and do forward",
            2 => "continue processing and don't forward",
            _ => "continue processing and do forward",
        };
        let kind = kind & 0x3fff;
        let value = usize::from(len);
        if value + 4 > at.left() {
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
            Some(least) if is_long_enough(line, value, least) => parameter(line, value, kind)?,
            Some(_) => {}
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
        0x300 => 8,
        0x503 => 12,
        0x403 => 16,
        0x500 => 14,
        _ => return None,
    })
}

/// Prints a parameter's value.
fn parameter(line: &mut Line<'_>, mut value: Cursor<'_>, kind: u16) -> Result<(), Short> {
    const INDENT: &str = "\n\t      ";
    match kind {
        0x100 => forwarding::print(line, value)?,
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

/// Are there at least so many octets of a value? Says so if not.
pub(super) fn is_long_enough(line: &mut Line<'_>, value: Cursor<'_>, least: usize) -> bool {
    let len = value.left();
    if len < least {
        write!(line, " [tlv length {len} < {least}] (invalid)");
    }
    len >= least
}

/// 3.4.3.
fn addresses(line: &mut Line<'_>, mut value: Cursor<'_>) -> Result<(), Short> {
    let family = value.u16()?;
    match name_of_address_family(family) {
        Some(name) => write!(line, "\n\t      Address Family: {name}, addresses"),
        None => write!(
            line,
            "\n\t      Address Family: Unknown ({family}), addresses"
        ),
    }
    while family == 1 && value.left() >= 4 {
        let address = value.array()?;
        write!(line, " ");
        line.ipv4(address);
    }
    while family == 2 && value.left() >= 16 {
        let address = value.array()?;
        write!(line, " ");
        line.ipv6(address);
    }
    Ok(())
}

/// 3.4.6.
fn status(line: &mut Line<'_>, mut value: Cursor<'_>) -> Result<(), Short> {
    let code = value.u32()?;
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
    let id = value.u32()?;
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
        "On Demand"
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
    let reconnect = value.u32()?;
    if reconnect != 0 {
        write!(line, ", Reconnect Timeout: {reconnect}ms");
    }
    let recovery = value.u32()?;
    if recovery != 0 {
        write!(line, ", Recovery Time: {recovery}ms");
    }
    Ok(())
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
