//! The IPv4 part of a record.

mod options;
#[cfg(test)]
mod tests;

pub(crate) use options::final_destination;

use crate::checksum;
use crate::ip::{self, Addresses, IpPacket};
use crate::ip_protocol;
use crate::octets::Octets;
use crate::record::{Halt, Outcome, Record};
use crate::writer::Text;
use options::Extent;

/// The mark of a packet cut in its IPv4 header.
const CUT: Halt = Halt::Cut("ip");

/// An IPv4 header's length without options.
const MIN_HEADER_LEN: u32 = 20;

/// The fields of a header that was captured at least without its options.
struct Header {
    addresses: Addresses,
    /// Octets, options included.
    len: u32,
    type_of_service: u8,
    /// The total length field, octets.
    total_len: u16,
    id: u16,
    /// Flags and fragment offset as they stand.
    fragment: u16,
    ttl: u8,
    protocol: u8,
    checksum: u16,
}

impl Header {
    fn read(packet: Octets<'_>) -> Option<Self> {
        Some(Self {
            addresses: Addresses::V4 {
                source: packet.array(12)?,
                destination: packet.array(16)?,
            },
            len: header_len(packet.u8(0)?),
            type_of_service: packet.u8(1)?,
            total_len: packet.be16(2)?,
            id: packet.be16(4)?,
            fragment: packet.be16(6)?,
            ttl: packet.u8(8)?,
            protocol: packet.u8(9)?,
            checksum: packet.be16(10)?,
        })
    }

    /// Octets of the datagram before this fragment's.
    fn fragment_offset(&self) -> u32 {
        u32::from(self.fragment & 0x1fff) * 8
    }

    const fn more_fragments(&self) -> bool {
        self.fragment & 0x2000 != 0
    }
}

/// Octets of a header, by its first one.
fn header_len(first: u8) -> u32 {
    u32::from(first & 15) * 4
}

/// Prints an IPv4 packet; `packet` may have padding behind it.
pub(crate) fn print(record: &mut Record<'_>, packet: Octets<'_>) -> Outcome {
    if packet.u8(9) == Some(ip_protocol::TCP) {
        record.note_tcp();
    }
    if !record.options.link_header {
        record.text("IP ");
    }
    let Some(total) = total_len(record, packet)? else {
        return Ok(());
    };
    let Some(header) = Header::read(packet) else {
        record.mark("ip");
        return Ok(());
    };
    let packet = packet.limit(total);
    if record.verbose() {
        let options = verbose_header(record, &header, packet)?;
        record.text(if record.options.one_line {
            " "
        } else {
            "\n    "
        });
        if options == Extent::Cut {
            ip::hosts(record, &header.addresses);
            record.text(":  [|ip]");
            return Ok(());
        }
    }
    if header.fragment_offset() > 0 {
        later_fragment(record, &header);
        return Ok(());
    }
    payload(record, &header, packet)
}

/// Checks the lengths and says what is wrong with them; gives the datagram's length to go on
/// with, or nothing where printing ends.
fn total_len(record: &mut Record<'_>, packet: Octets<'_>) -> Result<Option<u32>, Halt> {
    let delivered = packet.len();
    if delivered < MIN_HEADER_LEN {
        ip::complain(record, " [length ", delivered, " < ", MIN_HEADER_LEN);
        return Ok(None);
    }
    let first = packet.u8(0).ok_or(CUT)?;
    if first >> 4 != 4 {
        ip::complain(record, " [version ", u32::from(first >> 4), " != ", 4);
        return Ok(None);
    }
    let header = header_len(first);
    if header < MIN_HEADER_LEN {
        ip::complain(record, " [header length ", header, " < ", MIN_HEADER_LEN);
        return Ok(None);
    }
    let total = u32::from(packet.be16(2).ok_or(CUT)?);
    if total > delivered {
        ip::complain(record, "[total length ", total, " > length ", delivered);
        record.text(" ");
    }
    if total == 0 {
        // The network card cuts the datagram up and fills in the length: presumed, as in tcpdump.
        return Ok(Some(delivered));
    }
    if total < header {
        let what = "[total length ";
        ip::complain(record, what, total, " < header length ", header);
        return Ok(None);
    }
    Ok(Some(total))
}

