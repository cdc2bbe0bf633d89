use crate::payload::tests::{printed, printed_cut};

/// A message of a type, with its header.
fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let len = u16::try_from(19 + body.len()).unwrap();
    [&[0xff; 16], len.to_be_bytes().as_slice(), &[kind], body].concat()
}

/// An OPEN message with options.
fn open(options: &[u8]) -> Vec<u8> {
    let fixed = [4, 0, 100, 0, 180, 1, 2, 3, 4];
    let len = u8::try_from(options.len()).unwrap();
    message(1, &[&fixed, [len].as_slice(), options].concat())
}

/// An OPEN message with one capability.
fn capability(code: u8, value: &[u8]) -> Vec<u8> {
    let len = u8::try_from(value.len()).unwrap();
    open(&[&[2, len + 2, code, len], value].concat())
}

/// An attribute with the transitive flag.
fn attribute(kind: u8, value: &[u8]) -> Vec<u8> {
    [&[0x40, kind, u8::try_from(value.len()).unwrap()], value].concat()
}

/// An UPDATE message.
fn update(withdrawn: &[u8], attributes: &[u8], announced: &[u8]) -> Vec<u8> {
    let len = |octets: &[u8]| u16::try_from(octets.len()).unwrap().to_be_bytes();
    let parts = [
        &len(withdrawn),
        withdrawn,
        &len(attributes),
        attributes,
        announced,
    ];
    message(2, &parts.concat())
}

/// What is printed with one `-v` behind the name of the only message and its length.
#[track_caller]
fn inside(octets: &[u8]) -> String {
    let text = printed(179, octets, 1);
    let (_, inside) = text.split_once("Message (").unwrap();
    let (_, inside) = inside
        .split_once(&format!("length: {}", octets.len()))
        .unwrap();
    inside.to_owned()
}

/// What is printed of an attribute's value.
#[track_caller]
fn value(kind: u8, value: &[u8]) -> String {
    let text = inside(&update(b"", &attribute(kind, value), b""));
    let (_, text) = text.split_once("Flags [T]: ").unwrap();
    text.to_owned()
}

#[test]
fn without_v_there_is_only_the_name() {
    assert_eq!(printed(179, &message(4, b""), 0), ": BGP");
}

#[test]
fn messages_are_found_by_their_marker() {
    let keepalive = message(4, b"");
    let text = "\n\tKeepalive Message (4), length: 19";
    let two = [keepalive.clone(), b"abc".to_vec(), keepalive.clone()].concat();
    assert_eq!(printed(179, &two, 1), format!(": BGP{text} [|bgp]{text}"));
    let begun = [keepalive.as_slice(), &[0xff; 16]].concat();
    assert_eq!(printed(179, &begun, 1), format!(": BGP{text} [|bgp]"));
    let begun = [keepalive.as_slice(), &[0xff; 15]].concat();
    assert_eq!(printed(179, &begun, 1), format!(": BGP{text}"));
}

#[test]
fn lengths_that_cannot_be() {
    let mut short = message(4, b"");
    short[17] = 18;
    assert_eq!(
        printed(179, &short, 1),
        ": BGP\nmessage length 18 < 19 (invalid)"
    );
    short[17] = 20;
    assert_eq!(printed(179, &short, 1), ": BGP\n[|BGP Keepalive]");
    assert_eq!(
        printed_cut(179, &message(2, b"\0\0\0\0"), 22, 1),
        ": BGP\n[|BGP Update]"
    );
}

#[test]
fn a_message_of_another_type_is_dumped() {
    assert_eq!(
        inside(&message(6, b"ab")),
        "\n\t  no Message 6 decoder\
         \n\t  0x0000:  ffff ffff ffff ffff ffff ffff ffff ffff\
         \n\t  0x0010:  0015 0661 62"
    );
}

