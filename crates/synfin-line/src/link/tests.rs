use crate::testing::{ethernet, ipv4, ipv6, lines, plain, tcp, verbose};
use crate::{Dump, DumpStyle, LineOptions};
use synfin::LinkType;

const V4: &str = "10.0.0.1.1025 > 10.0.0.2.81: Flags [S], seq 1000, win 8192, length 0\n";
const V6: &str = "2001:db8::1.1025 > 2001:db8::2.81: Flags [S], seq 1000, win 8192, length 0\n";
const MACS: &str = "02:00:00:00:00:02 > 02:00:00:00:00:01, ";

fn v4() -> Vec<u8> {
    ipv4(6, &[], &tcp(2, &[], &[]))
}

fn v6() -> Vec<u8> {
    ipv6(6, &tcp(2, &[], &[]))
}

/// Octets put before a packet.
fn behind(header: &[u8], packet: Vec<u8>) -> Vec<u8> {
    let mut frame = header.to_vec();
    frame.extend(packet);
    frame
}

fn with_e() -> LineOptions {
    LineOptions {
        link_header: true,
        ..plain()
    }
}

fn with_e_q() -> LineOptions {
    LineOptions {
        quiet: 1,
        ..with_e()
    }
}

fn line(options: LineOptions, link_type: u16, frame: &[u8]) -> String {
    lines(options, LinkType(link_type), &[frame.to_vec()])
}

#[test]
fn each_link_layer_has_its_text() {
    let sll = [0, 4, 0, 1, 0, 6, 2, 0, 0, 0, 0, 9, 0, 0, 8, 0];
    let sll_2 = [8, 0, 0, 0, 0, 0, 0, 7, 0, 1, 0, 6, 2, 0, 0, 0, 0, 9, 0, 0];
    let fddi = [
        0x50, 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0,
    ];
    let llc = "LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, ctrl 0x03: \
               oui Ethernet (0x000000), ethertype IPv4 (0x0800), length 40: ";
    let mut infiniband = vec![0; 40];
    infiniband.extend([8, 0, 0, 0]);
    for (link_type, header, without, with, with_quiet) in [
        (
            0,
            &[2, 0, 0, 0][..],
            "IP ",
            "AF IPv4 (2), length 44: ".into(),
            "IPv4, length 44: ",
        ),
        (
            108,
            &[0, 0, 0, 2],
            "IP ",
            "AF IPv4 (2), length 44: ".into(),
            "IPv4, length 44: ",
        ),
        (101, &[], "IP ", "ip: ".into(), "ip: "),
        (
            9,
            &[0xff, 3, 0, 0x21],
            "IP ",
            "IP (0x0021), length 44: ".into(),
            "IP (0x0021), length 44: ",
        ),
        (
            50,
            &[0xff, 3, 0, 0x21],
            "IP: IP ",
            "ff 03 44 IP: ".into(),
            "ff 03 44 IP: ",
        ),
        (
            104,
            &[0x8f, 0, 8, 0],
            "IP ",
            "bcast, ethertype IPv4 (0x0800), length 44: ".into(),
            "bcast, ethertype IPv4 (0x0800), length 44: ",
        ),
        (
            10,
            &fddi,
            "IP ",
            format!("async0 {MACS}length 61: {llc}"),
            "",
        ),
        (
            113,
            &sll,
            "IP ",
            "Out 02:00:00:00:00:09 ethertype IPv4 (0x0800), length 56: ".into(),
            "Out 02:00:00:00:00:09 ",
        ),
        (
            276,
            &sll_2,
            "?     In  IP ",
            "?     In  ifindex 7 02:00:00:00:00:09 ethertype IPv4 (0x0800), length 60: ".into(),
            "?     In  ifindex 7 02:00:00:00:00:09 ",
        ),
        (
            242,
            &infiniband,
            "IP ",
            "IPOIB, ethertype IPv4 (0x0800), length 84: ".into(),
            "IPOIB, ethertype IPv4, length 84: ",
        ),
        (
            239,
            &[2, 0, 0, 5, 44, 0, 9, 0],
            "IP ",
            "version 0, resource ID 5, family IPv4 (2), length 48: ".into(),
            "version 0, resource ID 5, IPv4, length 48: ",
        ),
        (
            129,
            &[1, 2, 0, 0, 240],
            "IP ",
            "01 02 00 45: ".into(),
            "01 02 45: ",
        ),
        (
            7,
            &[1, 2, 240],
            "IP ",
            "01 02 oldip 43: ".into(),
            "01 02 43: ",
        ),
        (
            7,
            &[1, 2, 212, 0, 0, 9],
            "IP ",
            "01 02 ip seqid 0009 46: ".into(),
            "01 02 46: ",
        ),
    ] {
        let frame = behind(header, v4());
        assert_eq!(line(plain(), link_type, &frame), format!("{without}{V4}"));
        assert_eq!(line(with_e(), link_type, &frame), format!("{with}{V4}"));
        let quiet = "10.0.0.1.1025 > 10.0.0.2.81: tcp 0\n";
        if !with_quiet.is_empty() {
            let text = line(with_e_q(), link_type, &frame);
            assert_eq!(text, format!("{with_quiet}{quiet}"));
        }
    }
}

