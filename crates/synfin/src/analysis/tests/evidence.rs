//! What SACK, timestamps, timing and the capture itself tell of repetitions.

use super::dialogue::{Dialogue, HANDSHAKE};

fn names(lines: &[&str]) -> Vec<&'static str> {
    Dialogue::open(lines).names()
}

#[test]
fn a_packet_captured_twice_is_told_from_one_sent_twice() {
    let first = "c PA 1 501 100 id=7";
    let copied = ["retransmission", "capture_duplicate"];
    assert_eq!(names(&[first, "c PA 1 501 100 id=7 us=40"]), copied);
    assert_eq!(
        names(&[first, "c PA 1 501 100 id=8 us=40"]),
        ["retransmission"]
    );
    assert_eq!(
        names(&[first, "c PA 1 501 100 id=7 t=1"]),
        ["retransmission"]
    );
    let between = [first, "s A 501 1 us=5", "c PA 1 501 100 id=7 us=5"];
    assert_eq!(names(&between), copied);
}

#[test]
fn without_identification_only_an_immediate_copy_is_one() {
    let first = "c PA 1 501 100 id=0";
    let copied = ["retransmission", "capture_duplicate"];
    assert_eq!(names(&[first, "c PA 1 501 100 id=0 us=99"]), copied);
    assert_eq!(
        names(&[first, "c PA 1 501 100 id=0 us=100"]),
        ["retransmission"]
    );
    let resets = ["c R 1 id=0", "c R 1 id=0 us=70"];
    assert!(names(&resets).is_empty(), "two answers to two segments");
}

#[test]
fn sack_blocks_show_the_hole_that_is_filled() {
    let loss = [
        "c PA 1 501 100",
        "c PA 101 501 100",
        "s A 501 1 sack=101-201",
    ];
    let then = |line| names(&[&loss[..], &[line]].concat());
    assert_eq!(
        then("c PA 1 501 100"),
        ["retransmission", "sack_retransmission"]
    );
    assert_eq!(then("c PA 201 501 100"), [""; 0]);
    let absurd = [
        "c PA 1 501 100",
        "s A 501 1 sack=100001-100002",
        "c PA 1 501 100",
    ];
    assert_eq!(
        names(&absurd),
        ["retransmission"],
        "a block of what was never sent says nothing"
    );
}

#[test]
fn a_silence_before_the_oldest_octets_is_a_timeout() {
    let sent = "c PA 1 501 100";
    let timeout = ["retransmission", "timeout_retransmission"];
    assert_eq!(names(&[sent, "c PA 1 501 100 t=200"]), timeout);
    assert_eq!(names(&[sent, "c PA 1 501 100 t=199"]), ["retransmission"]);
    let syn = Dialogue::of(&["c S 0", "c S 0 t=1000"]);
    assert_eq!(syn.names(), timeout);
}

#[test]
fn the_last_segment_again_is_a_probe_for_its_loss() {
    // One round trip of 10 ms, then two segments that nobody answers.
    let lines = [
        "c PA 1 501 100",
        "s A 501 101 t=10",
        "c PA 101 501 100",
        "c PA 201 501 100",
    ];
    let then = |line| names(&[&lines[..], &[line]].concat());
    assert_eq!(
        then("c PA 201 501 100 t=30"),
        ["retransmission", "tail_loss_probe"]
    );
    assert_eq!(then("c PA 201 501 100 t=5"), ["retransmission"]);
    assert_eq!(then("c PA 101 501 100 t=30"), ["retransmission"]);
}

#[test]
fn a_duplicate_sack_lies_below_the_acknowledgment_or_inside_the_next_block() {
    let sent = [
        "c PA 1 501 100",
        "c PA 101 501 100",
        "c PA 201 501 100",
        "s A 501 51",
    ];
    let rules = |line| Dialogue::open(&[&sent[..], &[line]].concat()).rules();
    assert_eq!(rules("s A 501 101 sack=1-101"), ["first-block-below-ack"]);
    assert_eq!(
        rules("s A 501 61 sack=201-301,101-301"),
        ["first-block-inside-second"]
    );
    assert!(rules("s A 501 61 sack=101-201").is_empty());
    assert!(rules("s A 501 61 sack=201-301,101-201").is_empty());
    assert!(
        rules("s A 501 101 sack=101-1").is_empty(),
        "no block at all"
    );
}

#[test]
fn an_echo_older_than_the_retransmission_proves_it_spurious() {
    let lines = |echo: &'static str| {
        let mut lines = HANDSHAKE.to_vec();
        lines.extend([
            "c PA 1 501 100 ts=10/1",
            "c PA 1 501 100 ts=300/1 t=300",
            echo,
        ]);
        Dialogue::of(&lines)
    };
    let spurious = lines("s A 501 101 ts=5/10");
    assert_eq!(spurious.names(), ["spurious_by_timestamps"]);
    assert!(lines("s A 501 101 ts=5/300").names().is_empty());
    assert!(
        lines("s A 501 51 ts=5/10").names().is_empty(),
        "it does not cover it yet"
    );
    assert!(lines("s A 501 101").names().is_empty());
}