#[test]
fn open_messages_with_their_capabilities() {
    let fixed =
        "\n\t  Version 4, my AS 100, Holdtime 180s, ID 1.2.3.4\n\t  Optional parameters, length: ";
    assert_eq!(inside(&open(b"")), format!("{fixed}0"));
    assert_eq!(inside(&message(1, &[4])), " [|bgp]");
    assert_eq!(
        inside(&open(&[1, 1, 0])),
        format!(
            "{fixed}3\n\t    Option Authentication Information (1), length: 1\n\t      no decoder for option 1"
        )
    );
    assert_eq!(
        inside(&open(&[2, 9, 0])),
        format!("{fixed}3\n\t     Option 2, length: 9, goes past the end of the options")
    );
    let list = |code, value: &[u8]| {
        let text = inside(&capability(code, value));
        text.rsplit_once("\n\t      ").unwrap().1.to_owned()
    };
    assert_eq!(
        list(1, &[0, 1, 0, 128]),
        "Multiprotocol Extensions (1), length: 4\n\t\tAFI IPv4 (1), SAFI labeled VPN Unicast (128)"
    );
    assert_eq!(
        list(1, &[0]),
        "Multiprotocol Extensions (1), length: 1 (too short, < 4)"
    );
    assert_eq!(
        list(64, &[0x80, 7, 0, 1, 1, 0x80]),
        "Graceful Restart (64), length: 6\n\t\tRestart Flags: [R], Restart Time 7s\
         \n\t\t  AFI IPv4 (1), SAFI Unicast (1), Forwarding state preserved: yes"
    );
    assert_eq!(
        list(65, &[0, 1, 0, 1]),
        "32-Bit AS Number (65), length: 4\n\t\t 4 Byte AS 65537"
    );
    assert_eq!(
        list(69, &[0, 2, 1, 3, 0]),
        "Multiple Paths (69), length: 5\n\t\tAFI IPv6 (2), SAFI Unicast (1), Send/Receive: Both (invalid)"
    );
    assert_eq!(
        list(6, &[7]),
        "Unknown (6), length: 1\n\t\tno decoder for Capability 6\n\t\t0x0000:  07"
    );
}

#[test]
fn notifications_and_the_reasons_of_a_cease() {
    assert_eq!(
        inside(&message(3, &[6, 2, 3, b'o', b'f', b'f', 9])),
        ", Cease (6), subcode Administrative Shutdown (2), Shutdown Communication (length: 3): \"off\", Data: (length: 1)\n\t\t0x0000:  09"
    );
    assert_eq!(
        inside(&message(3, &[6, 4, 3, b'o'])),
        ", Cease (6), subcode Administrative Reset (4), invalid Shutdown Communication length, Data: (length: 2)\n\t\t0x0000:  036f"
    );
    assert_eq!(
        inside(&message(3, &[6, 1, 0, 1, 1, 0, 0, 0, 7])),
        ", Cease (6), subcode Maximum Number of Prefixes Reached (1), AFI IPv4 (1), SAFI Unicast (1), Max Prefixes: 7"
    );
    assert_eq!(
        inside(&message(3, &[5, 1])),
        ", Finite State Machine Error (5) subcode In OpenSent State (1)"
    );
    assert_eq!(inside(&message(3, &[4, 1])), ", Hold Timer Expired (4)");
    assert_eq!(inside(&message(3, &[9, 1])), ", Unknown Error (9)");
    assert_eq!(inside(&message(3, &[6])), " [|bgp]");
}

#[test]
fn route_refresh_names_the_family() {
    assert_eq!(
        inside(&message(5, &[0, 2, 0, 4])),
        "\n\t  AFI IPv6 (2), SAFI labeled Unicast (4)"
    );
}

