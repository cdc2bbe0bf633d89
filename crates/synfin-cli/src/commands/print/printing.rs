//! Where packets go: to standard output, into files, or only into a count.
//!
//! Duty: hand on each packet, straight or in batches. Invariant: the output is the same either
//! way, and what was printed is out whenever someone waits. Absence: no text.

use super::PrintArgs;
use super::batch::Batch;
use super::beside::Beside;
use super::lines::Lines;
use super::records::Records;
use super::saved::Saving;
use crate::batches::Batches;
use crate::failure::Failure;
use crate::input::{Packet, Step, Tracking};
use crate::output::{FULL, HoldsBack, Output};
use std::io::{self, Write};
use synfin::Frame;
use synfin::capture::CaptureSet;
use synfin::tcp::Observation;
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
    line_buffered: bool,
    packets: u64,
    /// Who follows the connections here, if this is to do it and no thread does.
    tracking: Option<Tracking>,
    /// With so many connections a thread is to follow them.
    many: u64,
    /// Text that was not handed to `out`, where packets may be taken quickly.
    sheet: Sheet,
    /// The same where they may not.
    text: Vec<u8>,
    threads: Threads,
}

/// Who writes lines.
enum Threads {
    /// This one alone.
    None,
    /// So many others, when there is enough to do.
    Later(usize),
    /// Others too; and what was not sent to them.
    Busy(Box<Batches<Lines>>, Batch),
    /// The same, and another one follows the connections.
    Following(Box<Beside>, Batch),
}

