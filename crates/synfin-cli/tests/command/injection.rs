//! What a capture says never becomes a control sequence, a formula, markup or script.

use super::build::Scratch;
use super::common::hostile::{HOSTILE, capture, harmless};
use super::common::synfin;
use super::{status, stderr, stdout};
use std::fs;
use std::path::{Path, PathBuf};

/// What a command prints of a capture that says `text`.
fn printed(words: &str, text: &str) -> String {
    let scratch = Scratch::new("says.pcapng", &capture(text));
    let words = words.split_whitespace().map(AsRef::as_ref);
    let output = synfin(words.chain([scratch.path().as_os_str()]));
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
    stdout(&output).to_owned()
}

/// Nothing but text, line ends and tabs.
fn assert_steers_nothing(words: &str, hostile: &str) {
    let is_dangerous = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let found: Vec<_> = hostile.chars().filter(|&c| is_dangerous(c)).collect();
    assert!(found.is_empty(), "{words}: {found:?} in {hostile}");
}

#[test]
fn no_output_steers_a_terminal() {
    for text in HOSTILE {
        for words in [
            "print",
            "print -t -vvv -e",
            "print -A",
            "print -AA -v",
            "print -XX -vv",
            "print --explain",
            "print --explain --lang zh",
            "print --plain -vvv -X -t",
            "connections --format table",
            "connections --format jsonl",
            "connections --format csv",
            "connections --format tsv",
            "packets",
            "transitions",
            "transitions --format csv",
            "stats",
            "show",
            "show --ascii --unfold",
            "show --format svg",
            "show --format mermaid",
            "plot",
        ] {
            assert_steers_nothing(words, &printed(words, text));
        }
    }
}

#[test]
fn no_field_of_a_row_is_a_formula() {
    for text in HOSTILE {
        for words in ["connections --format csv", "transitions --format csv"] {
            let printed = printed(words, text);
            let mut rows = csv::Reader::from_reader(printed.as_bytes());
            let width = rows.headers().expect("a header").len();
            for row in rows.records() {
                let row = row.expect("a row as wide as the header");
                assert_eq!(row.len(), width);
                for field in &row {
                    let begins = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
                    assert!(
                        !begins || field.parse::<f64>().is_ok(),
                        "{words}: {field:?}"
                    );
                }
            }
        }
    }
}

/// The page on a capture that lies in a file of this name.
fn page(folder: &Path, name: &str, text: &str, command: &str) -> String {
    let file = folder.join(name);
    fs::write(&file, capture(text)).expect("a scratch file");
    let page = folder.join("out.html");
    let words = command.split_whitespace().map(AsRef::as_ref);
    let output = synfin(words.chain(["-o".as_ref(), page.as_os_str(), file.as_os_str()]));
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    fs::read_to_string(page).expect("a page")
}

#[test]
fn no_page_gets_markup_or_script_from_a_capture() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pages");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let marks = |page: &str| page.matches(['<', '>']).count();
    for (text, harmless) in HOSTILE.into_iter().zip(harmless()) {
        // Also the file's own name may be hostile, as far as a name can be.
        let name = text.replace(['/', '\0'], "_");
        let evil = page(&folder, &name, text, "report");
        let good = page(&folder, &"x".repeat(name.len()), &harmless, "report");
        assert_eq!(marks(&evil), marks(&good), "{text}");
        assert!(
            !evil.contains("<script>alert") && !evil.contains("<img"),
            "{text}"
        );
        fs::remove_file(folder.join(name)).expect("a scratch file");
        for words in ["show --format svg", "plot --format svg"] {
            let (evil, good) = (printed(words, text), printed(words, &harmless));
            assert_eq!(marks(&evil), marks(&good), "{words}: {text}");
        }
    }
}

#[test]
fn no_hosts_file_steers_either() {
    let scratch = Scratch::new("plain.pcapng", &capture("x"));
    for text in HOSTILE {
        let word = text.replace([' ', '\n', '\t', '\r', '\x0b', '\x0c'], "");
        let hosts = Scratch::new("hosts", format!("192.0.2.2 {word}\n").as_bytes());
        let words = [
            "--hosts".as_ref(),
            hosts.path().as_os_str(),
            scratch.path().as_os_str(),
        ];
        let output = synfin(words);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        assert_steers_nothing("print --hosts", stdout(&output));
    }
}