/// The parenthesis that `-v` puts before the addresses.
fn verbose_header(
    record: &mut Record<'_>,
    header: &Header,
    packet: Octets<'_>,
) -> Result<Extent, Halt> {
    record.text("(tos 0x");
    record.out.hex(header.type_of_service);
    record.text(match header.type_of_service & 3 {
        1 => ",ECT(1)",
        2 => ",ECT(0)",
        3 => ",CE",
        _ => "",
    });
    if header.ttl > 0 {
        record.labelled(", ttl ", header.ttl);
    }
    record.labelled(", id ", header.id);
    record.labelled(", offset ", header.fragment_offset());
    record.text(", flags [");
    record.text(flags(header.fragment));
    record.text("], proto ");
    record.text(ip_protocol::name(header.protocol));
    record.labelled(" (", header.protocol);
    if header.total_len == 0 {
        record.labelled("), length ", packet.len());
        record.text(" [was 0, presumed TSO]");
    } else {
        record.labelled("), length ", header.total_len);
    }
    let mut extent = Extent::Whole;
    if header.len > MIN_HEADER_LEN {
        record.text(", options (");
        extent = options::print(record, packet, header.len)?;
        record.text(")");
    }
    if !record.options.skip_checksums {
        header_checksum(record, header, packet);
    }
    record.text(")");
    Ok(extent)
}

/// The flags' names, in tcpdump's order.
const fn flags(fragment: u16) -> &'static str {
    match fragment >> 13 {
        0 => "none",
        1 => "+",
        2 => "DF",
        3 => "+, DF",
        4 => "rsvd",
        5 => "+, rsvd",
        6 => "DF, rsvd",
        _ => "+, DF, rsvd",
    }
}

/// Says so if the header's checksum is wrong and all of the header was captured.
fn header_checksum(record: &mut Record<'_>, header: &Header, packet: Octets<'_>) {
    let octets = usize::try_from(header.len)
        .ok()
        .and_then(|len| packet.captured().get(..len));
    let Some(octets) = octets else {
        return;
    };
    let sum = checksum::internet(octets);
    if sum != 0 {
        record.text(", bad cksum ");
        record.out.hex(header.checksum);
        record.text(" (->");
        record.out.hex(checksum::should_be(header.checksum, sum));
        record.text(")!");
    }
}

/// A fragment that is not the first has no ports to show.
fn later_fragment(record: &mut Record<'_>, header: &Header) {
    if record.options.quiet > 1 {
        return;
    }
    if header.protocol == ip_protocol::TCP {
        record.note_tcp();
    }
    ip::hosts(record, &header.addresses);
    record.text(":");
    if !record.options.numeric && header.protocol == ip_protocol::TCP {
        record.text(" tcp");
    } else {
        record.text(" ip-proto-");
        record.dec(header.protocol);
    }
}

/// What a whole datagram, or a first fragment, carries.
fn payload(record: &mut Record<'_>, header: &Header, packet: Octets<'_>) -> Outcome {
    if !ip_protocol::has_ports(header.protocol) {
        ip::hosts(record, &header.addresses);
        record.text(": ");
    }
    let header_len = usize::try_from(header.len).unwrap_or(usize::MAX);
    if !packet.has(header_len) {
        record.remaining(packet, header.len);
        return Err(CUT);
    }
    let ip = IpPacket {
        addresses: header.addresses,
        octets: packet,
        header_len,
        protocol: header.protocol,
        fragmented: header.more_fragments(),
    };
    ip_protocol::print(record, &ip, header.protocol, packet.skip(header_len))
}
