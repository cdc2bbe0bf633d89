//! The programs of `examples/` run, and print what is true of their captures in `testdata`.

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What an example prints for its own capture, or for the words it is given.
fn printed(example: &str, words: &[&str]) -> String {
    let run = [
        "run",
        "--quiet",
        "--package",
        "synfin",
        "--example",
        example,
        "--",
    ];
    let output = Command::new(env!("CARGO"))
        .args(run.iter().chain(words))
        .current_dir(root())
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{example}: {output:?}");
    String::from_utf8(output.stdout).expect("examples print text")
}

#[test]
fn every_example_is_run_here() {
    let this = include_str!("examples.rs");
    for entry in std::fs::read_dir(root().join("examples")).expect("the folder") {
        let path = entry.expect("the folder can be read").path();
        let example = path.file_stem().expect("a name").to_string_lossy();
        assert!(
            this.contains(&format!("printed(\"{example}\", ")),
            "{example} is not run"
        );
    }
}

#[test]
fn lifecycle_prints_the_ssh_session() {
    let text = printed("lifecycle", &[]);
    assert_eq!(text.lines().count(), 1, "one connection: {text}");
    assert!(
        text.contains("10.159.32.65:49972 > 10.159.52.8:22"),
        "{text}"
    );
}

#[test]
fn resets_tells_who_reset_and_who_refused() {
    // Packet 8 refuses connection 3; packet 21 resets connection 2 (testdata/README.md).
    let text = printed("resets", &[]);
    let expected = [
        "packet 8: the server refused connection 3, the client was in SYN-SENT",
        "packet 21: the client reset connection 2, the server was in ESTABLISHED",
    ];
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn handshake_times_are_twice_the_cable_and_a_little() {
    // Three connections came about; the cable takes 2 ms each way, and the bench a little.
    let text = printed("handshake-times", &[]);
    let micros: Vec<u64> = text
        .lines()
        .map(|line| {
            line.split(' ')
                .rev()
                .nth(1)
                .expect("a time before its unit")
        })
        .map(|time| time.parse().expect("a time is a number"))
        .collect();
    assert_eq!(micros.len(), 3, "{text}");
    assert!(
        micros.iter().all(|micros| (4000..6000).contains(micros)),
        "{text}"
    );
}

#[test]
fn retransmissions_counts_what_was_sent_again() {
    // 9 octets, then 17 octets five times.
    let text = printed("retransmissions", &[]);
    assert!(
        text.starts_with("68 of 94 octets from the client again: 1 "),
        "{text}"
    );
    assert_eq!(text.lines().count(), 1);
}

#[test]
fn decode_rate_gives_counts_and_two_rates() {
    let text = printed("decode-rate", &[]);
    let counts = "45 frames, 7777 octets captured\n\
                  45 segments: 2 with SYN, 0 with timestamps, 5323 octets of payload\n";
    let rates = text.strip_prefix(counts);
    let units: Vec<_> = rates
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.split_once(' '))
        .collect();
    assert_eq!(units.len(), 2, "{text}");
    for (figure, unit) in units {
        assert!(
            figure.parse::<f64>().is_ok_and(|figure| figure > 0.0),
            "{text}"
        );
        assert!(unit.ends_with("a second"), "{text}");
    }
}

#[test]
fn filter_counts_what_passes() {
    let capture = "testdata/several-connections.pcap";
    assert_eq!(
        printed("filter", &[capture, "tcp[tcpflags]", "&", "tcp-rst != 0"]),
        "2\n"
    );
    assert_eq!(
        printed("filter", &["--numbers", capture, "port 5000"]),
        "7 8 \n"
    );
}
