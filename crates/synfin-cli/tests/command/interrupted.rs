//! Ctrl-C: what is known by then still comes out, with the usual status.

use super::build::{pcap, udp};
use super::common::testdata;
use super::running::{Running, catches_interrupts, until};
use std::fs;
use std::process::{Command, Stdio};

/// The session's records as far as its eighth packet, in front of so much other traffic that they
/// were read when the last octet of it fits into the pipe.
fn cut_short() -> Vec<u8> {
    let session = fs::read(testdata().join("ssh-session.pcap")).expect("the session");
    let field = |at: usize| {
        let field = session.get(at..).and_then(<[u8]>::first_chunk);
        u32::from_le_bytes(*field.expect("a record header"))
    };
    let end = (0..8).fold(24, |at, _| at + 16 + field(at + 8) as usize);
    let others = pcap(&vec![(field(24), udp(&[0; 1000])); 1500]);
    let mut octets = session.clone();
    octets.truncate(end);
    octets.extend(others.into_iter().skip(24));
    octets
}

#[test]
fn connections_open_by_then_are_told_as_open() {
    for signal in ["INT", "TERM"] {
        let mut running = Running::new(&["connections", "--format", "jsonl", "-"]);
        running.feed(&cut_short());
        running.signal(signal);
        let ended = running.end();
        assert_eq!(ended.status, Some(0), "{}", ended.message);
        assert_eq!(ended.message, "");
        assert_eq!(ended.lines.len(), 1, "{:?}", ended.lines);
        let row = &ended.lines[0];
        assert!(row.contains(r#""closing":"open""#), "{row}");
    }
}

#[test]
fn statistics_count_what_was_read() {
    let mut running = Running::new(&["stats", "-r", "-"]);
    running.feed(&cut_short());
    running.signal("INT");
    let ended = running.end();
    assert_eq!((ended.status, ended.message.as_str()), (Some(0), ""));
    let first = ended.lines.first().map(String::as_str);
    assert_eq!(first, Some("packets          8 with TCP"));
    assert!(ended.lines.iter().any(|line| line == "connections      1"));
}

#[test]
fn lines_and_the_count_come_out() {
    for (words, lines) in [(&["--plain", "-nn", "-"][..], 8), (&["--count", "-"], 1)] {
        let mut running = Running::new(words);
        // A record that is only begun is no damage.
        let mut octets = cut_short();
        octets.truncate(octets.len() - 3);
        running.feed(&octets);
        running.signal("INT");
        let ended = running.end();
        assert_eq!((ended.status, ended.message.as_str()), (Some(0), ""));
        assert_eq!(ended.lines.len(), lines);
    }
}

#[test]
fn nothing_read_yet_is_no_damage_either() {
    let running = Running::new(&["connections", "-"]);
    running.signal("INT");
    let ended = running.end();
    assert_eq!((ended.status, ended.message.as_str()), (Some(0), ""));
}

#[test]
fn what_was_damaged_before_is_told_and_counts() {
    let mut running = Running::new(&["connections", "--format", "jsonl", "-"]);
    let block = super::build::packet_block;
    let mut blocks = vec![block(0, &super::build::syn(80)), block(7, &[0; 60])];
    blocks.resize(2000, block(0, &udp(&[0; 1000])));
    running.feed(&super::build::pcapng(&blocks));
    running.signal("INT");
    let ended = running.end();
    assert_eq!((ended.status, ended.lines.len()), (Some(1), 1));
    assert!(ended.message.contains("interface 7"), "{}", ended.message);
}

/// Standard output is a pipe that nobody reads, so that the first Ctrl-C cannot end the program.
#[test]
fn the_second_time_ends_the_program_at_once() {
    let big =
        super::build::Scratch::new("big.pcap", &pcap(&vec![(1, super::build::syn(80)); 9000]));
    let mut child = Command::new(env!("CARGO_BIN_EXE_synfin"))
        .arg(big.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let state = format!("/proc/{}/stat", child.id());
    let mut sleeping = 0;
    until("the pipe is full", || {
        let state = fs::read_to_string(&state).unwrap_or_default();
        let sleeps = catches_interrupts(child.id()) && state.contains(") S ");
        sleeping = if sleeps { sleeping + 1 } else { 0 };
        sleeping == 10
    });
    let pid = child.id().to_string();
    until("the command ends", || {
        let _ = Command::new("kill").args(["-s", "INT", &pid]).status();
        child.try_wait().expect("a child").is_some()
    });
    assert_eq!(child.wait().expect("a child").code(), Some(130));
}
