//! The names of BGP's numbers.

/// Message types (RFC 4271, 4.1; RFC 2918).
pub(super) const fn message(kind: u8) -> Option<&'static str> {
    Some(match kind {
        1 => "Open",
        2 => "Update",
        3 => "Notification",
        4 => "Keepalive",
        5 => "Route Refresh",
        _ => return None,
    })
}

/// Address families, of IANA's list.
pub(in super::super) const fn afi(afi: u16) -> Option<&'static str> {
    Some(match afi {
        0 => "Reserved",
        1 => "IPv4",
        2 => "IPv6",
        3 => "NSAP",
        4 => "HDLC",
        5 => "BBN 1822",
        6 => "802",
        7 => "E.163",
        8 => "E.164",
        9 => "F.69",
        10 => "X.121",
        11 => "Novell IPX",
        12 => "Appletalk",
        13 => "Decnet IV",
        14 => "Banyan Vines",
        15 => "E.164 with NSAP subaddress",
        25 => "VPLS",
        196 => "Layer-2 VPN",
        _ => return None,
    })
}

/// Subsequent address families, of IANA's list.
pub(super) const fn safi(safi: u8) -> Option<&'static str> {
    Some(match safi {
        0 => "Reserved",
        1 => "Unicast",
        2 => "Multicast",
        3 => "Unicast+Multicast",
        4 => "labeled Unicast",
        5 => "Multicast VPN",
        64 => "Tunnel",
        65 => "VPLS",
        66 => "MDT",
        70 => "EVPN",
        128 => "labeled VPN Unicast",
        129 => "labeled VPN Multicast",
        130 => "labeled VPN Unicast+Multicast",
        132 => "Route Target Routing Information",
        _ => return None,
    })
}

/// Capability codes, of IANA's list.
pub(super) const fn capability(code: u8) -> Option<&'static str> {
    Some(match code {
        1 => "Multiprotocol Extensions",
        2 => "Route Refresh",
        3 => "Cooperative Route Filtering",
        4 => "Multiple Routes to a Destination",
        5 => "Extended Next Hop Encoding",
        8 => "Multiple Labels",
        64 => "Graceful Restart",
        65 => "32-Bit AS Number",
        67 => "Dynamic Capability",
        68 => "Multisession BGP",
        69 => "Multiple Paths",
        70 => "Enhanced Route Refresh",
        71 => "Long-lived Graceful Restart",
        128 => "Route Refresh (Cisco)",
        _ => return None,
    })
}

/// Path attributes, of IANA's list.
pub(super) const fn attribute(kind: u8) -> Option<&'static str> {
    Some(match kind {
        1 => "Origin",
        2 => "AS Path",
        3 => "Next Hop",
        4 => "Multi Exit Discriminator",
        5 => "Local Preference",
        6 => "Atomic Aggregate",
        7 => "Aggregator",
        8 => "Community",
        9 => "Originator ID",
        10 => "Cluster List",
        11 => "DPA",
        12 => "Advertisers",
        13 => "RCID Path / Cluster ID",
        14 => "Multi-Protocol Reach NLRI",
        15 => "Multi-Protocol Unreach NLRI",
        16 => "Extended Community",
        17 => "AS4 Path",
        18 => "Aggregator4",
        22 => "PMSI Tunnel",
        23 => "Tunnel Encapsulation",
        24 => "Traffic Engineering",
        25 => "IPv6 Extended Community",
        26 => "Accumulated IGP Metric",
        27 => "PE Distinguisher Label",
        28 => "Entropy Label",
        32 => "Large Community",
        128 => "Attribute Set",
        255 => "Reserved for development",
        _ => return None,
    })
}

/// Error codes of a NOTIFICATION (RFC 4271, 4.5).
pub(super) const fn error(code: u8) -> Option<&'static str> {
    Some(match code {
        1 => "Message Header Error",
        2 => "OPEN Message Error",
        3 => "UPDATE Message Error",
        4 => "Hold Timer Expired",
        5 => "Finite State Machine Error",
        6 => "Cease",
        7 => "Capability Message Error",
        _ => return None,
    })
}

/// Error subcodes of a NOTIFICATION (RFC 4271, 4.5; RFC 4486; RFC 6608).
pub(super) const fn error_subcode(code: u8, subcode: u8) -> Option<&'static str> {
    Some(match (code, subcode) {
        (1, 1) => "Connection Not Synchronized",
        (1, 2) => "Bad Message Length",
        (1, 3) => "Bad Message Type",
        (2, 1) => "Unsupported Version Number",
        (2, 2) => "Bad Peer AS",
        (2, 3) => "Bad BGP Identifier",
        (2, 4) => "Unsupported Optional Parameter",
        (2, 5) => "Authentication Failure",
        (2, 6) => "Unacceptable Hold Time",
        (2, 7) => "Capability Message Error",
        (3, 1) => "Malformed Attribute List",
        (3, 2) => "Unrecognized Well-known Attribute",
        (3, 3) => "Missing Well-known Attribute",
        (3, 4) => "Attribute Flags Error",
        (3, 5) => "Attribute Length Error",
        (3, 6) => "Invalid ORIGIN Attribute",
        (3, 7) => "AS Routing Loop",
        (3, 8) => "Invalid NEXT_HOP Attribute",
        (3, 9) => "Optional Attribute Error",
        (3, 10) => "Invalid Network Field",
        (3, 11) => "Malformed AS_PATH",
        (5, 0) => "Unspecified Error",
        (5, 1) => "In OpenSent State",
        (5, 2) => "In OpenConfirm State",
        (5, 3) => "In Established State",
        (6, 1) => "Maximum Number of Prefixes Reached",
        (6, 2) => "Administrative Shutdown",
        (6, 3) => "Peer Unconfigured",
        (6, 4) => "Administrative Reset",
        (6, 5) => "Connection Rejected",
        (6, 6) => "Other Configuration Change",
        (6, 7) => "Connection Collision Resolution",
        (7, 1) => "Invalid Action Value",
        (7, 2) => "Invalid Capability Length",
        (7, 3) => "Malformed Capability Value",
        (7, 4) => "Unsupported Capability Code",
        _ => return None,
    })
}

/// Tunnel types of a PMSI attribute (RFC 6514, 5).
pub(super) const fn pmsi_tunnel(kind: u8) -> Option<&'static str> {
    Some(match kind {
        1 => "RSVP-TE P2MP LSP",
        2 => "LDP P2MP LSP",
        3 => "PIM-SSM Tree",
        4 => "PIM-SM Tree",
        5 => "PIM-Bidir Tree",
        6 => "Ingress Replication",
        7 => "LDP MP2MP LSP",
        _ => return None,
    })
}

/// Multicast VPN route types (RFC 6514, 4).
pub(super) const fn multicast_vpn_route(kind: u8) -> Option<&'static str> {
    Some(match kind {
        1 => "Intra-AS I-PMSI",
        2 => "Inter-AS I-PMSI",
        3 => "S-PMSI",
        4 => "Intra-AS Segment-Leaf",
        5 => "Source-Active",
        6 => "Shared Tree Join",
        7 => "Source Tree Join",
        _ => return None,
    })
}
