//! One frame for each way that a segment can lie in a frame.

use super::build::{
    ethernet, in_ipv4, in_udp, ipv4, ipv4_with, ipv6, join, snap, tcp, udp, vlan, wifi,
};
use crate::LinkType;

/// A frame with the segment of `build` in it.
pub(super) struct Shape {
    pub(super) name: &'static str,
    pub(super) link_type: u16,
    pub(super) octets: Vec<u8>,
    pub(super) vlan: Option<u16>,
    pub(super) tunnelled: bool,
}

impl Shape {
    fn new(name: &'static str, link_type: u16, octets: Vec<u8>) -> Self {
        Self {
            name,
            link_type,
            octets,
            vlan: None,
            tunnelled: false,
        }
    }

    fn on_ethernet(name: &'static str, octets: Vec<u8>) -> Self {
        Self::new(name, LinkType::ETHERNET.0, octets)
    }

    fn tunnel(name: &'static str, octets: Vec<u8>) -> Self {
        Self {
            tunnelled: true,
            ..Self::on_ethernet(name, octets)
        }
    }

    fn tagged(name: &'static str, vlan: u16, octets: Vec<u8>) -> Self {
        Self {
            vlan: Some(vlan),
            ..Self::on_ethernet(name, octets)
        }
    }
}

/// All shapes.
pub(super) fn all() -> Vec<Shape> {
    let parts = [
        ethernets(),
        networks(),
        links(),
        radios(),
        tunnels(),
        over_udp(),
    ];
    parts.into_iter().flatten().collect()
}

fn v4() -> Vec<u8> {
    ipv4(6, &tcp())
}

fn v6() -> Vec<u8> {
    ipv6(6, &tcp())
}

/// Ethernet and the tags in it.
fn ethernets() -> Vec<Shape> {
    let frame = ethernet(0x0800, &v4());
    let nested = (0..40).fold(v4(), |inside, depth| {
        vlan(depth, if depth == 0 { 0x0800 } else { 0x8100 }, &inside)
    });
    let length = u16::try_from(v4().len() + 8).unwrap();
    let pppoe = |inside: &[u8]| {
        let len = u16::try_from(inside.len()).unwrap().to_be_bytes();
        ethernet(0x8864, &join(&[&[0x11, 0, 0, 5], &len, inside]))
    };
    let pseudowire = join(&[&[0, 1, 1, 64], &[0; 4], &frame]);
    vec![
        Shape::on_ethernet("IPv4", frame.clone()),
        Shape::on_ethernet("IPv6", ethernet(0x86dd, &v6())),
        Shape::on_ethernet("padding", join(&[&frame, &[0; 9]])),
        Shape::tagged("802.1Q", 100, ethernet(0x8100, &vlan(100, 0x0800, &v4()))),
        Shape::tagged("802.1Q v6", 7, ethernet(0x8100, &vlan(7, 0x86dd, &v6()))),
        Shape::tagged(
            "QinQ",
            4000,
            ethernet(0x88a8, &vlan(4000, 0x8100, &vlan(3, 0x0800, &v4()))),
        ),
        Shape::tagged("9100", 1, ethernet(0x9100, &vlan(1, 0x0800, &v4()))),
        Shape::tagged("9200", 2, ethernet(0x9200, &vlan(2, 0x0800, &v4()))),
        Shape::tagged("40 tags", 39, ethernet(0x8100, &nested)),
        Shape::tagged(
            "tag and SNAP",
            5,
            ethernet(0x8100, &vlan(5, length, &snap(0x0800, &v4()))),
        ),
        Shape::on_ethernet("SNAP", ethernet(length, &snap(0x0800, &v4()))),
        Shape::on_ethernet("LLC", ethernet(100, &join(&[&[6, 6, 3], &v4()]))),
        Shape::on_ethernet("8870", ethernet(0x8870, &snap(0x0800, &v4()))),
        Shape::on_ethernet("PPPoE", pppoe(&join(&[&[0, 0x21], &v4()]))),
        Shape::on_ethernet("PPPoE v6", pppoe(&join(&[&[0, 0x57], &v6()]))),
        Shape::on_ethernet("MPLS", ethernet(0x8847, &join(&[&[0, 1, 1, 64], &v4()]))),
        Shape::on_ethernet(
            "MPLS stack",
            ethernet(
                0x8848,
                &join(&[&[0, 1, 0, 64, 0, 2, 0, 64, 0, 3, 1, 64], &v6()]),
            ),
        ),
        Shape::on_ethernet("pseudowire", ethernet(0x8847, &pseudowire)),
        Shape::on_ethernet("802.1ah", ethernet(0x88e7, &join(&[&[0; 4], &frame]))),
        Shape::on_ethernet("FabricPath", ethernet(0x8903, &join(&[&[0; 2], &frame]))),
        Shape::on_ethernet(
            "VN-tag",
            ethernet(0x8926, &join(&[&[0; 4], &[8, 0], &v4()])),
        ),
    ]
}

