//! Wrong usage: status 2, a word on what to do, and nothing printed.

use super::{status, stderr, stdout, typed};

/// Runs wrong usage and gives what was said about it.
fn refused(words: &str) -> String {
    let output = typed(words);
    assert_eq!(status(&output), 2, "synfin {words}: {output:?}");
    assert_eq!(stdout(&output), "", "synfin {words}");
    stderr(&output).to_owned()
}

#[test]
fn wrong_usage_is_told_and_nothing_is_printed() {
    for (words, told) in [
        ("print", "no capture was named"),
        ("-c 0 ssh-session.pcap", "invalid packet count 0"),
        ("-c x ssh-session.pcap", "invalid packet count x"),
        ("-c -1 ssh-session.pcap", "-1"),
        (
            "-tttttt ssh-session.pcap",
            "only -t, -tt, -ttt, -tttt and -ttttt",
        ),
        ("-x -A ssh-session.pcap", "exclude each other"),
        (
            "--time-stamp-precision=pico ssh-session.pcap",
            "micro or nano",
        ),
        ("--plain --explain ssh-session.pcap", "cannot be used with"),
        (
            "--explain --lang xx ssh-session.pcap",
            "possible values: en, zh",
        ),
        ("--no-such-option ssh-session.pcap", "--no-such-option"),
        ("--filter tcp -r ssh-session.pcap", "cannot be used with"),
        ("man nothing", "there is no command nothing"),
        ("show ssh-session.pcap -C 2", "there is no connection 2"),
    ] {
        let message = refused(words);
        assert!(message.contains(told), "synfin {words}: {message}");
    }
}

#[test]
fn without_a_word_the_help_is_shown() {
    let message = refused("");
    assert!(message.contains("Usage: synfin FILE..."), "{message}");
}

#[test]
fn a_wrong_filter_has_a_caret_under_the_place() {
    let message = refused("-r ssh-session.pcap tcp and frobnicate 7");
    let mut lines = message.lines();
    let told = lines.next().expect("a message");
    assert!(told.starts_with("synfin: "), "{told}");
    let (expression, caret) = (lines.next().unwrap(), lines.next().unwrap());
    assert_eq!(expression.trim(), "tcp and frobnicate 7");
    assert_eq!(caret.trim(), "^");
    assert!(
        caret.len() <= expression.len(),
        "the caret is under the text"
    );
}

#[test]
fn help_shows_examples_and_ends_well() {
    for words in [
        "--help",
        "-h",
        "help",
        "print --help",
        "print -h",
        "help print",
    ] {
        let output = typed(words);
        assert_eq!(status(&output), 0, "synfin {words}");
        assert!(stdout(&output).contains("Usage: synfin"), "synfin {words}");
    }
    assert!(stdout(&typed("--help")).contains("Examples:"));
    assert!(stdout(&typed("print --help")).contains("Examples:"));
}

#[test]
fn packagers_get_completions_and_manual_pages() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let output = typed(&format!("completions {shell}"));
        assert_eq!(status(&output), 0);
        assert!(stdout(&output).contains("synfin"), "{shell}");
    }
    assert!(stdout(&typed("man")).contains(".TH synfin 1"));
    assert!(stdout(&typed("man print")).contains(".TH synfin-print 1"));
    assert!(!stdout(&typed("--help")).contains("completions"), "hidden");
}

#[test]
fn words_in_the_wrong_place_get_a_hint() {
    for (words, told) in [
        ("ssh-session.pcap tcp", "a filter expression needs -r FILE"),
        ("-n connections ssh-session.pcap", "a command comes first"),
    ] {
        let output = typed(words);
        assert_eq!(status(&output), 1, "synfin {words}");
        assert!(stderr(&output).contains(told), "synfin {words}: {output:?}");
    }
}
