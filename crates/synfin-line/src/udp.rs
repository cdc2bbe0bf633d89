//! The UDP header (RFC 768), where a tunnel goes through it.

use crate::checksum::should_be;
use crate::ip::{Addresses, IpPacket};
use crate::ip_protocol;
use crate::octets::Octets;
use crate::record::Record;
use crate::writer::Text;

/// A header's length in octets.
pub(crate) const HEADER_LEN: usize = 8;

/// A header's fields.
#[derive(Clone, Copy)]
pub(crate) struct Header {
    pub(crate) source_port: u16,
    pub(crate) destination_port: u16,
    /// Octets of the payload by header and IP packet, whichever has fewer.
    pub(crate) payload_len: u32,
    checksum: u16,
}

impl Header {
    /// The fields, if they were captured and the lengths can be right.
    pub(crate) fn read(datagram: Octets<'_>) -> Option<Self> {
        let (available, len) = (datagram.len(), u32::from(datagram.be16(4)?));
        // A jumbo datagram has no room for its length (RFC 2675, section 4).
        let len = match len {
            0 if available > 0xffff => available,
            len => len.min(available),
        };
        Some(Self {
            source_port: datagram.be16(0)?,
            destination_port: datagram.be16(2)?,
            payload_len: len.checked_sub(8)?,
            checksum: datagram.be16(6)?,
        })
    }

    /// Appends the ports, with the addresses unless those stand before another header.
    pub(crate) fn append_sockets(self, record: &mut Record<'_>, ip: &IpPacket<'_>) {
        let ports = [self.source_port, self.destination_port];
        ip.append_sockets(record, ip_protocol::UDP, ports, |record, port| {
            record.dec(port);
        });
    }

    /// Appends whether the checksum is right, with as many `-v` as tcpdump wants for it.
    pub(crate) fn append_checksum(
        self,
        record: &mut Record<'_>,
        ip: &IpPacket<'_>,
        datagram: Octets<'_>,
    ) {
        let is_v4 = matches!(ip.addresses, Addresses::V4 { .. });
        let wanted = record.options.verbosity > u8::from(is_v4);
        if !wanted || record.options.skip_checksums || ip.fragmented {
            return;
        }
        if is_v4 && self.checksum == 0 {
            record.text("[no cksum] ");
            return;
        }
        let len = self.payload_len + 8;
        let octets = usize::try_from(len)
            .ok()
            .and_then(|len| datagram.captured().get(..len));
        let Some(octets) = octets else {
            return;
        };
        let sum = ip
            .pseudo_header(ip_protocol::UDP, len)
            .with(octets)
            .checksum();
        if sum == 0 {
            record.text("[udp sum ok] ");
        } else {
            record.text("[bad udp cksum 0x");
            record.out.hex_zeros(self.checksum, 4);
            record.text(" -> 0x");
            record.out.hex_zeros(should_be(self.checksum, sum), 4);
            record.text("!] ");
        }
    }
}
