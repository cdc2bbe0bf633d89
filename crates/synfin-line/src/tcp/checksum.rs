//! The TCP checksum (RFC 9293, section 3.1), verified with `-v`.

use crate::checksum::should_be;
use crate::ip::IpPacket;
use crate::ip_protocol;
use crate::octets::Octets;
use crate::record::Record;
use crate::writer::Text;

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
    let sum = ip
        .pseudo_header(ip_protocol::TCP, segment.len())
        .with(octets)
        .checksum();
    if sum == 0 {
        record.text(" (correct)");
    } else {
        record.text(" (incorrect -> 0x");
        record.out.hex_zeros(should_be(found, sum), 4);
        record.text(")");
    }
}
