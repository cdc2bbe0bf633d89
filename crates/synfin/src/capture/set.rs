//! Several files read as one capture.
//!
//! Duty: put the files into the order of their first frames' times, and number frames through.
//! Invariant: what is wrong with a file is said once, and reading goes on with the next file; at
//! most one of the files that can be opened again is open at a time. Absence: no merging: a file
//! is read to its end before the next one begins.

use super::{Capture, Defect, Frame, Names, Recovery};
use crate::{Error, Glance, Timestamp};
use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};

/// Several captures read one after the other, as if they were one.
///
/// ```no_run
/// use synfin::capture::CaptureSet;
///
/// let mut set = CaptureSet::new();
/// set.add_file("monday.pcap");
/// set.add_file("tuesday.pcapng.zst");
/// loop {
///     match set.next_frame() {
///         Ok(Some(frame)) => println!("{} of file {}", frame.number, frame.origin.file),
///         Ok(None) => break,
///         // The file ends here; the next call goes on with the next one.
///         Err(error) => eprintln!("{error}"),
///     }
/// }
/// ```
#[derive(Debug, Default)]
pub struct CaptureSet {
    waiting: VecDeque<Member>,
    /// Are the files in waiting in order?
    is_sorted: bool,
    current: Option<Capture>,
    /// Files begun so far.
    files: u32,
    /// Frames of the files that were read to their ends.
    frames: u64,
    /// Octets read of those files.
    octets: u64,
    /// Names from files that were read to their ends, while no file is being read.
    names: Names,
    /// What was wrong with files read to their ends.
    defects: Vec<Defect>,
    recovery: Recovery,
}

/// A file that waits to be read.
#[derive(Debug)]
enum Member {
    /// It is opened when its turn comes.
    File(PathBuf),
    /// It cannot be opened twice, or need not be.
    Open(Box<Capture>),
    /// It cannot be read at all; said when its turn comes.
    Failed(Error),
}

impl CaptureSet {
    /// A set of no files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file. It is opened later, and [`advance`](Self::advance) says if it cannot be.
    pub fn add_file(&mut self, path: impl Into<PathBuf>) {
        self.waiting.push_back(Member::File(path.into()));
        self.is_sorted = false;
    }

    /// Adds a capture that is open already, such as standard input.
    pub fn add(&mut self, capture: Capture) {
        self.waiting.push_back(Member::Open(Box::new(capture)));
        self.is_sorted = false;
    }

    /// Says what becomes of files behind damage, of those not yet begun.
    pub const fn set_recovery(&mut self, recovery: Recovery) {
        self.recovery = recovery;
    }

