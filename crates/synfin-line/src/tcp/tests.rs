use crate::LineOptions;
use crate::testing::{cut_line, ipv4, line, plain, tcp, verbose};

const HOSTS: &str = "IP 10.0.0.1.1025 > 10.0.0.2.81: ";

fn segment(flags: u8, options: &[u8], payload: &[u8]) -> Vec<u8> {
    ipv4(6, &[], &tcp(flags, options, payload))
}

/// The options of a SYN, as printed from their bracket to the end.
fn options(octets: &[u8]) -> String {
    options_of(2, octets)
}

fn options_of(flags: u8, octets: &[u8]) -> String {
    let text = line(plain(), &segment(flags, octets, &[]));
    text.split_once(", options ").unwrap().1.into()
}

#[test]
fn fields_depend_on_flags_and_payload() {
    for (flags, payload, expected) in [
        (0x10, 0, "Flags [.], ack 2000, win 8192, length 0"),
        (
            0x18,
            3,
            "Flags [P.], seq 1000:1003, ack 2000, win 8192, length 3",
        ),
        (
            0x11,
            0,
            "Flags [F.], seq 1000, ack 2000, win 8192, length 0",
        ),
        (0x04, 0, "Flags [R], seq 1000, win 8192, length 0"),
        (0x20, 0, "Flags [U], win 8192, urg 0, length 0"),
        (0x00, 0, "Flags [none], win 8192, length 0"),
        (
            0xff,
            0,
            "Flags [FSRP.UEW], seq 1000, ack 2000, win 8192, urg 0, length 0",
        ),
    ] {
        let text = line(plain(), &segment(flags, &[], &vec![0; payload]));
        assert_eq!(text, format!("{HOSTS}{expected}"));
    }
}

#[test]
fn two_v_show_what_flags_hide() {
    let wordy = LineOptions {
        verbosity: 2,
        skip_checksums: true,
        one_line: true,
        ..plain()
    };
    let mut packet = segment(0, &[], &[]);
    packet[39] = 9;
    let text = line(wordy, &packet);
    assert!(
        text.ends_with(
            "Flags [none], seq 1000, [ack 2000 != 0 while ACK flag not set], win 8192, \
             [urg 9 != 0 while URG flag not set], length 0"
        ),
        "{text}"
    );
}

#[test]
fn short_and_cut_headers() {
    let packet = segment(0x10, &[], &[]);
    assert_eq!(
        cut_line(plain(), &packet, 23),
        "IP 10.0.0.1 > 10.0.0.2: [|tcp]"
    );
    assert_eq!(cut_line(plain(), &packet, 24), format!("{HOSTS} [|tcp]"));
    assert_eq!(cut_line(plain(), &packet, 39), format!("{HOSTS} [|tcp]"));
    let mut short = packet.clone();
    short[32] = 0x40;
    assert_eq!(
        line(plain(), &short),
        format!("{HOSTS} tcp 4 [bad hdr length 16 - too short, < 20]")
    );
    let mut long = packet;
    long[32] = 0x60;
    assert_eq!(
        line(plain(), &long),
        format!("{HOSTS}Flags [.] [bad hdr length 24 - too long, > 20]")
    );
    let quiet = LineOptions {
        quiet: 1,
        ..plain()
    };
    assert_eq!(
        line(quiet.clone(), &long),
        format!("{HOSTS}tcp 4294967292 [bad hdr length 24 - too long, > 20]")
    );
    assert_eq!(
        line(quiet, &segment(0x18, &[], &[0; 7])),
        format!("{HOSTS}tcp 7")
    );
}

#[test]
fn checksums_are_verified_with_v() {
    let verdict = |packet: &[u8]| {
        let text = line(verbose(), packet);
        let (_, rest) = text.split_once("Flags [.]").unwrap();
        rest.split_once(", ack").unwrap().0.to_owned()
    };
    let mut packet = segment(0x10, &[], b"odd");
    assert_eq!(
        verdict(&packet),
        ", cksum 0x0000 (incorrect -> 0x9860), seq 1000:1003"
    );
    packet[36..38].copy_from_slice(&[0x98, 0x60]);
    assert_eq!(verdict(&packet), ", cksum 0x9860 (correct), seq 1000:1003");
    // Not where it cannot be: in a fragment.
    packet[6] = 0x20;
    assert_eq!(verdict(&packet), ", seq 1000:1003");
}

#[test]
fn a_source_route_changes_the_pseudo_header() {
    let route = [131, 7, 4, 192, 168, 1, 1, 0];
    let straight = line(verbose(), &ipv4(6, &[], &tcp(0x10, &[], &[])));
    let routed = line(verbose(), &ipv4(6, &route, &tcp(0x10, &[], &[])));
    assert!(
        straight.contains("cksum 0x0000 (incorrect -> 0x6bc8)"),
        "{straight}"
    );
    assert!(
        routed.contains("cksum 0x0000 (incorrect -> 0xb420)"),
        "{routed}"
    );
}

