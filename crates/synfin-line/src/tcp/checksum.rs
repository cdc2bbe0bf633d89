//! The TCP checksum (RFC 9293, section 3.1), verified with `-v`.

use crate::checksum::{Sum, should_be};
use crate::ip::{Addresses, IpPacket};
use crate::octets::Octets;
use crate::record::Record;
use crate::writer::Text;
use crate::{ip_protocol, ipv4, ipv6};

/// Appends the checksum and whether it is right, if all of the segment was captured.
pub(super) fn print(record: &mut Record<'_>, ip: &IpPacket<'_>, segment: Octets<'_>, found: u16) {
    let octets = usize::try_from(segment.len())
        .ok()
        .and_then(|len| segment.captured().get(..len));
    let Some(octets) = octets else {
        return;
    };
    record.text(", cksum 0x");
    record.out.hex_zeros(found, 4);
    let sum = pseudo_header(ip, segment.len()).with(octets).checksum();
    if sum == 0 {
        record.text(" (correct)");
    } else {
        record.text(" (incorrect -> 0x");
        record.out.hex_zeros(should_be(found, sum), 4);
        record.text(")");
    }
}

/// The sum over the pseudo header of a segment of `len` octets.
fn pseudo_header(ip: &IpPacket<'_>, len: u32) -> Sum {
    let protocol = Sum::default().with(&[0, ip_protocol::TCP]);
    let [_, _, high, low] = len.to_be_bytes();
    match ip.addresses {
        Addresses::V4 {
            source,
            destination,
        } => {
            let options = ip.octets.captured().get(20..ip.header_len);
            let end = options.and_then(ipv4::final_destination);
            // The length field has 16 bits, however long a segment offload made the datagram.
            protocol
                .with(&[high, low])
                .with(&source)
                .with(&end.unwrap_or(destination))
        }
        Addresses::V6 {
            source,
            destination,
        } => protocol
            .with(&len.to_be_bytes())
            .with(&source)
            .with(&ipv6::final_destination(ip, destination)),
    }
}