/// IPv4 with options, IPv6 with extension headers.
fn networks() -> Vec<Shape> {
    let v6_with = |next, extensions: &[&[u8]]| {
        let payload = join(&[&join(extensions), &tcp()]);
        ethernet(0x86dd, &ipv6(next, &payload))
    };
    let tso = {
        let mut octets = ethernet(0x0800, &v4());
        octets[16..18].copy_from_slice(&[0, 0]);
        octets
    };
    let jumbo = {
        let len = u32::try_from(8 + tcp().len()).unwrap().to_be_bytes();
        let options = join(&[&[6, 0, 0xc2, 4], &len]);
        let mut octets = v6_with(0, &[&options]);
        octets[18..20].copy_from_slice(&[0, 0]);
        octets
    };
    let ah = [
        6, 4, 0, 0, 0, 0, 0, 9, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];
    let route = [
        6, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
    ];
    vec![
        Shape::on_ethernet(
            "IPv4 options",
            ethernet(
                0x0800,
                &ipv4_with(&[1, 148, 4, 0, 0, 0, 0, 0], 0, 6, &tcp()),
            ),
        ),
        Shape::on_ethernet("TSO", tso),
        Shape::on_ethernet("IPv4 AH", in_ipv4(51, &join(&[&ah, &tcp()]))),
        Shape::on_ethernet("hop-by-hop", v6_with(0, &[&[6, 0, 1, 4, 0, 0, 0, 0]])),
        Shape::on_ethernet("destination", v6_with(60, &[&[6, 0, 1, 4, 0, 0, 0, 0]])),
        Shape::on_ethernet("routing", v6_with(43, &[&route])),
        Shape::on_ethernet("atomic", v6_with(44, &[&[6, 0, 0, 0, 0, 0, 0, 9]])),
        Shape::on_ethernet("IPv6 AH", v6_with(51, &[&ah])),
        Shape::on_ethernet("mobility", v6_with(135, &[&[6, 0, 0, 0, 0, 0, 0, 0]])),
        Shape::on_ethernet(
            "all of them",
            v6_with(
                0,
                &[
                    &[60, 0, 1, 4, 0, 0, 0, 0],
                    &[44, 0, 1, 4, 0, 0, 0, 0],
                    &[51, 0, 0, 0, 0, 0, 0, 9],
                    &ah,
                ],
            ),
        ),
        Shape::on_ethernet("jumbogram", jumbo),
    ]
}

