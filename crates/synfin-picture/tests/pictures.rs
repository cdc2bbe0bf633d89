//! Ladders, stories and plots of recorded connections: what a reader sees, as golden text.
//!
//! `INSTA_UPDATE=always cargo test -p synfin-picture` rewrites the expected texts.

use synfin::{Capture, Connection, Tracker};
use synfin_picture::ladder::{Ladder, TextStyle, mermaid, svg, text};
use synfin_picture::plot::{self, Samples};
use synfin_picture::{Chronicle, Language, Row, story};

/// Reads the first connection of a capture in testdata.
fn connection(name: &str, unfold: bool) -> (Connection, Chronicle, Samples) {
    let path = format!("{}/../../testdata/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut capture = Capture::open(path).expect("the capture opens");
    let mut tracker = Tracker::new();
    let mut pictures: Option<(Chronicle, Samples)> = None;
    while let Some(frame) = capture.next_frame().expect("whole records") {
        let decoded = frame.decode();
        let Some(segment) = decoded.segment() else {
            continue;
        };
        let Some(seen) = tracker.observe(segment) else {
            continue;
        };
        if seen.connection == 1 {
            let (chronicle, samples) = pictures.get_or_insert_with(|| {
                (
                    Chronicle::new(segment, &seen, unfold),
                    Samples::new(segment.time),
                )
            });
            chronicle.observe(segment, &seen);
            samples.observe(segment, &seen);
        }
    }
    let first = tracker.finish().next().expect("a connection");
    let (chronicle, samples) = pictures.expect("segments of it");
    (first, chronicle, samples)
}

/// The ladder, 100 columns wide, and the story in both languages.
fn told(name: &str) -> String {
    let (connection, chronicle, _) = connection(name, false);
    let ladder = Ladder::new(&chronicle);
    let style = TextStyle {
        width: 100,
        ascii: false,
    };
    let mut lines: Vec<String> = text(&ladder, style)
        .iter()
        .map(|line| line.text())
        .collect();
    for language in [Language::English, Language::Chinese] {
        lines.push(String::new());
        lines.extend(story(&connection, &chronicle, language));
    }
    lines.join("\n")
}

#[test]
fn ladders_and_stories() {
    for name in [
        "ssh-session.pcap",
        "close-by-server.pcap",
        "three-segment-close.pcap",
        "simultaneous-close.pcap",
        "simultaneous-open.pcap",
        "half-close.pcap",
        "refused.pcap",
        "unanswered.pcap",
        "reset-by-client.pcap",
        "fin-then-reset.pcap",
        "loss-fast-retransmit.pcap",
        "loss-timeout.pcap",
        "zero-window.pcap",
        "keep-alive.pcap",
        "fast-open.pcap",
        "midstream.pcap",
        "challenge-ack.pcap",
    ] {
        insta::assert_snapshot!(name, told(name));
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let (_, chronicle, samples) = connection("loss-fast-retransmit.pcap", true);
    let ladder = Ladder::new(&chronicle);
    for width in [80, 100, 120, 200] {
        for ascii in [false, true] {
            for line in text(&ladder, TextStyle { width, ascii }) {
                let columns = line.text().chars().count();
                assert!(
                    columns <= width,
                    "{columns} columns in {width}: {}",
                    line.text()
                );
                assert!(!ascii || line.text().is_ascii(), "{}", line.text());
            }
        }
        for line in plot::terminal(&samples.charts(), width, true) {
            assert!(line.text().chars().count() <= width && line.text().is_ascii());
        }
    }
}

#[test]
fn folding_loses_no_segment() {
    let (connection, folded, _) = connection("ssh-session.pcap", false);
    assert_eq!(segments(&folded), 45);
    assert_eq!(connection.last_packet(), 45);
    assert_eq!(unfolded_rows(), 45);
}

fn unfolded_rows() -> usize {
    connection("ssh-session.pcap", true).1.rows().count()
}

fn segments(chronicle: &Chronicle) -> u64 {
    let of = |row: &Row| match row {
        Row::Step(_) => 1,
        Row::Run(run) | Row::LeftOut(run) => run.segments,
    };
    chronicle.rows().map(of).sum()
}

#[test]
fn mermaid_has_one_statement_a_line() {
    let (_, chronicle, _) = connection("close-by-server.pcap", false);
    let mut ladder = Ladder::new(&chronicle);
    ladder.rows.truncate(6);
    insta::assert_snapshot!("mermaid", mermaid(&ladder));
    let hostile = Ladder {
        client: "a;\nend <b> #1".into(),
        ..ladder.clone()
    };
    let text = mermaid(&hostile);
    assert_eq!(text.lines().count(), mermaid(&ladder).lines().count());
    assert!(!text.contains('<') && !text.contains("a;"));
}

#[test]
fn svg_keeps_hostile_text_text() {
    let (_, chronicle, samples) = connection("close-by-server.pcap", false);
    let ladder = Ladder {
        client: "</text><script>x</script>\u{202e}".into(),
        ..Ladder::new(&chronicle)
    };
    let drawn = svg(&ladder);
    assert!(!drawn.contains("<script") && !drawn.contains('\u{202e}'));
    let plotted = plot::svg(&samples.charts(), "\"><script>");
    assert!(!plotted.contains("<script"));
    for file in [drawn, plotted] {
        assert_eq!(file.matches("<svg").count(), 1);
        assert_eq!(
            file.matches("<text").count(),
            file.matches("</text>").count()
        );
    }
}