    /// The next frame, or `None` behind the last one of the last file.
    ///
    /// # Errors
    ///
    /// Where a file cannot be opened or read on; the next call goes on with the next file.
    pub fn next_frame(&mut self) -> Result<Option<Frame<'_>>, Error> {
        if !self.advance()? {
            return Ok(None);
        }
        Ok(self.frame())
    }

    /// Goes to the next frame; false at the end. With [`frame`](Self::frame) the same as
    /// [`next_frame`](Self::next_frame), for those who look at the set in between.
    ///
    /// # Errors
    ///
    /// As [`next_frame`](Self::next_frame).
    #[inline]
    pub fn advance(&mut self) -> Result<bool, Error> {
        loop {
            if self.advance_in_file()? {
                return Ok(true);
            }
            if self.next_file()?.is_none() {
                return Ok(false);
            }
        }
    }

    /// Goes to the next frame of the current file; false at its end, and where
    /// [`next_file`](Self::next_file) was not called yet.
    ///
    /// # Errors
    ///
    /// As [`next_frame`](Self::next_frame); the file has ended then.
    #[inline]
    pub fn advance_in_file(&mut self) -> Result<bool, Error> {
        let advanced = match &mut self.current {
            Some(capture) => capture.advance(),
            None => Ok(false),
        };
        if !matches!(advanced, Ok(true)) {
            self.leave_file();
        }
        advanced
    }

    /// Goes to the next frame of the current file if it lies in memory and is like most: false does
    /// not mean that there is none. With [`advance_in_file`](Self::advance_in_file) behind it the
    /// same as that alone.
    #[inline]
    pub fn advance_quickly(&mut self) -> bool {
        (self.current.as_mut()).is_some_and(Capture::advance_quickly)
    }

    /// Leaves the current file, if there is one, and opens the next; `None` behind the last.
    ///
    /// # Errors
    ///
    /// Where that file cannot be opened; the next call goes on with the one behind it.
    #[cold]
    pub fn next_file(&mut self) -> Result<Option<&Capture>, Error> {
        self.leave_file();
        self.sort();
        let Some(member) = self.waiting.pop_front() else {
            return Ok(None);
        };
        let mut capture = match member {
            Member::File(path) => Capture::open(path)?,
            Member::Open(capture) => *capture,
            Member::Failed(error) => return Err(error),
        };
        capture.set_recovery(self.recovery);
        capture.continue_from(self.files, self.frames, std::mem::take(&mut self.names));
        self.files += 1;
        Ok(Some(self.current.insert(capture)))
    }

    /// Lies the next frame in memory as a whole, so that [`advance`](Self::advance) will not have
    /// to wait for input? Where the answer is no, it may be there all the same.
    #[inline]
    #[must_use]
    pub fn has_next_in_memory(&self) -> bool {
        let current = self.current.as_ref();
        current.is_some_and(Capture::has_next_in_memory)
    }

    /// The current frame; `None` before the first one and behind the last.
    #[inline]
    #[must_use]
    pub fn frame(&self) -> Option<Frame<'_>> {
        self.current.as_ref()?.frame()
    }

    /// A glance at the next frames of the current file, as far as they
    /// [lie in memory](Capture::glances).
    pub fn glances(&self) -> impl Iterator<Item = Glance> {
        let mut glances = self.current.as_ref().map(Capture::glances);
        std::iter::from_fn(move || glances.as_mut()?.next())
    }

    /// The capture being read.
    #[must_use]
    pub const fn current(&self) -> Option<&Capture> {
        self.current.as_ref()
    }

    /// The names of hosts that the files read so far have given.
    #[must_use]
    pub fn names(&self) -> &Names {
        self.current.as_ref().map_or(&self.names, Capture::names)
    }

    /// Octets of all files that were read so far, as [`Capture::octets_read`] counts them.
    #[must_use]
    pub fn octets_read(&self) -> u64 {
        let current = self.current.as_ref().map_or(0, Capture::octets_read);
        self.octets + current
    }

    /// Takes what was damaged and skipped in the files that were read to their ends since the
    /// last call.
    pub fn take_defects(&mut self) -> Vec<Defect> {
        std::mem::take(&mut self.defects)
    }

    /// Leaves the current file, read to its end or not; what was skipped in it can be
    /// [taken](Self::take_defects) then.
    #[cold]
    pub fn leave_file(&mut self) {
        if let Some(capture) = self.current.take() {
            self.octets += capture.octets_read();
            let findings = capture.findings;
            self.frames = findings.number;
            self.names = findings.names;
            self.defects.extend(findings.defects);
        }
    }

    /// Puts the files in waiting into the order of their first frames; files without any come
    /// first, and among equals the order of adding holds.
    fn sort(&mut self) {
        if self.is_sorted {
            return;
        }
        self.is_sorted = true;
        // A single file needs no look ahead, which a live pipe would wait for.
        if self.waiting.len() > 1 {
            let mut timed: Vec<_> = self.waiting.drain(..).map(Member::timed).collect();
            timed.sort_by_key(|(time, _)| *time);
            self.waiting = timed.into_iter().map(|(_, member)| member).collect();
        }
    }
}

impl Member {
    /// This member with its first frame's time in a form that sorts; a file that can be opened
    /// again is closed.
    fn timed(self) -> (Option<(i64, u64)>, Self) {
        let (path, capture) = match self {
            Self::File(path) => {
                let capture = Capture::open(&path).map(Box::new);
                (is_regular(&path).then_some(path), capture)
            }
            Self::Open(capture) => (None, Ok(capture)),
            Self::Failed(error) => (None, Err(error)),
        };
        let mut capture = match capture {
            Ok(capture) => capture,
            Err(error) => return (None, Self::Failed(error)),
        };
        let time = match (capture.next_time(), path) {
            (Ok(time), Some(path)) => return (time.map(sortable), Self::File(path)),
            (Ok(time), None) => time.map(sortable),
            (Err(_), Some(path)) => return (None, Self::File(path)),
            (Err(error), None) => return (None, Self::Failed(error)),
        };
        (time, Self::Open(capture))
    }
}

/// Can the file be read from its beginning again?
fn is_regular(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file())
}

/// Whole seconds and nanoseconds of a time stamp whose fraction may be odd.
fn sortable(time: Timestamp) -> (i64, u64) {
    const SECOND: u64 = 1_000_000_000;
    let carried = time.subsec_nanos() / SECOND;
    let seconds = i64::try_from(carried).unwrap_or(i64::MAX);
    (
        time.seconds().saturating_add(seconds),
        time.subsec_nanos() % SECOND,
    )
}
