//! What the tests of the command share: where the captures lie, and how to run the command.

#![allow(
    dead_code,
    reason = "every test program takes what it needs of this module"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The repository's folder of captures.
pub(crate) fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}

/// Runs `synfin` in the folder of captures; times are printed in UTC.
pub(crate) fn synfin<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_synfin"))
        .args(args)
        .current_dir(testdata())
        .env("TZ", "UTC")
        .env("LC_ALL", "C")
        .env_remove("NO_COLOR")
        .output()
        .expect("the command starts")
}

/// Was it asked that the stored files be written again?
pub(crate) fn updating() -> bool {
    std::env::var_os("UPDATE_GOLDEN").is_some()
}

/// Compares bytes with a stored file of `testdata`, or writes the file when that was asked for.
pub(crate) fn assert_stored(name: &str, actual: &[u8]) {
    let path = testdata().join(name);
    if updating() {
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("folder");
        std::fs::write(&path, actual).expect("the stored file can be written");
        return;
    }
    let stored = std::fs::read(&path).unwrap_or_default();
    assert!(
        stored == actual,
        "testdata/{name} differs: {}\nUPDATE_GOLDEN=1 cargo test writes it again",
        first_difference(&stored, actual)
    );
}

/// The first line in which two texts differ, for the message of a failed test.
fn first_difference(stored: &[u8], actual: &[u8]) -> String {
    let mut lines = (1..).zip(
        stored
            .split(|octet| *octet == b'\n')
            .zip(actual.split(|octet| *octet == b'\n')),
    );
    match lines.find(|(_, (stored, actual))| stored != actual) {
        Some((number, (stored, actual))) => format!(
            "line {number}\n stored: {}\n actual: {}",
            String::from_utf8_lossy(stored).escape_debug(),
            String::from_utf8_lossy(actual).escape_debug()
        ),
        None => format!("{} octets stored, {} made", stored.len(), actual.len()),
    }
}
