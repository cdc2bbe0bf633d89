//! IP protocol numbers: their names, and which printer takes what is inside.

use crate::ip::IpPacket;
use crate::octets::Octets;
use crate::record::{Outcome, Record};
use crate::{ah, ipv4, ipv6, tcp, tunnel};

/// TCP.
pub(crate) const TCP: u8 = 6;
/// UDP.
pub(crate) const UDP: u8 = 17;
/// DCCP.
const DCCP: u8 = 33;
/// SCTP.
const SCTP: u8 = 132;
/// IPv4 in IP.
const IPIP: u8 = 4;
/// IPv6 in IP.
const IPV6: u8 = 41;
/// GRE (RFC 2784).
const GRE: u8 = 47;
/// The authentication header (RFC 4302).
const AH: u8 = 51;

/// Do this protocol's printers show the addresses themselves, beside the ports?
pub(crate) const fn has_ports(protocol: u8) -> bool {
    matches!(protocol, TCP | UDP | DCCP | SCTP)
}

/// A protocol's name in a verbose IP header.
pub(crate) const fn name(protocol: u8) -> &'static str {
    match protocol {
        0 => "HBH",
        1 => "ICMP",
        2 => "IGMP",
        IPIP => "IPIP",
        TCP => "TCP",
        8 => "EGP",
        9 => "IGRP",
        UDP => "UDP",
        DCCP => "DCCP",
        IPV6 => "IPv6",
        43 => "Routing",
        44 => "Fragment",
        46 => "RSVP",
        GRE => "GRE",
        50 => "ESP",
        AH => "AH",
        55 => "Mobile IP",
        58 => "ICMPv6",
        60 => "DSTOPT",
        62 => "Mobile IP (old)",
        88 => "EIGRP",
        89 => "OSPF",
        103 => "PIM",
        108 => "Compressed IP",
        112 => "VRRP",
        113 => "PGM",
        SCTP => "SCTP",
        135 => "Mobility",
        143 => "Ethernet",
        _ => "unknown",
    }
}

/// Prints what an IP packet carries, if it may be TCP.
pub(crate) fn print(
    record: &mut Record<'_>,
    ip: &IpPacket<'_>,
    protocol: u8,
    octets: Octets<'_>,
) -> Outcome {
    match protocol {
        TCP => tcp::print(record, ip, octets),
        AH => {
            let (next, octets) = ah::print(record, octets)?;
            record.nested(|record| print(record, ip, next, octets))
        }
        UDP => tunnel::udp(record, ip, octets),
        GRE => record.nested(|record| tunnel::gre(record, octets)),
        IPIP => record.nested(|record| ipv4::print(record, octets)),
        IPV6 => record.nested(|record| ipv6::print(record, octets)),
        _ => Ok(()),
    }
}
