use crate::payload::tests::{printed, printed_cut};

fn message(version: u8, kind: u8, body: &[u8]) -> Vec<u8> {
    let len = u16::try_from(8 + body.len()).unwrap().to_be_bytes();
    [&[version, kind, len[0], len[1], 0, 0, 0, 7], body].concat()
}

/// What is printed with one `-v` behind the transaction's number.
#[track_caller]
pub(super) fn inside(version: u8, kind: u8, body: &[u8]) -> String {
    inside_at(1, version, kind, body)
}

/// What is printed behind the transaction's number.
#[track_caller]
pub(super) fn inside_at(verbosity: u8, version: u8, kind: u8, body: &[u8]) -> String {
    let text = printed(6653, &message(version, kind, body), verbosity);
    let (_, inside) = text.split_once("xid 0x00000007").unwrap();
    inside.to_owned()
}

/// A match of 1.0 that looks at all fields but the two address masks' upper bits.
fn match_10(wildcards: u32, ethertype: [u8; 2], protocol: u8) -> Vec<u8> {
    let fields = [
        0,
        7,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        7,
        7,
        7,
        7,
        7,
        0,
        100,
        3,
        0,
        ethertype[0],
        ethertype[1],
        0x2c,
        protocol,
        0,
        0,
        10,
        0,
        0,
        1,
        10,
        0,
        0,
        2,
        0,
        67,
        0,
        68,
    ];
    [wildcards.to_be_bytes().as_slice(), &fields].concat()
}

#[test]
fn headers_of_all_versions() {
    let two = [message(1, 0, b""), message(9, 200, b"a")].concat();
    assert_eq!(
        printed(6633, &two, 0),
        ": OpenFlow\n\tversion 1.0, type HELLO, length 8, xid 0x00000007\
         \n\tversion unknown (0x09), type unknown (0xc8), length 9, xid 0x00000007"
    );
    assert_eq!(
        printed(6653, &[1, 0, 0, 7, 0, 0, 0, 1, 2], 0),
        ": OpenFlow\n\tversion 1.0, type HELLO, length 7 (too short!), xid 0x00000001 (invalid)"
    );
    assert_eq!(
        printed(6653, &[4, 2, 0], 0),
        ": OpenFlow\n\tversion 1.3, type ECHO_REQUEST (end of TCP payload)"
    );
    assert_eq!(
        printed_cut(6653, &message(1, 2, b"abc"), 9, 0),
        ": OpenFlow\n\tversion 1.0, type ECHO_REQUEST, length 11, xid 0x00000007 [|openflow]"
    );
}

#[test]
fn sizes_are_checked_without_v_too() {
    let text = printed(6653, &message(1, 5, b"a"), 0);
    assert!(text.ends_with("type FEATURES_REQUEST, length 9, xid 0x00000007 (invalid)"));
    assert_eq!(inside(4, 17, b"abc"), " (invalid)");
}

#[test]
fn octets_are_counted_and_with_two_v_shown() {
    assert_eq!(inside(1, 2, b"abc"), "\n\t data (3 octets)");
    let text = printed(6653, &message(4, 3, b"abc"), 2);
    assert!(text.ends_with(
        "\n\t data (3 octets)\n\t  0x0000:  6162 63                                  abc"
    ));
}

#[test]
fn errors() {
    assert_eq!(
        inside(1, 1, &[0, 2, 0, 8, 9]),
        "\n\t type BAD_ACTION, code BAD_QUEUE\n\t data (1 octets)"
    );
    assert_eq!(
        inside(4, 1, &[0, 14, 0, 0]),
        "\n\t type invalid (0x000e), code invalid (0x0000)"
    );
}

#[test]
fn flows_are_made_with_what_they_match_and_do() {
    let rest = [
        0, 0, 0, 0, 0, 0, 0, 0x11, 0, 0, 0, 1, 0, 0, 0, 9, 255, 255, 255, 255, 0, 3, 0, 9,
    ];
    let actions = [
        0, 0, 0, 8, 0xff, 0xfd, 0, 128, 0, 1, 0, 8, 0x10, 0, 0, 0, 0, 2, 0, 16, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 3, 0, 7,
    ];
    let body = [&match_10(0, [8, 0], 1), rest.as_slice(), &actions].concat();
    assert_eq!(
        inside(1, 14, &body),
        "\n\t match in_port 7\n\t match dl_src 01:02:03:04:05:06\n\t match dl_dst 07:07:07:07:07:07\
         \n\t match dl_vlan 100\n\t match dl_vlan_pcp 3\n\t match dl_type 0x0800\n\t match nw_tos 0x2c\
         \n\t match nw_proto 1\n\t match nw_src 10.0.0.1/32\n\t match nw_dst 10.0.0.2/32\
         \n\t match icmp_type 67\n\t match icmp_code 68\
         \n\t cookie 0x0000000000000011, command ADD, idle_timeout 1, priority 9, buffer_id NONE, flags 0x0009 (SEND_FLOW_REM) (bogus)\
         \n\t action type OUTPUT, len 8, port CONTROLLER, max_len 128\
         \n\t action type SET_VLAN_VID, len 8, vlan_vid 4096 (bogus)\
         \n\t action type SET_VLAN_PCP, len 16 (bogus)\
         \n\t action [remaining length 4 < 8] (invalid)"
    );
}

