//! PPP (RFC 1661), bare, in HDLC-like framing (RFC 1662) and in Ethernet (RFC 2516).

use super::{chdlc, mpls};
use crate::octets::Octets;
use crate::record::{Halt, Outcome, Record};
use crate::writer::Text;
use crate::{ipv4, ipv6};

const CUT: Halt = Halt::Cut("ppp");

/// The address field of every HDLC-like frame, and its control field.
const ADDRESS: u8 = 0xff;
const CONTROL: u8 = 0x03;

/// Prints a frame of the PPP link type.
pub(super) fn print_frame(record: &mut Record<'_>, frame: Octets<'_>) -> Outcome {
    if !frame.has(4) {
        record.mark("ppp");
        return Ok(());
    }
    print(record, frame)?;
    record.link_header_len = 4;
    Ok(())
}

/// Prints a frame of the link type for PPP over serial lines.
pub(super) fn print_serial(record: &mut Record<'_>, frame: Octets<'_>) -> Outcome {
    match frame.u8(0) {
        Some(ADDRESS) => {}
        Some(chdlc::UNICAST | chdlc::BROADCAST) => return chdlc::print(record, frame),
        _ => return Ok(()),
    }
    let (Some(address), Some(protocol)) = (frame.array::<2>(0), frame.be16(2)) else {
        record.mark("ppp_hdlc");
        return Ok(());
    };
    if record.options.link_header {
        for octet in address {
            record.out.hex_octets(&[octet]);
            record.text(" ");
        }
        record.dec(frame.len());
        record.text(" ");
    }
    record.text(name(protocol));
    record.text(": ");
    payload(record, protocol, frame.skip(4))?;
    record.link_header_len = 4;
    Ok(())
}

/// Prints a PPP packet, with the address and control fields or without.
pub(crate) fn print(record: &mut Record<'_>, packet: Octets<'_>) -> Outcome {
    let len = packet.len();
    if len < 2 {
        record.mark("ppp");
        return Ok(());
    }
    let header = packet.array::<2>(0).ok_or(CUT)?;
    let direction = match header {
        [ADDRESS, CONTROL] => Some(""),
        [0, CONTROL] => Some("In  "),
        [1, CONTROL] => Some("Out "),
        _ => None,
    };
    let mut rest = packet;
    if let Some(direction) = direction {
        if record.options.link_header {
            record.text(direction);
        }
        rest = rest.skip(2);
    }
    if rest.len() < 2 {
        record.mark("ppp");
        return Ok(());
    }
    // An odd first octet is a whole protocol field, compressed.
    let first = rest.u8(0).ok_or(CUT)?;
    let (protocol, field_len) = if first & 1 == 1 {
        (first.into(), 1)
    } else {
        (rest.be16(0).ok_or(CUT)?, 2)
    };
    if record.options.link_header {
        record.text(name(protocol));
        record.text(" (0x");
        record.out.hex_zeros(protocol, 4);
        record.labelled("), length ", len);
        record.text(": ");
    }
    payload(record, protocol, rest.skip(field_len))
}

/// A protocol's name, for those that TCP may lie behind.
const fn name(protocol: u16) -> &'static str {
    match protocol {
        0x0021 => "IP",
        0x0057 => "IP6",
        0x0281 | 0x0283 => "MPLS",
        _ => "unknown",
    }
}

fn payload(record: &mut Record<'_>, protocol: u16, octets: Octets<'_>) -> Outcome {
    match protocol {
        0x0021 | super::ethertype::IPV4 => ipv4::print(record, octets),
        0x0057 | super::ethertype::IPV6 => ipv6::print(record, octets),
        0x0281 | 0x0283 => mpls::print(record, octets),
        _ => Ok(()),
    }
}

/// Prints a PPPoE packet (RFC 2516), if it is of a session.
pub(super) fn print_over_ethernet(record: &mut Record<'_>, packet: Octets<'_>) -> Outcome {
    const CUT: Halt = Halt::Cut("pppoe");
    const HEADER_LEN: u32 = 6;
    let [version_and_type, code] = packet.array(0).ok_or(CUT)?;
    let session = packet.be16(2).ok_or(CUT)?;
    let mut len = u32::from(packet.be16(4).ok_or(CUT)?);
    if code != 0 {
        return Ok(());
    }
    for (label, number) in [
        (" [ver ", version_and_type >> 4),
        (" [type ", version_and_type & 15),
    ] {
        if number != 1 {
            record.labelled(label, number);
            record.text("]");
        }
    }
    record.text("PPPoE ");
    let available = packet.len().saturating_sub(HEADER_LEN);
    if len > available {
        record.labelled(" [len ", len);
        record.labelled(" > ", available);
        record.text("!]");
        len = available;
    }
    if session != 0 {
        record.text(" [ses 0x");
        record.out.hex(session);
        record.text("]");
    }
    record.text(" ");
    let payload = packet.skip(6);
    print(record, Octets::new(payload.captured(), len))
}
