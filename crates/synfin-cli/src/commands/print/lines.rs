//! Lines written by several threads.
//!
//! Duty: gather in batches what is to be printed, and make text of a batch. Invariant: what counts
//! on from packet to packet was taken before; so the text is the one that a single thread writes.
//! Absence: no choice of packets, no order of texts.

use super::annotation;
use crate::batches::Worker;
use crate::colour::Palette;
use synfin::tcp::Observation;
use synfin_line::{KeptLine, LineFields, LineWriter, Printed};

/// Packets in a batch, and octets beside them, at most.
const PACKETS: usize = 512;
const OCTETS: usize = 1 << 18;

/// What is to be printed of some packets, in order.
#[derive(Default)]
pub(super) struct Batch {
    entries: Vec<Entry>,
    /// What the fields of lines borrow, and finished text.
    octets: Vec<u8>,
}

/// What is to be printed of a packet.
enum Entry {
    /// A line to be written.
    Line(KeptLine),
    /// The same, with an annotation.
    Annotated(KeptLine, Observation),
    /// So many octets of text.
    Text(usize),
}

/// Writes batches.
pub(super) struct Lines {
    writer: LineWriter,
    palette: Palette,
}

impl Batch {
    /// Adds a line.
    pub(super) fn line(&mut self, fields: &LineFields<'_>, seen: Option<&Observation>) {
        let line = fields.keep(&mut self.octets);
        self.entries.push(match seen {
            Some(observation) => Entry::Annotated(line, observation.clone()),
            None => Entry::Line(line),
        });
    }

    /// Adds what `append` appends.
    pub(super) fn text(&mut self, append: impl FnOnce(&mut Vec<u8>)) {
        let start = self.octets.len();
        append(&mut self.octets);
        let len = self.octets.len().saturating_sub(start);
        self.entries.push(Entry::Text(len));
    }

    /// Is it time to send it?
    pub(super) const fn is_full(&self) -> bool {
        self.entries.len() >= PACKETS || self.octets.len() >= OCTETS
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl Lines {
    pub(super) const fn new(writer: LineWriter, palette: Palette) -> Self {
        Self { writer, palette }
    }
}

impl Worker for Lines {
    type Batch = Batch;

    fn append(&mut self, batch: &mut Batch, text: &mut Vec<u8>) {
        let (writer, palette) = (&mut self.writer, &self.palette);
        let mut octets = batch.octets.as_slice();
        for entry in batch.entries.drain(..) {
            match entry {
                Entry::Line(line) => {
                    writer.append(&line.fields(&mut octets), text);
                }
                Entry::Annotated(line, observation) => {
                    let fields = line.fields(&mut octets);
                    let print = |text: &mut Vec<u8>| Some(writer.append(&fields, text));
                    append_annotated(text, &observation, palette, print);
                }
                Entry::Text(len) => {
                    let (copied, rest) = octets.split_at_checked(len).unwrap_or((octets, &[]));
                    text.extend_from_slice(copied);
                    octets = rest;
                }
            }
        }
        batch.octets.clear();
    }
}

/// Appends what `print` prints, with the annotation behind its line; false if it prints nothing.
pub(super) fn append_annotated(
    out: &mut Vec<u8>,
    observation: &Observation,
    palette: &Palette,
    print: impl FnOnce(&mut Vec<u8>) -> Option<Printed>,
) -> bool {
    let start = out.len();
    out.extend_from_slice(palette.of_sender(observation.sender).as_bytes());
    let Some(printed) = print(out) else {
        out.truncate(start);
        return false;
    };
    // Nearly always nothing but a line feed stands behind the line.
    let behind = if printed.line_end + 1 == out.len() {
        None
    } else {
        out.get(printed.line_end..).map(<[u8]>::to_vec)
    };
    out.truncate(printed.line_end);
    out.extend_from_slice(palette.reset.as_bytes());
    annotation::append(out, observation, palette);
    out.extend_from_slice(behind.as_deref().unwrap_or(b"\n"));
    true
}
