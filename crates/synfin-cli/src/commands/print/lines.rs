//! Lines written by several threads.
//!
//! Duty: gather in batches what is to be printed, and make text of a batch. Invariant: what counts
//! on from packet to packet was taken before; so the text is the one that a single thread writes.
//! Absence: no choice of packets, no order of texts.

use super::annotation::{self, Brief};
use crate::batches::Worker;
use crate::colour::Palette;
use synfin::Side;
use synfin::tcp::Observation;
use synfin_line::{KeptLine, LineFields, LineWriter, Printed};

/// Packets in a batch, and octets beside them, at most.
const PACKETS: usize = 1024;
const OCTETS: usize = 1 << 18;

/// What is to be printed of some packets, in order.
#[derive(Default)]
pub(super) struct Batch {
    entries: Vec<Entry>,
    lines: Vec<KeptLine>,
    briefs: Vec<Brief>,
    observations: Vec<Observation>,
    /// Lengths of finished text.
    text_lens: Vec<usize>,
    /// What the fields of lines borrow, and finished text.
    octets: Vec<u8>,
}

/// What is to be printed of a packet.
#[derive(Clone, Copy)]
enum Entry {
    /// The next line.
    Line,
    /// The same, with the next annotation of few words.
    Brief,
    /// The same, with the annotation of the next observation.
    Annotated,
    /// The next text.
    Text,
}

/// Writes batches.
pub(super) struct Lines {
    writer: LineWriter,
    palette: Palette,
}

impl Batch {
    /// Adds a line.
    pub(super) fn line(&mut self, fields: &LineFields<'_>, seen: Option<&Observation>) {
        self.lines.push(fields.keep(&mut self.octets));
        self.entries.push(match seen {
            None => Entry::Line,
            Some(observation) => match Brief::of(observation) {
                Some(brief) => {
                    self.briefs.push(brief);
                    Entry::Brief
                }
                None => {
                    self.observations.push(observation.clone());
                    Entry::Annotated
                }
            },
        });
    }

    /// Adds what `append` appends.
    pub(super) fn text(&mut self, append: impl FnOnce(&mut Vec<u8>)) {
        let start = self.octets.len();
        append(&mut self.octets);
        let len = self.octets.len().saturating_sub(start);
        self.text_lens.push(len);
        self.entries.push(Entry::Text);
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
        let mut octets = batch.octets.as_slice();
        let mut lines = batch.lines.drain(..);
        let mut briefs = batch.briefs.drain(..);
        let mut observations = batch.observations.drain(..);
        let mut text_lens = batch.text_lens.drain(..);
        for entry in batch.entries.drain(..) {
            let written = match entry {
                Entry::Line => self.line(lines.next(), &mut octets, text).map(drop),
                Entry::Brief => self.brief(lines.next(), briefs.next(), &mut octets, text),
                Entry::Annotated => {
                    let observation = observations.next();
                    self.annotated(lines.next(), observation, &mut octets, text)
                }
                Entry::Text => text_lens.next().map(|len| {
                    let (copied, rest) = octets.split_at_checked(len).unwrap_or((octets, &[]));
                    text.extend_from_slice(copied);
                    octets = rest;
                }),
            };
            debug_assert!(written.is_some(), "every entry has its parts");
        }
        batch.octets.clear();
    }
}

impl Lines {
    /// Appends a line.
    #[inline]
    fn line(
        &mut self,
        line: Option<KeptLine>,
        octets: &mut &[u8],
        text: &mut Vec<u8>,
    ) -> Option<Printed> {
        Some(self.writer.append(&line?.fields(octets), text))
    }

    /// Appends a line with an annotation of few words.
    #[inline]
    fn brief(
        &mut self,
        line: Option<KeptLine>,
        brief: Option<Brief>,
        octets: &mut &[u8],
        text: &mut Vec<u8>,
    ) -> Option<()> {
        let brief = brief?;
        let fields = line?.fields(octets);
        let (writer, palette) = (&mut self.writer, &self.palette);
        let print = |text: &mut Vec<u8>| Some(writer.append(&fields, text));
        let annotate = |text: &mut Vec<u8>| annotation::append_brief(text, brief, palette);
        append_annotated(text, (brief.sender, palette), print, annotate);
        Some(())
    }

    /// Appends a line with any annotation.
    fn annotated(
        &mut self,
        line: Option<KeptLine>,
        observation: Option<Observation>,
        octets: &mut &[u8],
        text: &mut Vec<u8>,
    ) -> Option<()> {
        let observation = observation?;
        let fields = line?.fields(octets);
        let (writer, palette) = (&mut self.writer, &self.palette);
        let print = |text: &mut Vec<u8>| Some(writer.append(&fields, text));
        let annotate = |text: &mut Vec<u8>| annotation::append(text, &observation, palette);
        append_annotated(text, (observation.sender, palette), print, annotate);
        Some(())
    }
}

/// Appends what `print` prints of a packet of `sender`, with what `annotate` appends behind its line;
/// false if it prints nothing.
#[inline]
pub(super) fn append_annotated(
    out: &mut Vec<u8>,
    (sender, palette): (Side, &Palette),
    print: impl FnOnce(&mut Vec<u8>) -> Option<Printed>,
    annotate: impl FnOnce(&mut Vec<u8>),
) -> bool {
    let start = out.len();
    if !palette.is_plain() {
        out.extend_from_slice(palette.of_sender(sender).as_bytes());
    }
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
    if !palette.is_plain() {
        out.extend_from_slice(palette.reset.as_bytes());
    }
    annotate(out);
    match behind {
        None => out.push(b'\n'),
        Some(behind) => out.extend_from_slice(&behind),
    }
    true
}