#[test]
fn known_options() {
    for (octets, expected) in [
        (&[2, 4, 5, 0xb4][..], "mss 1460"),
        (&[1, 3, 3, 7], "nop,wscale 7"),
        (&[1, 1, 4, 2], "nop,nop,sackOK"),
        (&[1, 1, 5, 2], "nop,nop,sack 0 "),
        (
            &[1, 1, 5, 10, 0, 0, 3, 0xe9, 0, 0, 4, 0xb1],
            "nop,nop,sack 1 {1001:1201}",
        ),
        (&[1, 5, 3, 0], "nop,sack invalid sack"),
        (&[6, 6, 0, 0, 0, 1, 7, 6, 0, 0, 0, 2], "echo 1,echoreply 2"),
        (
            &[1, 1, 8, 10, 0, 0, 0, 9, 0, 0, 0, 8],
            "nop,nop,TS val 9 ecr 8",
        ),
        (
            &[
                11, 6, 0, 0, 0, 1, 12, 6, 0, 0, 0, 2, 13, 6, 0, 0, 0, 3, 1, 1,
            ],
            "cc 1,ccnew 2,ccecho 3,nop,nop",
        ),
        (
            &[
                1, 1, 19, 18, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
            ],
            "nop,nop,md5 shared secret not supplied with -M, can't check - \
             0102030405060708090a0b0c0d0e0f10",
        ),
        (&[20, 4, 0xab, 7], "scps cap ab id 7"),
        (&[28, 4, 0, 11], "uto 0xb 300"),
        (&[28, 4, 0, 10], "uto 0xa 5"),
        (&[29, 4, 1, 2], "tcp-ao keyid 1 rnextkeyid 2"),
        (
            &[29, 8, 1, 2, 0xa, 0xb, 0xc, 0xd],
            "tcp-ao keyid 1 rnextkeyid 2 mac 0x0a0b0c0d",
        ),
        (&[1, 29, 3, 1], "nop,tcp-ao (invalid)"),
        (&[1, 1, 34, 2], "nop,nop,tfo  cookiereq"),
        (&[1, 1, 34, 6, 1, 2, 3, 4], "nop,nop,tfo  cookie 01020304"),
        (&[1, 34, 3, 1], "nop,tfo  (invalid)"),
        (&[254, 4, 0xf9, 0x89], "exp-tfo cookiereq"),
        (&[254, 8, 0xf9, 0x89, 1, 2, 3, 4], "exp-tfo cookie 01020304"),
        (&[254, 4, 0xab, 0xcd], "exp-abcd"),
        (&[99, 4, 1, 0xff], "unknown-99 0x01ff"),
        (&[1, 1, 99, 2], "nop,nop,unknown-99"),
        (&[2, 4, 5, 0xb4, 0, 7, 7, 7], "mss 1460,eol"),
    ] {
        assert_eq!(options(octets), format!("[{expected}], length 0"));
    }
}

#[test]
fn wrong_option_lengths() {
    for (octets, expected) in [
        (&[2, 1, 0, 0][..], "[[bad opt]"),
        (&[1, 2, 9, 0], "[nop,[bad opt]]"),
        (&[1, 1, 8, 2], "[nop,nop,TS[bad opt]]"),
        (&[8, 4, 0, 0], "[TS[bad opt]"),
        (&[254, 3, 0, 1], "[exp[bad opt]"),
        (&[1, 1, 1, 2], "[nop,nop,nop [|tcp]"),
        (
            &[2, 5, 5, 0xb4, 1, 1, 1, 1],
            "[mss 1460[len 5],nop,nop,nop,nop], length 0",
        ),
        (&[4, 3, 1, 1], "[sackOK[len 3],nop,nop], length 0"),
        (&[2, 2, 1, 1], "[mss 257[len 2]], length 0"),
    ] {
        let text = options(octets);
        let expected = expected.replace("nop [|tcp]", "nop, [|tcp]");
        assert_eq!(text, expected);
    }
    // The kind is the header's last octet: the length is then looked for in the payload.
    let text = line(plain(), &segment(2, &[1, 1, 1, 2], &[9]));
    assert!(text.ends_with("[nop,nop,nop,[bad opt]]"), "{text}");
}

#[test]
fn cut_options() {
    let cut = |octets: &[u8], captured: usize| {
        let packet = segment(2, octets, &[]);
        let text = cut_line(plain(), &packet, 40 + captured);
        text.split_once(", options ").unwrap().1.to_owned()
    };
    let syn = [2, 4, 5, 0xb4, 1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2];
    assert_eq!(cut(&syn, 0), "[ [|tcp]");
    assert_eq!(cut(&syn, 3), "[mss [|tcp]");
    assert_eq!(cut(&syn, 4), "[mss 1460, [|tcp]");
    assert_eq!(cut(&syn, 9), "[mss 1460,nop,nop,TS [|tcp]>");
    let sack = [1, 1, 5, 18, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4];
    assert_eq!(cut(&sack, 14), "[nop,nop,sack 2 {1:2} [|tcp]>");
    assert_eq!(
        cut(&[1, 99, 7, 1, 2, 3, 4, 5], 5),
        "[nop,unknown-99 0x0102 [|tcp]>"
    );
    assert_eq!(
        cut(&[1, 29, 7, 1, 2, 3, 4, 5], 4),
        "[nop,tcp-ao keyid 1 [|tcp]>"
    );
    // The list ends before what is missing.
    let packet = segment(0x10, &[0, 0, 0, 0], b"data");
    assert!(
        cut_line(plain(), &packet, 42)
            .ends_with("options [eol], length 4 [remaining caplen(22) < header length(24)] [|tcp]")
    );
}

