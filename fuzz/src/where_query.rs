//! `--where`.
//!
//! The promise: an expression and its opposite choose every connection once between them, and an
//! expression in parentheses, or said twice, chooses the same.

use std::path::Path;
use std::sync::OnceLock;
use synfin::decode::Reassembly;
use synfin::{Capture, Connection, Tracker};

/// Captures whose connections are chosen among: openings and closings of all kinds.
const CAPTURES: [&str; 6] = [
    "several-connections.pcap",
    "midstream.pcap",
    "unanswered.pcap",
    "half-close.pcap",
    "ipv6.pcap",
    "zero-window.pcap",
];

/// Chooses among the connections of stored captures, by text.
pub fn run(octets: &[u8]) {
    let text = String::from_utf8_lossy(octets);
    let Some(chosen) = choose(&text) else {
        return;
    };
    let opposite = chosen.iter().map(|chosen| !chosen).collect();
    for (other, expected) in [
        (format!("not ({text})"), &opposite),
        (format!("({text})"), &chosen),
        (format!("({text}) and ({text})"), &chosen),
        (format!("({text}) or ({text})"), &chosen),
    ] {
        // Parentheses may be too deep.
        if let Some(other) = choose(&other) {
            assert_eq!(other, *expected, "{text}");
        }
    }
}

fn choose(text: &str) -> Option<Vec<bool>> {
    match synfin_cli::chosen(text, connections()) {
        Ok(chosen) => Some(chosen),
        Err(refused) => {
            assert!(!refused.is_empty());
            None
        }
    }
}

fn connections() -> &'static [Connection] {
    static READ: OnceLock<Vec<Connection>> = OnceLock::new();
    READ.get_or_init(|| CAPTURES.into_iter().flat_map(read).collect())
}

fn read(name: &str) -> Vec<Connection> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata");
    let mut capture = Capture::open(folder.join(name)).expect("a stored capture");
    let (mut reassembly, mut tracker) = (Reassembly::new(), Tracker::new());
    while let Ok(Some(frame)) = capture.next_frame() {
        if let Some(segment) = reassembly.segment(&frame.decode()) {
            tracker.observe(&segment);
        }
    }
    tracker.finish().collect()
}
