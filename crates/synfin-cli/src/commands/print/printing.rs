//! Where packets go: to standard output, into files, or only into a count.
//!
//! Duty: hand on each packet, and have its connection followed here or beside. Invariant: the
//! output is the same either way, and what was printed is out whenever someone waits. Absence: no
//! text.

use super::PrintArgs;
use super::annotation::Told;
use super::beside::Beside;
use super::records::Records;
use super::saved::Saving;
use crate::failure::Failure;
use crate::input::{Packet, Step};
use crate::output::{FULL, HoldsBack, Output};
use std::io::{self, Write};
use synfin::capture::CaptureSet;
use synfin::tcp::Brief;
use synfin::{Frame, Segment, Tracker};
use synfin_line::Sheet;

/// Packets that one thread prints before others are begun: what is short needs none.
const ALONE: u64 = 4096;

/// Where packets go.
pub(super) struct Printing {
    records: Records,
    saving: Option<Saving>,
    out: Output,
    prints: bool,
    /// Is nothing done but printing what tcpdump prints, in large pieces?
    only_prints: bool,
    /// May what was printed wait until there is more?
    gathers: bool,
    line_buffered: bool,
    packets: u64,
    /// How many threads there may be.
    jobs: usize,
    /// How many of them this thread prints before others are begun, and how many connections have to
    /// begin; `None` if this one does all.
    alone: Option<(u64, u64)>,
    /// Who follows the connections here, if this is to do it and no thread does.
    tracker: Option<Tracker>,
    /// Text that was not handed to `out`.
    sheet: Sheet,
    /// Those who follow the connections, when they have begun.
    beside: Option<Box<Beside>>,
}

impl Printing {
    pub(super) fn new(args: &PrintArgs, out: Output) -> Result<Self, Failure> {
        let saving = args.save.saver(&args.input, &out)?.map(Saving::new);
        let prints = args.save.prints() && !args.output.count;
        let (plain, line_buffered) = (args.output.plain, args.output.line_buffered);
        let records = Records::new(args)?;
        let options = args.input.tracking();
        // What is saved may go where lines go, and must keep its place among them.
        let alone = args.input.jobs() == 1
            || !options.can_be_shared()
            || line_buffered
            || saving.is_some()
            || !prints
            || !records.are_lines_alone();
        // What connections are like decides which packets are printed.
        let chooses = args.input.chooses_connections();
        let follows = args.needs_tracker() && saving.is_none() && prints && !plain && !chooses;
        Ok(Self {
            tracker: follows.then(|| Tracker::with_options(options)),
            only_prints: plain && prints && saving.is_none() && !line_buffered,
            records,
            gathers: saving.is_none() && !line_buffered,
            saving,
            out,
            prints,
            line_buffered,
            packets: 0,
            jobs: args.input.jobs(),
            alone: (!alone).then(|| (ALONE, args.input.many_connections())),
            sheet: Sheet::new(),
            beside: None,
        })
    }

    /// Takes a packet, or a connection that is over.
    pub(super) fn take(&mut self, step: Step<'_>) -> Result<(), Failure> {
        match (step, &mut self.saving) {
            (Step::Packet(packet, seen), saving) => {
                if let Some(saving) = saving {
                    saving.packet(packet, seen)?;
                }
                self.packets += 1;
                if self.prints {
                    self.records.anticipate(packet.captures, None);
                    self.print(packet, seen.map(Told::Whole))?;
                }
                Ok(())
            }
            (Step::Over(connection), Some(saving)) => saving.over(&connection),
            (Step::Over(_), None) => Ok(()),
        }
    }

    /// Prints a packet of which nothing need be read before, if it is one; if not, or if more is to
    /// be done with it, nothing has happened.
    #[inline]
    pub(super) fn take_quickly(
        &mut self,
        frame: &Frame<'_>,
        captures: &CaptureSet,
    ) -> io::Result<bool> {
        if !self.only_prints || self.records.has_new_names(captures.names()) {
            return Ok(false);
        }
        self.records.anticipate(captures, None);
        if !self.records.append_quickly(&mut self.sheet, frame) {
            return Ok(false);
        }
        self.packets += 1;
        self.pass_on()?;
        Ok(true)
    }

