//! Statistics of OpenFlow 1.0 (5.3.5).

use super::super::super::cursor::{Cursor, Short};
use super::super::super::line::Line;
use super::super::parts::{Size, each};
use super::super::{bits, bits_known, text, valid16};
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
        0 | 3 => Size::Exactly(0).check_rest(line, body),
        1 | 2 => {
            Size::Exactly(flow::MATCH + 4).check_rest(line, body)?;
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
            Size::Exactly(8).check_rest(line, body)?;
            let value = body.u16()?;
            write!(line, "\n\t port_no ");
            port::number(line, value);
            body.take(6).map(|_| ())
        }
        5 => {
            Size::Exactly(8).check_rest(line, body)?;
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
        1 => each(line, body, ("\n\t", FLOW), flow),
        2 => aggregate(line, body),
        3 => each(line, body, ("\n\t", 64), table),
        4 => each(line, body, ("\n\t ", 104), port),
        5 => each(line, body, ("\n\t ", 32), queue),
        0xffff => vendor::statistics(line, body),
        _ => body.rest(),
    }
}

fn description(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    write!(line, "\n\t ");
    Size::Exactly(1056).check_rest(line, body)?;
    let mut separator = "";
    for (name, len) in [
        ("mfr_desc", 256),
        ("hw_desc", 256),
        ("sw_desc", 256),
        ("serial_num", 32),
        ("dp_desc", 256),
    ] {
        write!(line, "{separator} {name} ");
        text(line, &mut body, len)?;
        separator = "\n\t ";
    }
    Ok(())
}

/// Octets of a flow's statistics without actions.
const FLOW: usize = 88;

fn flow(line: &mut Line<'_>, body: &mut Cursor<'_>) -> Result<(), Short> {
    let mut flow = *body;
    let len = usize::from(flow.u16()?);
    write!(line, " length {len}");
    Size::Between(FLOW, body.left()).check(line, "entry_len", len)?;
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
    actions::print(line, "\n\t  action", flow.with_len(len - FLOW))?;
    body.take(len).map(|_| ())
}

fn aggregate(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    write!(line, "\n\t");
    // The whole of it is checked, under a name that lists have for their rests.
    Size::Exactly(24).check(line, "remaining length", body.left())?;
    let packets = body.u64()?;
    write!(line, " packet_count {packets}");
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
    let value = body.u8()?;
    write!(line, " table_id ");
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
    let value = body.u16()?;
    write!(line, " port_no ");
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
    let value = body.u16()?;
    write!(line, " port_no ");
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

#[cfg(test)]
mod tests {
    use crate::payload::openflow::tests::inside;

    #[test]
    fn requests_of_another_length() {
        for (kind, rest, name, wrong) in [
            (0, [0; 5].as_slice(), "DESC", "5 != 0"),
            (1, &[0; 4], "FLOW", "4 != 44"),
            (4, &[], "PORT", "0 != 8"),
            (5, &[0; 9], "QUEUE", "9 != 8"),
        ] {
            assert_eq!(
                inside(1, 16, &[&[0, kind, 0, 0], rest].concat()),
                format!("\n\t type {name}, flags 0x0000 [len {wrong}] (invalid)")
            );
        }
        assert_eq!(
            inside(1, 16, &[0xff, 0xff, 0, 0, 1]),
            "\n\t type VENDOR, flags 0x0000 [len 1 < 4] (invalid)"
        );
    }

    #[test]
    fn replies_of_another_length() {
        for (kind, name, wrong) in [
            (0, "DESC", "\n\t  [len 3 != 1056]"),
            (2, "AGGREGATE", "\n\t [remaining length 3 != 24]"),
            (3, "TABLE", "\n\t [remaining length 3 < 64]"),
            (4, "PORT", "\n\t  [remaining length 3 < 104]"),
            (5, "QUEUE", "\n\t  [remaining length 3 < 32]"),
        ] {
            assert_eq!(
                inside(1, 17, &[0, kind, 0, 0, 1, 2, 3]),
                format!("\n\t type {name}, flags 0x0000{wrong} (invalid)")
            );
        }
    }

    #[test]
    fn a_flow_that_is_longer_than_what_is_left() {
        let body = [&[0, 1, 0, 0, 0, 89], [0; 86].as_slice()].concat();
        assert_eq!(
            inside(1, 17, &body),
            "\n\t type FLOW, flags 0x0000\n\t length 89 [entry_len 89 > 88] (invalid)"
        );
    }
}
