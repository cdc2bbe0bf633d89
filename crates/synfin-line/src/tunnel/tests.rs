use crate::LineOptions;
use crate::testing::{ethernet, ipv4, ipv6, line, plain, tcp, verbose};

const INNER: &str = "IP 10.0.0.1.1025 > 10.0.0.2.81: Flags [S], seq 1000, win 8192, length 0";

fn inner() -> Vec<u8> {
    ipv4(6, &[], &tcp(2, &[], &[]))
}

fn behind(header: &[u8], packet: &[u8]) -> Vec<u8> {
    [header, packet].concat()
}

/// A UDP datagram without checksum from port 5555.
fn udp(port: u16, payload: &[u8]) -> Vec<u8> {
    let len = u16::try_from(8 + payload.len()).unwrap();
    let mut datagram = vec![0x15, 0xb3];
    datagram.extend(port.to_be_bytes());
    datagram.extend(len.to_be_bytes());
    datagram.extend([0, 0]);
    datagram.extend(payload);
    datagram
}

#[test]
fn ip_in_ip() {
    assert_eq!(
        line(plain(), &ipv4(4, &[], &inner())),
        format!("IP 10.0.0.1 > 10.0.0.2: {INNER}")
    );
    assert_eq!(
        line(plain(), &ipv6(4, &inner())),
        format!("IP6 2001:db8::1 > 2001:db8::2: {INNER}")
    );
}

#[test]
fn gre_shows_its_optional_fields() {
    let outer = |header: &[u8]| ipv4(47, &[], &behind(header, &inner()));
    assert_eq!(
        line(plain(), &outer(&[0, 0, 8, 0])),
        format!("IP 10.0.0.1 > 10.0.0.2: GREv0, length 44: {INNER}")
    );
    assert_eq!(
        line(
            plain(),
            &outer(&[0xb0, 0, 8, 0, 1, 2, 0, 3, 0, 0, 0, 7, 0, 0, 0, 9])
        ),
        format!("IP 10.0.0.1 > 10.0.0.2: GREv0, off 0x3, key=0x7, seq 9, length 56: {INNER}")
    );
    let with_e = LineOptions {
        link_header: true,
        ..plain()
    };
    let text = line(with_e, &outer(&[0, 0, 8, 0]));
    assert!(
        text.contains("GREv0, proto IPv4 (0x0800), length 44: 10.0.0.1.1025 > "),
        "{text}"
    );
    let ppp = [
        0x30, 0x81, 0x88, 0x0b, 0, 44, 0, 3, 0, 0, 0, 5, 0, 0, 0, 6, 0, 0x21,
    ];
    assert_eq!(
        line(plain(), &outer(&ppp)),
        format!("IP 10.0.0.1 > 10.0.0.2: GREv1, call 3, seq 5, ack 6, length 58: {INNER}")
    );
}

#[test]
fn vxlan_begins_a_line() {
    let frame = ethernet(0x0800, &inner());
    let packet = ipv4(
        17,
        &[],
        &udp(4789, &behind(&[8, 0, 0, 0, 0, 0, 42, 0], &frame)),
    );
    assert_eq!(
        line(plain(), &packet),
        format!("IP 10.0.0.1.5555 > 10.0.0.2.4789: VXLAN, flags [I] (0x08), vni 42\n{INNER}")
    );
}

#[test]
fn geneve_shows_flags_and_options() {
    let frame = ethernet(0x0800, &inner());
    let packet = |header: &[u8]| ipv4(17, &[], &udp(6081, &behind(header, &frame)));
    let outer = "IP 10.0.0.1.5555 > 10.0.0.2.6081: Geneve";
    assert_eq!(
        line(plain(), &packet(&[0, 0, 0x65, 0x58, 0, 0, 42, 0])),
        format!("{outer}, Flags [none], vni 0x2a: {INNER}")
    );
    let options = [
        2, 0xc0, 0x65, 0x58, 0, 0, 42, 1, 1, 2, 0x80, 1, 0xde, 0xad, 0xbe, 0xef,
    ];
    assert_eq!(
        line(plain(), &packet(&options)),
        format!("{outer}, Flags [OC], vni 0x2a, rsvd 0x1, options [8 bytes]: {INNER}")
    );
    let wordy = LineOptions {
        verbosity: 2,
        ..plain()
    };
    let text = line(wordy, &packet(&options));
    assert!(
        text.contains(
            ".6081: [no cksum] Geneve, Flags [OC], vni 0x2a, rsvd 0x1, options [class Open \
             Virtual Networking (OVN) (0x102) type 0x80(C) len 8 data deadbeef]\n\tIP (tos 0x0"
        ),
        "{text}"
    );
}

#[test]
fn udp_checksums_over_ipv6_are_verified_with_v() {
    let frame = ethernet(0x0800, &inner());
    let packet = ipv6(17, &udp(4789, &behind(&[8, 0, 0, 0, 0, 0, 42, 0], &frame)));
    let text = line(verbose(), &packet);
    assert!(text.contains(": [bad udp cksum 0x0000 -> 0x"), "{text}");
}

#[test]
fn tunnels_in_tunnels_end_somewhere() {
    let mut packet = inner();
    for _ in 0..100 {
        packet = ipv4(4, &[], &packet);
    }
    let frame = synfin::Frame::new(synfin::LinkType::RAW, &packet);
    let mut out = Vec::new();
    let mut printer = crate::LinePrinter::new(plain());
    printer.print(&frame, &frame.decode(), &mut out);
}
