//! Lines of the packets that nearly all are, written where they are to stand.
//!
//! Duty: packets of the common shape, IPv4, amidst a connection, in the second of the packet before.
//! Invariant: the text is that of [`LineFields`](crate::common_shape::LineFields), which all other packets of the
//! common shape are printed from. Absence: names, IPv6.

use super::{LinePrinter, Printed};
use crate::common_shape::{self, Places, options};
use crate::line::Line;
use crate::payload::Concern;
use crate::sheet::Sheet;
use synfin::Frame;

impl LinePrinter {
    /// [`print_common`](Self::print_common) onto a sheet.
    // Not in line: among much else its values would not stay in registers.
    #[inline(never)]
    pub fn print_onto(&mut self, frame: &Frame<'_>, sheet: &mut Sheet) -> Option<Printed> {
        match self.write_usual(frame, sheet) {
            None => self.write_unusual(frame, sheet),
            printed => printed,
        }
    }

    /// Appends the line of a packet that is like most; `None`, and nothing has happened, if it is not,
    /// or if there is no room.
    #[inline(always)]
    fn write_usual(&mut self, frame: &Frame<'_>, sheet: &mut Sheet) -> Option<Printed> {
        if !self.usual {
            return None;
        }
        let mut line = Line::new(sheet.place()?);
        self.writer.stamps.append_within(&mut line, frame.time)?;
        let packet = common_shape::of_ipv4(frame)?;
        let segment = &packet.segment;
        if !segment.is_amidst() {
            return None;
        }
        let direction = packet.direction();
        let sequences = &mut self.memory.sequences;
        let last = match sequences.directions.get(self.packets, direction) {
            Some(known) => {
                known.append(&mut line);
                &mut known.last
            }
            None => {
                if !options::are_common(segment.options()) {
                    return None;
                }
                let absolute = self.writer.options.absolute_seq;
                let packet = (self.packets, direction);
                let has_payload = segment.payload_len > 0;
                let (bases, concern) =
                    line.apart(|line| sequences.introduce(line, packet, absolute, has_payload))?;
                (self.last.bases, self.last.concern) = (bases, concern);
                &mut self.last
            }
        };
        self.writer.append_amidst(&mut line, segment, last)?;
        // Nobody prints so many packets that they cannot be counted.
        self.packets = self.packets.wrapping_add(1);
        if append_name(&mut line, segment, last.concern) {
            line.lit(b"\n");
            let len = line.len();
            sheet.advance(len);
            return Some(Printed {
                line_end: sheet.len().wrapping_sub(1),
            });
        }
        let len = line.len();
        sheet.advance(len);
        Some(self.write_behind(frame, sheet))
    }

    /// Appends what the payload's own printer has to say behind the line, and a line feed.
    #[inline(never)]
    fn write_behind(&mut self, frame: &Frame<'_>, sheet: &mut Sheet) -> Printed {
        self.line.clear();
        if let Some(shape) = common_shape::of(frame) {
            shape.append_payload(&mut self.line, &mut self.memory.payloads);
        }
        self.line.push(b'\n');
        let line_end = sheet.len() + super::line_end(&self.line, 0);
        sheet.append(&self.line);
        Printed { line_end }
    }

    /// Appends the line of another packet of the common shape.
    #[inline(never)]
    fn write_unusual(&mut self, frame: &Frame<'_>, sheet: &mut Sheet) -> Option<Printed> {
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        let printed = (self.fields(frame)).map(|fields| {
            let memory = &mut self.memory.payloads;
            self.writer.append(&fields, &mut line, memory)
        });
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
fn append_name(line: &mut Line<'_>, segment: &Places<'_>, concern: Concern) -> bool {
    if segment.payload_len == 0 {
        return true;
    }
    match concern {
        Concern::Nothing => true,
        Concern::Name(text) => match text.name_alone(segment.payload(), segment.payload_len) {
            Some(name) => {
                line.lit(name);
                true
            }
            None => false,
        },
        Concern::Begins(with) => (segment.payload().first()).is_some_and(|first| *first != with),
        Concern::More => false,
    }
}