    /// Hands over what was printed here.
    #[cold]
    fn hand_over(&mut self) -> io::Result<()> {
        self.out.take(self.sheet.as_bytes())?;
        self.sheet.clear();
        Ok(())
    }

    /// Are the connections followed here?
    pub(super) const fn follows_itself(&self) -> bool {
        self.tracker.is_some()
    }

    /// Takes a packet that nobody has observed.
    #[inline]
    pub(super) fn take_unseen(&mut self, packet: &Packet<'_>) -> Result<(), Failure> {
        if let Some(tracker) = &mut self.tracker {
            let seen = match packet.segment {
                Some(segment) if self.records.annotates() => tracker.observe_in_brief(segment),
                Some(segment) => observe_whole(tracker, segment),
                None => None,
            };
            tracker.forget_finished();
            if packet.segment.is_some() {
                self.records.anticipate(packet.captures, Some(tracker));
            }
            let begun = tracker.begun();
            if packet.passes {
                self.packets += 1;
                self.print(packet, seen.as_ref().map(Told::from))?;
            }
            if let Some((packets, connections)) = self.alone
                && self.packets >= packets
                && begun >= connections
            {
                self.begin_following();
            }
            return Ok(());
        }
        if let Some(beside) = &mut self.beside {
            self.records.anticipate(packet.captures, None);
            let place = match packet.passes {
                true => self.records.append_line(&mut beside.lines.text, packet),
                false => None,
            };
            if let Some(segment) = packet.segment {
                beside.add(segment, place);
            }
            if beside.is_full() {
                beside.send(&mut self.sheet);
                return Ok(self.pass_on()?);
            }
        }
        Ok(())
    }

    /// Begins threads that follow connections.
    #[cold]
    fn begin_following(&mut self) {
        if let Some(tracker) = self.tracker.take() {
            let beside = Beside::new(tracker, self.jobs);
            self.beside = Some(Box::new(beside));
        }
    }

    /// How many connections were removed to bound memory, of those that were followed here. No more
    /// packets come.
    pub(super) fn evicted(&mut self) -> u64 {
        if let Some(beside) = &mut self.beside {
            return beside.end();
        }
        self.tracker.as_ref().map_or(0, Tracker::evicted)
    }

    fn print(&mut self, packet: &Packet<'_>, told: Option<Told<'_>>) -> io::Result<()> {
        self.records.append(&mut self.sheet, packet, told);
        if self.gathers {
            return self.pass_on();
        }
        if self.line_buffered {
            return HoldsBack::flush(self);
        }
        self.hand_over()
    }

    /// Passes on what was printed if there is enough of it.
    #[inline]
    fn pass_on(&mut self) -> io::Result<()> {
        if self.sheet.len() >= FULL {
            self.hand_over()?;
        }
        Ok(())
    }

    /// Hands everything to `out`.
    fn settle(&mut self) -> io::Result<()> {
        if let Some(beside) = &mut self.beside {
            beside.settle(&mut self.sheet);
        }
        self.hand_over()
    }

    /// Ends the output.
    pub(super) fn finish(&mut self, count: bool) -> Result<(), Failure> {
        if let Some(saving) = self.saving.take() {
            saving.finish()?;
        }
        if count {
            let plural = if self.packets == 1 { "" } else { "s" };
            writeln!(self.out, "{} packet{plural}", self.packets)?;
        }
        self.out.flush()?;
        Ok(())
    }
}

/// What is seen of a segment where all may be told.
#[inline(never)]
fn observe_whole(tracker: &mut Tracker, segment: &Segment<'_>) -> Option<Brief> {
    tracker.observe(segment).map(Brief::Whole)
}

impl HoldsBack for Printing {
    fn flush(&mut self) -> io::Result<()> {
        self.settle()?;
        self.out.flush()
    }
}
