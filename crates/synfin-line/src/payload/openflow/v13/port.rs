//! Ports of OpenFlow 1.3 (A.2.1).

use super::super::super::cursor::{Cursor, Short};
use super::super::super::line::Line;
use super::super::{bits, mac, names, text};

const CONFIG: [&str; 7] = ["PORT_DOWN", "", "NO_RECV", "", "", "NO_FWD", "NO_PACKET_IN"];

const STATE: [&str; 3] = ["LINK_DOWN", "BLOCKED", "LIVE"];

const FEATURES: [&str; 16] = [
    "10MB_HD",
    "10MB_FD",
    "100MB_HD",
    "100MB_FD",
    "1GB_HD",
    "1GB_FD",
    "10GB_FD",
    "40GB_FD",
    "100GB_FD",
    "1TB_FD",
    "OTHER",
    "COPPER",
    "FIBER",
    "AUTONEG",
    "PAUSE",
    "PAUSE_ASYM",
];

/// Appends a port's number, or its name.
fn number(line: &mut Line<'_>, number: u32) {
    let name = match number {
        0xffff_ff00 => "MAX",
        0xffff_fff8 => "IN_PORT",
        0xffff_fff9 => "TABLE",
        0xffff_fffa => "NORMAL",
        0xffff_fffb => "FLOOD",
        0xffff_fffc => "ALL",
        0xffff_fffd => "CONTROLLER",
        0xffff_fffe => "LOCAL",
        0xffff_ffff => "ANY",
        _ => return write!(line, "{number}"),
    };
    write!(line, "{name}");
}

fn flags(line: &mut Line<'_>, indent: &str, name: &str, value: u32, names: &[&str]) {
    write!(line, "\n\t{indent} {name} 0x{value:08x}");
    bits(line, value, names);
}

/// A.4.3.
pub(super) fn status(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    let reason = body.u8()?;
    // tcpdump prints no number here, but its format.
    let name = names::port_reason(reason).unwrap_or("invalid (0x02x)");
    write!(line, "\n\t reason {name}");
    body.skip(7);
    let value = body.u32()?;
    write!(line, "\n\t  port_no ");
    number(line, value);
    body.skip(4);
    let value = body.array()?;
    write!(line, ", hw_addr ");
    mac(line, value);
    body.skip(2);
    write!(line, ", name ");
    text(line, &mut body, 16)?;
    if line.verbosity < 2 {
        return body.take(32).map(|_| ());
    }
    flags(line, "  ", "config", body.u32()?, &CONFIG);
    flags(line, "  ", "state", body.u32()?, &STATE);
    for name in ["curr", "advertised", "supported", "peer"] {
        flags(line, "  ", name, body.u32()?, &FEATURES);
    }
    for name in ["curr_speed", "max_speed"] {
        let speed = body.u32()?;
        write!(line, "\n\t   {name} {speed}kbps");
    }
    Ok(())
}

/// A.3.4.3.
pub(super) fn modify(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    let value = body.u32()?;
    write!(line, "\n\t port_no ");
    number(line, value);
    body.skip(4);
    let value = body.array()?;
    write!(line, ", hw_addr ");
    mac(line, value);
    body.skip(2);
    flags(line, " ", "config", body.u32()?, &CONFIG);
    flags(line, " ", "mask", body.u32()?, &CONFIG);
    flags(line, " ", "advertise", body.u32()?, &FEATURES);
    body.take(4).map(|_| ())
}

/// A.3.6: asks for the queues of a port.
pub(super) fn queues(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    let value = body.u32()?;
    write!(line, "\n\t port ");
    number(line, value);
    body.take(4).map(|_| ())
}
