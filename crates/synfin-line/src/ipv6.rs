//! The IPv6 part of a record.

mod extensions;
mod hop_options;
#[cfg(test)]
mod tests;

use crate::ip::{self, Addresses, IpPacket};
use crate::ip_protocol;
use crate::octets::Octets;
use crate::record::{Halt, Outcome, Record};
use crate::writer::Text;

pub(crate) use extensions::final_destination;

/// The mark of a packet cut in its IPv6 header.
const CUT: Halt = Halt::Cut("ip6");

/// The fixed header's length in octets.
const HEADER_LEN: u32 = 40;

/// The lengths that the fixed header gives.
#[derive(Clone, Copy)]
struct Start {
    /// The payload length field, octets; 0 with a jumbo option.
    payload_len: u32,
    next_header: u8,
}

/// Prints an IPv6 packet; `packet` may have padding behind it.
pub(crate) fn print(record: &mut Record<'_>, packet: Octets<'_>) -> Outcome {
    if carries_tcp(packet) {
        record.note_tcp();
    }
    if !record.options.link_header {
        record.text("IP6 ");
    }
    let Some(start) = start(record, packet)? else {
        return Ok(());
    };
    if record.verbose() {
        verbose_header(record, start, packet)?;
    }
    let (Some(source), Some(destination)) = (packet.array(8), packet.array(24)) else {
        record.mark("ip6");
        return Ok(());
    };
    let end = match start.payload_len {
        0 => packet.len(),
        payload => payload + HEADER_LEN,
    };
    let ip = IpPacket {
        addresses: Addresses::V6 {
            source,
            destination,
        },
        octets: packet.limit(end),
        header_len: 40,
        protocol: start.next_header,
        fragmented: false,
    };
    if !ip_protocol::has_ports(start.next_header) {
        ip::hosts(record, &ip.addresses);
        record.text(": ");
    }
    extensions::walk(record, ip, start.payload_len)
}

/// Does the header, or a fragment header right behind it, name TCP?
fn carries_tcp(packet: Octets<'_>) -> bool {
    const FRAGMENT: u8 = 44;
    match packet.u8(6) {
        Some(ip_protocol::TCP) => true,
        Some(FRAGMENT) => packet.u8(40) == Some(ip_protocol::TCP),
        _ => false,
    }
}

/// Checks version and lengths and says what is wrong; nothing where printing ends.
fn start(record: &mut Record<'_>, packet: Octets<'_>) -> Result<Option<Start>, Halt> {
    let delivered = packet.len();
    if delivered < HEADER_LEN {
        ip::complain(record, " [length ", delivered, " < ", HEADER_LEN);
        return Ok(None);
    }
    let version = packet.u8(0).ok_or(CUT)? >> 4;
    if version != 6 {
        ip::complain(record, " [version ", version.into(), " != ", 6);
        return Ok(None);
    }
    let payload_len = u32::from(packet.be16(4).ok_or(CUT)?);
    let total = payload_len + HEADER_LEN;
    if total > delivered {
        let what = "[header+payload length ";
        ip::complain(record, what, total, " > length ", delivered);
        record.text(" ");
    }
    let next_header = packet.u8(6).ok_or(CUT)?;
    Ok(Some(Start {
        payload_len,
        next_header,
    }))
}

/// The parenthesis that `-v` puts before the addresses.
fn verbose_header(record: &mut Record<'_>, start: Start, packet: Octets<'_>) -> Outcome {
    let flow = packet.be32(0).ok_or(CUT)?;
    record.text("(");
    let (class, label) = (flow >> 20 & 0xff, flow & 0xf_ffff);
    if class != 0 {
        record.text("class 0x");
        record.out.hex_zeros(class, 2);
        record.text(", ");
    }
    if label != 0 {
        record.text("flowlabel 0x");
        record.out.hex_zeros(label, 5);
        record.text(", ");
    }
    record.labelled("hlim ", packet.u8(7).ok_or(CUT)?);
    record.text(", next-header ");
    record.text(ip_protocol::name(start.next_header));
    record.labelled(" (", start.next_header);
    record.labelled("), payload length ", start.payload_len);
    record.text(") ");
    Ok(())
}
