//! The files of the input, one behind the other.
//!
//! Duty: open what the words of the command line name, go from packet to packet and from file to
//! file. Invariant: a defect ends at most the file it is in, and is reported once. Absence: what
//! is in the packets.

use super::growing::Growing;
use super::link_filter::LinkFilter;
use super::live::LiveInput;
use super::reading::{Extent, Meanwhile};
use super::sources;
use super::{InputArgs, hint};
use crate::failure::{Failure, Outcome, report};
use crate::progress::Progress;
use crate::stop;
use std::collections::HashSet;
use std::fmt::Display;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use synfin::capture::{CaptureSet, Defect, Names, Recovery};
use synfin::{Capture, Error, Frame};

/// Can the file grow, and another one take its name?
fn is_growing(path: &Path) -> bool {
    path.as_os_str() != "-" && path.is_file()
}

/// The files being read, and what became of them.
pub(super) struct Files<'a> {
    set: CaptureSet,
    /// Files that were found in a directory, so that they need not be captures.
    found: HashSet<PathBuf>,
    progress: Progress,
    /// How large all files are together; unknown where one may grow.
    octets: Option<u64>,
    meanwhile: Meanwhile<'a>,
    outcome: Outcome,
    extent: Extent,
    /// May the input keep the loop waiting?
    is_live: bool,
    /// A file whose end is not the end.
    growing: Option<Growing>,
}

impl<'a> Files<'a> {
    /// The files that the command line names. What cannot be opened is reported.
    pub(super) fn named(
        args: &InputArgs,
        extent: Extent,
        meanwhile: Meanwhile<'a>,
    ) -> Result<Self, Failure> {
        let mut files = Self {
            set: CaptureSet::new(),
            found: HashSet::new(),
            progress: Progress::of_reading(false, None),
            octets: Some(0),
            meanwhile,
            outcome: Outcome::Complete,
            extent,
            is_live: false,
            growing: None,
        };
        files.set.set_recovery(match extent {
            _ if args.resync => Recovery::Search,
            Extent::LikeTcpdump => Recovery::Stop,
            Extent::Whole => Recovery::Certain,
        });
        for word in args.captures()? {
            if args.follow && is_growing(word) {
                files.growing = Some(Growing::new(word));
                files.octets = None;
            } else {
                files.add(word)?;
            }
        }
        let is_shown = args.shows_progress(files.meanwhile.prints());
        files.progress = Progress::of_reading(is_shown, files.octets);
        Ok(files)
    }

