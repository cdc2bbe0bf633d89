//! When lines are coloured.

use super::common::testdata;
use super::typed;
use std::process::Command;

/// Standard output of a run with these variables set.
fn printed(words: &str, variables: &[(&str, &str)]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_synfin"))
        .args(words.split(' '))
        .current_dir(testdata())
        .envs([("TZ", "UTC"), ("TERM", "xterm")])
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .envs(variables.iter().copied())
        .output()
        .expect("the command starts");
    assert!(output.status.success(), "synfin {words}: {output:?}");
    String::from_utf8(output.stdout).expect("lines are text")
}

/// The text without its escape sequences.
fn bare(coloured: &str) -> String {
    let mut parts = coloured.split("\x1b[");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (sequence, rest) = part.split_once('m').expect("a colour");
        assert!(
            sequence.chars().all(|c| c.is_ascii_digit() || c == ';'),
            "{part}"
        );
        text.push_str(rest);
    }
    text
}

#[test]
fn colour_comes_when_asked_for_and_changes_no_text() {
    for words in [
        "ssh-session.pcap",
        "--explain refused.pcap",
        "-vX reset-by-server.pcap",
    ] {
        let plain = printed(words, &[]);
        assert!(!plain.contains('\x1b'), "synfin {words}");
        let coloured = printed(&format!("--color always {words}"), &[]);
        assert!(coloured.contains("\x1b["), "synfin {words}");
        assert_eq!(bare(&coloured), plain, "synfin {words}");
        assert_eq!(printed(&format!("{words} --color never"), &[]), plain);
    }
}

#[test]
fn the_environment_decides_for_pipes_too() {
    let has_colour = |words: &str, variables: &[_]| printed(words, variables).contains('\x1b');
    let words = "ssh-session.pcap";
    assert!(has_colour(words, &[("CLICOLOR_FORCE", "1")]));
    assert!(!has_colour(
        words,
        &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]
    ));
    assert!(has_colour(
        "--color always ssh-session.pcap",
        &[("NO_COLOR", "1")]
    ));
    assert!(!has_colour(
        "--color never ssh-session.pcap",
        &[("CLICOLOR_FORCE", "1")]
    ));
}

#[test]
fn plain_lines_have_no_colour_even_so() {
    let plain = super::stdout(&typed("--plain ssh-session.pcap")).to_owned();
    assert_eq!(
        printed("--plain --color always ssh-session.pcap", &[]),
        plain
    );
}
