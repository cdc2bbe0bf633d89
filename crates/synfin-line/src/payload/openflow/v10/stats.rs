//! Statistics of OpenFlow 1.0 (5.3.5).

use super::super::super::cursor::{Cursor, Short};
use super::super::super::line::Line;
use super::super::{Size, bits, bits_known, skip, text, valid16};
use super::{actions, flow, port, queue, vendor};

fn kind_name(kind: u16) -> Option<&'static str> {
    let names = ["DESC", "FLOW", "AGGREGATE", "TABLE", "PORT", "QUEUE"];
    match kind {
        0xffff => Some("VENDOR"),
        _ => names.get(usize::from(kind)).copied(),
    }
}

/// Reads and prints what stands before the body; returns the type.
fn head(line: &mut Line<'_>, body: &mut Cursor<'_>, flags: &[&str]) -> Result<u16, Short> {
    let kind = body.u16()?;
    write!(line, "\n\t type ");
    valid16(line, kind_name(kind), kind);
    let value = body.u16()?;
    write!(line, ", flags 0x{value:04x}");
    bits(line, value.into(), flags);
    Ok(kind)
}

/// Asks for statistics.
pub(super) fn request(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    match head(line, &mut body, &[])? {
        0 | 3 => Size::Exactly(0).check(body),
        1 | 2 => {
            Size::Exactly(flow::MATCH + 4).check(body)?;
            flow::matched(line, "", &mut body)?;
            let value = body.u8()?;
            write!(line, "\n\t table_id ");
            table_number(line, value);
            body.skip(1);
            let value = body.u16()?;
            write!(line, ", out_port ");
            port::number(line, value);
            Ok(())
        }
        4 => {
            Size::Exactly(8).check(body)?;
            let value = body.u16()?;
            write!(line, "\n\t port_no ");
            port::number(line, value);
            body.take(6).map(|_| ())
        }
        5 => {
            Size::Exactly(8).check(body)?;
            let value = body.u16()?;
            write!(line, "\n\t port_no ");
            port::number(line, value);
            body.skip(2);
            let value = body.u32()?;
            write!(line, ", queue_id ");
            queue::number(line, value);
            Ok(())
        }
        0xffff => vendor::statistics(line, body),
        _ => Ok(()),
    }
}

/// Statistics asked for.
pub(super) fn reply(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    match head(line, &mut body, &["MORE"])? {
        0 => description(line, body),
        1 => each(line, body, flows),
        2 => aggregate(line, body),
        3 => each(line, body, table),
        4 => each(line, body, port),
        5 => each(line, body, queue),
        0xffff => vendor::statistics(line, body),
        _ => skip(body),
    }
}

/// Prints a list's entries until it is used up.
fn each<'a>(
    line: &mut Line<'_>,
    mut body: Cursor<'a>,
    entry: impl Fn(&mut Line<'_>, &mut Cursor<'a>) -> Result<(), Short>,
) -> Result<(), Short> {
    while !body.is_empty() {
        entry(line, &mut body)?;
    }
    Ok(())
}

fn description(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    Size::Exactly(1056).check(body)?;
    for (name, len) in [
        ("mfr_desc", 256),
        ("hw_desc", 256),
        ("sw_desc", 256),
        ("serial_num", 32),
        ("dp_desc", 256),
    ] {
        write!(line, "\n\t  {name} ");
        text(line, &mut body, len)?;
    }
    Ok(())
}

/// Octets of a flow's statistics without actions.
const FLOW: usize = 88;

