//! Every capture of `testdata` in every view, against the stored text in `testdata/golden`.
//!
//! `UPDATE_GOLDEN=1 cargo test -p synfin-cli --test golden` writes the texts; then read what
//! changed (`git diff testdata/golden`): a golden text is a claim about a connection.

mod common;

use common::{difference, synfin, testdata};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The views: what stands in the text's name, and the words typed before the capture's name.
/// Ports stay numbers, because the system's services file names them differently elsewhere.
const VIEWS: [(&str, &[&str]); 4] = [
    ("print", &["print", "-nn"]),
    ("verbose", &["print", "--plain", "-v", "-nn"]),
    ("connections", &["connections", "--format", "jsonl"]),
    ("transitions", &["transitions", "--format", "jsonl"]),
];

/// The captures' file names. Compressed ones are left out: what is printed for them must equal
/// the text of the plain one, and another test sees to that.
fn captures() -> BTreeSet<String> {
    files_in(".")
        .into_iter()
        .filter(|name| name.ends_with(".pcap") || name.ends_with(".pcapng"))
        .collect()
}

fn files_in(folder: &str) -> BTreeSet<String> {
    std::fs::read_dir(testdata().join(folder))
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("the folder can be read").file_name())
        .map(|name| name.into_string().expect("names are UTF-8"))
        .collect()
}

/// The stored text's name: the capture's without its ending, then the view's.
fn golden_name(capture: &str, view: &str) -> String {
    let stem = capture.split('.').next().unwrap_or(capture);
    format!("{stem}.{view}.txt")
}

/// What the command prints for a capture; if it complains, the complaint and its exit status too.
fn shown(capture: &str, words: &[&str]) -> String {
    let output = synfin(words.iter().chain([&capture]));
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    for line in String::from_utf8_lossy(&output.stderr).lines() {
        let _ = writeln!(text, "[standard error] {line}");
    }
    if !output.status.success() {
        let _ = writeln!(text, "[exit status] {:?}", output.status.code());
    }
    text
}

#[test]
fn every_capture_prints_its_golden_text_in_every_view() {
    let mut wrong = String::new();
    for capture in captures() {
        for (view, words) in VIEWS {
            let name = format!("golden/{}", golden_name(&capture, view));
            if let Some(difference) = difference(&name, shown(&capture, words).as_bytes()) {
                let _ = writeln!(wrong, "synfin {} {capture}: {difference}", words.join(" "));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_golden_text_belongs_to_a_capture() {
    let expected: BTreeSet<String> = captures()
        .iter()
        .flat_map(|capture| VIEWS.map(|(view, _)| golden_name(capture, view)))
        .collect();
    assert!(expected.len() > 100, "the captures are there: {expected:?}");
    let strays: Vec<_> = files_in("golden").difference(&expected).cloned().collect();
    assert!(strays.is_empty(), "texts of no capture: {strays:?}");
}