#[test]
fn packets_out_with_more_actions_than_there_is() {
    assert_eq!(
        inside(1, 13, &[0, 0, 0, 1, 0, 2, 0, 8, 1, 2, 3, 4]),
        "\n\t buffer_id 0x00000001, in_port 2, actions_len 8 [actions_len 8 > 4] (invalid)"
    );
}

#[test]
fn a_match_that_looks_at_nothing_prints_nothing() {
    let wild = match_10(0xffff_ffff, [0, 0], 0);
    let text = inside(
        1,
        16,
        &[&[0, 2, 0, 0], wild.as_slice(), &[255, 0, 255, 255]].concat(),
    );
    assert_eq!(
        text,
        "\n\t type AGGREGATE, flags 0x0000\n\t wildcards 0xffffffff (bogus)\n\t table_id ALL, out_port NONE"
    );
}

#[test]
fn statistics_of_tables_and_flows() {
    let table = [
        &[1, 0, 0, 0],
        b"a\0".as_slice(),
        &[0; 30],
        &[0, 0, 1, 1],
        &[0; 24],
    ]
    .concat();
    assert_eq!(
        inside(1, 17, &[&[0, 3, 0, 1], table.as_slice()].concat()),
        "\n\t type TABLE, flags 0x0001 (MORE)\n\t table_id 1, name 'a'\
         \n\t  wildcards 0x00000101 (IN_PORT)\
         \n\t  max_entries 0, active_count 0, lookup_count 0, matched_count 0"
    );
    assert_eq!(
        inside(1, 17, &[0, 1, 0, 0, 0, 88]),
        "\n\t type FLOW, flags 0x0000\n\t [remaining length 2 < 88] (invalid)"
    );
}

#[test]
fn vendors_and_their_extensions() {
    let bsn = |subtype: u8, rest: &[u8]| {
        inside(
            1,
            4,
            &[&[0, 0x5c, 0x16, 0xc7, 0, 0, 0, subtype], rest].concat(),
        )
    };
    let name = ", vendor 0x005c16c7 (Big Switch Networks)\n\t subtype ";
    assert_eq!(
        bsn(0, &[1, 0, 0, 0, 255, 0, 0, 1]),
        format!("{name}SET_IP_MASK, index 1, mask 255.0.0.1")
    );
    assert_eq!(
        bsn(6, &[0, 0, 0, 2, b'l', b's']),
        format!("{name}SHELL_COMMAND, service 2, data 'ls'")
    );
    assert_eq!(
        bsn(3, &[1]),
        format!("{name}SET_MIRRORING [len 1 != 4] (invalid)")
    );
    assert_eq!(
        inside(1, 4, &[0, 0x5c, 0x16, 0xc7, 0]),
        ", vendor 0x005c16c7 (Big Switch Networks)\n\t [len 1 < 4] (invalid)"
    );
    assert_eq!(
        inside(4, 4, &[0, 0, 0x23, 0x20, 0, 0, 0, 1]),
        "\n\t experimenter 0x00002320 (Nicira Networks), exp_type 0x00000001"
    );
}

#[test]
fn version_1_3() {
    assert_eq!(
        inside(4, 0, &[0, 1, 0, 8, 0, 0, 0, 0x12, 0, 2, 0, 4]),
        "\n\t type VERSIONBITMAP, length 8, bitmap 0x00000012 (1.1, 1.4)\n\t type unknown (0x0002), length 4"
    );
    assert_eq!(
        inside(4, 0, &[0, 1, 0, 9, 0, 0, 0, 0]),
        "\n\t type VERSIONBITMAP, length 9 [bitmap length 9 > 8] (invalid)"
    );
    assert_eq!(
        inside(4, 0, &[0, 2, 0, 4, 0]),
        "\n\t type unknown (0x0002), length 4\n\t [remaining length 1 < 4] (invalid)"
    );
    assert_eq!(
        inside(4, 24, &[0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]),
        "\n\t role MASTER, generation_id 0x0000000000000005"
    );
    assert_eq!(
        inside(4, 9, &[0, 1, 0xff, 0xff]),
        "\n\t flags FRAG_DROP, miss_send_len NO_BUFFER"
    );
    assert_eq!(inside(4, 14, b"abc"), "");
}
