//! What the tests of the command share: where the captures lie, and how to run the command.

#![allow(
    dead_code,
    reason = "every test program takes what it needs of this module"
)]

pub(crate) mod build;
pub(crate) mod hostile;

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

/// Compares bytes with a stored file of `testdata` and tells where they differ. With
/// `UPDATE_GOLDEN` in the environment it writes the file instead.
pub(crate) fn difference(name: &str, actual: &[u8]) -> Option<String> {
    let path = testdata().join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("folder");
        std::fs::write(&path, actual).expect("the stored file can be written");
        return None;
    }
    let stored = std::fs::read(&path).unwrap_or_default();
    (stored != actual).then(|| {
        let first = first_difference(&stored, actual);
        format!("testdata/{name} differs, {first}\n UPDATE_GOLDEN=1 cargo test writes it again")
    })
}

/// Fails unless the bytes equal a stored file of `testdata`.
pub(crate) fn assert_stored(name: &str, actual: &[u8]) {
    if let Some(difference) = difference(name, actual) {
        panic!("{difference}");
    }
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
