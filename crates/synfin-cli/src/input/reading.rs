//! The loop over all packets of the input.
//!
//! Duty: read what the command line names as one capture, and give out its packets.
//! Invariant: a defect ends at most the file it is in, and is reported once. Absence: no
//! connections, no output but what is said of defects.

use super::InputArgs;
use super::link_filter::LinkFilter;
use super::live::LiveInput;
use super::sources;
use crate::failure::{Failure, Outcome, report};
use std::collections::HashSet;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use synfin::capture::{CaptureSet, Defect, Names};
use synfin::decode::Reassembly;
use synfin::{Capture, Decoded, Error, Frame, Segment};

/// How the reading loop is to go about it.
pub(super) struct Reading<F> {
    /// What becomes of packets that the filter drops.
    pub(super) dropped: Dropped,
    /// Called when standard input may keep the loop waiting, and before a defect is reported: so
    /// what was printed shows before.
    pub(super) before_waiting: F,
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
    pub(crate) names: Option<&'a Names>,
}

impl InputArgs {
    /// Gives packets to `take` until the end, or until it breaks off.
    pub(super) fn read(
        &self,
        reading: &Reading<impl Fn() -> io::Result<()> + Send + Clone + 'static>,
        mut take: impl FnMut(&Packet<'_>) -> Result<ControlFlow<()>, Failure>,
    ) -> Result<Outcome, Failure> {
        let expression = self.expression();
        let mut filter = LinkFilter::new(&expression)?;
        let mut sources = Sources::default();
        for word in self.captures()? {
            sources.add(word, reading)?;
        }
        let mut reassembly = Reassembly::new();
        while sources.next_file(&mut filter, reading)? {
            let end = give_packets(
                &mut sources.set,
                &mut reassembly,
                &mut filter,
                reading.dropped,
                &mut take,
            )?;
            sources.report_defects(reading)?;
            match end {
                Ok(ControlFlow::Break(())) => return Ok(sources.outcome),
                Ok(ControlFlow::Continue(())) => {}
                Err(error) => sources.report(&error, reading)?,
            }
        }
        filter.prepare(None)?;
        Ok(sources.outcome)
    }
}

/// The captures that the command line names, and what became of them.
struct Sources {
    set: CaptureSet,
    /// Files that were found in directories, so that they need not be captures.
    found: HashSet<PathBuf>,
    outcome: Outcome,
}

impl Default for Sources {
    fn default() -> Self {
        Self {
            set: CaptureSet::new(),
            found: HashSet::new(),
            outcome: Outcome::Complete,
        }
    }
}

impl Sources {
    /// Adds what a word names: a file, the files of a directory, or standard input.
    fn add(
        &mut self,
        word: &Path,
        reading: &Reading<impl Fn() -> io::Result<()> + Send + Clone + 'static>,
    ) -> Result<(), Failure> {
        if word.as_os_str() == "-" {
            let input = LiveInput::new(Box::new(reading.before_waiting.clone()));
            match Capture::from_reader("standard input", Box::new(input)) {
                Ok(capture) => self.set.add(capture),
                Err(error) => self.report(&error, reading)?,
            }
            return Ok(());
        }
        match sources::of_word(word) {
            Ok(sources) => {
                for source in sources {
                    if source.found {
                        self.found.insert(source.path.clone());
                    }
                    self.set.add_file(source.path);
                }
            }
            Err(error) => {
                let folder = word.display();
                report(&format_args!(
                    "{folder}: cannot read the directory: {error}"
                ));
                self.outcome = Outcome::Damaged;
            }
        }
        Ok(())
    }

    /// Goes to the next file that can be opened; false behind the last one.
    fn next_file(
        &mut self,
        filter: &mut LinkFilter<'_>,
        reading: &Reading<impl Fn() -> io::Result<()>>,
    ) -> Result<bool, Failure> {
        loop {
            match self.set.next_file() {
                Ok(Some(capture)) => {
                    filter.prepare(capture.link_type())?;
                    return Ok(true);
                }
                Ok(None) => return Ok(false),
                Err(error) => self.report(&error, reading)?,
            }
        }
    }

    /// Says what is wrong with a file, behind what was printed of it.
    fn report(
        &mut self,
        error: &Error,
        reading: &Reading<impl Fn() -> io::Result<()>>,
    ) -> Result<(), Failure> {
        let is_no_capture = matches!(error, Error::NotACapture { .. } | Error::Empty { .. });
        if !(is_no_capture && self.found.contains(error.path())) {
            (reading.before_waiting)()?;
            report(error);
            self.outcome = Outcome::Damaged;
        }
        Ok(())
    }

    /// Says what was damaged and skipped.
    fn report_defects(
        &mut self,
        reading: &Reading<impl Fn() -> io::Result<()>>,
    ) -> Result<(), Failure> {
        for Defect { first, count, .. } in self.set.take_defects() {
            (reading.before_waiting)()?;
            self.outcome = Outcome::Damaged;
            match count - 1 {
                0 => report(&first),
                more => report(&format_args!("{first} (and {more} more of the kind)")),
            }
        }
        Ok(())
    }
}

/// Gives the packets of the current capture to `take`; the inner error is what ended it.
fn give_packets(
    set: &mut CaptureSet,
    reassembly: &mut Reassembly,
    filter: &mut LinkFilter<'_>,
    dropped: Dropped,
    take: &mut impl FnMut(&Packet<'_>) -> Result<ControlFlow<()>, Failure>,
) -> Result<Result<ControlFlow<()>, Error>, Failure> {
    loop {
        match set.advance_in_file() {
            Ok(true) => {}
            Ok(false) => return Ok(Ok(ControlFlow::Continue(()))),
            Err(error) => return Ok(Err(error)),
        }
        let Some(frame) = set.frame() else {
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
            names: Some(set.names()),
        };
        if take(&packet)?.is_break() {
            return Ok(Ok(ControlFlow::Break(())));
        }
    }
}
