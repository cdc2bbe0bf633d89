//! The files that a directory stands for.
//!
//! Duty: list them. Invariant: the order depends on the names alone, for files whose first
//! packets have the same time. Absence: nothing is opened but directories.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The files below a directory, sorted by path.
pub(super) fn below(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    collect(directory, &mut paths)?;
    paths.sort();
    Ok(paths)
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