impl Printing {
    pub(super) fn new(args: &PrintArgs, out: Output) -> Result<Self, Failure> {
        let saving = args.save.saver(&args.input, &out)?.map(Saving::new);
        let prints = args.save.prints() && !args.output.count;
        let (plain, line_buffered) = (args.output.plain, args.output.line_buffered);
        // What is saved may go where lines go, and must keep its place among them. A plain line is
        // written in less time than it takes to tell another thread what is in it.
        let others = args.input.jobs() - 1;
        let alone = others == 0 || line_buffered || saving.is_some() || !prints || plain;
        // What connections are like decides which packets are printed.
        let chooses = args.input.chooses_connections();
        let follows = args.needs_tracker() && !alone && !chooses;
        let options = args.input.tracking();
        Ok(Self {
            tracking: follows.then(|| Tracking::new(options)),
            many: args.input.many_connections(),
            only_prints: plain && prints && saving.is_none() && !line_buffered,
            records: Records::new(args)?,
            saving,
            out,
            prints,
            line_buffered,
            packets: 0,
            sheet: Sheet::new(),
            text: Vec::new(),
            threads: if alone {
                Threads::None
            } else {
                Threads::Later(others)
            },
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
                    self.print(packet, seen)?;
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
        self.records.anticipate(captures);
        if !self.records.append_quickly(&mut self.sheet, frame) {
            return Ok(false);
        }
        self.packets += 1;
        if self.sheet.len() >= FULL {
            self.hand_over()?;
        }
        Ok(true)
    }

    /// Hands over what was printed here.
    #[cold]
    fn hand_over(&mut self) -> io::Result<()> {
        self.out.take(self.sheet.as_bytes())?;
        self.sheet.clear();
        self.out.hand_over(&mut self.text)
    }

    /// Are the connections followed here?
    pub(super) const fn follows_itself(&self) -> bool {
        self.tracking.is_some()
    }

    /// Takes a packet that nobody has observed.
    pub(super) fn take_unseen(&mut self, packet: &Packet<'_>) -> Result<(), Failure> {
        self.begin_following()?;
        if let Threads::Following(_, batch) = &mut self.threads {
            if !self.records.has_new_names(packet.names) {
                self.records.anticipate(packet.captures);
                self.records.add_unseen(batch, packet);
                return Ok(self.pass_on()?);
            }
            // A capture that goes on naming hosts is printed by one thread.
            self.settle()?;
            self.end_following()?;
        }
        let tracking = self.tracking.as_mut();
        let seen = tracking.and_then(|tracking| tracking.observe(packet));
        if let Some(tracking) = &mut self.tracking {
            tracking.tracker.forget_finished();
        }
        if packet.passes {
            self.take(Step::Packet(packet, seen.as_ref()))?;
        }
        Ok(())
    }

    /// Begins a thread that follows the connections, if others write lines and there are many.
    #[inline]
    fn begin_following(&mut self) -> io::Result<()> {
        let begun = self.tracking.as_ref().map(|own| own.tracker.begun());
        if let Threads::Busy(batches, batch) = &mut self.threads
            && begun.is_some_and(|begun| begun >= self.many)
        {
            if !batch.is_empty() {
                batches.send(batch)?;
            }
            let busy = std::mem::replace(&mut self.threads, Threads::None);
            if let (Threads::Busy(batches, batch), Some(own)) = (busy, self.tracking.take()) {
                let beside = Beside::new(own.tracker, *batches);
                self.threads = Threads::Following(Box::new(beside), batch);
            }
        }
        Ok(())
    }

    /// Ends the thread that follows the connections, which are followed here from then on.
    fn end_following(&mut self) -> io::Result<()> {
        if let Threads::Following(beside, _) = &mut self.threads {
            let (tracker, result) = beside.end();
            self.tracking = tracker.map(Tracking::with);
            self.threads = Threads::None;
            result?;
        }
        Ok(())
    }

    /// How many connections were removed to bound memory, of those that were followed here.
    pub(super) fn evicted(&mut self) -> io::Result<u64> {
        self.end_following()?;
        let tracking = self.tracking.as_ref();
        Ok(tracking.map_or(0, |tracking| tracking.tracker.evicted()))
    }

    /// Passes on what was gathered if there is enough of it.
    #[inline]
    fn pass_on(&mut self) -> io::Result<()> {
        match &mut self.threads {
            Threads::Following(beside, batch) if batch.is_full() => beside.send(batch),
            Threads::Busy(batches, batch) if batch.is_full() => batches.send(batch),
            Threads::Later(_) if self.packets >= ALONE => self.begin_threads(),
            _ if self.text.len() + self.sheet.len() >= FULL => self.hand_over(),
            _ => Ok(()),
        }
    }

    fn print(&mut self, packet: &Packet<'_>, seen: Option<&Observation>) -> io::Result<()> {
        self.records.anticipate(packet.captures);
        if let Threads::Busy(_, batch) = &mut self.threads {
            if !self.records.has_new_names(packet.names) {
                self.records.add(batch, packet, seen);
                return self.pass_on();
            }
            // A capture that goes on naming hosts is printed by one thread.
            self.settle()?;
            self.threads = Threads::None;
        }
        self.records.append(&mut self.text, packet, seen);
        if self.only_prints {
            // It keeps its place behind what was taken quickly.
            self.sheet.append(&self.text);
            self.text.clear();
        }
        if self.line_buffered {
            return HoldsBack::flush(self);
        }
        if self.saving.is_some() {
            return self.out.hand_over(&mut self.text);
        }
        self.pass_on()
    }

    /// Begins other threads if there are to be any.
    #[cold]
    fn begin_threads(&mut self) -> io::Result<()> {
        let Threads::Later(threads) = self.threads else {
            return Ok(());
        };
        self.threads = match self.records.lines() {
            Some(worker) => {
                self.out.hand_over(&mut self.text)?;
                let batches = Batches::new(threads, self.out.clone(), worker);
                Threads::Busy(Box::new(batches), Batch::default())
            }
            None => Threads::None,
        };
        Ok(())
    }

    /// Hands everything to `out`.
    fn settle(&mut self) -> io::Result<()> {
        if let Threads::Busy(batches, batch) = &mut self.threads {
            if !batch.is_empty() {
                batches.send(batch)?;
            }
            batches.settle()?;
        }
        if let Threads::Following(beside, batch) = &mut self.threads {
            if !batch.is_empty() {
                beside.send(batch)?;
            }
            beside.settle()?;
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

impl HoldsBack for Printing {
    fn flush(&mut self) -> io::Result<()> {
        self.settle()?;
        self.out.flush()
    }
}
