//! Pipes: a live capture shows at once, and a reader that has enough ends the program quietly.

use super::common::testdata;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

fn started(words: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_synfin"))
        .args(words)
        .current_dir(testdata())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts")
}

/// Where in the session's file its first and its second record end.
fn first_records(octets: &[u8]) -> (usize, usize) {
    let end_of = |at: usize| {
        let field = octets.get(at + 8..).and_then(<[u8]>::first_chunk);
        at + 16 + u32::from_le_bytes(*field.expect("a record header")) as usize
    };
    let one = end_of(24);
    (one, end_of(one))
}

#[test]
fn a_live_packet_shows_before_the_next_one_comes() {
    let octets = fs::read(testdata().join("ssh-session.pcap")).expect("the session");
    let mut child = started(&["-nn", "-"]);
    let mut input = child.stdin.take().expect("a pipe");
    let output = child.stdout.take().expect("a pipe");
    let (sender, lines) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    let (one, two) = first_records(&octets);
    for (from, to) in [(0, one), (one, two)] {
        input
            .write_all(&octets[from..to])
            .expect("the program reads");
        input.flush().expect("the program reads");
        let line = lines.recv_timeout(Duration::from_secs(20));
        assert!(
            line.is_ok_and(|line| line.contains("Flags [S")),
            "the line waits"
        );
    }
    drop(input);
    assert!(child.wait().expect("it ends").success());
    reader.join().expect("the reader ends");
}

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let octets = fs::read(testdata().join("ssh-session.pcap")).expect("the session");
    for words in [&["-l", "-"][..], &["--plain", "-"], &["-r", "-"]] {
        let mut child = started(words);
        drop(child.stdout.take());
        let mut input = child.stdin.take().expect("a pipe");
        // The program may have ended already, and must not have waited for all of this.
        let _ = input.write_all(&octets);
        drop(input);
        let status = child.wait().expect("it ends");
        let mut message = String::new();
        let mut stderr = child.stderr.take().expect("a pipe");
        stderr.read_to_string(&mut message).expect("text");
        assert_eq!(
            (status.code(), message.as_str()),
            (Some(0), ""),
            "{words:?}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = fs::File::options().write(true).open("/dev/full");
    let output = Command::new(env!("CARGO_BIN_EXE_synfin"))
        .arg(testdata().join("ssh-session.pcap"))
        .stdout(full.expect("the device"))
        .output()
        .expect("the command starts");
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(message.starts_with("synfin: cannot write: "), "{message}");
}
