//! Messages of OpenFlow 1.0 (specification 1.0.1, section 5).

mod actions;
mod flow;
mod port;
mod queue;
mod stats;
mod vendor;

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::parts::Size;
use super::{bits, bits_known, data, frame, names, valid8, valid16};

/// The octets that a message's body may have.
pub(super) const fn size(kind: u8) -> Size {
    match kind {
        1 | 4 | 16 | 17 => Size::AtLeast(4),
        5 | 7 | 18 | 19 => Size::Exactly(0),
        6 => Size::AtLeast(24),
        8 | 9 | 20 => Size::Exactly(4),
        10 => Size::AtLeast(10),
        11 => Size::Exactly(flow::MATCH + 40),
        12 => Size::Exactly(56),
        13 | 21 => Size::AtLeast(8),
        14 => Size::AtLeast(flow::MATCH + 24),
        15 => Size::Exactly(24),
        _ => Size::Any,
    }
}

/// Prints a message's body, whose size was checked.
pub(super) fn print(line: &mut Line<'_>, mut body: Cursor<'_>, kind: u8) -> Result<(), Short> {
    match kind {
        0 | 2 | 3 => data(line, &mut body),
        1 => error(line, body),
        4 => vendor::message(line, body),
        6 => features(line, body),
        8 | 9 => configuration(line, body),
        10 => packet_in(line, body),
        11 => flow::removed(line, body),
        12 => port::status(line, body),
        13 => packet_out(line, body),
        14 => flow::modify(line, body),
        15 => port::modify(line, body),
        16 => stats::request(line, body),
        17 => stats::reply(line, body),
        20 => queue::configuration_request(line, body),
        21 => queue::configuration_reply(line, body),
        _ => body.rest(),
    }
}

/// 5.4.4.
fn error(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    let kind = body.u16()?;
    let (name, codes) = error_codes(kind);
    write!(line, "\n\t type ");
    valid16(line, name, kind);
    let code = body.u16()?;
    write!(line, ", code ");
    valid16(line, codes.get(usize::from(code)).copied(), code);
    data(line, &mut body)
}

/// An error's name and those of its codes.
const fn error_codes(kind: u16) -> (Option<&'static str>, &'static [&'static str]) {
    match kind {
        0 => (Some("HELLO_FAILED"), &["INCOMPATIBLE", "EPERM"]),
        1 => (
            Some("BAD_REQUEST"),
            &[
                "BAD_VERSION",
                "BAD_TYPE",
                "BAD_STAT",
                "BAD_VENDOR",
                "BAD_SUBTYPE",
                "EPERM",
                "BAD_LEN",
                "BUFFER_EMPTY",
                "BUFFER_UNKNOWN",
            ],
        ),
        2 => (
            Some("BAD_ACTION"),
            &[
                "BAD_TYPE",
                "BAD_LEN",
                "BAD_VENDOR",
                "BAD_VENDOR_TYPE",
                "BAD_OUT_PORT",
                "BAD_ARGUMENT",
                "EPERM",
                "TOO_MANY",
                "BAD_QUEUE",
            ],
        ),
        3 => (
            Some("FLOW_MOD_FAILED"),
            &[
                "ALL_TABLES_FULL",
                "OVERLAP",
                "EPERM",
                "BAD_EMERG_TIMEOUT",
                "BAD_COMMAND",
                "UNSUPPORTED",
            ],
        ),
        4 => (Some("PORT_MOD_FAILED"), &["BAD_PORT", "BAD_HW_ADDR"]),
        5 => (Some("QUEUE_OP_FAILED"), &["BAD_PORT", "BAD_QUEUE", "EPERM"]),
        _ => (None, &[]),
    }
}

/// 5.3.1.
fn features(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    const CAPABILITIES: [&str; 8] = [
        "FLOW_STATS",
        "TABLE_STATS",
        "PORT_STATS",
        "STP",
        // Which must not be set.
        "RESERVED",
        "IP_REASM",
        "QUEUE_STATS",
        "ARP_MATCH_IP",
    ];
    let path = body.u64()?;
    write!(line, "\n\t dpid 0x{path:016x}");
    let buffers = body.u32()?;
    write!(line, ", n_buffers {buffers}");
    let tables = body.u8()?;
    write!(line, ", n_tables {tables}");
    body.skip(3);
    let capabilities = body.u32()?;
    write!(line, "\n\t capabilities 0x{capabilities:08x}");
    bits_known(line, capabilities, &CAPABILITIES, 0xef);
    let actions = body.u32()?;
    write!(line, "\n\t actions 0x{actions:08x}");
    bits(line, actions, &actions::NAMES);
    while !body.is_empty() {
        Size::AtLeast(port::LEN).check(line, "\n\t  port def. length", body.left())?;
        port::description(line, &mut body)?;
    }
    Ok(())
}

/// 5.3.2.
fn configuration(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    let flags = body.u16()?;
    write!(line, "\n\t flags ");
    valid16(line, names::fragments(flags), flags);
    let len = body.u16()?;
    write!(line, ", miss_send_len {len}");
    Ok(())
}

/// Appends a buffer's number.
fn buffer(line: &mut Line<'_>, number: u32) {
    match number {
        u32::MAX => write!(line, ", buffer_id NONE"),
        _ => write!(line, ", buffer_id 0x{number:08x}"),
    }
}

/// 5.4.1.
fn packet_in(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    let number = body.u32()?;
    match number {
        u32::MAX => write!(line, "\n\t buffer_id NONE"),
        _ => write!(line, "\n\t buffer_id 0x{number:08x}"),
    }
    let len = body.u16()?;
    write!(line, ", total_len {len}");
    let in_port = body.u16()?;
    write!(line, ", in_port ");
    port::number(line, in_port);
    let reason = body.u8()?;
    write!(line, ", reason ");
    let name = ["NO_MATCH", "ACTION"].get(usize::from(reason)).copied();
    valid8(line, name, reason);
    body.take(1)?;
    frame(line, &mut body)
}

/// 5.3.6.
fn packet_out(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    let number = body.u32()?;
    write!(line, "\n\t buffer_id 0x{number:08x}");
    let in_port = body.u16()?;
    write!(line, ", in_port ");
    port::number(line, in_port);
    let len = usize::from(body.u16()?);
    write!(line, ", actions_len {len}");
    Size::Between(0, body.left()).check(line, "actions_len", len)?;
    actions::print(line, "\n\t action", body.with_len(len))?;
    body.skip(len);
    frame(line, &mut body)
}
