//! IEEE 802.2 LLC and SNAP headers, as far as IP may lie behind them.

use super::ethertype;
use crate::ipv4;
use crate::octets::Octets;
use crate::record::{Halt, Outcome, Record};
use crate::writer::Text;

/// The SAP of SNAP (IEEE 802), and of IP (RFC 948).
const SNAP: u8 = 0xaa;
const IP: u8 = 0x06;

/// The control field of unnumbered information.
const UNNUMBERED_INFORMATION: u8 = 0x03;

/// An LLC header's length with such a control field, and a SNAP header's.
const LLC_LEN: usize = 3;
const SNAP_LEN: usize = 5;

/// Prints what follows a link header; gives the octets of LLC and SNAP header, if both SAPs are
/// known here.
pub(super) fn print(record: &mut Record<'_>, octets: Octets<'_>) -> Result<usize, Halt> {
    let Some([destination, source, control]) = octets.array::<LLC_LEN>(0) else {
        record.mark("llc");
        return Ok(octets.captured().len());
    };
    let sap = destination & !1;
    if control != UNNUMBERED_INFORMATION || sap != source & !1 || !matches!(sap, SNAP | IP) {
        return Ok(LLC_LEN);
    }
    if record.options.link_header {
        header(record, sap, destination, source);
    }
    let behind = octets.skip(LLC_LEN);
    if sap == IP {
        ipv4::print(record, behind)?;
        return Ok(LLC_LEN);
    }
    snap(record, behind)?;
    Ok(LLC_LEN + SNAP_LEN)
}

/// Appends both SAPs, which are the same but for their lowest bits, and the control field.
fn header(record: &mut Record<'_>, sap: u8, destination: u8, source: u8) {
    let name = if sap == SNAP { "SNAP" } else { "IP" };
    for (label, low_bit, off, on) in [
        ("LLC, dsap ", destination & 1, "Individual", "Group"),
        (", ssap ", source & 1, "Command", "Response"),
    ] {
        record.text(label);
        record.text(name);
        record.text(" (0x");
        record.out.hex_zeros(sap, 2);
        record.text(") ");
        record.text(if low_bit == 0 { off } else { on });
    }
    record.text(", ctrl 0x03: ");
}

/// A SNAP header and what its protocol number says is inside.
pub(super) fn snap(record: &mut Record<'_>, octets: Octets<'_>) -> Outcome {
    /// Organizations whose protocol numbers are EtherTypes: Ethernet's own and Cisco's bridges.
    const ETHERNET: u32 = 0x00_0000;
    const CISCO_BRIDGED: u32 = 0x00_00f8;
    let Some([a, b, c, high, low]) = octets.array::<SNAP_LEN>(0) else {
        record.mark("snap");
        return Ok(());
    };
    let organization = u32::from_be_bytes([0, a, b, c]);
    let protocol = u16::from_be_bytes([high, low]);
    let (name, number) = match organization {
        ETHERNET => ("Ethernet", ", ethertype "),
        CISCO_BRIDGED => ("Cisco bridged", ", pid "),
        _ => return Ok(()),
    };
    let behind = octets.skip(SNAP_LEN);
    if record.options.link_header {
        record.text("oui ");
        record.text(name);
        record.text(" (0x");
        record.out.hex_zeros(organization, 6);
        record.text(")");
        record.text(number);
        ethertype::append(record, protocol);
        record.labelled(", length ", behind.len());
        record.text(": ");
    }
    ethertype::print(record, protocol, behind)
}
