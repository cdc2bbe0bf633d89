//! Ports of OpenFlow 1.0 (5.2.1).

use super::super::super::cursor::{Cursor, Short};
use super::super::super::line::Line;
use super::super::{bits, mac, names, text, valid8};

/// Octets of a port's description.
pub(super) const LEN: usize = 48;

/// The port that stands for the controller.
pub(super) const CONTROLLER: u16 = 0xfffd;

const CONFIG: [&str; 7] = [
    "PORT_DOWN",
    "NO_STP",
    "NO_RECV",
    "NO_RECV_STP",
    "NO_FLOOD",
    "NO_FWD",
    "NO_PACKET_IN",
];

const FEATURES: [&str; 12] = [
    "10MB_HD",
    "10MB_FD",
    "100MB_HD",
    "100MB_FD",
    "1GB_HD",
    "1GB_FD",
    "10GB_FD",
    "COPPER",
    "FIBER",
    "AUTONEG",
    "PAUSE",
    "PAUSE_ASYM",
];

/// Appends a port's number, or its name.
pub(super) fn number(line: &mut Line<'_>, number: u16) {
    let name = match number {
        0xff00 => "MAX",
        0xfff8 => "IN_PORT",
        0xfff9 => "TABLE",
        0xfffa => "NORMAL",
        0xfffb => "FLOOD",
        0xfffc => "ALL",
        CONTROLLER => "CONTROLLER",
        0xfffe => "LOCAL",
        0xffff => "NONE",
        _ => return write!(line, "{number}"),
    };
    write!(line, "{name}");
}

/// Prints a port's description; all of it with two `-v`.
pub(super) fn description(line: &mut Line<'_>, body: &mut Cursor<'_>) -> Result<(), Short> {
    let value = body.u16()?;
    write!(line, "\n\t  port_no ");
    number(line, value);
    let value = body.array()?;
    write!(line, ", hw_addr ");
    mac(line, value);
    write!(line, ", name ");
    text(line, body, 16)?;
    if line.verbosity < 2 {
        return body.take(24).map(|_| ());
    }
    let config = body.u32()?;
    write!(line, "\n\t   config 0x{config:08x}");
    bits(line, config, &CONFIG);
    state(line, body.u32()?);
    for name in ["curr", "advertised", "supported", "peer"] {
        features(line, "  ", name, body.u32()?);
    }
    Ok(())
}

/// Appends a port's state, which is a state of the spanning tree and one more bit.
fn state(line: &mut Line<'_>, state: u32) {
    let tree = match state >> 8 & 3 {
        0 => "STP_LISTEN",
        1 => "STP_LEARN",
        2 => "STP_FORWARD",
        _ => "STP_BLOCK",
    };
    let down = if state & 1 == 0 { "" } else { ", LINK_DOWN" };
    write!(line, "\n\t   state 0x{state:08x} ({tree}{down})");
    if state & !0x301 != 0 {
        write!(line, " (bogus)");
    }
}

fn features(line: &mut Line<'_>, indent: &str, name: &str, value: u32) {
    write!(line, "\n\t{indent} {name} 0x{value:08x}");
    bits(line, value, &FEATURES);
}

/// 5.4.3.
pub(super) fn status(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    let reason = body.u8()?;
    write!(line, "\n\t reason ");
    valid8(line, names::port_reason(reason), reason);
    body.skip(7);
    description(line, &mut body)
}

/// 5.3.4.
pub(super) fn modify(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    let value = body.u16()?;
    write!(line, "\n\t port_no ");
    number(line, value);
    let value = body.array()?;
    write!(line, ", hw_addr ");
    mac(line, value);
    for name in ["config", "mask"] {
        let value = body.u32()?;
        write!(line, "\n\t  {name} 0x{value:08x}");
        bits(line, value, &CONFIG);
    }
    features(line, " ", "advertise", body.u32()?);
    body.take(4).map(|_| ())
}

#[cfg(test)]
mod tests {
    use crate::payload::openflow::tests::inside;

    #[test]
    fn a_port_is_changed() {
        let mut body = [0; 24];
        body[1] = 7;
        body[11] = 1;
        assert_eq!(
            inside(1, 15, &body),
            "\n\t port_no 7, hw_addr 00:00:00:00:00:00\n\t  config 0x00000001 (PORT_DOWN)\
             \n\t  mask 0x00000000\n\t  advertise 0x00000000"
        );
    }

    #[test]
    fn octets_behind_the_last_port() {
        assert_eq!(
            inside(1, 6, &[0; 25]),
            "\n\t dpid 0x0000000000000000, n_buffers 0, n_tables 0\
             \n\t capabilities 0x00000000\n\t actions 0x00000000\
             \x20[\n\t  port def. length 1 < 48] (invalid)"
        );
    }
}
