//! Communities: plain (RFC 1997), extended (RFC 4360) and large (RFC 8092).

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;

/// Prints `len` octets of communities.
pub(super) fn plain(line: &mut Line<'_>, mut at: Cursor<'_>, len: usize) -> Result<(), Short> {
    let start = at;
    while at.since(&start) < len {
        let community = at.u32()?;
        match community {
            0xffff_ff01 => write!(line, " NO_EXPORT"),
            0xffff_ff02 => write!(line, " NO_ADVERTISE"),
            0xffff_ff03 => write!(line, " NO_EXPORT_SUBCONFED"),
            _ => {
                let comma = if at.since(&start) < len { ", " } else { "" };
                write!(line, "{}:{}{comma}", community >> 16, community & 0xffff);
            }
        }
    }
    Ok(())
}

/// Prints `len` octets of large communities.
pub(super) fn large(line: &mut Line<'_>, mut at: Cursor<'_>, len: usize) -> Result<(), Short> {
    write!(line, "\n\t    ");
    for index in 0..len / 12 {
        let comma = if index > 0 { ", " } else { "" };
        let (system, first, second) = (at.u32()?, at.u32()?, at.u32()?);
        write!(line, "{comma}{system}:{first}:{second}");
    }
    Ok(())
}

/// Prints `len` octets of extended communities.
pub(super) fn extended(line: &mut Line<'_>, mut at: Cursor<'_>, len: usize) -> Result<(), Short> {
    for _ in 0..len / 8 {
        let kind = at.u16()?;
        let value: [u8; 6] = at.array()?;
        let name = name(kind).unwrap_or("unknown extd community typecode");
        write!(line, "\n\t    {name} (0x{kind:04x}), Flags [");
        line.bits(
            kind.into(),
            &[(0x8000, "vendor-specific"), (0x4000, "non-transitive")],
        );
        write!(line, "]: ");
        extended_value(line, kind, value);
    }
    Ok(())
}

fn extended_value(line: &mut Line<'_>, kind: u16, [a, b, c, d, e, f]: [u8; 6]) {
    let low = u16::from_be_bytes([e, f]);
    match kind {
        0x0002 | 0x0003 | 0x000a => {
            let system = u16::from_be_bytes([a, b]);
            let number = u32::from_be_bytes([c, d, e, f]);
            write!(line, "{system}:{number} (= {c}.{d}.{e}.{f})");
        }
        0x0102 | 0x0103 | 0x010b | 0xf10a => write!(line, "{a}.{b}.{c}.{d}:{low}"),
        0x0202 | 0x0203 => {
            let system = u32::from_be_bytes([a, b, c, d]);
            write!(line, "{system}:{low}");
        }
        0x0005 | 0x0105 | 0x0205 | 0x8005 | 0x0107 | 0x8001 => {
            write!(line, "{a}.{b}.{c}.{d}");
        }
        0x0306 | 0x8000 => {
            write!(line, "area:{a}.{b}.{c}.{d}, router-type:");
            ospf_route(line, e, f);
        }
        0x800a => {
            let mtu = u16::from_be_bytes([c, d]);
            let encapsulation = l2vpn_encapsulation(a).unwrap_or("unknown encaps");
            write!(line, "{encapsulation} Control Flags [0x{b:02x}]:MTU {mtu}");
        }
        0x0009 => write!(line, "AS {}", u16::from_be_bytes([a, b])),
        0x030c => {
            let tunnel = tunnel(low).unwrap_or("unknown encaps");
            write!(line, "Tunnel type: {tunnel}");
        }
        0x4004 => bandwidth(line, f32::from_be_bytes([c, d, e, f])),
        _ => write!(line, "{a:02x}{b:02x}{c:02x}{d:02x}{e:02x}{f:02x}"),
    }
}

/// RFC 4577, 4.2.6.
fn ospf_route(line: &mut Line<'_>, kind: u8, options: u8) {
    match kind {
        1 => write!(line, "Router"),
        2 => write!(line, "Network"),
        3 => write!(line, "Summary"),
        5 => write!(line, "External"),
        7 => write!(line, "NSSA External"),
        129 => write!(line, "MPLS-VPN Sham"),
        _ => write!(line, "unknown (0x{kind:02x})"),
    }
    let second = if options & 1 == 0 { "" } else { "E2" };
    let first = if matches!(kind, 5 | 7) { "E1" } else { "" };
    write!(line, ", metric-type:{second}{first}");
}

