//! What is printed of a packet: its record, the annotation, the explanation.
//!
//! Duty: put the parts together in one buffer. Invariant: without annotation the record is
//! tcpdump's, octet for octet. Absence: no choice of packets.

use super::PrintArgs;
use super::annotation::{self, Annotator, Told};
use super::explain::Explainer;
use crate::colour::Palette;
use crate::failure::Failure;
use crate::input::Packet;
use crate::language::Language;
use crate::local_time::LocalTime;
use crate::names;
use synfin::capture::{CaptureSet, Names};
use synfin::tcp::Observation;
use synfin::{Frame, Tracker};
use synfin_line::{LinePrinter, Sheet};

/// Writes the record of a packet with all that belongs to it.
pub(super) struct Records {
    printer: LinePrinter,
    palette: Palette,
    /// Are there no annotations?
    plain: bool,
    /// Are there annotations, and nothing else?
    annotates: bool,
    annotator: Annotator,
    /// The record of a packet that is not like most; kept for its room.
    text: Vec<u8>,
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
        let palette = Palette::new(args.output.colour.wanted());
        let explains = args.output.explain;
        Ok(Self {
            printer,
            plain: args.output.plain,
            annotates: !args.output.plain && !explains && palette.is_plain(),
            palette,
            annotator: Annotator::default(),
            text: Vec::new(),
            explainer: explains.then(|| Explainer::new(language.catalogue())),
            is_numeric: args.line.numeric(),
            names_taken: 0,
            ahead: 0,
        })
    }

    /// Appends everything that is to be printed of a packet.
    #[inline]
    pub(super) fn append(
        &mut self,
        sheet: &mut Sheet,
        packet: &Packet<'_>,
        told: Option<Told<'_>>,
    ) {
        match told {
            Some(told) if self.annotates => {
                if let Some(line_end) = self.append_line(sheet, packet) {
                    self.annotate(sheet, line_end, told);
                }
            }
            Some(Told::Whole(seen)) if !self.plain => self.append_adorned(sheet, packet, seen),
            _ => {
                self.append_line(sheet, packet);
            }
        }
    }

    /// Appends the record of a packet without annotation, and says where the line ends that an
    /// annotation would have to follow.
    #[inline]
    pub(super) fn append_line(&mut self, sheet: &mut Sheet, packet: &Packet<'_>) -> Option<usize> {
        if self.has_new_names(packet.names) {
            self.learn_names(packet.names);
        }
        match self.printer.print_onto(packet.frame, sheet) {
            Some(printed) => Some(printed.line_end),
            None => self.append_layers(sheet, packet),
        }
    }

    /// Is nothing put into lines or under them but the annotation?
    pub(super) const fn are_lines_alone(&self) -> bool {
        self.explainer.is_none() && self.palette.is_plain()
    }

    /// Are there annotations, and nothing else? Then a packet of data may be told as such.
    pub(super) const fn annotates(&self) -> bool {
        self.annotates
    }

    /// The same of a packet that has to be read layer by layer.
    #[cold]
    fn append_layers(&mut self, sheet: &mut Sheet, packet: &Packet<'_>) -> Option<usize> {
        self.text.clear();
        let (printer, text) = (&mut self.printer, &mut self.text);
        let printed = printer.print(packet.frame, &packet.decoded(), text);
        let start = sheet.len();
        sheet.append(text);
        printed.map(|printed| start + printed.line_end)
    }

    /// Puts an annotation behind the line that ends there, of the record that was appended last.
    #[inline]
    fn annotate(&mut self, sheet: &mut Sheet, line_end: usize, told: Told<'_>) {
        // Nearly always nothing but a line feed stands behind the line.
        if line_end + 1 == sheet.len() {
            sheet.truncate(line_end);
            return self.annotator.end_line(sheet, told);
        }
        let behind = sheet.as_bytes().get(line_end..).map(<[u8]>::to_vec);
        sheet.truncate(line_end);
        self.annotator.append(sheet, told);
        sheet.append(&behind.unwrap_or_default());
    }

    /// Appends a record in colour or with an explanation.
    #[cold]
    fn append_adorned(&mut self, sheet: &mut Sheet, packet: &Packet<'_>, seen: &Observation) {
        let start = sheet.len();
        sheet.append(self.palette.of_sender(seen.sender).as_bytes());
        let Some(line_end) = self.append_line(sheet, packet) else {
            return sheet.truncate(start);
        };
        let behind = sheet.as_bytes().get(line_end..).map(<[u8]>::to_vec);
        sheet.truncate(line_end);
        let (text, palette) = (&mut self.text, &self.palette);
        text.clear();
        text.extend_from_slice(palette.reset.as_bytes());
        annotation::append(text, seen, palette);
        text.extend_from_slice(&behind.unwrap_or_default());
        if let (Some(explainer), Some(segment)) = (&self.explainer, packet.segment) {
            explainer.append(text, segment, seen, palette);
        }
        sheet.append(text);
    }

    /// Prepares for the packets that come next, if it is time, and has the tracker do so, if they are
    /// followed here.
    #[inline(always)]
    pub(super) fn anticipate(&mut self, captures: &CaptureSet, tracker: Option<&mut Tracker>) {
        if self.ahead == 0 {
            self.look_ahead(captures, tracker);
        }
        self.ahead -= 1;
    }

    #[inline(never)]
    fn look_ahead(&mut self, captures: &CaptureSet, tracker: Option<&mut Tracker>) {
        const { assert!(Tracker::AHEAD == LinePrinter::AHEAD, "both look as far") };
        // Where connections are followed, that needs more memory than lines.
        let in_company = !self.plain;
        match tracker {
            Some(tracker) => {
                tracker.anticipate(self.printer.anticipating(in_company, captures.glances()));
            }
            None => self.printer.anticipate(in_company, || captures.glances()),
        }
        self.ahead = LinePrinter::AHEAD;
    }

    /// Appends a packet's line without annotation if it can be told from the frame alone; false, and
    /// nothing has happened, if not.
    #[inline(always)]
    pub(super) fn append_quickly(&mut self, sheet: &mut Sheet, frame: &Frame<'_>) -> bool {
        self.printer.print_onto(frame, sheet).is_some()
    }

    /// Has the capture given names that lines are to show, and that were not taken over?
    #[inline]
    pub(super) fn has_new_names(&self, names: &Names) -> bool {
        !self.is_numeric && self.names_taken < names.len()
    }

    /// Takes over names of hosts that came up in the capture. With `-n` they are never asked for.
    #[cold]
    fn learn_names(&mut self, names: &Names) {
        let new = names.iter().skip(self.names_taken);
        names::add_found(self.printer.names_mut(), new);
        self.names_taken = names.len();
    }
}
