//! What IPv4 and IPv6 have in common, for the layers above.

use crate::checksum::Sum;
use crate::octets::Octets;
use crate::record::Record;
use crate::{ipv4, ipv6};

/// An IP header's two addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Addresses {
    /// Of an IPv4 header.
    V4 {
        source: [u8; 4],
        destination: [u8; 4],
    },
    /// Of an IPv6 header.
    V6 {
        source: [u8; 16],
        destination: [u8; 16],
    },
}

/// The IP packet that what is printed lies in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IpPacket<'a> {
    /// From whom to whom.
    pub(crate) addresses: Addresses,
    /// The packet from its header's first octet.
    pub(crate) octets: Octets<'a>,
    /// Octets of its header, options included; of IPv6 without extension headers.
    pub(crate) header_len: usize,
    /// The header's own protocol or next-header field.
    pub(crate) protocol: u8,
    /// Is it a first fragment, with others to follow? Of IPv6: has it a fragment header?
    pub(crate) fragmented: bool,
}

impl IpPacket<'_> {
    /// Appends `SRC.PORT > DST.PORT: ` where the packet carries `protocol` directly; behind
    /// another header, which has the addresses before it, the ports alone.
    pub(crate) fn append_sockets(
        &self,
        record: &mut Record<'_>,
        protocol: u8,
        [source_port, destination_port]: [u16; 2],
        append_port: fn(&mut Record<'_>, u16),
    ) {
        let with_addresses = self.protocol == protocol;
        if with_addresses {
            source(record, &self.addresses);
            record.text(".");
        }
        append_port(record, source_port);
        record.text(" > ");
        if with_addresses {
            destination(record, &self.addresses);
            record.text(".");
        }
        append_port(record, destination_port);
        record.text(": ");
    }

    /// The sum over the pseudo header of what the packet carries, `len` octets of `protocol`.
    pub(crate) fn pseudo_header(&self, protocol: u8, len: u32) -> Sum {
        let protocol = Sum::default().with(&[0, protocol]);
        let [_, _, high, low] = len.to_be_bytes();
        match self.addresses {
            Addresses::V4 {
                source,
                destination,
            } => {
                let options = self.octets.captured().get(20..self.header_len);
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
                .with(&ipv6::final_destination(self, destination)),
        }
    }
}

/// Appends `SRC > DST`.
pub(crate) fn hosts(record: &mut Record<'_>, addresses: &Addresses) {
    source(record, addresses);
    record.text(" > ");
    destination(record, addresses);
}

/// Appends `SRC`.
fn source(record: &mut Record<'_>, addresses: &Addresses) {
    match *addresses {
        Addresses::V4 { source, .. } => record.ipv4_host(source),
        Addresses::V6 { source, .. } => record.ipv6_host(source),
    }
}

/// Appends `DST`.
fn destination(record: &mut Record<'_>, addresses: &Addresses) {
    match *addresses {
        Addresses::V4 { destination, .. } => record.ipv4_host(destination),
        Addresses::V6 { destination, .. } => record.ipv6_host(destination),
    }
}

/// Appends what is wrong with a number: `[NAME N RELATION M] (invalid)`.
pub(crate) fn complain(
    record: &mut Record<'_>,
    what: &str,
    value: u32,
    relation: &str,
    other: u32,
) {
    record.labelled(what, value);
    record.labelled(relation, other);
    record.text("] (invalid)");
}