    /// The current frame.
    #[inline]
    pub(super) fn frame(&self) -> Option<Frame<'_>> {
        self.set.frame()
    }

    /// The files as one capture.
    pub(super) const fn captures(&self) -> &CaptureSet {
        &self.set
    }

    /// The names of hosts that the files read so far have given.
    #[inline]
    pub(super) fn names(&self) -> &Names {
        self.set.names()
    }

    /// Was anything wrong with the files so far?
    pub(super) const fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// Adds what a word of the command line names: a file, a directory, or standard input.
    fn add(&mut self, word: &Path) -> Result<(), Failure> {
        if word.as_os_str() == "-" {
            self.add_live("standard input".as_ref(), LiveInput::new(io::stdin()))?;
        } else if word.is_dir() {
            match sources::below(word) {
                Ok(paths) => self.add_found(paths),
                Err(error) => {
                    let folder = word.display();
                    self.complain(&format_args!(
                        "{folder}: cannot read the directory: {error}"
                    ))?;
                }
            }
        } else if word.is_file() {
            self.add_file(word);
        } else {
            // A named pipe, a terminal, or nothing at all.
            match File::open(word) {
                Ok(file) => self.add_live(word, LiveInput::new(file))?,
                Err(_) => self.set.add_file(word),
            }
        }
        Ok(())
    }

    /// Adds an input that may keep the loop waiting.
    fn add_live(&mut self, name: &Path, source: impl Read + Send + 'static) -> Result<(), Failure> {
        self.is_live = true;
        self.octets = None;
        match Capture::from_reader(name, Box::new(source)) {
            Ok(capture) => self.set.add(capture),
            Err(_) if stop::is_asked() => {}
            // Another file took its name before anything was written.
            Err(Error::Empty { .. }) if self.growing.is_some() => {}
            Err(error) => self.complain(&error)?,
        }
        Ok(())
    }

    fn add_found(&mut self, paths: Vec<PathBuf>) {
        for path in paths {
            self.add_file(&path);
            self.found.insert(path);
        }
    }

    fn add_file(&mut self, path: &Path) {
        let size = path.metadata().map_or(0, |file| file.len());
        self.octets = self.octets.map(|octets| octets.saturating_add(size));
        self.set.add_file(path);
    }

    /// Goes to the next frame of any file, false at the end; what is wrong with the files on the
    /// way is reported.
    #[inline]
    pub(super) fn advance(&mut self, filter: &mut LinkFilter<'_>) -> Result<bool, Failure> {
        if !self.is_live && !stop::is_asked() && self.set.advance_quickly() {
            self.progress.packet(|| self.set.octets_read());
            return Ok(true);
        }
        self.advance_patiently(filter)
    }

    /// The same, whatever comes next and wherever reading is.
    #[cold]
    #[inline(never)]
    fn advance_patiently(&mut self, filter: &mut LinkFilter<'_>) -> Result<bool, Failure> {
        loop {
            if self.is_live && !self.set.has_next_in_memory() {
                self.meanwhile.flush()?;
            }
            let advanced = self.set.advance_in_file();
            if stop::is_asked() {
                self.set.leave_file();
                self.complain_of_skipped()?;
                return Ok(false);
            }
            if self.extent == Extent::LikeTcpdump && self.ends_early()? {
                return Ok(false);
            }
            match advanced {
                Ok(true) => {
                    self.progress.packet(|| self.set.octets_read());
                    return Ok(true);
                }
                Ok(false) => self.complain_of_skipped()?,
                Err(error) => {
                    self.complain_of_skipped()?;
                    self.complain(&error)?;
                }
            }
            if !self.next_file(filter)? && !self.add_grown()? {
                return Ok(false);
            }
        }
    }

    /// Would tcpdump have ended before the current packet? It reads captures of one interface, or
    /// of several alike, and who wants its lines wants them to end where it does.
    fn ends_early(&mut self) -> Result<bool, Failure> {
        let Some(capture) = self.set.current() else {
            return Ok(false);
        };
        let Some(unlike) = capture.unlike_interface() else {
            return Ok(false);
        };
        let complaint = format!(
            "{}: interface {} has link type {} and snapshot length {}, not those of the first \
             one: tcpdump stops here, and so does --plain with -r; without -r all is read",
            capture.path().display(),
            unlike.number,
            unlike.link_type.0,
            unlike.snaplen,
        );
        self.complain(&complaint)?;
        Ok(true)
    }

    /// Opens the next file that can be opened, false behind the last. The filter is tried on its
    /// link type before its first packet comes, which may take long.
    #[cold]
    fn next_file(&mut self, filter: &mut LinkFilter<'_>) -> Result<bool, Failure> {
        loop {
            match self.set.next_file() {
                Ok(Some(capture)) => {
                    filter.prepare(capture.link_type())?;
                    return Ok(true);
                }
                Ok(None) => return Ok(false),
                Err(Error::NotACapture { path, .. } | Error::Empty { path })
                    if self.found.contains(&path) => {}
                Err(error) => self.complain_of_opening(&error)?,
            }
        }
    }

    /// Adds the next file of the name that is followed; false if there will be none.
    fn add_grown(&mut self) -> Result<bool, Failure> {
        let Some(mut growing) = self.growing.take() else {
            return Ok(false);
        };
        self.meanwhile.flush()?;
        let next = growing.next();
        let path = growing.path().to_owned();
        self.growing = next.is_some().then_some(growing);
        match next {
            Some(Ok(octets)) => self.add_live(&path, octets)?,
            Some(Err(source)) => self.complain(&Error::Open { path, source })?,
            None => {}
        }
        Ok(self.growing.is_some() && !stop::is_asked())
    }

    fn complain_of_opening(&mut self, error: &Error) -> Result<(), Failure> {
        let advice = match error {
            Error::Open { path, source } if source.kind() == io::ErrorKind::NotFound => {
                hint::of_missing(path)
            }
            _ => None,
        };
        match advice {
            Some(advice) => self.complain(&format_args!("{error}; {advice}")),
            None => self.complain(error),
        }
    }

    /// Reports what was skipped in the files that were read to their ends.
    fn complain_of_skipped(&mut self) -> Result<(), Failure> {
        for defect in self.set.take_defects() {
            let Defect {
                first,
                count,
                octets,
                ..
            } = defect;
            match count - 1 {
                0 => self.complain(&format_args!("{first}; {octets} octets skipped"))?,
                more => self.complain(&format_args!(
                    "{first} (and {more} more of the kind); {octets} octets skipped"
                ))?,
            }
        }
        Ok(())
    }

    /// Reports a defect. What was printed before comes first, also where both go to one place.
    #[cold]
    fn complain(&mut self, defect: &impl Display) -> Result<(), Failure> {
        if matches!(self.meanwhile, Meanwhile::Surveys) {
            return Ok(());
        }
        self.meanwhile.flush()?;
        self.progress.aside(|| report(defect));
        self.outcome = Outcome::Damaged;
        Ok(())
    }
}