#[test]
fn updates_withdraw_and_announce() {
    assert_eq!(
        inside(&update(b"", b"", b"")),
        "\n\t  End-of-Rib Marker (empty NLRI)"
    );
    let origin = attribute(1, &[0]);
    assert_eq!(
        inside(&update(&[8, 1, 0], &origin, &[28, 10, 1, 2, 0xff])),
        "\n\t  Withdrawn routes:\n\t    1.0.0.0/8\n\t    0.0.0.0/0\
         \n\t  Origin (1), length: 1, Flags [T]: IGP\
         \n\t  Updated routes:\n\t    10.1.2.240/28"
    );
    assert_eq!(
        inside(&update(b"", &origin, &[33, 1])),
        "\n\t  Origin (1), length: 1, Flags [T]: IGP\n\t  Updated routes:\n\t    (illegal prefix length)"
    );
    assert_eq!(
        inside(&update(b"", &origin, &[24, 1])),
        "\n\t  Origin (1), length: 1, Flags [T]: IGP\n\t  Updated routes: [|bgp]"
    );
}

#[test]
fn path_identifiers_are_guessed() {
    assert_eq!(
        inside(&update(&[0, 0, 0, 7, 8, 1, 0, 0, 0, 8, 8, 2], b"", b"")),
        "\n\t  Withdrawn routes:\n\t    1.0.0.0/8   Path Id: 7\n\t    2.0.0.0/8   Path Id: 8\n\t  End-of-Rib Marker (empty NLRI)"
    );
}

#[test]
fn attributes_that_do_not_fit() {
    assert_eq!(
        inside(&update(b"", &[0x40, 1, 2, 0], b"")),
        "\n\t  Origin (1), length: 2, Flags [T]:  [path attrs too short]"
    );
    assert_eq!(value(1, &[0, 0]), "invalid len");
    assert_eq!(
        inside(&update(b"", &[0xf1, 99, 0, 1, 7], b"")),
        "\n\t  Unknown Attribute (99), length: 1, Flags [OTPE+1]: \n\t    no Attribute 99 decoder\n\t    0x0000:  07"
    );
}

#[test]
fn as_paths_of_two_and_four_octets() {
    assert_eq!(value(2, b""), "empty");
    assert_eq!(value(2, &[2, 2, 0, 1, 0, 2, 1, 1, 0, 3]), "1 2 { 3 }");
    assert_eq!(value(2, &[2, 1, 0, 1, 0, 2]), "65538 ");
    assert_eq!(value(2, &[3, 1, 0, 4, 4, 1, 0, 5]), "( 4 )({ 5 })");
    assert_eq!(value(17, &[2, 1, 0, 0, 0, 2]), "2 ");
}

#[test]
fn communities() {
    assert_eq!(
        value(8, &[0, 1, 0, 2, 255, 255, 255, 1, 0, 0, 0, 9]),
        "1:2,  NO_EXPORT0:9"
    );
    assert_eq!(
        value(32, &[0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3]),
        "\n\t    1:2:3"
    );
    let extended = |octets: [u8; 8]| {
        let text = value(16, &octets);
        text.strip_prefix("\n\t    ").unwrap().to_owned()
    };
    assert_eq!(
        extended([0, 2, 1, 2, 3, 4, 5, 6]),
        "target (0x0002), Flags [none]: 258:50595078 (= 3.4.5.6)"
    );
    assert_eq!(
        extended([3, 6, 1, 2, 3, 4, 5, 1]),
        "ospf-route-type (0x0306), Flags [none]: area:1.2.3.4, router-type:External, metric-type:E2E1"
    );
    assert_eq!(
        extended([0x40, 4, 0xfd, 0xe8, 0x49, 0x74, 0x24, 0]),
        "link-BW (0x4004), Flags [non-transitive]: bandwidth: 8.000 Mbps"
    );
    assert_eq!(
        extended([0xff, 0xff, 1, 2, 3, 4, 5, 6]),
        "unknown extd community typecode (0xffff), Flags [vendor-specific, non-transitive]: 010203040506"
    );
}

/// The value of an MP_REACH_NLRI attribute with the next hop 1.2.3.4.
fn reach(afi: u8, safi: u8, routes: &[u8]) -> String {
    let text = value(14, &[&[0, afi, safi, 4, 1, 2, 3, 4, 0], routes].concat());
    text.split_once("no SNPA").unwrap().1.to_owned()
}

