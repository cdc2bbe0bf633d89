//! What is printed of a packet: its record, the annotation, the explanation.
//!
//! Duty: put the parts together in one buffer. Invariant: without annotation the record is
//! tcpdump's, octet for octet. Absence: no choice of packets.

use super::explain::Explainer;
use super::{PrintArgs, annotation};
use crate::colour::Palette;
use crate::failure::Failure;
use crate::input::Packet;
use crate::language::Language;
use crate::local_time::LocalTime;
use crate::names;
use synfin::Segment;
use synfin::tcp::Observation;
use synfin_line::LinePrinter;

/// Writes the record of a packet with all that belongs to it.
pub(super) struct Records {
    printer: LinePrinter,
    palette: Palette,
    plain: bool,
    explainer: Option<Explainer>,
    /// How many of the capture's names were taken over.
    names_taken: usize,
    /// What comes behind the annotation, kept from packet to packet for its room.
    behind: Vec<u8>,
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
            names_taken: 0,
            behind: Vec::new(),
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
        match (seen, packet.segment.as_ref()) {
            (Some(observation), Some(segment)) if !self.plain => {
                self.append_annotated(out, packet, segment, observation);
            }
            _ => {
                self.printer.print(packet.frame, &packet.decoded, out);
            }
        }
    }

    /// Takes over names of hosts that came up in the capture. With `-n` they are never asked for.
    fn learn_names(&mut self, packet: &Packet<'_>) {
        if self.names_taken < packet.names.len() {
            let new = packet.names.iter().skip(self.names_taken);
            names::add_found(self.printer.names_mut(), new);
            self.names_taken = packet.names.len();
        }
    }

    fn append_annotated(
        &mut self,
        out: &mut Vec<u8>,
        packet: &Packet<'_>,
        segment: &Segment<'_>,
        observation: &Observation,
    ) {
        let palette = &self.palette;
        let start = out.len();
        out.extend_from_slice(palette.of_sender(observation.sender).as_bytes());
        let Some(printed) = self.printer.print(packet.frame, &packet.decoded, out) else {
            out.truncate(start);
            return;
        };
        self.behind.clear();
        self.behind.extend(out.drain(printed.line_end..));
        out.extend_from_slice(palette.reset.as_bytes());
        annotation::append(out, observation, palette);
        out.extend_from_slice(&self.behind);
        if let Some(explainer) = &self.explainer {
            explainer.append(out, segment, observation, palette);
        }
    }
}
