//! Lines of the packets that nearly all are, written where they are to stand.
//!
//! Duty: packets of the common shape, IPv4, amidst a connection, in the second of the packet before.
//! Invariant: the text is that of [`LineFields`](crate::common_shape::LineFields), which all other packets of the
//! common shape are printed from. Absence: names, IPv6.

use super::{LinePrinter, Printed};
use crate::common_shape::{self, Shape};
use crate::line::Line;
use crate::payload::Concern;
use crate::sheet::Sheet;
use crate::sockets::Sockets;
use synfin::Frame;

impl LinePrinter {
    /// [`print_common`](Self::print_common) onto a sheet.
    // Not in line: among much else its values would not stay in registers.
    #[inline(never)]
    pub fn print_onto(&mut self, frame: &Frame<'_>, sheet: &mut Sheet) -> Option<Printed> {
        match self.write_usual(frame, sheet) {
            Some(true) => {}
            Some(false) => return self.write_behind(frame, sheet),
            None => return self.write_unusual(frame, sheet),
        }
        Some(Printed {
            line_end: sheet.len().wrapping_sub(1),
        })
    }

    /// Appends the line of a packet that is like most; `None`, and nothing has happened, if it is not,
    /// or if there is no room. Says whether the line is whole: else what the payload's printer has to
    /// say is to follow.
    #[inline(always)]
    fn write_usual(&mut self, frame: &Frame<'_>, sheet: &mut Sheet) -> Option<bool> {
        if !self.usual {
            return None;
        }
        let stamp = self.clock.stamp_within(frame.time)?;
        let shape = common_shape::of_ipv4(frame)?;
        let Sockets::V4(ports, addresses) = shape.sockets else {
            return None;
        };
        let mut line = Line::new(sheet.place()?);
        if !shape.is_amidst() {
            return None;
        }
        let packet = self.packets + 1;
        self.writer.append_stamp(&mut line, stamp);
        let sequences = &mut self.memory.sequences;
        let (bases, concern) = match sequences.directions.get(packet, ports, addresses) {
            Some(known) => {
                known.append(&mut line);
                (known.bases, known.concern)
            }
            None => {
                let absolute = self.writer.options.absolute_seq;
                let packet = (packet, ports, addresses);
                line.apart(|line| sequences.introduce(line, packet, absolute))?
            }
        };
        self.writer.append_amidst(&mut line, &shape, bases);
        let is_whole = append_name(&mut line, &shape, concern);
        if is_whole {
            line.lit(b"\n");
        }
        let len = line.len();
        sheet.advance(len);
        self.packets = packet;
        Some(is_whole)
    }

    /// Appends what the payload's own printer has to say behind the line, and a line feed.
    #[inline(never)]
    fn write_behind(&mut self, frame: &Frame<'_>, sheet: &mut Sheet) -> Option<Printed> {
        self.line.clear();
        if let Some(shape) = common_shape::of_ipv4(frame) {
            shape.append_payload(&mut self.line);
        }
        self.line.push(b'\n');
        let line_end = sheet.len() + super::line_end(&self.line, 0);
        sheet.append(&self.line);
        Some(Printed { line_end })
    }

    /// Appends the line of another packet of the common shape.
    #[inline(never)]
    fn write_unusual(&mut self, frame: &Frame<'_>, sheet: &mut Sheet) -> Option<Printed> {
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        let printed = (self.fields(frame)).map(|fields| self.writer.append(&fields, &mut line));
        let start = sheet.len();
        sheet.append(&line);
        self.line = line;
        printed.map(|printed| Printed {
            line_end: start + printed.line_end,
        })
    }
}

/// Appends the name of the payload's protocol if it is all that there is to say of the payload, or
/// nothing if there is nothing; false if there may be more.
#[inline(always)]
fn append_name(line: &mut Line<'_>, shape: &Shape<'_>, concern: Concern) -> bool {
    if shape.payload_len == 0 {
        return true;
    }
    match concern {
        Concern::Nothing => true,
        Concern::Name(text) => match text.name_alone(shape.payload, shape.payload_len) {
            Some(name) => {
                line.lit(name);
                true
            }
            None => false,
        },
        Concern::Begins(with) => shape.payload.first().is_some_and(|first| *first != with),
        Concern::More => false,
    }
}