#[test]
fn ethernet_names_type_and_length_on_the_wire() {
    let frame = ethernet(0x86dd, &v6());
    assert_eq!(line(plain(), 1, &frame), format!("IP6 {V6}"));
    assert_eq!(
        line(with_e(), 1, &frame),
        format!("{MACS}ethertype IPv6 (0x86dd), length 74: {V6}")
    );
    assert_eq!(
        line(with_e_q(), 1, &frame),
        format!("{MACS}IPv6, length 74: 2001:db8::1.1025 > 2001:db8::2.81: tcp 0\n")
    );
    let named = LineOptions {
        numeric: false,
        ..with_e()
    };
    assert!(line(named, 1, &frame).starts_with(
        "02:00:00:00:00:02 (oui Unknown) > 02:00:00:00:00:01 (oui Unknown), ethertype IPv6"
    ));
}

#[test]
fn vlan_tags_stand_behind_the_header() {
    let tagged = behind(&[0x60, 100, 0x81, 0, 0x10, 7, 8, 0], v4());
    let frame = ethernet(0x88a8, &tagged);
    assert_eq!(line(plain(), 1, &frame), format!("IP {V4}"));
    assert_eq!(
        line(with_e(), 1, &frame),
        format!(
            "{MACS}ethertype 802.1Q-QinQ (0x88a8), length 62: vlan 100, p 3, \
             ethertype 802.1Q (0x8100), vlan 7, p 0, DEI, ethertype IPv4 (0x0800), {V4}"
        )
    );
}

#[test]
fn a_length_of_802_3_leaves_padding_out() {
    let mut frame = ethernet(48, &behind(&[0xaa, 0xaa, 3, 0, 0, 0, 8, 0], v4()));
    frame.extend([0; 6]);
    assert_eq!(line(plain(), 1, &frame), format!("IP {V4}"));
    assert_eq!(
        line(with_e(), 1, &frame),
        format!(
            "{MACS}802.3, length 48: LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, \
             ctrl 0x03: oui Ethernet (0x000000), ethertype IPv4 (0x0800), length 40: {V4}"
        )
    );
}

#[test]
fn mpls_and_pppoe_print_without_e() {
    let labels = [0, 1, 0, 64, 0, 1, 0x17, 63];
    let frame = ethernet(0x8847, &behind(&labels, v4()));
    assert_eq!(
        line(plain(), 1, &frame),
        format!("MPLS (label 16, tc 0, ttl 64) (label 17, tc 3, [S], ttl 63) IP {V4}")
    );
    assert!(line(verbose(), 1, &frame).starts_with(
        "MPLS (label 16, tc 0, ttl 64)\n\t(label 17, tc 3, [S], ttl 63)\n\tIP (tos 0x0, "
    ));
    let frame = ethernet(0x8864, &behind(&[0x11, 0, 0, 5, 0, 42, 0, 0x21], v4()));
    assert_eq!(
        line(plain(), 1, &frame),
        format!("PPPoE  [ses 0x5] IP {V4}")
    );
    assert_eq!(
        line(with_e(), 1, &frame),
        format!(
            "{MACS}ethertype PPPoE S (0x8864), length 62: \
             PPPoE  [ses 0x5] IP (0x0021), length 42: {V4}"
        )
    );
}

#[test]
fn a_vlan_tag_in_a_cooked_capture_names_the_type() {
    let header = [
        0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x81, 0, 0, 5, 8, 0,
    ];
    let frame = behind(&header, v4());
    assert_eq!(
        line(plain(), 113, &frame),
        format!("ethertype IPv4, IP {V4}")
    );
    assert_eq!(
        line(with_e(), 113, &frame),
        format!(" In ethertype 802.1Q (0x8100), length 60: vlan 5, p 0, ethertype IPv4, {V4}")
    );
}

#[test]
fn dumps_begin_behind_the_link_header() {
    let dump = |link_header| LineOptions {
        dump: Some(Dump {
            style: DumpStyle::Hex,
            link_header,
        }),
        ..plain()
    };
    let frame = ethernet(0x8100, &behind(&[0, 5, 8, 0], v4()));
    let text = line(dump(false), 1, &frame);
    assert!(text.contains("length 0\n\t0x0000:  4500 0028 "), "{text}");
    let text = line(dump(true), 1, &frame);
    assert!(
        text.contains("length 0\n\t0x0000:  0200 0000 0001 "),
        "{text}"
    );
    // An option cut off in its kind: how long the link header is was not said in the end.
    let cut = ethernet(0x800, &ipv4(6, &[], &tcp(2, &[1; 4], &[])));
    let text = line(dump(false), 1, &cut[..54]);
    assert!(
        text.contains("options [ [|tcp]\n\t0x0000:  0200 "),
        "{text}"
    );
}

#[test]
fn what_is_not_tcp_prints_nothing() {
    for frame in [
        ethernet(0x0806, &[0; 28]),
        ethernet(0x0800, &ipv4(17, &[], &[0; 8])),
        ethernet(0x86dd, &ipv6(58, &[0; 8])),
        ethernet(0x0800, &[]),
        vec![0; 13],
    ] {
        assert_eq!(line(plain(), 1, &frame), "");
    }
    assert_eq!(line(plain(), 147, &v4()), "");
}
