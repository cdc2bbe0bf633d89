//! The line of a packet of the common shape.
//!
//! Duty: write what was taken from the packet. Invariant: the same text that the layers' own
//! printers write, whatever was written before. Absence: nothing that counts on from packet to
//! packet; so lines can be written in any order and on several threads.

use crate::common_shape::{LineFields, options};
use crate::line::{Line, Room};
use crate::payload::{self, Payload};
use crate::printer::{Printed, line_end};
use crate::sockets::{SocketTexts, Sockets};
use crate::time::{Stamp, StampWriter};
use crate::writer::Text;
use crate::{LineOptions, Names};
use std::sync::Arc;
use synfin::ControlBits;

/// Writes lines from their [`LineFields`]. Each thread has one of its own.
#[derive(Debug)]
pub struct LineWriter {
    pub(crate) options: LineOptions,
    names: Arc<Names>,
    stamps: StampWriter,
    sockets: SocketTexts,
    room: Room,
}

impl LineWriter {
    /// A writer that knows no names.
    pub(crate) fn new(options: LineOptions) -> Self {
        Self {
            stamps: StampWriter::new(options.time_style, options.precision),
            options,
            names: Arc::default(),
            sockets: SocketTexts::default(),
            room: Room::new(),
        }
    }

    /// Another one with the same options and names.
    pub(crate) fn another(&self) -> Self {
        Self {
            names: Arc::clone(&self.names),
            ..Self::new(self.options.clone())
        }
    }

    /// The names it knows.
    pub(crate) const fn names(&self) -> &Arc<Names> {
        &self.names
    }

    /// The names, to which more may be added.
    pub(crate) fn names_mut(&mut self) -> &mut Names {
        self.sockets.clear();
        Arc::make_mut(&mut self.names)
    }

    /// Appends a line with its line feed.
    #[inline]
    pub fn append(&mut self, fields: &LineFields<'_>, out: &mut Vec<u8>) -> Printed {
        let LineFields { fixed, .. } = fields;
        let mut line = Line::new(&mut self.room);
        if self.options.packet_number {
            append_number(&mut line, fixed.packet);
        }
        self.stamps.append(&mut line, fixed.stamp);
        match fixed.sockets {
            Sockets::V4(..) => line.lit(b"IP "),
            Sockets::V6(..) => line.lit(b"IP6 "),
        }
        let told = (&self.options, &*self.names);
        (self.sockets).append(&mut line, out, fixed.sockets, told);
        append_header(&mut line, fields);
        if fixed.payload_concerns {
            line.move_to(out);
            return finish_with_payload(fields.payload(), &self.options, out);
        }
        line.lit(b"\n");
        out.extend_from_slice(line.as_bytes());
        Printed {
            line_end: out.len() - 1,
        }
    }

    /// Appends what stands before a record: the packet's number and its time stamp.
    pub(crate) fn append_head(&mut self, packet: u64, stamp: Option<Stamp>, out: &mut Vec<u8>) {
        let mut line = Line::new(&mut self.room);
        if self.options.packet_number {
            append_number(&mut line, packet);
        }
        if let Some(stamp) = stamp {
            self.stamps.append(&mut line, stamp);
        }
        line.move_to(out);
    }
}

/// Appends the packet's number and two spaces.
#[cold]
fn append_number(line: &mut Line<'_>, packet: u64) {
    let mut text = Vec::new();
    text.dec_spaces(packet, 5);
    line.short(&text);
    line.lit(b"  ");
}

/// Appends from behind the sockets to the payload's length.
#[inline]
fn append_header(line: &mut Line<'_>, fields: &LineFields<'_>) {
    const CHANGES_STATE: ControlBits = ControlBits::SYN
        .with(ControlBits::FIN)
        .with(ControlBits::RST);
    let LineFields { fixed, .. } = fields;
    line.lit(b": Flags [");
    line.short(fixed.control.letters().as_bytes());
    if fixed.payload_len > 0 {
        line.lit(b"], seq ");
        line.number(fixed.shown.seq.0);
        line.lit(b":");
        line.number(fixed.shown.seq.plus(fixed.payload_len).0);
    } else if fixed.control.intersects(CHANGES_STATE) {
        line.lit(b"], seq ");
        line.number(fixed.shown.seq.0);
    } else {
        line.lit(b"]");
    }
    if fixed.control.ack() {
        line.lit(b", ack ");
        line.number(fixed.shown.ack.0);
    }
    line.lit(b", win ");
    line.number(fixed.window.into());
    if fixed.control.urg() {
        line.lit(b", urg ");
        line.number(fixed.urgent_pointer.into());
    }
    options::append(line, fields.options, fixed.shown.sack_base.0);
    line.lit(b", length ");
    line.number(fixed.payload_len);
}

/// Appends what the payload's own printer has to say, behind the line.
#[inline(never)]
fn finish_with_payload(payload: Payload<'_>, options: &LineOptions, out: &mut Vec<u8>) -> Printed {
    let payload_at = out.len();
    // Where a dump would begin does not matter: there is none.
    let _ = payload::append(out, &payload, options);
    let line_end = line_end(out, payload_at);
    out.text("\n");
    Printed { line_end }
}
