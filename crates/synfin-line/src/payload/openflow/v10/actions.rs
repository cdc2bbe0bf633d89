//! Actions of OpenFlow 1.0 (5.2.4).

use super::super::super::cursor::{Cursor, Short};
use super::super::super::line::Line;
use super::super::mac;
use super::{port, vendor};

/// The names of the types.
pub(super) const NAMES: [&str; 12] = [
    "OUTPUT",
    "SET_VLAN_VID",
    "SET_VLAN_PCP",
    "STRIP_VLAN",
    "SET_DL_SRC",
    "SET_DL_DST",
    "SET_NW_SRC",
    "SET_NW_DST",
    "SET_NW_TOS",
    "SET_TP_SRC",
    "SET_TP_DST",
    "ENQUEUE",
];

/// The type of a vendor's action.
const VENDOR: u16 = 0xffff;

/// Octets of an action's header and its first field.
const LEAST: usize = 8;

/// Prints a list of actions. One that is not valid ends the list, and is marked here.
pub(super) fn print(line: &mut Line<'_>, indent: &str, mut list: Cursor<'_>) -> Result<(), Short> {
    while !list.is_empty() {
        write!(line, "\n\t{indent} action");
        match action(line, &mut list) {
            Err(Short::Payload) => {
                write!(line, " (invalid)");
                return list.take(list.left()).map(|_| ());
            }
            other => other?,
        }
    }
    Ok(())
}

/// Prints one action behind its indent.
fn action(line: &mut Line<'_>, list: &mut Cursor<'_>) -> Result<(), Short> {
    if list.left() < LEAST {
        write!(line, " [remaining length {} < {LEAST}]", list.left());
        return Err(Short::Payload);
    }
    let start = *list;
    let mut head = *list;
    let kind = head.u16()?;
    let name = match kind {
        VENDOR => Some("VENDOR"),
        _ => NAMES.get(usize::from(kind)).copied(),
    };
    write!(line, " type ");
    super::super::valid16(line, name, kind);
    let len = head.u16()?;
    write!(line, ", len {len}");
    let len = usize::from(len);
    if len < LEAST || len > start.left() {
        return Err(Short::Payload);
    }
    let possible = match kind {
        4 | 5 | 11 => len == 16,
        0..=10 => len == 8,
        VENDOR => len.is_multiple_of(8),
        _ => true,
    };
    if !possible {
        write!(line, " (bogus)");
    } else {
        let mut body = head.with_len(len - 4);
        field(line, kind, &mut body)?;
    }
    list.take(len).map(|_| ())
}

/// Prints an action's fields.
fn field(line: &mut Line<'_>, kind: u16, body: &mut Cursor<'_>) -> Result<(), Short> {
    match kind {
        0 => {
            let number = body.u16()?;
            write!(line, ", port ");
            port::number(line, number);
            let len = body.u16()?;
            if number == port::CONTROLLER {
                write!(line, ", max_len {len}");
            }
        }
        1 => {
            let value = body.u16()?;
            write!(line, ", vlan_vid ");
            super::flow::vlan(line, value);
        }
        2 => {
            let priority = body.u8()?;
            write!(line, ", vlan_pcp {priority}");
            if priority > 7 {
                write!(line, " (bogus)");
            }
        }
        4 | 5 => {
            let value = body.array()?;
            write!(line, ", dl_addr ");
            mac(line, value);
        }
        6 | 7 => {
            let value = body.array()?;
            write!(line, ", nw_addr ");
            line.ipv4(value);
        }
        8 => {
            let service = body.u8()?;
            write!(line, ", nw_tos 0x{service:02x}");
        }
        9 | 10 => {
            let number = body.u16()?;
            write!(line, ", tp_port {number}");
        }
        11 => {
            let value = body.u16()?;
            write!(line, ", port ");
            port::number(line, value);
            body.skip(6);
            let value = body.u32()?;
            write!(line, ", queue_id ");
            super::queue::number(line, value);
        }
        VENDOR => vendor::action(line, *body)?,
        _ => {}
    }
    Ok(())
}
