//! What is printed of a packet: its record, the annotation, the explanation.
//!
//! Duty: put the parts together in one buffer. Invariant: without annotation the record is
//! tcpdump's, octet for octet. Absence: no choice of packets.

use super::PrintArgs;
use super::annotation;
use super::batch::Batch;
use super::explain::Explainer;
use super::lines::{Lines, append_annotated};
use crate::colour::Palette;
use crate::failure::Failure;
use crate::input::Packet;
use crate::language::Language;
use crate::local_time::LocalTime;
use crate::names;
use synfin::Frame;
use synfin::capture::{CaptureSet, Names};
use synfin::tcp::Observation;
use synfin_line::{LinePrinter, Sheet};

/// Writes the record of a packet with all that belongs to it.
pub(super) struct Records {
    printer: LinePrinter,
    palette: Palette,
    plain: bool,
    explainer: Option<Explainer>,
    /// Are numbers shown and no names?
    is_numeric: bool,
    /// How many of the capture's names were taken over.
    names_taken: usize,
    /// For how many packets the printer was prepared.
    ahead: usize,
}

impl Records {
    /// The printer that was asked for.
    pub(super) fn new(args: &PrintArgs) -> Result<Self, Failure> {
        let language = args.output.lang.unwrap_or_else(Language::of_locale);
        let options = args.line.line_options()?;
        let mut printer = LinePrinter::new(options).with_local_time(LocalTime::new());
        if !args.line.numeric() {
            printer = printer.with_names(names::of_system(args.output.hosts.as_deref())?);
        }
        Ok(Self {
            printer,
            palette: Palette::new(args.output.colour.wanted()),
            plain: args.output.plain,
            explainer: args
                .output
                .explain
                .then(|| Explainer::new(language.catalogue())),
            is_numeric: args.line.numeric(),
            names_taken: 0,
            ahead: 0,
        })
    }

    /// Appends everything that is to be printed of a packet.
    pub(super) fn append(
        &mut self,
        out: &mut Vec<u8>,
        packet: &Packet<'_>,
        seen: Option<&Observation>,
    ) {
        self.learn_names(packet);
        let (printer, palette) = (&mut self.printer, &self.palette);
        let mut print = |out: &mut Vec<u8>| match printer.print_common(packet.frame, out) {
            None => printer.print(packet.frame, &packet.decoded(), out),
            printed => printed,
        };
        match (seen, packet.segment) {
            (Some(observation), Some(segment)) if !self.plain => {
                let annotate = |out: &mut Vec<u8>| annotation::append(out, observation, palette);
                let told = (observation.sender, palette);
                let printed = append_annotated(out, told, print, annotate);
                if let (true, Some(explainer)) = (printed, &self.explainer) {
                    explainer.append(out, segment, observation, palette);
                }
            }
            _ => {
                print(out);
            }
        }
    }

    /// Prepares for the packets that come next, if it is time.
    #[inline]
    pub(super) fn anticipate(&mut self, captures: &CaptureSet) {
        if self.ahead == 0 {
            self.printer.anticipate(|| captures.glances());
            self.ahead = LinePrinter::AHEAD;
        }
        self.ahead -= 1;
    }

    /// Appends a packet's line without annotation if it can be told from the frame alone; false, and
    /// nothing has happened, if not.
    #[inline(always)]
    pub(super) fn append_quickly(&mut self, sheet: &mut Sheet, frame: &Frame<'_>) -> bool {
        self.printer.print_onto(frame, sheet).is_some()
    }

    /// Adds everything that is to be printed of a packet to a batch.
    pub(super) fn add(
        &mut self,
        batch: &mut Batch,
        packet: &Packet<'_>,
        seen: Option<&Observation>,
    ) {
        match self.printer.fields(packet.frame) {
            Some(fields) => {
                let is_annotated = !self.plain && packet.segment.is_some();
                batch.line(&fields, seen.filter(|_| is_annotated));
            }
            None => batch.text(|out| self.append(out, packet, seen)),
        }
    }

    /// Adds what is to be printed of a packet to a batch, and its segment, which is still to be
    /// observed.
    pub(super) fn add_unseen(&mut self, batch: &mut Batch, packet: &Packet<'_>) {
        if !packet.passes {
            batch.silence();
        } else if let Some(fields) = self.printer.fields(packet.frame) {
            batch.line(&fields, None);
        } else {
            self.learn_names(packet);
            let printer = &mut self.printer;
            batch.record(|out| {
                let printed = printer.print(packet.frame, &packet.decoded(), out);
                printed.map(|printed| printed.line_end)
            });
        }
        batch.segment(packet);
    }

    /// Who writes the lines of batches, if most of what is printed can be written so.
    pub(super) fn lines(&self) -> Option<impl FnMut() -> Lines + use<'_>> {
        let serves = self.printer.prints_lines() && self.explainer.is_none();
        serves.then_some(|| Lines::new(self.printer.writer(), self.palette.clone()))
    }

    /// Has the capture given names that lines are to show, and that were not taken over?
    #[inline]
    pub(super) fn has_new_names(&self, names: &Names) -> bool {
        !self.is_numeric && self.names_taken < names.len()
    }

    /// Takes over names of hosts that came up in the capture. With `-n` they are never asked for.
    fn learn_names(&mut self, packet: &Packet<'_>) {
        if self.has_new_names(packet.names) {
            let new = packet.names.iter().skip(self.names_taken);
            names::add_found(self.printer.names_mut(), new);
            self.names_taken = packet.names.len();
        }
    }
}
