//! `--follow`: a file that is still being written, and the ones that take its place.
//!
//! Duty: wait at a file's end for more of it, and for the next file of its name when it was
//! renamed, removed or cut (log rotation). Invariant: what was appended before the name changed is
//! read first; the end is only what Ctrl-C asks for. Absence: a file that was cut and has grown
//! past the place where reading was before anyone looked is not told from one that only grew.

use crate::stop;
use same_file::Handle;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Between two looks at a file that did not grow.
const INTERVAL: Duration = Duration::from_millis(50);

/// A name whose files are read one after the other.
pub(super) struct Growing {
    path: PathBuf,
    /// The file last opened.
    last: Option<Arc<Opened>>,
}

/// A file of the name.
struct Opened {
    path: PathBuf,
    file: Handle,
    /// Octets read of it.
    read: AtomicU64,
}

/// The octets of a file, those that are still to be written included.
struct Octets(Arc<Opened>);

impl Growing {
    /// The files of this name; none is opened yet.
    pub(super) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            last: None,
        }
    }

    /// The name.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens the next file of the name, as soon as there is one; `None` when the end was asked
    /// for.
    pub(super) fn next(&mut self) -> Option<io::Result<impl Read + Send + use<>>> {
        while self.last.as_ref().is_some_and(|last| !last.is_replaced()) {
            if stop::is_asked() {
                return None;
            }
            stop::wait(INTERVAL);
        }
        let file = match Handle::from_path(&self.path) {
            Ok(file) => file,
            Err(error) => return Some(Err(error)),
        };
        let opened = Arc::new(Opened {
            path: self.path.clone(),
            file,
            read: AtomicU64::new(0),
        });
        self.last = Some(Arc::clone(&opened));
        Some(Ok(Octets(opened)))
    }
}

impl Opened {
    /// Does the name stand for another file by now, or was this one cut?
    fn is_replaced(&self) -> bool {
        // While there is no file of the name, none has replaced this one.
        let Ok(current) = Handle::from_path(&self.path) else {
            return false;
        };
        let read = self.read.load(Ordering::Relaxed);
        let is_cut = |file: std::fs::Metadata| file.len() < read;
        current != self.file || current.as_file().metadata().is_ok_and(is_cut)
    }

    fn read(&self, room: &mut [u8]) -> io::Result<usize> {
        let count = self.file.as_file().read(room)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Read for Octets {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.0.read(room)?;
            if count > 0 || room.is_empty() || stop::is_asked() {
                return Ok(count);
            }
            // What was appended before the name changed is still to be read.
            if self.0.is_replaced() {
                return self.0.read(room);
            }
            stop::wait(INTERVAL);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Growing;
    use std::fs::{self, File};
    use std::io::{Read, Write};
    use std::path::PathBuf;

    /// A file of the system's folder for such, that is removed in the end.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> (Self, File) {
            let path = std::env::temp_dir().join(format!("synfin-{}-{name}", std::process::id()));
            let file = File::create(&path).unwrap();
            (Self(path), file)
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_file(&self.0);
        }
    }

    #[test]
    fn a_renamed_file_is_read_to_its_end_and_then_its_successor() {
        let (scratch, mut first) = Scratch::new("renamed");
        let (_old, _) = Scratch::new("renamed.1");
        let mut growing = Growing::new(&scratch.0);
        let mut octets = growing.next().unwrap().unwrap();
        let writer = std::thread::spawn({
            let (path, old) = (scratch.0.clone(), _old.0.clone());
            move || {
                first.write_all(b"one ").unwrap();
                fs::rename(&path, old).unwrap();
                first.write_all(b"two").unwrap();
                File::create(path).unwrap().write_all(b"three").unwrap();
            }
        });
        let mut read = String::new();
        octets.read_to_string(&mut read).unwrap();
        assert_eq!(read, "one two");
        writer.join().unwrap();
        let mut room = [0; 9];
        let count = growing.next().unwrap().unwrap().read(&mut room).unwrap();
        assert_eq!(&room[..count], b"three");
    }

    #[test]
    fn a_cut_file_begins_again() {
        let (scratch, mut file) = Scratch::new("cut");
        file.write_all(b"first").unwrap();
        let mut growing = Growing::new(&scratch.0);
        let mut octets = growing.next().unwrap().unwrap();
        let mut room = [0; 9];
        assert_eq!(octets.read(&mut room).unwrap(), 5);
        fs::write(&scratch.0, b"2nd").unwrap();
        assert_eq!(octets.read(&mut room).unwrap(), 0);
        assert_eq!(growing.next().unwrap().unwrap().read(&mut room).unwrap(), 3);
        assert_eq!(&room[..3], b"2nd");
    }
}
