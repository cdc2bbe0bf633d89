//! Annotations, and `--explain` in both languages.

use super::{status, stderr, stdout, typed};

fn printed(words: &str) -> String {
    let output = typed(words);
    assert_eq!(status(&output), 0, "synfin {words}: {}", stderr(&output));
    stdout(&output).to_owned()
}

/// The annotations behind the lines of a capture.
fn annotations(capture: &str) -> Vec<String> {
    let text = printed(&format!("-n {capture}"));
    let annotation = |line: &str| line.split_once("\t# ").expect("an annotation").1.to_owned();
    text.lines().map(annotation).collect()
}

/// The explanations under the lines of a capture.
fn explanations(words: &str) -> Vec<String> {
    let text = printed(&format!("-n --explain {words}"));
    let lines = text.lines().filter(|line| line.starts_with("        "));
    lines.map(|line| line.trim().to_owned()).collect()
}

/// The parts of an annotation are set off by `; `: connection and phase, states, what was noticed.
#[test]
fn an_ordinary_life_is_annotated_step_by_step() {
    assert_eq!(
        annotations("close-by-client.pcap"),
        [
            "1 handshake 1/3 SYN; client CLOSED > SYN-SENT",
            "1 handshake 2/3 SYN-ACK; server LISTEN > SYN-RECEIVED, client SYN-SENT > ESTABLISHED?",
            "1 handshake 3/3 ACK; server SYN-RECEIVED > ESTABLISHED?",
            "1 data",
            "1 data",
            "1 data",
            "1 data",
            "1 teardown 1/4 FIN; client ESTABLISHED > FIN-WAIT-1, server ESTABLISHED > CLOSE-WAIT?",
            "1 teardown 2/4 ACK; client FIN-WAIT-1 > FIN-WAIT-2?",
            "1 teardown 3/4 FIN; server CLOSE-WAIT > LAST-ACK, client FIN-WAIT-2 > TIME-WAIT?",
            "1 teardown 4/4 ACK; server LAST-ACK > CLOSED?",
        ]
    );
}

#[test]
fn what_was_noticed_comes_last() {
    let lost = annotations("syn-lost.pcap");
    assert_eq!(
        lost[1],
        "1 handshake 1/3 SYN; retransmission of #1 after timeout"
    );
    let kept = annotations("keep-alive.pcap");
    assert!(kept.contains(&"1 data; keep-alive".to_owned()), "{kept:?}");
    let refused = annotations("refused.pcap");
    assert!(
        refused[1].starts_with("1 refused; client SYN-SENT > CLOSED"),
        "{refused:?}"
    );
}

/// Finds `A = ... B + 1[ + N bytes of data]` in an explanation and does the sum again.
fn check_sum(explanation: &str) -> bool {
    let number = |text: &str| -> Option<u32> {
        let digits = |c: char| !c.is_ascii_digit();
        text.split(digits)
            .rfind(|part| !part.is_empty())?
            .parse()
            .ok()
    };
    let Some((left, right)) = explanation.split_once(" = ") else {
        return false;
    };
    let (base, behind) = right.split_once(" + 1").expect("a sum");
    let more = behind.strip_prefix(" + ").map_or(0, |rest| {
        let digits = rest.split(' ').next().unwrap_or_default();
        digits.parse().expect("octets of data")
    });
    let sum = number(base).map(|base| base.wrapping_add(1).wrapping_add(more));
    assert_eq!(number(left), sum, "{explanation}");
    true
}

#[test]
fn every_acknowledgment_number_is_explained_by_a_sum_that_is_right() {
    for (capture, sums) in [
        ("close-by-client.pcap", 4),
        ("three-segment-close.pcap", 4),
        ("simultaneous-close.pcap", 4),
        ("fast-open.pcap", 8),
        ("refused.pcap", 1),
        ("sequence-wrap.pcap", 4),
    ] {
        for language in ["en", "zh"] {
            let lines = explanations(&format!("--lang {language} {capture}"));
            let right = lines.iter().filter(|line| check_sum(line)).count();
            assert_eq!(right, sums, "{capture} in {language}: {lines:#?}");
        }
    }
}

#[test]
fn each_step_has_its_sentence_with_both_states() {
    let lines = explanations("close-by-client.pcap");
    let begins = [
        "The client asks to open a connection",
        "The server agrees",
        "The client confirms the server's SYN",
        "The client has nothing more to send",
        "The server confirms the FIN",
        "The server has nothing more to send either",
        "The client confirms the other FIN",
    ];
    assert_eq!(lines.len(), begins.len(), "{lines:#?}");
    for (line, begin) in lines.iter().zip(begins) {
        assert!(line.starts_with(begin), "{line}");
    }
    assert!(
        lines[0].ends_with(
            "The client is now in SYN-SENT, the server in LISTEN as far as one can tell."
        )
    );
    assert!(lines[6].contains("2 MSL"), "{}", lines[6]);
    assert!(
        lines[6].ends_with("The client is now in TIME-WAIT, the server in CLOSED if this arrives.")
    );
}

#[test]
fn both_languages_explain_the_same_lines() {
    for capture in [
        "simultaneous-open.pcap",
        "reset-by-server.pcap",
        "syn-lost.pcap",
    ] {
        let english = explanations(&format!("--lang en {capture}"));
        let chinese = explanations(&format!("--lang zh {capture}"));
        assert!(!english.is_empty(), "{capture}");
        assert_eq!(english.len(), chinese.len(), "{capture}");
        assert!(
            chinese.iter().all(|line| line.ends_with('。')),
            "{chinese:#?}"
        );
    }
}
