//! Which files the words on the command line stand for.
//!
//! Duty: directories become the captures in them. Invariant: the order depends on the names
//! alone. Absence: nothing is opened but directories.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A place to read a capture from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    /// The file; `-` is standard input.
    pub(super) path: PathBuf,
    /// Was it found in a directory, so that it need not be a capture?
    pub(super) found: bool,
}

/// The files that a word stands for: itself, or what lies below a directory, sorted by path.
pub(super) fn of_word(word: &Path) -> io::Result<Vec<Source>> {
    if word.as_os_str() == "-" || !word.is_dir() {
        return Ok(vec![Source {
            path: word.to_owned(),
            found: false,
        }]);
    }
    let mut paths = Vec::new();
    collect(word, &mut paths)?;
    paths.sort();
    let found = |path| Source { path, found: true };
    Ok(paths.into_iter().map(found).collect())
}

/// Gathers the files below a directory; hidden ones and links to directories are left out.
fn collect(directory: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            collect(&path, paths)?;
        } else if path.is_file() {
            paths.push(path);
        }
    }
    Ok(())
}