/// The octets per second of a link, as C prints a number of bits.
fn bandwidth(line: &mut Line<'_>, octets: f32) {
    let megabits = octets * 8.0 / 1_000_000.0;
    if megabits.is_nan() {
        let sign = if megabits.is_sign_negative() { "-" } else { "" };
        write!(line, "bandwidth: {sign}nan Mbps");
    } else {
        write!(line, "bandwidth: {megabits:.3} Mbps");
    }
}

/// Types of extended communities, of IANA's lists and of vendors.
const fn name(kind: u16) -> Option<&'static str> {
    Some(match kind {
        0x0002 | 0x0102 | 0x0202 => "target",
        0x0003 | 0x0103 | 0x0203 => "origin",
        0x0005 | 0x0105 | 0x0205 | 0x8005 => "ospf-domain",
        0x0009 => "source-AS",
        0x000a | 0xf10a => "l2vpn-id",
        0x0107 | 0x8001 => "ospf-router-id",
        0x010b => "vrf-route-import",
        0x0306 | 0x8000 => "ospf-route-type",
        0x030c => "encapsulation",
        0x4004 => "link-BW",
        0x800a => "layer2-info",
        0x8800 => "eigrp-general-route (flag, tag)",
        0x8801 => "eigrp-route-metric (AS, delay)",
        0x8802 => "eigrp-route-metric (reliability, nexthop, bandwidth)",
        0x8803 => "eigrp-route-metric (load, MTU)",
        0x8804 => "eigrp-external-route (remote-AS, remote-ID)",
        0x8805 => "eigrp-external-route (remote-proto, remote-metric)",
        _ => return None,
    })
}

/// Tunnel types (RFC 9012, 3.1 and IANA's list).
const fn tunnel(kind: u16) -> Option<&'static str> {
    Some(match kind {
        1 => "L2TPv3 over IP",
        2 => "GRE",
        3 => "Transmit Tunnel",
        4 => "IPsec",
        5 => "IP in IP with IPsec",
        6 => "MPLS in IP with IPsec",
        7 => "IP in IP",
        8 => "VXLAN",
        9 => "NVGRE",
        10 => "MPLS",
        11 => "MPLS in GRE",
        12 => "VXLAN GPE",
        13 => "MPLS in UDP",
        14 => "IPv6",
        15 => "SR TE",
        16 => "Bare",
        17 => "SR",
        _ => return None,
    })
}

/// Encapsulation types of layer 2 circuits (RFC 4446, 3.2).
const fn l2vpn_encapsulation(kind: u8) -> Option<&'static str> {
    Some(match kind {
        0 => "Reserved",
        1 => "Frame Relay",
        2 => "ATM AAL5 SDU VCC transport",
        3 => "ATM transparent cell transport",
        4 => "Ethernet (VLAN) Tagged Mode",
        5 => "Ethernet Raw Mode",
        6 => "Cisco HDLC",
        7 => "PPP",
        8 => "SONET/SDH Circuit Emulation Service over MPLS",
        9 => "ATM n-to-one VCC cell transport",
        10 => "ATM n-to-one VPC cell transport",
        11 => "IP layer 2 transport",
        15 => "Frame Relay Port mode",
        17 => "Structure-agnostic E1 over packet",
        18 => "Structure-agnostic T1 (DS1) over packet",
        19 => "VPLS",
        20 => "Structure-agnostic T3 (DS3) over packet",
        21 => "Nx64kbit/s Basic Service using Structure-aware",
        25 => "Frame Relay DLCI",
        40 => "Structure-agnostic E3 over packet",
        41 => "Octet-aligned playload for Structure-agnostic DS1 circuits",
        42 => "E1 Nx64kbit/s with CAS using Structure-aware",
        43 => "DS1 (ESF) Nx64kbit/s with CAS using Structure-aware",
        44 => "DS1 (SF) Nx64kbit/s with CAS using Structure-aware",
        _ => return None,
    })
}
