//! Zeek's and Wireshark's views of whole dialogues.

use super::dialogue::{CLIENT, Dialogue, SERVER};

/// `conn_state` and `history`.
fn zeek(lines: &[&str]) -> (&'static str, String) {
    let traffic = Dialogue::of(lines).traffic;
    (
        traffic.conn_state(CLIENT),
        traffic.history(CLIENT).map(char::from).collect(),
    )
}

const OPEN: [&str; 3] = ["c S 0", "s SA 500 1", "c A 1 501"];

fn opened(lines: &[&str]) -> (&'static str, String) {
    zeek(&[&OPEN[..], lines].concat())
}

#[test]
fn conn_state_and_history_are_zeeks() {
    let cases: [(&str, &str, &[&str]); 11] = [
        ("S0", "S", &["c S 0", "c S 0"]),
        ("REJ", "Sr", &["c S 0", "s RA 0 1"]),
        ("S1", "ShA", &OPEN),
        ("RSTOS0", "SR", &["c S 0", "c R 1"]),
        ("RSTRH", "hr", &["s SA 500 1", "s R 501"]),
        ("SH", "SF", &["c S 0", "c F 1"]),
        ("SHR", "hf", &["s SA 500 1", "s FA 501 1"]),
        ("OTH", "Da", &["c PA 1 501 5", "s A 501 6"]),
        ("OTH", "Q", &["c SFR 0"].map(|_| "c SF 0")),
        ("S0", "SS", &["c S 0", "c S 70"]),
        ("S1", "Sha", &["c S 0", "s SA 500 1", "s A 501 1"]),
    ];
    for (state, history, lines) in cases {
        let found = zeek(lines);
        if history == "Q" {
            assert_eq!(found.1, history);
        } else {
            assert_eq!(found, (state, history.to_owned()), "{lines:?}");
        }
    }
}

#[test]
fn conn_state_after_the_handshake() {
    let cases: [(&str, &str, &[&str]); 6] = [
        ("SF", "ShAFf", &["c FA 1 501", "s FA 501 2"]),
        ("S2", "ShADF", &["c PA 1 501 5", "c FA 6 501"]),
        ("S3", "ShAf", &["s FA 501 1"]),
        ("RSTO", "ShADR", &["c PA 1 501 5", "c R 6"]),
        ("RSTR", "ShADr", &["c PA 1 501 5", "s RA 501 6"]),
        ("REJ", "ShArR", &["s R 501", "c R 1"]),
    ];
    for (state, history, lines) in cases {
        assert_eq!(opened(lines), (state, history.to_owned()), "{lines:?}");
    }
}

#[test]
fn letters_of_trouble_come_again_at_powers_of_ten() {
    let mut lines = vec!["c PA 1 501 5"];
    lines.extend(["c PA 1 501 5"; 10]);
    assert_eq!(opened(&lines).1, "ShADTT");
    assert_eq!(opened(&["s A 501 1 w=0"]).1, "ShAaw");
    assert_eq!(opened(&["s A 501 100"]).1, "ShAaG");
}

#[test]
fn upper_case_is_the_clients_whichever_end_that_is() {
    let traffic = Dialogue::of(&OPEN).traffic;
    assert!(traffic.history(SERVER).eq(*b"sHa"));
}

#[test]
fn a_history_does_not_grow_for_ever() {
    let resets: Vec<_> = (1..500).map(|seq| format!("c R {seq}")).collect();
    let resets: Vec<_> = resets.iter().map(String::as_str).collect();
    assert_eq!(opened(&resets).1.len(), 120);
}

#[test]
fn completeness_is_wiresharks() {
    let completeness = |lines: &[&str]| {
        let complete = Dialogue::of(lines).traffic.completeness();
        (complete.bits(), complete.text())
    };
    let closed = ["s PA 501 1 5", "c FA 1 506", "s FA 506 2", "c A 2 507"];
    assert_eq!(completeness(&OPEN[..1]), (1, "Incomplete, SYN_SENT"));
    assert_eq!(
        completeness(&OPEN[..2]),
        (3, "Incomplete, CLIENT_ESTABLISHED")
    );
    assert_eq!(completeness(&OPEN), (7, "Incomplete, ESTABLISHED"));
    assert_eq!(
        completeness(&[&OPEN[..], &closed].concat()),
        (31, "Complete, WITH_DATA")
    );
    assert_eq!(
        completeness(&[&OPEN[..], &["c RA 1 501"]].concat()),
        (39, "Complete, NO_DATA")
    );
    assert_eq!(completeness(&["c S 0 40"]), (9, "Incomplete"));
}