/// Link types other than Ethernet.
fn links() -> Vec<Shape> {
    let v4_behind =
        |name, link_type, head: &[u8]| Shape::new(name, link_type, join(&[head, &v4()]));
    let frame_behind = |name, link_type, head: &[u8]| {
        Shape::new(name, link_type, join(&[head, &ethernet(0x0800, &v4())]))
    };
    let snap_behind = |name, link_type, head: &[u8]| {
        Shape::new(name, link_type, join(&[head, &snap(0x0800, &v4())]))
    };
    let sll = [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0];
    let sll2 = [8, 0, 0, 0, 0, 0, 0, 3, 0, 1, 4, 6, 2, 0, 0, 0, 0, 1, 0, 0];
    let nflog = {
        let len = u16::try_from(4 + v4().len()).unwrap().to_le_bytes();
        join(&[
            &[2, 0, 0, 0],
            &[6, 0, 10, 0, 1, 2, 0, 0],
            &len,
            &[9, 0],
            &v4(),
        ])
    };
    let pktap = join(&[
        &[16, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 9, 9, 9, 9],
        &ethernet(0x0800, &v4()),
    ]);
    let juniper = join(&[
        b"MGC",
        &[0x81, 0, 6, 1, 1, 22, 2, 1, 4],
        &ethernet(0x0800, &v4()),
    ]);
    vec![
        v4_behind("NULL", 0, &[2, 0, 0, 0]),
        v4_behind("NULL, other order", 0, &[0, 0, 0, 2]),
        Shape::new("NULL v6", 0, join(&[&[30, 0, 0, 0], &v6()])),
        v4_behind("LOOP", 108, &[0, 0, 0, 2]),
        v4_behind("raw 12", 12, &[]),
        v4_behind("raw 14", 14, &[]),
        Shape::new("raw 101", 101, v6()),
        v4_behind("raw 228", 228, &[]),
        Shape::new("raw 229", 229, v6()),
        v4_behind("SLIP", 8, &[0; 16]),
        v4_behind("PPP", 9, &[0, 0x21]),
        v4_behind("PPP, framed", 9, &[0xff, 3, 0, 0x21]),
        v4_behind("PPP, short", 9, &[0x21]),
        v4_behind("PPP in HDLC", 50, &[0xff, 3, 0, 0x21]),
        v4_behind("PPP or Cisco", 50, &[0x0f, 0, 8, 0]),
        v4_behind("C-HDLC", 104, &[0x8f, 0, 8, 0]),
        v4_behind("pppd", 166, &[1, 3, 0, 0x21]),
        v4_behind("PPP with direction", 204, &[1, 0xff, 3, 0, 0x21]),
        v4_behind("C-HDLC with direction", 205, &[1, 0x0f, 0, 8, 0]),
        v4_behind("frame relay", 107, &[0x18, 0x41, 3, 0xcc]),
        v4_behind("frame relay, Cisco", 107, &[0x18, 0x41, 8, 0]),
        snap_behind("frame relay, SNAP", 206, &[1, 0x18, 0x41, 3, 0, 0x80]).without(9, 3),
        snap_behind("ATM", 100, &[]),
        snap_behind("SunATM", 123, &[2, 0, 0, 5]),
        frame_behind("SunATM LANE", 123, &[1, 0, 0, 5, 0, 1]),
        snap_behind("IP over FC", 122, &[0; 16]),
        snap_behind("FDDI", 10, &[0x50, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]),
        snap_behind(
            "token ring",
            6,
            &[0x10, 0x40, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2],
        ),
        snap_behind(
            "token ring, routed",
            6,
            &[
                0x10, 0x40, 1, 1, 1, 1, 1, 1, 0x82, 2, 2, 2, 2, 2, 6, 0x80, 0, 0x11, 0, 0x20,
            ],
        ),
        v4_behind("ARCnet BSD", 7, &[1, 2, 0xd4, 0, 0, 1]),
        v4_behind("ARCnet Linux", 129, &[1, 2, 0, 0, 0xf0]),
        v4_behind("Linux cooked", 113, &sll),
        v4_behind("Linux cooked 2", 276, &sll2),
        v4_behind(
            "PF log",
            117,
            &[
                45, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            ],
        ),
        v4_behind("encapsulating", 109, &[0; 12]),
        v4_behind(
            "1394",
            138,
            &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0],
        ),
        Shape::new("raw MPLS", 219, join(&[&[0, 1, 1, 64], &v4()])),
        Shape::new("NFLOG", 239, nflog),
        frame_behind("Netanalyzer", 240, &[0; 4]),
        v4_behind("InfiniBand", 242, &[&[0; 40][..], &[8, 0, 0, 0]].concat()),
        Shape::new("packet tap", 258, pktap),
        Shape::new("Juniper", 178, juniper),
        v4_behind("Juniper, stripped", 180, &[0x4d, 0x47, 0x43, 2, 0, 0, 0, 2]),
    ]
}

impl Shape {
    /// This shape without `count` octets from `at` on.
    fn without(mut self, at: usize, count: usize) -> Self {
        self.octets.drain(at - count..at);
        self
    }
}

