//! What one end sent, counted.

use super::dialogue::{Dialogue, HANDSHAKE};

#[test]
fn octets_count_once_however_they_are_cut() {
    let dialogue = Dialogue::open(&["c A 1 501 50", "c A 1 501 50", "c A 21 501 50"]);
    let sent = dialogue.client();
    assert_eq!(
        (sent.packets(), sent.bytes(), sent.unique_bytes()),
        (5, 150, 70)
    );
    let trouble = sent.trouble();
    assert_eq!(
        (trouble.retransmitted_packets, trouble.retransmitted_bytes),
        (2, 80)
    );
    assert_eq!(dialogue.server().packets(), 1);
}

#[test]
fn a_repeated_fin_counts_as_packet_and_not_as_octet() {
    let sent = Dialogue::open(&["c FA 1 501", "c FA 1 501"]);
    let trouble = sent.client().trouble();
    assert_eq!(
        (trouble.retransmitted_packets, trouble.retransmitted_bytes),
        (1, 0)
    );
    assert_eq!(
        (
            sent.client().syn(),
            sent.client().fin(),
            sent.client().rst()
        ),
        (1, 2, 0)
    );
}

#[test]
fn a_hole_is_missing_until_it_is_filled() {
    let hole = ["c A 1 501 10", "c A 31 501 10"];
    assert_eq!(Dialogue::open(&hole).client().missing_bytes(), 20);
    let filled = Dialogue::open(&[&hole[..], &["c A 11 501 20"]].concat());
    assert_eq!(filled.client().missing_bytes(), 0);
    assert_eq!(filled.client().trouble().out_of_order_packets, 1);
    assert_eq!(filled.client().trouble().retransmitted_packets, 0);
}

#[test]
fn a_bare_acknowledgment_moves_the_next_number_but_leaves_no_hole() {
    let dialogue = Dialogue::open(&["c A 31 501", "c A 1 501 10"]);
    assert_eq!(dialogue.client().missing_bytes(), 0);
    assert_eq!(dialogue.client().trouble().out_of_order_packets, 1);
}

#[test]
fn a_reset_takes_no_part_in_the_bookkeeping() {
    let dialogue = Dialogue::open(&["c A 1 501 10", "c R 90000", "c A 11 501 10"]);
    let sent = dialogue.client();
    assert_eq!(
        (sent.rst(), sent.missing_bytes(), sent.unique_bytes()),
        (1, 0, 20)
    );
    assert!(dialogue.names().is_empty());
}

#[test]
fn keep_alives_are_counted_apart() {
    let dialogue = Dialogue::open(&["c A 1 501 10", "s A 501 11", "c A 10 501 1", "c A 10 501"]);
    let sent = dialogue.client();
    assert_eq!(sent.trouble().keep_alive_packets, 2);
    assert_eq!((sent.bytes(), sent.unique_bytes()), (11, 10));
    assert_eq!(sent.trouble().retransmitted_packets, 0);
}

#[test]
fn what_came_before_the_syn_is_an_older_incarnation() {
    let dialogue = Dialogue::of(&["c A 90001 7 500", "c S 0", "s SA 500 1", "c A 1 501 10"]);
    let sent = dialogue.client();
    assert_eq!((sent.bytes(), sent.missing_bytes()), (510, 0));
    assert_eq!(dialogue.verdicts.last().unwrap().relative_seq, Some(1));
}

#[test]
fn a_late_syn_just_before_its_data_belongs_to_it() {
    let dialogue = Dialogue::of(&["c A 1 501 20", "c S 0"]);
    assert_eq!(dialogue.client().unique_bytes(), 20);
    let seqs = dialogue.verdicts.iter().map(|verdict| verdict.relative_seq);
    assert_eq!(seqs.collect::<Vec<_>>(), [Some(1), Some(0)]);
}

#[test]
fn relative_numbers_start_at_the_syn_or_as_if_there_had_been_one() {
    let relative = |lines: &[&str]| {
        let dialogue = Dialogue::of(lines);
        let verdict = dialogue.verdicts.last().unwrap();
        (verdict.relative_seq, verdict.relative_ack)
    };
    assert_eq!(relative(&["c A 1000 7000 5"]), (Some(1), Some(1)));
    assert_eq!(
        relative(&["c A 1000 7000 5", "s A 7000 1005"]),
        (Some(1), Some(6))
    );
    assert_eq!(relative(&["c S 0", "s RA 0 1"]), (None, Some(1)));
    assert_eq!(relative(&["c S 0"]), (Some(0), None));
}

#[test]
fn relative_numbers_go_on_past_four_gibibytes() {
    let step = 1 << 30;
    let mut lines: Vec<_> = HANDSHAKE.iter().map(ToString::to_string).collect();
    for part in 0..6_u32 {
        lines.push(format!(
            "c A {} 501 {step}",
            part.wrapping_mul(step).wrapping_add(1)
        ));
    }
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    let dialogue = Dialogue::of(&lines);
    let last = dialogue.verdicts.last().unwrap();
    assert_eq!(last.relative_seq, Some((5 << 30) + 1));
    assert_eq!(dialogue.client().unique_bytes(), 6 << 30);
    assert_eq!(dialogue.client().trouble().retransmitted_packets, 0);
}

#[test]
fn windows_are_scaled_only_if_both_syns_offer_to() {
    let window = |lines: &[&str]| Dialogue::of(lines).verdicts.last().unwrap().scaled_window;
    assert_eq!(window(&HANDSHAKE), Some(4000));
    assert_eq!(
        window(&HANDSHAKE[..2]),
        Some(1000),
        "a SYN's is never scaled"
    );
    assert_eq!(
        window(&["c S 0 ws=2", "s SA 500 1", "c A 1 501"]),
        Some(1000)
    );
    assert_eq!(window(&["s SA 500 1 ws=2", "c A 1 501"]), None);
    assert_eq!(
        window(&["c S 0 ws=2", "s SA 500 1 cut=1", "c A 1 501"]),
        None
    );
    let huge = ["c S 0 ws=99", "s SA 500 1 ws=0", "c A 1 501"];
    assert_eq!(window(&huge), Some(1000 << 14), "RFC 7323, 2.3");
}

#[test]
fn offers_are_unknown_without_the_syn() {
    let dialogue = Dialogue::of(&HANDSHAKE[..1]);
    let (client, server) = (dialogue.client(), dialogue.server());
    assert_eq!((client.mss(), client.window_scale()), (Some(1460), Some(2)));
    assert_eq!(
        (client.sack_permitted(), client.timestamps()),
        (Some(false), Some(false))
    );
    assert_eq!((server.mss(), server.sack_permitted()), (None, None));
    let cut = Dialogue::of(&["c S 0 mss=1460 cut=1"]);
    assert_eq!(
        (cut.client().mss(), cut.client().timestamps()),
        (Some(1460), None)
    );
}

#[test]
fn small_counts_carry_over() {
    let mut lines = vec!["c S 0"; 700];
    lines.extend(["c R 1"; 300]);
    lines.extend(["c F 1"; 256]);
    let dialogue = Dialogue::of(&lines);
    let sent = dialogue.client();
    let counts = (sent.packets(), sent.syn(), sent.rst(), sent.fin());
    assert_eq!(counts, (1256, 700, 300, 256));
}
