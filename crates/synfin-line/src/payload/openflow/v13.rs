//! Messages of OpenFlow 1.3 (specification 1.3.4, annex A). Those that carry matches, actions,
//! statistics or meters are only named.

mod error;
mod port;

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::parts::{Size, each};
use super::{bits, data, names, valid16};

/// The octets that a message's body may have.
pub(super) const fn size(kind: u8) -> Size {
    match kind {
        1 => Size::AtLeast(4),
        4 => Size::AtLeast(8),
        5 | 7 | 20 | 21 | 26 => Size::Exactly(0),
        6 | 27 | 28 => Size::Exactly(24),
        8 | 9 => Size::Exactly(4),
        12 => Size::Exactly(72),
        16 => Size::Exactly(32),
        17 | 22 => Size::Exactly(8),
        24 | 25 => Size::Exactly(16),
        _ => Size::Any,
    }
}

/// Prints a message's body, whose size was checked.
pub(super) fn print(line: &mut Line<'_>, mut body: Cursor<'_>, kind: u8) -> Result<(), Short> {
    match kind {
        0 => each(line, body, ("\n\t", ELEMENT), element),
        1 => error::print(line, body),
        2 | 3 => data(line, &mut body),
        4 => experimenter(line, body),
        6 => features(line, body),
        8 | 9 => configuration(line, body),
        12 => port::status(line, body),
        16 => port::modify(line, body),
        17 => table(line, body),
        22 => port::queues(line, body),
        24 | 25 => role(line, body),
        27 | 28 => asynchronous(line, body),
        _ => body.rest(),
    }
}

/// Octets of an element without what it holds.
const ELEMENT: usize = 4;

/// A.5.1: an element of a HELLO, of which one kind is known.
fn element(line: &mut Line<'_>, list: &mut Cursor<'_>) -> Result<(), Short> {
    const VERSION_BITMAP: u16 = 1;
    const VERSIONS: [&str; 6] = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5"];
    let mut element = *list;
    let kind = element.u16()?;
    write!(line, " type ");
    match kind {
        VERSION_BITMAP => write!(line, "VERSIONBITMAP"),
        _ => write!(line, "unknown (0x{kind:04x})"),
    }
    let len = usize::from(element.u16()?);
    write!(line, ", length {len}");
    Size::Between(ELEMENT, list.left()).check(line, "bitmap length", len)?;
    if kind == VERSION_BITMAP && len == ELEMENT + 4 {
        let versions = element.u32()?;
        write!(line, ", bitmap 0x{versions:08x}");
        bits(line, versions, &VERSIONS);
    } else if kind == VERSION_BITMAP {
        write!(line, " (bogus)");
    }
    list.take(len).map(|_| ())
}

/// A.5.4.
fn experimenter(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    let number = body.u32()?;
    let name = names::vendor(number).unwrap_or("unknown");
    write!(line, "\n\t experimenter 0x{number:08x} ({name})");
    let kind = body.u32()?;
    write!(line, ", exp_type 0x{kind:08x}");
    data(line, &mut body)
}

/// A.3.1.
fn features(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    const CAPABILITIES: [&str; 9] = [
        "FLOW_STATS",
        "TABLE_STATS",
        "PORT_STATS",
        "GROUP_STATS",
        "",
        "IP_REASM",
        "QUEUE_STATS",
        "",
        "PORT_BLOCKED",
    ];
    let path = body.u64()?;
    write!(line, "\n\t dpid 0x{path:016x}");
    let buffers = body.u32()?;
    write!(line, ", n_buffers {buffers}");
    for name in ["n_tables", "auxiliary_id"] {
        let number = body.u8()?;
        write!(line, ", {name} {number}");
    }
    body.skip(2);
    let capabilities = body.u32()?;
    write!(line, "\n\t capabilities 0x{capabilities:08x}");
    bits(line, capabilities, &CAPABILITIES);
    body.take(4).map(|_| ())
}

/// A.3.2.
fn configuration(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    let flags = body.u16()?;
    write!(line, "\n\t flags ");
    valid16(line, names::fragments(flags), flags);
    match body.u16()? {
        0xffe5 => write!(line, ", miss_send_len MAX"),
        0xffff => write!(line, ", miss_send_len NO_BUFFER"),
        len => write!(line, ", miss_send_len {len}"),
    }
    Ok(())
}

/// A.3.3.
fn table(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    match body.u8()? {
        0xfe => write!(line, "\n\t table_id MAX"),
        0xff => write!(line, "\n\t table_id ALL"),
        number => write!(line, "\n\t table_id {number}"),
    }
    body.skip(3);
    let config = body.u32()?;
    write!(line, ", config 0x{config:08x}");
    Ok(())
}

/// A.3.9.
fn role(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    let role = body.u32()?;
    write!(line, "\n\t role ");
    match role {
        0 => write!(line, "NOCHANGE"),
        1 => write!(line, "EQUAL"),
        2 => write!(line, "MASTER"),
        3 => write!(line, "SLAVE"),
        _ => write!(line, "invalid (0x{role:08x})"),
    }
    body.skip(4);
    let generation = body.u64()?;
    write!(line, ", generation_id 0x{generation:016x}");
    Ok(())
}

/// A.3.10: what an equal or master, and what a slave is told.
fn asynchronous(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    const PORT: [&str; 3] = ["ADD", "DELETE", "MODIFY"];
    for (name, reasons) in [
        ("packet_in", &["NO_MATCH", "ACTION", "INVALID_TTL"]),
        ("port_status", &PORT),
        // The reasons of removed flows are others; tcpdump names those of ports.
        ("flow_removed", &PORT),
    ] {
        for role in ["EM", "S"] {
            let mask = body.u32()?;
            write!(line, "\n\t {name}_mask[{role}] 0x{mask:08x}");
            bits(line, mask, reasons);
        }
    }
    Ok(())
}