/// 802.11, and what capturing puts in front of it.
fn radios() -> Vec<Shape> {
    let data = wifi(&snap(0x0800, &v4()));
    let behind = |name, link_type, head: &[u8]| Shape::new(name, link_type, join(&[head, &data]));
    let with_fcs = [0, 0, 9, 0, 2, 0, 0, 0, 0x10];
    let subframe = ethernet(u16::try_from(v4().len() + 8).unwrap(), &snap(0x0800, &v4()));
    let mut aggregate = wifi(&subframe);
    aggregate[24] |= 0x80;
    let padded = join(&[
        &[0, 0, 9, 0, 2, 0, 0, 0, 0x20],
        &data[..26],
        &[0, 0],
        &data[26..],
    ]);
    vec![
        behind("802.11", 105, &[]),
        behind("prism", 119, &[0; 144]),
        behind("radiotap", 127, &[0, 0, 8, 0, 0, 0, 0, 0]),
        Shape::new(
            "radiotap, check sequence",
            127,
            join(&[&with_fcs, &data, &[1; 4]]),
        ),
        Shape::new("radiotap, padding", 127, padded),
        behind("AVS", 163, &[0x80, 0x21, 0x10, 1, 0, 0, 0, 8]),
        behind("PPI", 192, &[0, 0, 8, 0, 105, 0, 0, 0]),
        Shape::new("aggregate", 105, aggregate),
    ]
}

/// Tunnels directly in IP.
fn tunnels() -> Vec<Shape> {
    let frame = ethernet(0x0800, &v4());
    let gre = |head: &[u8], inside: &[u8]| in_ipv4(47, &join(&[head, inside]));
    let ppp = join(&[&[0xff, 3, 0, 0x21], &v4()]);
    let ppp_len = u16::try_from(ppp.len()).unwrap().to_be_bytes();
    vec![
        Shape::tunnel("IP in IP", in_ipv4(4, &v4())),
        Shape::tunnel("6in4", in_ipv4(41, &v6())),
        Shape::tunnel("4in6", ethernet(0x86dd, &ipv6(4, &v4()))),
        Shape::tunnel("6in6", ethernet(0x86dd, &ipv6(41, &v6()))),
        Shape::tunnel("GRE", gre(&[0, 0, 8, 0], &v4())),
        Shape::tunnel(
            "GRE with all",
            gre(
                &[0xb0, 0, 0x86, 0xdd, 1, 1, 0, 0, 0, 0, 0, 7, 0, 0, 0, 1],
                &v6(),
            ),
        ),
        Shape::tunnel(
            "GRE routed",
            gre(
                &[
                    0x40, 0, 8, 0, 0, 0, 0, 0, 0, 2, 0, 4, 1, 2, 3, 4, 0, 0, 0, 0,
                ],
                &v4(),
            ),
        ),
        Shape::tunnel("GRE Ethernet", gre(&[0, 0, 0x65, 0x58], &frame)),
        Shape::tunnel("GRE MPLS", gre(&[0, 0, 0x88, 0x47, 0, 1, 1, 64], &v4())),
        Shape::tunnel("GRE PPP", gre(&[0, 0, 0x88, 0x0b], &ppp)),
        Shape::tunnel(
            "PPTP",
            gre(
                &join(&[
                    &[0x30, 0x81, 0x88, 0x0b],
                    &ppp_len,
                    &[0, 1, 0, 0, 0, 1, 0, 0, 0, 1],
                ]),
                &ppp,
            ),
        ),
        Shape::tunnel("ERSPAN I", gre(&[0, 0, 0x88, 0xbe], &frame)),
        Shape::tunnel(
            "ERSPAN II",
            gre(
                &[0x10, 0, 0x88, 0xbe, 0, 0, 0, 1, 0x10, 1, 0, 1, 0, 0, 0, 0],
                &frame,
            ),
        ),
        Shape::tunnel(
            "ERSPAN III",
            gre(
                &[
                    0x10, 0, 0x22, 0xeb, 0, 0, 0, 1, 0x20, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0,
                    0, 0, 0, 0, 0, 0,
                ],
                &frame,
            ),
        ),
        Shape::tunnel("WCCP 1", gre(&[0, 0, 0x88, 0x3e], &v4())),
        Shape::tunnel("WCCP 2", gre(&[0, 0, 0x88, 0x3e, 0, 0, 0, 0], &v4())),
        Shape::tunnel("EtherIP", in_ipv4(97, &join(&[&[0x30, 0], &frame]))),
        Shape::tunnel("MPLS in IP", in_ipv4(137, &join(&[&[0, 1, 1, 64], &v4()]))),
        Shape::tunnel("Ethernet in IPv6", ethernet(0x86dd, &ipv6(143, &frame))),
        Shape {
            tunnelled: false,
            ..Shape::tunnel(
                "NSH",
                ethernet(0x894f, &join(&[&[0, 6, 1, 1], &[0; 20], &v4()])),
            )
        },
    ]
}

