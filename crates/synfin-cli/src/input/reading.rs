//! The loop over all packets of the input.
//!
//! Duty: read what the command line names as one capture, and give out its packets. Invariant: a
//! defect ends at most the file it is in, and is reported once. Absence: no connections, no
//! output but what is said of defects.

use super::link_filter::LinkFilter;
use super::live::LiveInput;
use super::progress::Progress;
use super::sources;
use super::{InputArgs, hint};
use crate::failure::{Failure, Outcome, report};
use crate::output::Output;
use std::collections::HashSet;
use std::fmt::Display;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use synfin::capture::{CaptureSet, Names};
use synfin::decode::Reassembly;
use synfin::{Capture, Decoded, Error, Frame, Segment};

/// What a command does while it reads.
#[derive(Clone)]
pub(crate) enum Meanwhile {
    /// It only gathers.
    Gathers,
    /// It gathers before all is read once more. Defects are reported then.
    Surveys,
    /// It prints, here. What is printed must show when standard input keeps the loop waiting, and
    /// before a defect is reported.
    Prints(Output),
}

impl Meanwhile {
    /// Writes out what was printed so far.
    pub(super) fn flush(&self) -> io::Result<()> {
        match self {
            Self::Gathers | Self::Surveys => Ok(()),
            Self::Prints(output) => output.clone().flush(),
        }
    }
}

/// How far a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// To its end.
    Whole,
    /// As far as tcpdump reads: not behind the description of an interface that is not like the
    /// first one.
    LikeTcpdump,
}

/// What becomes of packets that the filter drops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dropped {
    /// The loop does not give them out.
    Skip,
    /// The loop gives them out: a connection's life needs all of its packets.
    Give,
}

/// A packet as the reading loop gives it.
pub(crate) struct Packet<'a> {
    /// Its frame.
    pub(crate) frame: &'a Frame<'a>,
    /// What was read of it.
    pub(crate) decoded: Decoded<'a>,
    /// Its TCP segment, or that of the datagram it is the last fragment of.
    pub(crate) segment: Option<Segment<'a>>,
    /// Does it pass the filter, or, without one, does it carry TCP?
    pub(crate) passes: bool,
    /// The names of hosts that the capture has given so far.
    pub(crate) names: &'a Names,
}

impl InputArgs {
    /// Gives packets to `take` until the end, or until it breaks off.
    pub(super) fn read(
        &self,
        dropped: Dropped,
        extent: Extent,
        meanwhile: Meanwhile,
        mut take: impl FnMut(&Packet<'_>) -> Result<ControlFlow<()>, Failure>,
    ) -> Result<Outcome, Failure> {
        let expression = self.expression();
        let mut filter = LinkFilter::new(&expression)?;
        let mut reader = Reader {
            set: CaptureSet::new(),
            found: HashSet::new(),
            progress: Progress::new(self, matches!(meanwhile, Meanwhile::Prints(_))),
            meanwhile,
            outcome: Outcome::Complete,
            extent,
        };
        for word in self.captures()? {
            reader.add(word)?;
        }
        let mut reassembly = Reassembly::new();
        while reader.advance(&mut filter)? {
            let Some(frame) = reader.set.frame() else {
                continue;
            };
            let let_through = filter.passes(&frame)?;
            if !let_through && dropped == Dropped::Skip {
                continue;
            }
            let decoded = frame.decode();
            let segment = reassembly.segment(&decoded);
            let carries_tcp = decoded.carries_tcp() || segment.is_some();
            let passes = let_through && (filter.is_given() || carries_tcp);
            if !passes && dropped == Dropped::Skip {
                continue;
            }
            let packet = Packet {
                frame: &frame,
                decoded,
                segment,
                passes,
                names: reader.set.names(),
            };
            if take(&packet)?.is_break() {
                return Ok(reader.outcome);
            }
        }
        filter.prepare(None)?;
        Ok(reader.outcome)
    }
}

/// The files being read, and what became of them.
struct Reader {
    set: CaptureSet,
    /// Files that were found in a directory, so that they need not be captures.
    found: HashSet<PathBuf>,
    progress: Progress,
    meanwhile: Meanwhile,
    outcome: Outcome,
    extent: Extent,
}

impl Reader {
    /// Adds what a word of the command line names: a file, a directory, or standard input.
    fn add(&mut self, word: &Path) -> Result<(), Failure> {
        if word.as_os_str() == "-" {
            let input = LiveInput::new(self.meanwhile.clone());
            match Capture::from_reader("standard input", Box::new(input)) {
                Ok(capture) => self.set.add(capture),
                Err(error) => self.complain(&error)?,
            }
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
        } else {
            self.set.add_file(word);
        }
        Ok(())
    }

    fn add_found(&mut self, paths: Vec<PathBuf>) {
        for path in paths {
            self.set.add_file(&path);
            self.found.insert(path);
        }
    }

    /// Goes to the next frame of any file, false at the end; what is wrong with the files on the
    /// way is reported.
    fn advance(&mut self, filter: &mut LinkFilter<'_>) -> Result<bool, Failure> {
        loop {
            let advanced = self.set.advance_in_file();
            if self.extent == Extent::LikeTcpdump && self.ends_early()? {
                return Ok(false);
            }
            match advanced {
                Ok(true) => {
                    self.progress.tick();
                    return Ok(true);
                }
                Ok(false) => self.complain_of_skipped()?,
                Err(error) => {
                    self.complain_of_skipped()?;
                    self.complain(&error)?;
                }
            }
            if !self.next_file(filter)? {
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
            let first = defect.first;
            match defect.count - 1 {
                0 => self.complain(&first)?,
                more => self.complain(&format_args!("{first} (and {more} more of the kind)"))?,
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
