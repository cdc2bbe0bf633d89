//! Linux cooked captures (SLL), versions 1 and 2.

use super::{ethernet, ethertype, llc};
use crate::octets::Octets;
use crate::record::{Halt, Outcome, Record};
use crate::writer::Text;

/// A cooked header, of either version.
struct Header {
    len: usize,
    /// The direction and kind of addressing.
    packet_type: u16,
    address: Option<[u8; 6]>,
    protocol: u16,
}

/// The protocol number that stands for an LLC header.
const LLC: u16 = 4;

/// Prints a packet with a version 1 header.
pub(super) fn print(record: &mut Record<'_>, frame: Octets<'_>) -> Outcome {
    let header = version_1(frame).ok_or(Halt::Cut("sll"))?;
    if record.options.link_header {
        let name = packet_type(header.packet_type);
        record.out.repeat(b' ', 3_usize.saturating_sub(name.len()));
        record.text(name);
        record.text(" ");
        address_and_protocol(record, &header, frame);
    }
    payload(record, &header, frame)
}

/// Prints a packet with a version 2 header.
pub(super) fn print_2(record: &mut Record<'_>, frame: Octets<'_>) -> Outcome {
    const CUT: Halt = Halt::Cut("sll2");
    let header = version_2(frame).ok_or(CUT)?;
    // tcpdump asks the machine it runs on for the interface's name. The capture comes from
    // another one as a rule, so the index has no name here.
    record.text("?     ");
    let name = packet_type(header.packet_type);
    record.text(name);
    record.out.repeat(b' ', 4_usize.saturating_sub(name.len()));
    if record.options.link_header {
        record.labelled("ifindex ", frame.be32(4).ok_or(CUT)?);
        record.text(" ");
        address_and_protocol(record, &header, frame);
    }
    payload(record, &header, frame)
}

fn version_1(frame: Octets<'_>) -> Option<Header> {
    let protocol = frame.be16(14)?;
    Some(Header {
        len: 16,
        packet_type: frame.be16(0)?,
        address: frame.array(6).filter(|_| frame.be16(4) == Some(6)),
        protocol,
    })
}

fn version_2(frame: Octets<'_>) -> Option<Header> {
    frame.u8(19)?;
    Some(Header {
        len: 20,
        packet_type: frame.u8(10)?.into(),
        address: frame.array(12).filter(|_| frame.u8(11) == Some(6)),
        protocol: frame.be16(0)?,
    })
}

const fn packet_type(number: u16) -> &'static str {
    match number {
        0 => "In",
        1 => "B",
        2 => "M",
        3 => "P",
        4 => "Out",
        _ => "?",
    }
}

fn address_and_protocol(record: &mut Record<'_>, header: &Header, frame: Octets<'_>) {
    if let Some(address) = header.address {
        record.mac(address);
        record.text(" ");
    }
    if record.options.quiet > 0 {
        return;
    }
    match header.protocol {
        1 => record.text("802.3"),
        LLC => record.text("802.2"),
        protocol => {
            record.text("ethertype ");
            ethertype::append(record, protocol);
        }
    }
    record.labelled(", length ", frame.len());
    record.text(": ");
}

/// What is behind the header, after any VLAN tags.
fn payload(record: &mut Record<'_>, header: &Header, frame: Octets<'_>) -> Outcome {
    let mut kind = header.protocol;
    let mut at = header.len;
    while kind == ethertype::VLAN {
        let tag = frame.skip(at);
        let (Some(control), Some(next)) = (tag.be16(0), tag.be16(2)) else {
            record.mark("vlan");
            return Ok(());
        };
        if record.options.link_header {
            ethernet::tag(record, control);
            record.text(", ");
        }
        kind = if next <= ethertype::MAX_LENGTH {
            LLC
        } else {
            next
        };
        if record.options.quiet == 0 {
            record.text("ethertype ");
            record.text(ethertype::name(kind).unwrap_or("Unknown"));
            record.text(", ");
        }
        at += 4;
    }
    let octets = frame.skip(at);
    if kind == LLC {
        at += llc::print(record, octets)?;
    } else {
        ethertype::print(record, kind, octets)?;
    }
    record.link_header_len = at;
    Ok(())
}
