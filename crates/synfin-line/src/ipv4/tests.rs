use crate::LineOptions;
use crate::testing::{cut_line, ipv4, layer, line, plain, tcp, verbose};

/// What an IPv4 packet that carries a SYN prints in the end.
const SYN: &str = "10.0.0.1.1025 > 10.0.0.2.81: Flags [S], seq 1000, win 8192, length 0";

fn syn() -> Vec<u8> {
    ipv4(6, &[], &tcp(2, &[], &[]))
}

/// A packet with options, up to and without the addresses.
fn options(options: &[u8]) -> String {
    let text = line(verbose(), &ipv4(6, options, &tcp(2, &[], &[])));
    let text = text.split_once("\n").unwrap().0;
    let (_, list) = text.split_once(", options ").unwrap();
    list.strip_suffix(')').unwrap().into()
}

#[test]
fn verbose_header_names_its_fields() {
    let mut packet = syn();
    assert_eq!(
        line(verbose(), &packet).split_once("\n    ").unwrap().0,
        "IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto TCP (6), length 40)"
    );
    packet[1] = 0x13;
    packet[6] = 0xe0;
    packet[8] = 0;
    let text = line(verbose(), &packet);
    assert!(
        text.starts_with("IP (tos 0x13,CE, id 1, offset 0, flags [+, DF, rsvd], proto TCP (6), length 40, bad cksum 66cd (->c6b9)!)\n    "),
        "{text}"
    );
    let options = LineOptions {
        one_line: true,
        ..verbose()
    };
    assert!(line(options, &packet).contains("!) 10.0.0.1.1025 > "));
}

#[test]
fn impossible_headers_say_what_is_wrong_and_end() {
    for (at, value, expected) in [
        (0, 0x44, "IP  [header length 16 < 20] (invalid)"),
        (3, 19, "IP [total length 19 < header length 20] (invalid)"),
    ] {
        let mut packet = syn();
        packet[at] = value;
        assert_eq!(line(plain(), &packet), expected);
    }
    let mut packet = syn();
    packet[0] = 0x55;
    assert_eq!(
        layer(plain(), super::print, &packet),
        "IP  [version 5 != 4] (invalid)"
    );
    assert_eq!(
        line(plain(), &syn()[..19]),
        "IP  [length 19 < 20] (invalid)"
    );
}

#[test]
fn a_datagram_longer_than_delivered_goes_on_by_its_own_length() {
    let mut packet = syn();
    packet[3] = 50;
    assert_eq!(
        line(plain(), &packet),
        "IP [total length 50 > length 40] (invalid) \
         10.0.0.1.1025 > 10.0.0.2.81: Flags [S], seq 1000:1010, win 8192, length 10"
    );
}

#[test]
fn a_total_length_of_0_is_taken_for_segment_offload() {
    let mut packet = syn();
    packet[2..4].copy_from_slice(&[0, 0]);
    assert_eq!(line(plain(), &packet), format!("IP {SYN}"));
    assert!(line(verbose(), &packet).contains(", length 40 [was 0, presumed TSO], bad cksum "));
}

#[test]
fn padding_is_no_data() {
    let mut packet = syn();
    packet.extend([0; 6]);
    assert_eq!(line(plain(), &packet), format!("IP {SYN}"));
}

#[test]
fn later_fragments_have_no_ports() {
    let mut packet = syn();
    packet[7] = 185;
    assert_eq!(line(plain(), &packet), "IP 10.0.0.1 > 10.0.0.2: ip-proto-6");
    let named = LineOptions {
        numeric: false,
        ..plain()
    };
    assert_eq!(line(named, &packet), "IP 10.0.0.1 > 10.0.0.2: tcp");
    let quiet = LineOptions {
        quiet: 2,
        ..plain()
    };
    assert_eq!(line(quiet, &packet), "IP ");
}

#[test]
fn cut_headers_end_in_a_mark() {
    let packet = ipv4(6, &[1, 1, 1, 1], &tcp(2, &[], &[]));
    assert_eq!(cut_line(plain(), &packet, 19), "IP  [|ip]");
    assert_eq!(
        cut_line(plain(), &packet, 22),
        "IP  [remaining caplen(22) < header length(24)] [|ip]"
    );
    assert_eq!(
        cut_line(verbose(), &packet, 22)
            .split_once("length 44")
            .unwrap()
            .1,
        ", options (NOP,NOP, [|ip]"
    );
    let packet = ipv4(6, &[148, 4, 0, 1], &tcp(2, &[], &[]));
    assert_eq!(
        cut_line(verbose(), &packet, 23)
            .split_once("length 44")
            .unwrap()
            .1,
        ", options (RA [truncated-option]))\n    10.0.0.1 > 10.0.0.2:  [|ip]"
    );
}

#[test]
fn routes_and_alerts() {
    for (octets, expected) in [
        (&[1, 0, 0, 0][..], "(NOP,EOL)"),
        (
            &[137, 11, 12, 10, 0, 0, 3, 10, 0, 0, 4],
            "(SSRR 10.0.0.3, 10.0.0.4,,EOL)",
        ),
        (
            &[131, 11, 4, 10, 0, 0, 3, 10, 0, 0, 4],
            "(LSRR 10.0.0.3 10.0.0.4,EOL)",
        ),
        (&[7, 2, 0], "(RR [bad length 2],EOL)"),
        (&[7, 3, 5], "(RR [bad ptr 5],EOL)"),
        (&[7, 9, 4], "(RR [bad length 9]"),
        (&[148, 4, 0, 7], "(RA value 7)"),
        (&[148, 4, 0, 0], "(RA)"),
        (&[148, 3, 0], "(RA [bad length 3],EOL)"),
        (&[130, 4, 0, 0], "(security)"),
        (&[82, 4, 0, 0], "(traceroute)"),
        (&[99, 1, 0, 0], "(unknown 99 [bad length 1])"),
        (&[99, 99, 0, 0], "(unknown 99 [bad length 99])"),
    ] {
        let text = options(octets);
        assert!(text.starts_with(expected), "{text} is not {expected}");
    }
}

#[test]
fn timestamps() {
    for (octets, expected) in [
        (
            &[68, 12, 13, 0, 0, 0, 0, 1, 0, 0, 0, 2][..],
            "(timestamp TS{TSONLY 1@ 2@ ^ })",
        ),
        (
            &[68, 12, 5, 0x30, 0, 0, 0, 1, 0, 0, 0, 2],
            "(timestamp TS{TSONLY ^ 1@ 2@ [3 hops not recorded]} )",
        ),
        (
            &[68, 12, 5, 1, 10, 0, 0, 9, 0, 0, 0, 2],
            "(timestamp TS{TS+ADDR ^ 2@10.0.0.9})",
        ),
        (
            &[68, 8, 4, 3, 10, 0, 0, 9],
            "(timestamp TS{[bad length 8][bad ptr 4]PRESPEC",
        ),
        (&[68, 4, 5, 2], "(timestamp TS{[bad ts type 2]})"),
        (&[68, 3, 0], "(timestamp[bad length 3],EOL)"),
    ] {
        let text = options(octets);
        assert!(text.starts_with(expected), "{text} is not {expected}");
    }
}
