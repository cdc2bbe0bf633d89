//! The names of OpenFlow's numbers.

/// The list's entry of a number.
fn entry(list: &[&'static str], number: impl Into<usize>) -> Option<&'static str> {
    list.get(number.into()).copied()
}

/// Protocol versions on the wire.
pub(super) fn version(version: u8) -> Option<&'static str> {
    let list = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5"];
    entry(&list, usize::from(version).wrapping_sub(1))
}

/// Message types of 1.0 (5.1).
pub(super) fn message_10(kind: u8) -> Option<&'static str> {
    let list = [
        "HELLO",
        "ERROR",
        "ECHO_REQUEST",
        "ECHO_REPLY",
        "VENDOR",
        "FEATURES_REQUEST",
        "FEATURES_REPLY",
        "GET_CONFIG_REQUEST",
        "GET_CONFIG_REPLY",
        "SET_CONFIG",
        "PACKET_IN",
        "FLOW_REMOVED",
        "PORT_STATUS",
        "PACKET_OUT",
        "FLOW_MOD",
        "PORT_MOD",
        "STATS_REQUEST",
        "STATS_REPLY",
        "BARRIER_REQUEST",
        "BARRIER_REPLY",
        "QUEUE_GET_CONFIG_REQUEST",
        "QUEUE_GET_CONFIG_REPLY",
    ];
    entry(&list, kind)
}

/// Message types of 1.3 (A.1).
pub(super) fn message_13(kind: u8) -> Option<&'static str> {
    let list = [
        "HELLO",
        "ERROR",
        "ECHO_REQUEST",
        "ECHO_REPLY",
        "EXPERIMENTER",
        "FEATURES_REQUEST",
        "FEATURES_REPLY",
        "GET_CONFIG_REQUEST",
        "GET_CONFIG_REPLY",
        "SET_CONFIG",
        "PACKET_IN",
        "FLOW_REMOVED",
        "PORT_STATUS",
        "PACKET_OUT",
        "FLOW_MOD",
        "GROUP_MOD",
        "PORT_MOD",
        "TABLE_MOD",
        "MULTIPART_REQUEST",
        "MULTIPART_REPLY",
        "BARRIER_REQUEST",
        "BARRIER_REPLY",
        "QUEUE_GET_CONFIG_REQUEST",
        "QUEUE_GET_CONFIG_REPLY",
        "ROLE_REQUEST",
        "ROLE_REPLY",
        "GET_ASYNC_REQUEST",
        "GET_ASYNC_REPLY",
        "SET_ASYNC",
        "METER_MOD",
    ];
    entry(&list, kind)
}

/// What is done with IP fragments (1.0, 5.3.2).
pub(super) fn fragments(flags: u16) -> Option<&'static str> {
    entry(&["FRAG_NORMAL", "FRAG_DROP", "FRAG_REASM"], flags)
}

/// Why a port's status is told (1.0, 5.4.3).
pub(super) fn port_reason(reason: u8) -> Option<&'static str> {
    entry(&["ADD", "DELETE", "MODIFY"], reason)
}

/// Vendors and experimenters: organizationally unique identifiers, and
/// numbers that the Open Networking Foundation gave out.
pub(super) const fn vendor(vendor: u32) -> Option<&'static str> {
    Some(match vendor {
        0x00_0000 => "Ethernet",
        0x00_000c => "Cisco",
        0x00_005e => "IANA",
        0x00_0081 => "Nortel Networks SONMP",
        0x00_00f8 => "Cisco bridged",
        0x00_049f => "Freescale",
        0x00_04ea => "HP-Labs",
        0x00_1018 => "Broadcom",
        0x00_120f => "IEEE 802.3 Private",
        0x00_12bb => "ANSI/TIA",
        0x00_15ad => "Netronome",
        0x00_1b21 => "DCBX",
        0x00_2320 => "Nicira Networks",
        0x00_2481 => "HP",
        0x00_80c2 => "Ethernet bridged",
        0x00_9069 => "Juniper",
        0x00_a03e => "ATM Forum",
        0x00_e004 => "PMC-Sierra",
        0x00_e02f => "DOCSIS Spanning Tree",
        0x08_0007 => "Appletalk",
        0x08_0009 => "Hewlett-Packard",
        0x5c_16c7 => "Big Switch Networks",
        0x74_8771 => "Infoblox Inc",
        0xa4_2305 => "Open Networking Lab",
        0xb0_d2f5 => "Vello Systems",
        0xd0_f0db => "Ericsson",
        0x4f4e_4600 => "ONF Extensions",
        0xff00_0001 => "Budapest University of Technology and Economics",
        0xff00_0002 => "NoviFlow",
        0xff00_0003 => "L3+ Extensions, Vendor Neutral",
        0xff00_0004 => "L4-L7 Extensions",
        0xff00_0005 => "Wireless and Mobility Extensions",
        0xff00_0006 => "Forwarding Abstractions Extensions",
        0xff00_0007 => "Optical Transport Extensions",
        0xff00_0008 => "Network Benchmarking Lab, NCTU",
        0xff00_0009 => "Mobile Packet Core Extensions",
        0xff00_000a => "MPLS-TP OpenFlow Extensions for SPTN",
        _ => return None,
    })
}
