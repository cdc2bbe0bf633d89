//! What IPv4 and IPv6 have in common, for the layers above.

use crate::octets::Octets;
use crate::record::Record;

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

/// Appends `SRC > DST`.
pub(crate) fn hosts(record: &mut Record<'_>, addresses: &Addresses) {
    source(record, addresses);
    record.text(" > ");
    destination(record, addresses);
}

/// Appends `SRC`.
pub(crate) fn source(record: &mut Record<'_>, addresses: &Addresses) {
    match *addresses {
        Addresses::V4 { source, .. } => record.ipv4_host(source),
        Addresses::V6 { source, .. } => record.ipv6_host(source),
    }
}

/// Appends `DST`.
pub(crate) fn destination(record: &mut Record<'_>, addresses: &Addresses) {
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