fn flows(line: &mut Line<'_>, body: &mut Cursor<'_>) -> Result<(), Short> {
    write!(line, "\n\t ");
    if body.left() < FLOW {
        write!(line, "[remaining length {} < {FLOW}]", body.left());
        return Err(Short::Payload);
    }
    let mut flow = *body;
    let len = flow.u16()?;
    write!(line, "length {len}");
    let len = usize::from(len);
    if len < FLOW || len > body.left() {
        return Err(Short::Payload);
    }
    let value = flow.u8()?;
    write!(line, ", table_id ");
    table_number(line, value);
    flow.skip(1);
    flow::matched(line, " ", &mut flow)?;
    let seconds = flow.u32()?;
    write!(line, "\n\t  duration_sec {seconds}");
    let nanoseconds = flow.u32()?;
    write!(line, ", duration_nsec {nanoseconds}");
    for name in ["priority", "idle_timeout", "hard_timeout"] {
        let value = flow.u16()?;
        write!(line, ", {name} {value}");
    }
    flow.skip(6);
    let cookie = flow.u64()?;
    write!(line, ", cookie 0x{cookie:016x}");
    for name in ["packet_count", "byte_count"] {
        let count = flow.u64()?;
        write!(line, ", {name} {count}");
    }
    actions::print(line, " ", flow.with_len(len - FLOW))?;
    body.take(len).map(|_| ())
}

fn aggregate(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    Size::Exactly(24).check(body)?;
    let packets = body.u64()?;
    write!(line, "\n\t packet_count {packets}");
    let octets = body.u64()?;
    write!(line, ", byte_count {octets}");
    let flows = body.u32()?;
    write!(line, ", flow_count {flows}");
    body.take(4).map(|_| ())
}

/// Those that count bits of addresses are not named.
const WILDCARDS: [&str; 22] = [
    "IN_PORT",
    "DL_VLAN",
    "DL_SRC",
    "DL_DST",
    "DL_TYPE",
    "NW_PROTO",
    "TP_SRC",
    "TP_DST",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "DL_VLAN_PCP",
    "NW_TOS",
];

fn table(line: &mut Line<'_>, body: &mut Cursor<'_>) -> Result<(), Short> {
    Size::AtLeast(64).check(*body)?;
    let value = body.u8()?;
    write!(line, "\n\t table_id ");
    table_number(line, value);
    body.skip(3);
    write!(line, ", name ");
    text(line, body, 32)?;
    let wildcards = body.u32()?;
    write!(line, "\n\t  wildcards 0x{wildcards:08x}");
    bits_known(line, wildcards, &WILDCARDS, flow::WILDCARDS);
    let most = body.u32()?;
    write!(line, "\n\t  max_entries {most}");
    let active = body.u32()?;
    write!(line, ", active_count {active}");
    for name in ["lookup_count", "matched_count"] {
        let count = body.u64()?;
        write!(line, ", {name} {count}");
    }
    Ok(())
}

fn port(line: &mut Line<'_>, body: &mut Cursor<'_>) -> Result<(), Short> {
    Size::AtLeast(104).check(*body)?;
    let value = body.u16()?;
    write!(line, "\n\t  port_no ");
    port::number(line, value);
    if line.verbosity < 2 {
        return body.take(102).map(|_| ());
    }
    body.skip(6);
    for name in [
        "rx_packets",
        "tx_packets",
        "rx_bytes",
        "tx_bytes",
        "rx_dropped",
        "tx_dropped",
        "rx_errors",
        "tx_errors",
        "rx_frame_err",
        "rx_over_err",
        "rx_crc_err",
        "collisions",
    ] {
        let count = body.u64()?;
        write!(line, ", {name} {count}");
    }
    Ok(())
}

fn queue(line: &mut Line<'_>, body: &mut Cursor<'_>) -> Result<(), Short> {
    Size::AtLeast(32).check(*body)?;
    let value = body.u16()?;
    write!(line, "\n\t  port_no ");
    port::number(line, value);
    body.skip(2);
    let id = body.u32()?;
    write!(line, ", queue_id {id}");
    for name in ["tx_bytes", "tx_packets", "tx_errors"] {
        let count = body.u64()?;
        write!(line, ", {name} {count}");
    }
    Ok(())
}

/// Appends a table's number, or its name.
fn table_number(line: &mut Line<'_>, number: u8) {
    match number {
        0xfe => write!(line, "EMERG"),
        0xff => write!(line, "ALL"),
        _ => write!(line, "{number}"),
    }
}
