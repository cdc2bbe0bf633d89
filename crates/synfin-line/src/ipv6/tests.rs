use crate::testing::{cut_line, ipv6, layer, line, plain, tcp, verbose};

const HOSTS: &str = "IP6 2001:db8::1 > 2001:db8::2: ";
const PORTS: &str = "1025 > 81: Flags [S], seq 1000, win 8192, length 0";

/// The text behind the addresses of a packet whose first extension header is of kind `kind`, and
/// has `header` before a SYN.
fn behind(kind: u8, header: &[u8]) -> String {
    let mut payload = header.to_vec();
    payload.extend(tcp(2, &[], &[]));
    let text = layer(plain(), super::print, &ipv6(kind, &payload));
    text.strip_prefix(HOSTS).unwrap_or(&text).into()
}

#[test]
fn tcp_right_behind_the_header_has_addresses_and_ports() {
    assert_eq!(
        line(plain(), &ipv6(6, &tcp(2, &[], &[]))),
        "IP6 2001:db8::1.1025 > 2001:db8::2.81: Flags [S], seq 1000, win 8192, length 0"
    );
}

#[test]
fn verbose_header_names_class_and_label_if_set() {
    let mut packet = ipv6(6, &tcp(2, &[], &[]));
    let start = |packet: &[u8]| {
        line(verbose(), packet)
            .split_once(") 2001")
            .unwrap()
            .0
            .to_owned()
    };
    assert_eq!(
        start(&packet),
        "IP6 (hlim 64, next-header TCP (6), payload length 20"
    );
    packet[..4].copy_from_slice(&[0x60, 0xa0, 0x01, 0x23]);
    assert_eq!(
        start(&packet),
        "IP6 (class 0x0a, flowlabel 0x00123, hlim 64, next-header TCP (6), payload length 20"
    );
}

#[test]
fn impossible_and_cut_headers() {
    let mut packet = ipv6(6, &tcp(2, &[], &[]));
    assert_eq!(
        line(plain(), &packet[..39]),
        "IP6  [length 39 < 40] (invalid)"
    );
    assert_eq!(cut_line(plain(), &packet, 39), "IP6  [|ip6]");
    assert_eq!(
        cut_line(verbose(), &packet, 8),
        "IP6 (hlim 64, next-header TCP (6), payload length 20)  [|ip6]"
    );
    assert_eq!(cut_line(verbose(), &packet, 7), "IP6 ( [|ip6]");
    packet[5] = 30;
    assert!(
        line(plain(), &packet).starts_with(
            "IP6 [header+payload length 70 > length 60] (invalid) 2001:db8::1.1025 > "
        )
    );
    packet[5] = 0;
    assert_eq!(
        line(plain(), &packet),
        "IP6 2001:db8::1 > 2001:db8::2: [|tcp]"
    );
}

#[test]
fn each_extension_header_has_its_text() {
    for (kind, header, expected) in [
        (0, &[6, 0, 1, 4, 0, 0, 0, 0][..], "HBH "),
        (60, &[6, 0, 5, 2, 0, 0, 1, 0], "DSTOPT "),
        (44, &[6, 0, 0, 1, 0, 0, 0, 9], "frag (0|20) "),
        (
            43,
            &[6, 0, 0, 3, 0, 0, 0, 0],
            "RT6 (len=0, type=0 [Deprecated], segleft=3) ",
        ),
        (
            43,
            &[
                6, 2, 4, 0, 0, 1, 0, 5, 0x20, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9,
            ],
            "RT6 (len=2, type=4, segleft=0, last-entry=0, flags=0x1, tag=5, [0]2001::9) ",
        ),
        (
            51,
            &[6, 2, 0, 0, 0, 0, 0, 0x99, 0, 0, 0, 5, 1, 2, 3, 4],
            "AH(spi=0x00000099,seq=0x5,icv=0x01020304): ",
        ),
    ] {
        assert_eq!(behind(kind, header), format!("{expected}{PORTS}"));
    }
    assert_eq!(
        behind(43, &[6, 0, 3, 0, 0, 0, 0, 0]),
        "RT6 (len=0, type=3, segleft=0 (unknown type) (invalid)"
    );
    assert_eq!(behind(44, &[6, 0, 0, 8, 0, 0, 0, 9]), "frag (8|20)");
}

#[test]
fn options_are_shown_with_v() {
    let mut payload = vec![6, 1, 0, 5, 2, 0, 1, 1, 0, 0x3e, 3, 1, 2, 3, 0, 0];
    payload.extend(tcp(2, &[], &[]));
    let text = line(verbose(), &ipv6(0, &payload));
    assert!(
        text.contains(
            "HBH (pad1)(rtalert: 0x0001) (padn)(unknown opt-type 0x3e len=3)(pad1)(pad1) 1025 > 81"
        ),
        "{text}"
    );
}

#[test]
fn hop_by_hop_headers_stand_first_and_once() {
    let found = "[The Hop-by-Hop Options header was already found] (invalid)";
    let misplaced = "[The Hop-by-Hop Options header don't follow the IPv6 header] (invalid)";
    for (kind, name, verdict) in [(0, "HBH", found), (60, "DSTOPT", misplaced)] {
        let mut payload = vec![0, 0, 1, 4, 0, 0, 0, 0, 6, 0, 1, 4, 0, 0, 0, 0];
        payload.extend(tcp(2, &[], &[]));
        assert_eq!(
            layer(plain(), super::print, &ipv6(kind, &payload)),
            format!("{HOSTS}{name} {verdict}")
        );
    }
}

#[test]
fn a_jumbo_option_gives_the_length() {
    let mut payload = vec![6, 0, 0xc2, 4, 0, 1, 0, 0];
    payload.extend(tcp(0x10, &[], &[7; 65_536 - 28]));
    let mut packet = ipv6(0, &payload[..100]);
    packet.truncate(40);
    packet[4..6].copy_from_slice(&[0, 0]);
    packet.extend(&payload);
    assert_eq!(
        line(plain(), &packet),
        format!(
            "{HOSTS}HBH 1025 > 81: Flags [.], seq 1000:66508, ack 2000, win 8192, length 65508"
        )
    );
}
