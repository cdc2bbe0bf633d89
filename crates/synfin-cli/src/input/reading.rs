//! The loop over all packets of the input.
//!
//! Duty: read what the command line names as one capture, and give out its packets. Invariant:
//! whether a packet passes depends on itself alone. Absence: no files, no connections, no output.

use super::InputArgs;
use super::files::Files;
use super::link_filter::LinkFilter;
use crate::failure::{Failure, Outcome};
use crate::output::{HoldsBack, Output};
use std::borrow::Cow;
use std::cell::RefCell;
use std::io::Write;
use std::ops::ControlFlow;
use std::rc::Rc;
use synfin::capture::{CaptureSet, Names};
use synfin::decode::Reassembly;
use synfin::{Decoded, Frame, Segment};

/// What a command does while it reads.
#[derive(Clone)]
pub(crate) enum Meanwhile<'a> {
    /// It only gathers.
    Gathers,
    /// It gathers before all is read once more. Defects are reported then.
    Surveys,
    /// It prints, here. What is printed must show when standard input keeps the loop waiting, and
    /// before a defect is reported.
    Prints(Output),
    /// The same, and holds text back itself.
    PrintsLater(Rc<RefCell<dyn HoldsBack>>),
    /// Threads do it; this prints what has come so far.
    HandsOn(&'a dyn Fn() -> Result<(), Failure>),
}

impl Meanwhile<'_> {
    /// Writes out what was printed so far.
    pub(super) fn flush(&self) -> Result<(), Failure> {
        match self {
            Self::Gathers | Self::Surveys => Ok(()),
            Self::Prints(output) => Ok(output.clone().flush()?),
            Self::PrintsLater(printer) => Ok(printer.borrow_mut().flush()?),
            Self::HandsOn(hand_on) => hand_on(),
        }
    }

    /// Is standard output written meanwhile?
    pub(super) const fn prints(&self) -> bool {
        matches!(
            self,
            Self::Prints(_) | Self::PrintsLater(_) | Self::HandsOn(_)
        )
    }
}

/// How far a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// To its end.
    Whole,
    /// As far as tcpdump reads: not behind damage, nor behind the description of an interface that
    /// is not like the first one.
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
    /// What was read of it, unless it is of the commonest shape, of which the segment says all.
    decoded: Option<&'a Decoded<'a>>,
    /// Its TCP segment, or that of the datagram it is the last fragment of.
    pub(crate) segment: Option<&'a Segment<'a>>,
    /// Does it pass the filter, or, without one, does it carry TCP?
    pub(crate) passes: bool,
    /// The names of hosts that the capture has given so far.
    pub(crate) names: &'a Names,
    /// What it was read from, and what comes next may lie ready in.
    pub(crate) captures: &'a CaptureSet,
}

impl<'a> Packet<'a> {
    /// What was read of it.
    pub(crate) fn decoded(&self) -> Cow<'_, Decoded<'a>> {
        match self.decoded {
            Some(decoded) => Cow::Borrowed(decoded),
            None => Cow::Owned(self.frame.decode()),
        }
    }
}

impl InputArgs {
    /// Gives packets to `take` until the end, or until it breaks off.
    pub(super) fn read(
        &self,
        dropped: Dropped,
        extent: Extent,
        meanwhile: Meanwhile,
        take: impl FnMut(&Packet<'_>) -> Result<ControlFlow<()>, Failure>,
    ) -> Result<Outcome, Failure> {
        self.read_with(dropped, extent, meanwhile, |_, _| Ok(None), take)
    }

    /// The same, but each frame that passes the filter is given to `take_quickly` first, with
    /// what it was read from, and to `take` only where that says `None`. It must take nothing but what
    /// carries TCP.
    pub(super) fn read_with(
        &self,
        dropped: Dropped,
        extent: Extent,
        meanwhile: Meanwhile,
        mut take_quickly: impl FnMut(
            &Frame<'_>,
            &CaptureSet,
        ) -> Result<Option<ControlFlow<()>>, Failure>,
        mut take: impl FnMut(&Packet<'_>) -> Result<ControlFlow<()>, Failure>,
    ) -> Result<Outcome, Failure> {
        let expression = self.expression();
        let mut filter = LinkFilter::new(&expression)?;
        let mut files = Files::named(self, extent, meanwhile)?;
        let mut reassembly = Reassembly::new();
        while files.advance(&mut filter)? {
            let Some(frame) = files.frame() else {
                continue;
            };
            let let_through = filter.passes(&frame)?;
            if !let_through && dropped == Dropped::Skip {
                continue;
            }
            if let_through && let Some(flow) = take_quickly(&frame, files.captures())? {
                if flow.is_break() {
                    return Ok(files.outcome());
                }
                continue;
            }
            let common = frame.common_segment();
            let (read, joined);
            let (decoded, segment) = if let Some(segment) = &common {
                (None, Some(segment))
            } else {
                read = frame.decode();
                let segment = match read.fragment() {
                    None => read.segment(),
                    Some(_) => {
                        joined = reassembly.segment(&read);
                        joined.as_ref()
                    }
                };
                (Some(&read), segment)
            };
            let carries_tcp = segment.is_some() || decoded.is_some_and(Decoded::carries_tcp);
            let passes = let_through && (filter.is_given() || carries_tcp);
            if !passes && dropped == Dropped::Skip {
                continue;
            }
            let packet = Packet {
                frame: &frame,
                decoded,
                segment,
                passes,
                names: files.names(),
                captures: files.captures(),
            };
            if take(&packet)?.is_break() {
                return Ok(files.outcome());
            }
        }
        filter.prepare(None)?;
        Ok(files.outcome())
    }
}
