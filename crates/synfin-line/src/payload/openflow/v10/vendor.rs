//! Vendors' extensions of OpenFlow 1.0: those of Big Switch Networks are known.

use super::super::super::cursor::{Cursor, Short};
use super::super::super::line::Line;
use super::super::parts::{Size, marked};
use super::super::{data, names};

/// Big Switch Networks.
const BSN: u32 = 0x5c_16c7;

/// Appends a vendor's number and name.
fn vendor(line: &mut Line<'_>, vendor: u32) {
    let name = names::vendor(vendor).unwrap_or("unknown");
    write!(line, ", vendor 0x{vendor:08x} ({name})");
}

/// Prints the body of a VENDOR message (5.5.4).
pub(super) fn message(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    let number = body.u32()?;
    vendor(line, number);
    match number {
        BSN => bsn_message(line, body),
        _ => data(line, &mut body),
    }
}

/// Prints a vendor's statistics.
pub(super) fn statistics(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    Size::AtLeast(4).check_rest(line, body)?;
    let number = body.u32()?;
    vendor(line, number);
    data(line, &mut body)
}

/// Prints the fields of a vendor's action.
pub(super) fn action(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    let number = body.u32()?;
    vendor(line, number);
    match number {
        BSN => bsn_action(line, body),
        _ => data(line, &mut body),
    }
}

const BSN_MESSAGES: [&str; 36] = [
    "SET_IP_MASK",
    "GET_IP_MASK_REQUEST",
    "GET_IP_MASK_REPLY",
    "SET_MIRRORING",
    "GET_MIRRORING_REQUEST",
    "GET_MIRRORING_REPLY",
    "SHELL_COMMAND",
    "SHELL_OUTPUT",
    "SHELL_STATUS",
    "GET_INTERFACES_REQUEST",
    "GET_INTERFACES_REPLY",
    "SET_PKTIN_SUPPRESSION_REQUEST",
    "SET_L2_TABLE_REQUEST",
    "GET_L2_TABLE_REQUEST",
    "GET_L2_TABLE_REPLY",
    "VIRTUAL_PORT_CREATE_REQUEST",
    "VIRTUAL_PORT_CREATE_REPLY",
    "VIRTUAL_PORT_REMOVE_REQUEST",
    "BW_ENABLE_SET_REQUEST",
    "BW_ENABLE_GET_REQUEST",
    "BW_ENABLE_GET_REPLY",
    "BW_CLEAR_DATA_REQUEST",
    "BW_CLEAR_DATA_REPLY",
    "BW_ENABLE_SET_REPLY",
    "SET_L2_TABLE_REPLY",
    "SET_PKTIN_SUPPRESSION_REPLY",
    "VIRTUAL_PORT_REMOVE_REPLY",
    "HYBRID_GET_REQUEST",
    "HYBRID_GET_REPLY",
    "",
    "",
    "PDU_TX_REQUEST",
    "PDU_TX_REPLY",
    "PDU_RX_REQUEST",
    "PDU_RX_REPLY",
    "PDU_RX_TIMEOUT",
];

fn bsn_message(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    write!(line, "\n\t");
    Size::AtLeast(4).check_rest(line, body)?;
    let subtype = body.u32()?;
    let name = usize::try_from(subtype)
        .ok()
        .and_then(|subtype| BSN_MESSAGES.get(subtype))
        .filter(|name| !name.is_empty());
    match name {
        Some(name) => write!(line, " subtype {name}"),
        None => write!(line, " subtype unknown (0x{subtype:08x})"),
    }
    match subtype {
        0..=2 => {
            Size::Exactly(8).check_rest(line, body)?;
            let index = body.u8()?;
            write!(line, ", index {index}");
            body.skip(3);
            if subtype == 1 {
                return body.rest();
            }
            let mask = body.array()?;
            write!(line, ", mask ");
            line.ipv4(mask);
            Ok(())
        }
        3..=5 => {
            Size::Exactly(4).check_rest(line, body)?;
            match body.u8()? {
                0 => write!(line, ", report_mirror_ports OFF"),
                1 => write!(line, ", report_mirror_ports ON"),
                state => write!(line, ", report_mirror_ports bogus ({state})"),
            }
            body.take(3).map(|_| ())
        }
        6 => {
            Size::AtLeast(4).check_rest(line, body)?;
            let service = body.u32()?;
            write!(line, ", service {service}");
            shell_text(line, body)
        }
        7 => shell_text(line, body),
        8 => {
            Size::Exactly(4).check_rest(line, body)?;
            let status = body.u32()?;
            write!(line, ", status 0x{status:08x}");
            Ok(())
        }
        9 | 13 | 19 | 21 | 27 => Size::Exactly(0).check_rest(line, body),
        17 => {
            Size::Exactly(4).check_rest(line, body)?;
            let number = body.u32()?;
            write!(line, ", vport_no {number}");
            Ok(())
        }
        _ => body.rest(),
    }
}

/// Prints the text of a shell, as far as it was captured.
fn shell_text(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    write!(line, ", data '");
    line.escaped(body.captured(body.left()));
    body.take(body.left())?;
    write!(line, "'");
    Ok(())
}

/// Prints an action of Big Switch Networks. Whatever is wrong with it, the actions behind it are
/// read on.
fn bsn_action(line: &mut Line<'_>, body: Cursor<'_>) -> Result<(), Short> {
    let printed = bsn_subtype(line, body);
    marked(line, body, printed)
}

fn bsn_subtype(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    write!(line, "\n\t ");
    Size::AtLeast(4).check_rest(line, body)?;
    let subtype = body.u32()?;
    write!(line, " subtype ");
    match subtype {
        1 => {
            write!(line, "MIRROR");
            return mirror(line, body);
        }
        2 => write!(line, "SET_TUNNEL_DST"),
        4 => write!(line, "CHECKSUM"),
        _ => write!(line, "unknown (0x{subtype:08x})"),
    }
    body.rest()
}

/// Copies what matches to a port.
fn mirror(line: &mut Line<'_>, mut body: Cursor<'_>) -> Result<(), Short> {
    Size::Exactly(12).check_rest(line, body)?;
    let port = body.u32()?;
    write!(line, ", dest_port {port}");
    let tag = body.u32()?;
    write!(line, ", vlan_tag ");
    match (tag >> 16, tag & 0xffff) {
        (0, _) => write!(line, "none"),
        (0x8100, control) => {
            let (vlan, priority) = (control & 0xfff, control >> 13);
            let eligible = if control & 0x1000 == 0 { "" } else { ", DEI" };
            write!(line, "802.1Q (vlan {vlan}, p {priority}{eligible})");
        }
        (ethertype, _) => write!(line, "unknown (0x{ethertype:04x})"),
    }
    match body.u8()? {
        0 => write!(line, ", copy_stage INGRESS"),
        1 => write!(line, ", copy_stage EGRESS"),
        stage => write!(line, ", copy_stage unknown ({stage})"),
    }
    body.take(3).map(|_| ())
}