/// Tunnels in UDP.
fn over_udp() -> Vec<Shape> {
    let frame = ethernet(0x0800, &v4());
    let gtp_len = |extra: usize| u16::try_from(extra + v4().len()).unwrap().to_be_bytes();
    let gtp = |flags: u8, optional: &[u8]| {
        join(&[
            &[flags, 255],
            &gtp_len(optional.len()),
            &[0, 0, 0, 9],
            optional,
            &v4(),
        ])
    };
    let gtp_0 = join(&[&[0x1e, 255], &gtp_len(0), &[0; 16], &v4()]);
    let l2tp_len = u16::try_from(12 + 4 + v4().len()).unwrap().to_be_bytes();
    let l2tp = join(&[
        &[0x48, 2],
        &l2tp_len,
        &[0, 1, 0, 2, 0, 0, 0, 0, 0xff, 3, 0, 0x21],
        &v4(),
    ]);
    let nested = in_udp(
        4789,
        &join(&[&[8, 0, 0, 0, 0, 0, 42, 0], &in_ipv4(41, &v6())]),
    );
    let vxlan = join(&[&[8, 0, 0, 0, 0, 0, 42, 0], &frame]);
    let over_v6 = ethernet(0x86dd, &ipv6(17, &udp(4789, &vxlan)));
    vec![
        Shape::tunnel("VXLAN", in_udp(4789, &vxlan)),
        Shape::tunnel("VXLAN, Linux", in_udp(8472, &vxlan)),
        Shape::tunnel("VXLAN over IPv6", over_v6),
        Shape::tunnel(
            "VXLAN-GPE",
            in_udp(4790, &join(&[&[0x0c, 0, 0, 1, 0, 0, 42, 0], &v4()])),
        ),
        Shape::tunnel(
            "Geneve",
            in_udp(6081, &join(&[&[0, 0, 0x65, 0x58, 0, 0, 42, 0], &frame])),
        ),
        Shape::tunnel(
            "Geneve, options",
            in_udp(
                6081,
                &join(&[&[1, 0, 0x08, 0, 0, 0, 42, 0, 0, 0, 0, 0], &v4()]),
            ),
        ),
        Shape::tunnel("GTP-U", in_udp(2152, &gtp(0x30, &[]))),
        Shape::tunnel("GTP-U, sequence", in_udp(2152, &gtp(0x32, &[0, 1, 0, 0]))),
        Shape::tunnel(
            "GTP-U, extension",
            in_udp(2152, &gtp(0x34, &[0, 0, 0, 0x85, 1, 0x10, 9, 0])),
        ),
        Shape::tunnel("GTP 0", in_udp(3386, &gtp_0)),
        Shape::tunnel("Teredo", in_udp(3544, &v6())),
        Shape::tunnel(
            "Teredo, origin",
            in_udp(3544, &join(&[&[0, 0, 1, 2, 3, 4, 5, 6], &v6()])),
        ),
        Shape::tunnel(
            "Teredo, both",
            in_udp(
                3544,
                &join(&[&[0, 1, 0, 0], &[0; 9], &[0, 0, 1, 2, 3, 4, 5, 6], &v6()]),
            ),
        ),
        Shape::tunnel("L2TP", in_udp(1701, &l2tp)),
        Shape::tunnel(
            "AYIYA",
            in_udp(
                5072,
                &join(&[&[0x41, 0x52, 0x11, 41, 0, 0, 0, 0], &[0; 36], &v6()]),
            ),
        ),
        Shape::tunnel("LISP", in_udp(4341, &join(&[&[0; 8], &v4()]))),
        Shape::tunnel("GRE in UDP", in_udp(4754, &join(&[&[0, 0, 8, 0], &v4()]))),
        Shape::tunnel("MPLS in UDP", in_udp(6635, &join(&[&[0, 1, 1, 64], &v4()]))),
        Shape::tunnel(
            "TZSP",
            in_udp(37008, &join(&[&[1, 0, 0, 1, 10, 1, 5, 0, 1], &frame])),
        ),
        Shape::tunnel(
            "NSH in VXLAN-GPE",
            in_udp(
                4790,
                &join(&[&[0x0c, 0, 0, 4, 0, 0, 42, 0, 0, 6, 1, 3], &[0; 20], &frame]),
            ),
        ),
        Shape::tunnel("tunnel in a tunnel", nested),
    ]
}