#[test]
fn routes_of_other_families() {
    let rd: &[u8] = &[0, 0, 0, 1, 0, 0, 0, 2];
    assert_eq!(reach(1, 2, &[8, 5]), "\n\t      5.0.0.0/8");
    assert_eq!(reach(2, 1, &[16, 0x20, 1]), "\n\t      2001::/16");
    assert_eq!(
        reach(1, 4, &[32, 0, 1, 0x41, 5]),
        "\n\t      5.0.0.0/8, label:20 (bottom)"
    );
    assert_eq!(
        reach(1, 128, &[&[96, 0, 1, 0x40], rd, &[5]].concat()),
        "\n\t      RD: 1:2 (= 0.0.0.2), 5.0.0.0/8, label:20 (BOGUS: Bottom of Stack NOT set!)"
    );
    assert_eq!(
        reach(1, 132, &[0, 48, 0, 0, 0, 22, 0, 2]),
        "\n\t      default route target\n\t      origin AS: 22, route-target: 0:0/16 (0002)"
    );
    assert_eq!(
        reach(1, 66, &[&[128], rd, &[1, 2, 3, 4, 5, 6, 7, 8]].concat()),
        "\n\t      RD: 1:2 (= 0.0.0.2), VPN IP Address: 1.2.3.4, MC Group Address: 5.6.7.8"
    );
    assert_eq!(
        reach(1, 5, &[&[2, 12], rd, &[0, 0, 0, 9]].concat()),
        "\n\t      Route-Type: Inter-AS I-PMSI (2), length: 12, RD: 1:2 (= 0.0.0.2), Source-AS 9"
    );
    assert_eq!(
        reach(196, 128, &[&[0, 12], rd, &[5, 6, 7, 8]].concat()),
        "\n\t      RD: 1:2 (= 0.0.0.2), BGPNH: 5.6.7.8"
    );
    assert_eq!(reach(1, 1, &[40]), "\n\t    (illegal prefix length)");
    assert_eq!(reach(1, 128, &[20]), "\n\t    (illegal prefix length)");
    assert_eq!(reach(1, 128, &[96]), " [|bgp]");
}

#[test]
fn families_that_are_not_known_are_dumped() {
    assert_eq!(
        value(15, &[0, 1, 70]),
        "\n\t    AFI: IPv4 (1), SAFI: EVPN (70)\n\t    no AFI 1 / SAFI 70 decoder\n\t    0x0000:  0001 46"
    );
    assert_eq!(
        value(15, &[0, 1, 1]),
        "\n\t    AFI: IPv4 (1), SAFI: Unicast (1)\n\t      End-of-Rib Marker (empty NLRI)"
    );
}

#[test]
fn with_two_v_octets_are_dumped_too() {
    let text = printed(179, &update(b"", &attribute(3, &[1, 2, 3, 4]), b""), 2);
    assert!(text.ends_with("Flags [T]: 1.2.3.4\n\t    0x0000:  0102 0304"));
}

#[test]
fn what_lengths_promise_beyond_the_message_is_not_there() {
    assert_eq!(
        value(26, &[1, 0, 11]),
        "\n\t    AIGP TLV (1), length 11 [|bgp]"
    );
    assert_eq!(value(14, &[0, 1]), " [|bgp]");
    assert_eq!(value(22, &[0, 6]), " [|bgp]");
    assert_eq!(value(128, &[0, 0]), " [|bgp]");
}

#[test]
fn attributes_within_attributes_come_to_an_end() {
    let mut set = attribute(1, &[0]);
    for _ in 0..12 {
        set = attribute(128, &[&[0, 0, 0, 9], set.as_slice()].concat());
    }
    let text = inside(&update(b"", &set, b""));
    assert_eq!(text.matches("Origin AS: 9").count(), 11);
    assert!(text.ends_with("Flags [T]: (too many nested levels, not recursing)"));
}
