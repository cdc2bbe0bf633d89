//! Bad input is normal: what is readable is printed, then one line a defect, status 1.

use super::build::{Scratch, block, packet_block, pcap, pcapng, syn};
use super::common::{synfin, testdata};
use super::{status, stderr, stdout, typed};
use std::fs;

fn session() -> Vec<u8> {
    fs::read(testdata().join("ssh-session.pcap")).expect("the session is in testdata")
}

#[test]
fn what_cannot_be_read_at_all() {
    for (name, octets, told) in [
        ("empty.pcap", &b""[..], "empty"),
        (
            "text.txt",
            b"no capture, just some words\n",
            "not a capture",
        ),
        ("short.pcap", &session()[..20], "short.pcap: "),
    ] {
        let scratch = Scratch::new(name, octets);
        let output = synfin([scratch.path()]);
        assert_eq!(status(&output), 1, "{name}");
        assert_eq!(stdout(&output), "", "{name}");
        let message = stderr(&output);
        assert!(
            message.starts_with("synfin: ") && message.contains(told),
            "{message}"
        );
        assert_eq!(message.lines().count(), 1, "{message}");
    }
    let output = typed("no-such-file.pcap");
    assert_eq!((status(&output), stdout(&output)), (1, ""));
    assert!(stderr(&output).contains("no-such-file.pcap: cannot open"));
}

/// The session's packets end at these places of its file.
#[test]
fn a_cut_file_is_printed_as_far_as_it_goes() {
    let whole = session();
    let packets = |output: &str| output.lines().count();
    let all = packets(stdout(&typed("ssh-session.pcap")));
    for (name, len, missing) in [
        ("in-packet.pcap", whole.len() - 3, 1),
        ("in-header.pcap", whole.len() - 60, 1),
    ] {
        let scratch = Scratch::new(name, &whole[..len]);
        let output = synfin([scratch.path()]);
        assert_eq!(status(&output), 1, "{name}");
        assert_eq!(packets(stdout(&output)), all - missing, "{name}");
        let message = stderr(&output);
        for part in ["synfin: ", name, "packet 45", "octet", "expected", "found"] {
            assert!(message.contains(part), "{name}: no {part} in {message}");
        }
        assert_eq!(message.lines().count(), 1, "{message}");
    }
}

#[test]
fn one_bad_file_does_not_keep_the_next_from_being_read() {
    let output = typed("--count no-such-file.pcap ssh-session.pcap README.md");
    assert_eq!((status(&output), stdout(&output)), (1, "45 packets\n"));
    assert_eq!(stderr(&output).lines().count(), 2);
}

#[test]
fn a_hostile_file_name_does_not_steer_the_terminal() {
    let output = synfin(["\x1b[2Jno such file"]);
    assert_eq!(status(&output), 1);
    assert!(!stderr(&output).contains('\x1b'), "{output:?}");
}

#[test]
fn damage_inside_a_pcapng_file_is_skipped_and_told() {
    let file = pcapng(&[
        packet_block(0, &syn(80)),
        packet_block(7, &syn(81)),
        packet_block(7, &syn(82)),
        packet_block(0, &syn(83)),
    ]);
    let scratch = Scratch::new("interface.pcapng", &file);
    let output = synfin(["-n".as_ref(), scratch.path().as_os_str()]);
    assert_eq!(status(&output), 1);
    let printed = stdout(&output);
    assert!(
        printed.contains(".80: ") && printed.contains(".83: "),
        "{printed}"
    );
    assert_eq!(printed.lines().count(), 2, "{printed}");
    let message = stderr(&output);
    assert!(message.contains("packet 2") && message.contains("(and 1 more of the kind)"));
    assert_eq!(message.lines().count(), 1, "{message}");
}

#[test]
fn a_cut_block_ends_the_file_and_no_more() {
    let mut file = pcapng(&[packet_block(0, &syn(80)), packet_block(0, &syn(81))]);
    file.truncate(file.len() - 10);
    let scratch = Scratch::new("block.pcapng", &file);
    let output = synfin([scratch.path(), "ssh-session.pcap".as_ref()]);
    assert_eq!(status(&output), 1);
    assert_eq!(stdout(&output).lines().count(), 46, "{}", stdout(&output));
    let message = stderr(&output);
    for part in ["block.pcapng", "packet 2", "octet", "expected", "found"] {
        assert!(message.contains(part), "no {part} in {message}");
    }
}

#[test]
fn an_unknown_block_is_no_defect() {
    let file = pcapng(&[block(0x0bad, b"whatever"), packet_block(0, &syn(80))]);
    let scratch = Scratch::new("unknown.pcapng", &file);
    let output = synfin([scratch.path()]);
    assert_eq!((status(&output), stderr(&output)), (0, ""));
    assert_eq!(stdout(&output).lines().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_file_name_need_not_be_text() {
    use std::os::unix::ffi::OsStrExt;
    let name = std::ffi::OsStr::from_bytes(b"no such \xff file");
    let output = synfin([name]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("no such \u{fffd} file: cannot open"));
}

#[test]
fn a_damaged_block_costs_no_other() {
    let mut blocks: Vec<_> = (80..84).map(|port| packet_block(0, &syn(port))).collect();
    let damaged = blocks.get_mut(1).expect("a block");
    damaged.splice(4..8, [0xff; 4]);
    let scratch = Scratch::new("lengths.pcapng", &pcapng(&blocks));
    let output = synfin(["-n".as_ref(), scratch.path().as_os_str()]);
    assert_eq!(status(&output), 1);
    for port in [80, 82, 83] {
        assert!(stdout(&output).contains(&format!(".{port}: ")));
    }
    assert_eq!(stdout(&output).lines().count(), 3);
    let message = stderr(&output);
    for part in ["lengths.pcapng: packet 2 at octet ", "; 88 octets skipped"] {
        assert!(message.contains(part), "no {part} in {message}");
    }
    // tcpdump would end there.
    let words = [
        "--plain".as_ref(),
        "-nr".as_ref(),
        scratch.path().as_os_str(),
    ];
    let output = synfin(words);
    assert_eq!((status(&output), stdout(&output).lines().count()), (1, 1));
    assert_eq!(stderr(&output).lines().count(), 1);
}

#[test]
fn damaged_records_are_skipped_if_that_was_asked_for() {
    let frames: Vec<_> = (1..).zip((80..90).map(syn)).collect();
    let mut file = pcap(&frames);
    // The captured length of the second record.
    file.splice(24 + 70 + 8..24 + 70 + 12, [0xff; 4]);
    let scratch = Scratch::new("records.pcap", &file);
    let printed = |resync: bool| {
        let words = resync.then_some("--resync".as_ref());
        let output = synfin(
            words
                .into_iter()
                .chain(["-n".as_ref(), scratch.path().as_os_str()]),
        );
        (status(&output), stdout(&output).lines().count(), output)
    };
    let (status, lines, output) = printed(false);
    assert_eq!((status, lines), (1, 1));
    assert!(
        stderr(&output).contains("packet 2 at octet 94"),
        "{output:?}"
    );
    let (status, lines, output) = printed(true);
    assert_eq!((status, lines), (1, 9));
    let message = stderr(&output);
    for part in ["packet 2 at octet 94", "; 70 octets skipped"] {
        assert!(message.contains(part), "no {part} in {message}");
    }
    assert_eq!(message.lines().count(), 1);
}
