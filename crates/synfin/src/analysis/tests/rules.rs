//! The rules of Wireshark's events. The SYN's number is 0 for the client and 500 for the server.

use super::dialogue::Dialogue;

fn names(lines: &[&str]) -> Vec<&'static str> {
    Dialogue::open(lines).names()
}

fn rules(lines: &[&str]) -> Vec<&'static str> {
    Dialogue::open(lines).rules()
}

#[test]
fn a_quiet_dialogue_has_no_events() {
    let dialogue = Dialogue::open(&[
        "c PA 1 501 100",
        "s A 501 101",
        "s PA 501 101 200",
        "c A 101 701",
        "c FA 101 701",
        "s FA 701 102",
        "c A 102 702",
    ]);
    let events: Vec<_> = dialogue
        .verdicts
        .iter()
        .map(|verdict| verdict.events)
        .collect();
    assert!(events.iter().all(|events| events.is_empty()), "{events:?}");
}

#[test]
fn octets_are_compared_and_not_segments() {
    let first = "c PA 1 501 100";
    assert_eq!(
        rules(&[first, "c PA 1 501 100"]),
        ["all-octets-seen-before"]
    );
    assert_eq!(
        rules(&[first, "c PA 51 501 20"]),
        ["all-octets-seen-before"]
    );
    assert_eq!(
        rules(&[first, "c PA 51 501 100"]),
        ["some-octets-seen-before"]
    );
    assert_eq!(
        rules(&[first, "c FA 51 501 50"]),
        ["all-octets-seen-before"]
    );
    assert!(rules(&[first, "c PA 101 501 100"]).is_empty());
}

#[test]
fn syn_and_fin_can_be_repeated_too() {
    let again = Dialogue::of(&["c S 0", "c S 0"]);
    assert_eq!(again.rules(), ["syn-seen-before"]);
    assert_eq!(rules(&["c FA 1 501", "c FA 1 501"]), ["fin-seen-before"]);
}

#[test]
fn what_was_acknowledged_is_sent_again_for_nothing() {
    let lines = ["c PA 1 501 100", "s A 501 101", "c PA 1 501 100"];
    assert_eq!(names(&lines), ["retransmission", "spurious_retransmission"]);
    let partly = ["c PA 1 501 100", "s A 501 51", "c PA 1 501 100"];
    assert_eq!(names(&partly), ["retransmission"]);
}

/// Two segments, of which the first was lost on its way; each answer repeats the SYN-ACK's
/// acknowledgment number.
const LOSS: [&str; 6] = [
    "c PA 1 501 100",
    "c PA 101 501 100",
    "s A 501 1",
    "s A 501 1",
    "s A 501 1",
    "s A 501 1",
];

#[test]
fn duplicate_acknowledgments_bring_a_fast_retransmission() {
    let with = |line| names(&[&LOSS[..], &[line]].concat());
    assert_eq!(
        with("c PA 1 501 100"),
        ["retransmission", "fast_retransmission"]
    );
    assert_eq!(with("c PA 1 501 100 t=21"), ["retransmission"]);
    assert_eq!(with("c PA 101 501 100"), ["retransmission"]);
    let one_duplicate = [&LOSS[..3], &["c PA 1 501 100"]].concat();
    assert_eq!(names(&one_duplicate), ["retransmission"]);
}

#[test]
fn a_hole_is_seen_and_then_filled() {
    assert_eq!(names(&["c PA 101 501 100"]), ["lost_segment"]);
    assert_eq!(names(&["c A 101 501"]), ["lost_segment"]);
    let filled = ["c PA 101 501 100", "c PA 1 501 100"];
    assert_eq!(names(&filled), ["out_of_order"]);
}

#[test]
fn an_acknowledgment_of_what_was_not_captured_is_noticed_once() {
    assert_eq!(names(&["s A 501 101"]), ["ack_lost_segment"]);
    assert_eq!(names(&["s A 501 101", "s A 501 101"]), ["duplicate_ack"]);
}

#[test]
fn an_acknowledgment_is_a_duplicate_only_if_nothing_is_new_in_it() {
    let sent = "c PA 1 501 100";
    assert_eq!(
        names(&[sent, "s A 501 101", "s A 501 101"]),
        ["duplicate_ack"]
    );
    assert!(names(&[sent, "s A 501 101", "s PA 501 101 5"]).is_empty());
    assert!(names(&[sent, "s A 501 101", "s FA 501 101"]).is_empty());
    let update = [sent, "s A 501 101", "s A 501 101 w=900"];
    assert_eq!(names(&update), ["window_update"]);
}

#[test]
fn a_keep_alive_is_no_retransmission() {
    let idle = ["c PA 1 501 100", "s A 501 101"];
    let then = |lines: &[&'static str]| names(&[&idle[..], lines].concat());
    assert_eq!(then(&["c A 100 501"]), ["keep_alive"]);
    assert_eq!(then(&["c A 100 501 1"]), ["keep_alive"]);
    assert_eq!(then(&["c A 100 501", "s A 501 101"]), ["keep_alive_ack"]);
    assert_eq!(
        names(&["c PA 1 501 100", "c A 100 501 1"]),
        ["retransmission"],
        "while something is outstanding it is none"
    );
}

#[test]
fn a_closed_window_is_probed_and_opens() {
    let closed = ["c PA 1 501 100", "s A 501 101 w=0"];
    let then = |lines: &[&'static str]| names(&[&closed[..], lines].concat());
    assert_eq!(then(&[]), ["zero_window"]);
    let probe = "c A 101 501 1";
    assert_eq!(then(&[probe]), ["zero_window_probe"]);
    assert_eq!(
        then(&[probe, "s A 501 101 w=0"]),
        ["zero_window", "zero_window_probe_ack"]
    );
    assert_eq!(
        then(&["s A 501 101 w=0"]),
        ["zero_window"],
        "no probe, no answer to one"
    );
    assert_eq!(then(&["s A 501 101 w=500"]), ["window_update"]);
    let probe_below_next = [&closed[..], &["c A 100 501"]].concat();
    assert_eq!(
        rules(&probe_below_next),
        ["one-below-next-into-closed-window"]
    );
    let reset = ["c PA 1 501 100", "s RA 501 101 w=0"];
    assert!(names(&reset).is_empty(), "a reset has no window");
}

#[test]
fn the_window_is_full_where_it_ends_and_nowhere_else() {
    // The handshake's window is not scaled; the next one is, by four.
    assert_eq!(names(&["c PA 1 501 1000"]), ["window_full"]);
    let scaled = ["c PA 1 501 1", "s A 501 2 w=25"];
    let then = |line| names(&[&scaled[..], &[line]].concat());
    assert_eq!(then("c PA 2 501 100"), ["window_full"]);
    assert!(then("c PA 2 501 99").is_empty());
    let unknown = Dialogue::of(&["s A 501 1", "c PA 1 501 1000"]);
    assert!(
        unknown.names().is_empty(),
        "the scale is not known without SYNs"
    );
}

#[test]
fn only_the_first_segment_of_another_connection_reuses_ports() {
    let dialogue = Dialogue::reusing(&["c S 0", "s SA 500 1"], true);
    let names = |index: usize| {
        dialogue.verdicts[index]
            .events
            .iter()
            .map(|event| event.name())
    };
    assert_eq!(names(0).collect::<Vec<_>>(), ["reused_ports"]);
    assert_eq!(names(1).count(), 0);
}
