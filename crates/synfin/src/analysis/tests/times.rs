//! Handshake halves, round trips, silences.

use super::dialogue::{CLIENT, Dialogue};
use crate::Timestamp;

const MS: u64 = 1_000_000;

#[test]
fn a_handshake_has_two_halves() {
    let halves = |lines: &[&str]| {
        let dialogue = Dialogue::of(lines);
        (dialogue.traffic.syn_ack_rtt(), dialogue.traffic.ack_rtt())
    };
    let lines = ["c S 0", "s SA 500 1 t=30", "c A 1 501 t=2"];
    assert_eq!(halves(&lines), (Some(30 * MS), Some(2 * MS)));
    assert_eq!(halves(&lines[..2]), (Some(30 * MS), None));
    assert_eq!(halves(&lines[1..]), (None, None));
    let retried = ["c S 0", "c S 0 t=1000", "s SA 500 1 t=30", "c A 1 501 t=2"];
    assert_eq!(
        halves(&retried),
        (None, Some(2 * MS)),
        "which SYN was answered?"
    );
    let repeated = [&lines[..2], &["s SA 500 1 t=9", lines[2]]].concat();
    assert_eq!(halves(&repeated), (Some(30 * MS), None));
    let wrong = ["c S 10", "s SA 500 1 t=30", "c A 11 501 t=2"];
    assert_eq!(
        halves(&wrong),
        (None, None),
        "that SYN-ACK answers another SYN"
    );
    let refused = ["c S 0", "s RA 0 1 t=30", "c A 1 501"];
    assert_eq!(halves(&refused), (None, None));
}

#[test]
fn round_trips_leave_out_what_was_sent_again() {
    let dialogue = Dialogue::open(&[
        "c PA 1 501 100",
        "s A 501 101 t=20",
        "c PA 101 501 100",
        "c PA 101 501 100 t=300",
        "s A 501 201 t=20",
    ]);
    let rtt = dialogue.client().rtt();
    // The SYN's and the first segment's.
    assert_eq!(
        (rtt.count(), rtt.min(), rtt.max()),
        (2, Some(MS), Some(20 * MS))
    );
}

#[test]
fn timestamps_time_also_what_was_sent_again() {
    let dialogue = Dialogue::open(&[
        "c PA 1 501 100 ts=10/1",
        "s A 501 101 ts=2/10 t=20",
        "c PA 101 501 100 ts=30/2",
        "s A 501 151 ts=3/10 t=5",
        "s A 501 201 ts=4/30 t=5",
    ]);
    let rtt = dialogue.client().echo_rtt();
    assert_eq!(
        (rtt.count(), rtt.min(), rtt.max()),
        (2, Some(10 * MS), Some(20 * MS))
    );
}

#[test]
fn first_and_last_payload_first_fin_and_silence_are_kept() {
    let dialogue = Dialogue::open(&[
        "c PA 1 501 10",
        "s PA 501 11 10 t=50",
        "c PA 11 511 10 t=700",
        "c FA 21 511",
    ]);
    let at = |millis: i64| Some(Timestamp::from_nanos(millis * 1_000_000));
    let (client, server) = (dialogue.client(), dialogue.server());
    assert_eq!(
        (client.first_payload(), client.last_payload()),
        (at(4), at(754))
    );
    assert_eq!((client.first_fin(), server.first_fin()), (at(755), None));
    assert_eq!(dialogue.traffic.longest_silence(), 700 * 1_000_000);
    assert_eq!(dialogue.traffic.sent(CLIENT).packets(), 5);
}
