//! How far work has come, on a terminal that `script` (util-linux) makes.

use super::common::build::{Scratch, pcap, syn};
use std::path::Path;
use std::process::{Command, Stdio};

/// What a command leaves on a terminal, every control sequence included; none without `script`.
fn on_a_terminal(command: &str) -> Option<String> {
    let output = Command::new("script")
        .args(["--quiet", "--return", "--command", command, "/dev/null"])
        .stdin(Stdio::null())
        .env("TERM", "xterm")
        .output()
        .ok()?;
    assert!(output.status.success(), "{output:?}");
    Some(String::from_utf8(output.stdout).expect("a terminal gets text"))
}

/// Enough packets for work that one waits for.
fn much() -> Scratch {
    let frames = (0..70_000_u32).map(|second| (second, syn((second % 60_000) as u16 + 1)));
    Scratch::new("much.pcap", &pcap(&frames.collect::<Vec<_>>()))
}

fn report(capture: &Path, input: &str, words: &str) -> Option<String> {
    let program = env!("CARGO_BIN_EXE_synfin");
    let capture = capture.display();
    let from = if input == "-" {
        format!("cat {capture} |")
    } else {
        String::new()
    };
    let input = if input == "-" {
        input.to_owned()
    } else {
        capture.to_string()
    };
    on_a_terminal(&format!(
        "{from} {program} report {words} -o /dev/null {input}"
    ))
}

#[test]
fn a_report_shows_how_much_is_read_and_drawn_and_nothing_stays() {
    let capture = much();
    let Some(seen) = report(capture.path(), "file", "") else {
        eprintln!("SKIPPED: script is not installed");
        return;
    };
    let shown: Vec<&str> = seen.split('\r').collect();
    let read = shown
        .iter()
        .filter(|text| text.contains("read ") && text.contains(" % of "));
    let drawn = shown
        .iter()
        .filter(|text| text.contains(" of 10,000 connections"));
    assert!(read.count() > 1 && drawn.count() > 1, "{shown:?}");
    assert!(
        shown.iter().any(|text| text.contains(" packets")),
        "{shown:?}"
    );
    // The line is erased, and what stands behind that is nothing.
    let last = seen.rsplit("\x1b[2K").next().expect("it was drawn");
    assert_eq!(last.trim(), "", "{shown:?}");
}

#[test]
fn a_pipe_has_no_end_to_measure_by() {
    let capture = much();
    let Some(seen) = report(capture.path(), "-", "--limit 10") else {
        eprintln!("SKIPPED: script is not installed");
        return;
    };
    assert!(
        seen.contains(" packets") && !seen.contains(" % of "),
        "{seen:?}"
    );
}

#[test]
fn who_wants_no_progress_gets_none() {
    let capture = much();
    let Some(seen) = report(capture.path(), "file", "--quiet --limit 10") else {
        eprintln!("SKIPPED: script is not installed");
        return;
    };
    assert_eq!(seen, "");
}
