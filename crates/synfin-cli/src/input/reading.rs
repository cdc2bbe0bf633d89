//! The loop over all packets of the input.
//!
//! Duty: open what the command line names, one after the other, and give out its packets.
//! Invariant: a defect ends at most the file it is in, and is reported once. Absence: no
//! connections, no output but what is said of defects.

use super::InputArgs;
use super::link_filter::LinkFilter;
use super::live::{BeforeWaiting, LiveInput};
use super::sources::{self, Source};
use crate::failure::{Failure, Outcome, report};
use std::io;
use std::ops::ControlFlow::{self, Break, Continue};
use std::path::Path;
use synfin::capture::Names;
use synfin::{Capture, Decoded, Error, Frame};

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
        let mut outcome = Outcome::Complete;
        for word in self.captures()? {
            let sources = sources::of_word(word);
            if let Err(error) = &sources {
                let folder = word.display();
                report(&format_args!(
                    "{folder}: cannot read the directory: {error}"
                ));
                outcome = Outcome::Damaged;
            }
            for source in sources.unwrap_or_default() {
                let (read, flow) = read_source(&source, reading, &mut filter, &mut take)?;
                outcome = outcome.with(read);
                if flow.is_break() {
                    return Ok(outcome);
                }
            }
        }
        filter.prepare(None)?;
        Ok(outcome)
    }
}

/// Opens a capture; `-` is standard input.
fn open(path: &Path, before_waiting: BeforeWaiting) -> Result<Capture, Error> {
    if path.as_os_str() == "-" {
        Capture::from_reader("standard input", Box::new(LiveInput::new(before_waiting)))
    } else {
        Capture::open(path)
    }
}

/// Reads one source to its end and reports what is wrong with it.
fn read_source(
    source: &Source,
    reading: &Reading<impl Fn() -> io::Result<()> + Send + Clone + 'static>,
    filter: &mut LinkFilter<'_>,
    take: &mut impl FnMut(&Packet<'_>) -> Result<ControlFlow<()>, Failure>,
) -> Result<(Outcome, ControlFlow<()>), Failure> {
    let flush = &reading.before_waiting;
    let mut capture = match open(&source.path, Box::new(flush.clone())) {
        Ok(capture) => capture,
        Err(Error::NotACapture { .. } | Error::Empty { .. }) if source.found => {
            return Ok((Outcome::Complete, Continue(())));
        }
        Err(error) => {
            flush()?;
            report(&error);
            return Ok((Outcome::Damaged, Continue(())));
        }
    };
    filter.prepare(capture.link_type())?;
    let read = read_capture(&mut capture, filter, reading.dropped, take)?;
    // What was printed comes before its defects, also where both go to one place.
    flush()?;
    for defect in capture.defects() {
        match defect.count - 1 {
            0 => report(&defect.first),
            more => report(&format_args!(
                "{} (and {more} more of the kind)",
                defect.first
            )),
        }
    }
    let whole = read.is_ok() && capture.defects().is_empty();
    let outcome = if whole {
        Outcome::Complete
    } else {
        Outcome::Damaged
    };
    let flow = read.unwrap_or_else(|error| {
        report(&error);
        Continue(())
    });
    Ok((outcome, flow))
}

/// Gives the packets of a capture to `take`; the inner error is what ended the capture.
fn read_capture(
    capture: &mut Capture,
    filter: &mut LinkFilter<'_>,
    dropped: Dropped,
    take: &mut impl FnMut(&Packet<'_>) -> Result<ControlFlow<()>, Failure>,
) -> Result<Result<ControlFlow<()>, Error>, Failure> {
    loop {
        match capture.advance() {
            Ok(true) => {}
            Ok(false) => return Ok(Ok(Continue(()))),
            Err(error) => return Ok(Err(error)),
        }
        let Some(frame) = capture.frame() else {
            continue;
        };
        let let_through = filter.passes(&frame)?;
        if !let_through && dropped == Dropped::Skip {
            continue;
        }
        let decoded = frame.decode();
        let passes = let_through && (filter.is_given() || decoded.carries_tcp());
        if !passes && dropped == Dropped::Skip {
            continue;
        }
        let packet = Packet {
            frame: &frame,
            decoded,
            passes,
            names: Some(capture.names()),
        };
        if take(&packet)?.is_break() {
            return Ok(Ok(Break(())));
        }
    }
}
