//! Comparing what is said with what must be said.

use crate::play;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/dialogues/scripts")
}

/// Plays one script, and compares line by line.
pub(crate) fn script(name: &str) {
    let path = folder().join(format!("{name}.txt"));
    let expected = std::fs::read_to_string(&path).unwrap();
    let said = play::play(&expected);
    if std::env::var_os("UPDATE_DIALOGUES").is_some() {
        std::fs::write(&path, said).unwrap();
        return;
    }
    for (number, (expected, said)) in expected.lines().zip(said.lines()).enumerate() {
        assert_eq!(expected, said, "{name}, line {}", number + 1);
    }
    assert_eq!(expected, said, "{name}");
}

/// Is every script of the folder a test?
pub(crate) fn all_are_listed(listed: &[&str]) {
    let mut listed: Vec<String> = listed.iter().map(|name| format!("{name}.txt")).collect();
    let mut found: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    listed.sort();
    found.sort();
    assert_eq!(listed, found);
}
