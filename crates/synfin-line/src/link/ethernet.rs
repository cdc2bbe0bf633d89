//! Ethernet, with VLAN tags.

use super::{ethertype, llc};
use crate::octets::Octets;
use crate::record::{Halt, Record};

/// An Ethernet header's length in octets.
const HEADER_LEN: usize = 14;

/// A VLAN tag's length in octets.
const TAG_LEN: usize = 4;

/// Prints a frame; gives the octets of its header, with what comes before the network layer.
pub(crate) fn print(record: &mut Record<'_>, frame: Octets<'_>) -> Result<usize, Halt> {
    let ethertype = frame.be16(12).filter(|_| frame.len() >= 14);
    let Some(ethertype) = ethertype else {
        record.mark("ether");
        return Ok(frame.captured().len());
    };
    if record.options.link_header {
        header(record, frame, ethertype);
    }
    let mut kind = ethertype;
    let mut header_len = HEADER_LEN;
    while ethertype::is_vlan(kind) {
        let tag = frame.skip(header_len);
        let (Some(control), Some(next)) = (tag.be16(0), tag.be16(2)) else {
            record.mark("vlan");
            return Ok(frame.captured().len());
        };
        if record.options.link_header {
            vlan(record, control, next);
        }
        kind = next;
        header_len += TAG_LEN;
    }
    let rest = frame.skip(header_len);
    if kind <= ethertype::MAX_LENGTH {
        // A length, which leaves the padding out; a wrong one is not believed.
        let len = rest.len().min(kind.into());
        header_len += llc::print(record, rest.limit(len))?;
    } else if kind == ethertype::JUMBO {
        header_len += llc::print(record, rest)?;
    } else {
        ethertype::print(record, kind, rest)?;
    }
    Ok(header_len)
}

/// Appends both addresses, the type and the length on the wire.
fn header(record: &mut Record<'_>, frame: Octets<'_>, ethertype: u16) {
    address(record, frame, 6);
    record.text(" > ");
    address(record, frame, 0);
    let mut len = frame.len();
    if ethertype <= ethertype::MAX_LENGTH {
        record.text(", 802.3");
        len = ethertype.into();
    } else if record.options.quiet > 0 {
        record.text(", ");
        ethertype::append_quietly(record, ethertype);
    } else {
        record.text(", ethertype ");
        ethertype::append(record, ethertype);
    }
    record.labelled(", length ", len);
    record.text(": ");
}

/// Appends a tag's fields, and what the field behind it is: a type or a length.
fn vlan(record: &mut Record<'_>, control: u16, next: u16) {
    tag(record, control);
    record.text(", ");
    if next <= ethertype::MAX_LENGTH {
        record.text("802.3");
    } else {
        record.text("ethertype ");
        ethertype::append(record, next);
        record.text(", ");
    }
}

/// Appends a tag control information field (IEEE 802.1Q, section 9.6).
pub(super) fn tag(record: &mut Record<'_>, control: u16) {
    record.labelled("vlan ", control & 0xfff);
    record.labelled(", p ", control >> 13);
    if control & 0x1000 != 0 {
        record.text(", DEI");
    }
}

/// Appends the MAC address at a place, and its vendor unless numbers are asked for.
fn address(record: &mut Record<'_>, frame: Octets<'_>, at: usize) {
    if let Some(address) = frame.array::<6>(at) {
        record.mac(address);
    }
}
