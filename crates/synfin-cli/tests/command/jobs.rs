//! `--jobs`: the same output for any number of threads, also in the order of what is printed and
//! what is complained of.

use super::common::testdata;
use super::{status, stdout, typed};
use std::fs::File;
use std::io::{Read, Seek};
use std::process::Command;

/// All of the captures, over and over: enough packets for many batches, with damaged files among
/// them, which are complained of in between.
fn captures() -> Vec<&'static str> {
    vec!["."; 9]
}

/// What a run writes to standard output and standard error, into one file as a terminal shows it.
fn shown(words: &str, jobs: &str) -> String {
    let path = std::env::temp_dir().join(format!(
        "synfin-{}-jobs-{jobs}-{}",
        std::process::id(),
        words.replace(' ', "")
    ));
    let mut file = File::options()
        .create(true)
        .truncate(true)
        .read(true)
        .write(true)
        .open(&path)
        .expect("a scratch file can be opened");
    let run = Command::new(env!("CARGO_BIN_EXE_synfin"))
        .args(words.split_whitespace())
        .args(["--jobs", jobs])
        .args(captures())
        .current_dir(testdata())
        .env("TZ", "UTC")
        .env("LC_ALL", "C")
        .stdout(file.try_clone().expect("a file has many handles"))
        .stderr(file.try_clone().expect("a file has many handles"))
        .status()
        .expect("the command starts");
    assert_eq!(run.code(), Some(1), "some captures are damaged");
    let mut text = String::new();
    file.rewind().expect("a file can be read again");
    file.read_to_string(&mut text).expect("lines are text");
    let _ = std::fs::remove_file(path);
    text
}

#[test]
fn the_output_is_the_same_for_any_number_of_threads() {
    for words in [
        "print --plain -nn",
        "print -nn",
        "print --color always -S",
        "print --plain -nn -# -ttt",
        "print -ttttt --nano",
        "print --plain -nn -v",
    ] {
        let alone = shown(words, "1");
        assert!(alone.lines().count() > 1000, "{words}");
        for jobs in ["2", "3", "8"] {
            let together = shown(words, jobs);
            let differs = alone.lines().zip(together.lines()).find(|(a, b)| a != b);
            assert_eq!(differs, None, "synfin {words} --jobs {jobs}");
            assert_eq!(alone.len(), together.len(), "synfin {words} --jobs {jobs}");
        }
    }
}

#[test]
fn c_ends_at_the_same_packet_for_any_number_of_threads() {
    let words = "-nn --plain -c 7001 . . . . . . . . .";
    let alone = typed(&format!("{words} --jobs 1"));
    assert_eq!(stdout(&alone).lines().count(), 7001);
    let together = typed(&format!("{words} --jobs 4"));
    assert_eq!(status(&together), status(&alone));
    assert!(together.stdout == alone.stdout && together.stderr == alone.stderr);
}