#[test]
fn multipath_options() {
    let key = [1, 2, 3, 4, 5, 6, 7, 8];
    let with = |head: &[u8], parts: &[&[u8]]| {
        let mut octets = head.to_vec();
        for part in parts {
            octets.extend(*part);
        }
        octets
    };
    for (flags, octets, expected) in [
        (2, vec![30, 4, 0x01, 0x81], "mptcp 4 capable v1 csum"),
        (
            2,
            with(&[30, 12, 0x00, 0x01], &[&key]),
            "mptcp 12 capable v0 {0x102030405060708}",
        ),
        (
            0x10,
            with(&[30, 20, 0x00, 0x01], &[&key, &key]),
            "mptcp 20 capable v0 {0x102030405060708,0x102030405060708}",
        ),
        (0x10, vec![30, 4, 0x00, 0x01], "mptcp 4 capable[bad opt]"),
        (
            2,
            vec![30, 4, 0x02, 0x01],
            "mptcp 4 capable Unknown Version (2)",
        ),
        (
            2,
            with(&[30, 12, 0x11, 3], &[&key]),
            "mptcp 12 join backup id 3 token 0x1020304 nonce 0x5060708",
        ),
        (
            0x12,
            with(&[30, 16, 0x10, 3], &[&key, &key[..4]]),
            "mptcp 16 join id 3 hmac 0x102030405060708 nonce 0x1020304",
        ),
        (
            0x10,
            with(&[30, 24, 0x10, 0], &[&key, &key, &key[..4]]),
            "mptcp 24 join hmac 0x0102030405060708010203040506070801020304",
        ),
        (
            0x10,
            with(
                &[30, 20, 0x20, 0x05],
                &[&key, &key[..4], &[0, 9, 0xab, 0xcd]],
            ),
            "mptcp 20 dss ack 16909060 seq 84281096 subseq 16909060 len 9 csum 0xabcd",
        ),
        (0x10, vec![30, 4, 0x20, 0x10], "mptcp 4 dss fin"),
        (0x10, vec![30, 4, 0x20, 0x01], "mptcp 4 dss ack [bad opt]"),
        (2, vec![30, 4, 0x20, 0x10], "mptcp 4 dss[bad opt]"),
        (
            0x10,
            with(&[30, 16, 0x31, 2, 10, 0, 0, 9], &[&key]),
            "mptcp 16 add-addr v1-echo id 2 10.0.0.9 hmac 0x102030405060708",
        ),
        (
            0x10,
            vec![1, 1, 30, 10, 0x34, 2, 10, 0, 0, 9, 0, 80],
            "nop,nop,mptcp 10 add-addr v0-ip4 id 2 10.0.0.9:80",
        ),
        (
            0x10,
            with(&[30, 20, 0x36, 2, 0x20, 1, 0, 0, 0, 0, 0, 0], &[&key]),
            "mptcp 20 add-addr v0-ip6 id 2 2001::102:304:506:708",
        ),
        (
            0x10,
            vec![1, 30, 5, 0x40, 3, 4, 1, 1],
            "nop,mptcp 5 rem-addr id 3 4,nop,nop",
        ),
        (0x10, vec![1, 30, 3, 0x51], "nop,mptcp 3 prio backup"),
        (0x10, vec![30, 4, 0x50, 7], "mptcp 4 prio non-backup id 7"),
        (
            0x10,
            with(&[30, 12, 0x60, 0], &[&key]),
            "mptcp 12 fail seq 72623859790382856",
        ),
        (
            0x10,
            with(&[30, 12, 0x70, 0], &[&key]),
            "mptcp 12 fast-close key 0x102030405060708",
        ),
        (4, vec![30, 4, 0x80, 0], "mptcp 4 unknown"),
        (2, vec![30, 2, 1, 1], "mptcp[bad opt]"),
    ] {
        let text = options_of(flags, &octets);
        let expected = match expected.strip_suffix("[bad opt]") {
            Some(_) => format!("[{expected}"),
            None => format!("[{expected}], length 0"),
        };
        assert_eq!(text, expected);
    }
}

#[test]
fn the_mark_of_a_cut_reset_names_what_was_told_last() {
    let options = [30, 3, 0x51, 0];
    let packet = segment(0x14, &options, b"why");
    let text = cut_line(plain(), &packet, packet.len() - 1);
    assert!(
        text.ends_with(", options [mptcp 3 prio backup,eol], length 3 [|mptcp]>"),
        "{text}"
    );
    let packet = segment(0x14, &[1, 1, 1, 0], b"why");
    let text = cut_line(plain(), &packet, packet.len() - 1);
    assert!(text.ends_with(", options [nop,nop,nop,eol], length 3 [|tcp]>"));
}
