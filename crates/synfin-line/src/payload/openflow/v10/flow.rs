//! Flows of OpenFlow 1.0: what they match (5.2.3), how they are made and removed.

use super::super::super::cursor::{Cursor, Short};
use super::super::super::line::Line;
use super::super::{bits, mac, named, valid16};
use super::{actions, buffer, port};

/// Octets of a match.
pub(super) const MATCH: usize = 40;

/// Bits of a match that say what it does not look at.
mod wildcard {
    pub(super) const IN_PORT: u32 = 1;
    pub(super) const DL_VLAN: u32 = 1 << 1;
    pub(super) const DL_SRC: u32 = 1 << 2;
    pub(super) const DL_DST: u32 = 1 << 3;
    pub(super) const DL_TYPE: u32 = 1 << 4;
    pub(super) const NW_PROTO: u32 = 1 << 5;
    pub(super) const TP_SRC: u32 = 1 << 6;
    pub(super) const TP_DST: u32 = 1 << 7;
    pub(super) const DL_VLAN_PCP: u32 = 1 << 20;
    pub(super) const NW_TOS: u32 = 1 << 21;
}

/// All of these, and two numbers of address bits.
pub(super) const WILDCARDS: u32 = (1 << 22) - 1;

/// Prints the fields that a match looks at.
pub(super) fn matched(
    line: &mut Line<'_>,
    indent: &str,
    body: &mut Cursor<'_>,
) -> Result<(), Short> {
    let wild = body.u32()?;
    if wild & !WILDCARDS != 0 {
        write!(line, "\n\t{indent} wildcards 0x{wild:08x} (bogus)");
    }
    let field = |line: &mut Line<'_>, bit: u32, name: &str| {
        let looked_at = wild & bit == 0;
        if looked_at {
            write!(line, "\n\t{indent} match {name} ");
        }
        looked_at
    };
    let in_port = body.u16()?;
    if field(line, wildcard::IN_PORT, "in_port") {
        port::number(line, in_port);
    }
    for (bit, name) in [(wildcard::DL_SRC, "dl_src"), (wildcard::DL_DST, "dl_dst")] {
        let address = body.array()?;
        if field(line, bit, name) {
            mac(line, address);
        }
    }
    let tag = body.u16()?;
    if field(line, wildcard::DL_VLAN, "dl_vlan") {
        vlan(line, tag);
    }
    let priority = body.u8()?;
    if field(line, wildcard::DL_VLAN_PCP, "dl_vlan_pcp") {
        write!(line, "{priority}");
        if priority > 7 {
            write!(line, " (bogus)");
        }
    }
    body.skip(1);
    let ethertype = body.u16()?;
    if field(line, wildcard::DL_TYPE, "dl_type") {
        write!(line, "0x{ethertype:04x}");
    }
    let service = body.u8()?;
    if field(line, wildcard::NW_TOS, "nw_tos") {
        write!(line, "0x{service:02x}");
    }
    let protocol = body.u8()?;
    let arp = wild & wildcard::DL_TYPE == 0 && ethertype == 0x0806;
    let name = if arp { "arp_opcode" } else { "nw_proto" };
    if field(line, wildcard::NW_PROTO, name) {
        write!(line, "{protocol}");
    }
    body.skip(2);
    for (shift, name) in [(8, "nw_src"), (14, "nw_dst")] {
        let address = body.array()?;
        let ignored = wild >> shift & 0x3f;
        if ignored < 32 {
            field(line, 0, name);
            line.ipv4(address);
            write!(line, "/{}", 32 - ignored);
        }
    }
    let icmp = wild & (wildcard::DL_TYPE | wildcard::NW_PROTO) == 0
        && (ethertype, protocol) == (0x0800, 1);
    let ports = if icmp {
        ["icmp_type", "icmp_code"]
    } else {
        ["tp_src", "tp_dst"]
    };
    for (bit, name) in [wildcard::TP_SRC, wildcard::TP_DST].into_iter().zip(ports) {
        let number = body.u16()?;
        if field(line, bit, name) {
            write!(line, "{number}");
        }
    }
    Ok(())
}

/// Appends a VLAN's number, or that there is none.
pub(super) fn vlan(line: &mut Line<'_>, number: u16) {
    match number {
        0xffff => write!(line, "NONE"),
        1..0xfff => write!(line, "{number}"),
        _ => write!(line, "{number} (bogus)"),
    }
}

/// 5.3.3.
pub(super) fn modify(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    const COMMANDS: [&str; 5] = ["ADD", "MODIFY", "MODIFY_STRICT", "DELETE", "DELETE_STRICT"];
    matched(line, "", &mut body)?;
    let cookie = body.u64()?;
    write!(line, "\n\t cookie 0x{cookie:016x}");
    let command = body.u16()?;
    write!(line, ", command ");
    valid16(line, COMMANDS.get(usize::from(command)).copied(), command);
    for name in ["idle_timeout", "hard_timeout", "priority"] {
        let value = body.u16()?;
        if value != 0 {
            write!(line, ", {name} {value}");
        }
    }
    let number = body.u32()?;
    if command < 3 {
        buffer(line, number);
    }
    let out = body.u16()?;
    if matches!(command, 3 | 4) {
        write!(line, ", out_port ");
        port::number(line, out);
    }
    let flags = body.u16()?;
    write!(line, ", flags 0x{flags:04x}");
    bits(
        line,
        flags.into(),
        &["SEND_FLOW_REM", "CHECK_OVERLAP", "EMERG"],
    );
    actions::print(line, "\n\t action", body)
}

/// 5.4.2.
pub(super) fn removed(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    const REASONS: [&str; 3] = ["IDLE_TIMEOUT", "HARD_TIMEOUT", "DELETE"];
    matched(line, "", &mut body)?;
    let cookie = body.u64()?;
    write!(line, "\n\t cookie 0x{cookie:016x}");
    let priority = body.u16()?;
    if priority != 0 {
        write!(line, ", priority {priority}");
    }
    let reason = body.u8()?;
    write!(line, ", reason ");
    named(line, REASONS.get(usize::from(reason)).copied(), reason);
    body.skip(1);
    for name in ["duration_sec", "duration_nsec"] {
        let duration = body.u32()?;
        write!(line, ", {name} {duration}");
    }
    let idle = body.u16()?;
    if idle != 0 {
        write!(line, ", idle_timeout {idle}");
    }
    body.skip(2);
    for name in ["packet_count", "byte_count"] {
        let count = body.u64()?;
        write!(line, ", {name} {count}");
    }
    Ok(())
}
