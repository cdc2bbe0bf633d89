//! Lines written by several threads.
//!
//! Duty: make text of a batch. Invariant: what counts on from packet to packet was taken before; so
//! the text is the one that a single thread writes. Absence: no choice of packets, no order of
//! texts.

use super::annotation::{self, Brief};
use super::batch::{Batch, Entry, Text};
use crate::batches::Worker;
use crate::colour::Palette;
use synfin::Side;
use synfin::tcp::Observation;
use synfin_line::{KeptLine, LineWriter, Printed};

/// Writes batches.
pub(super) struct Lines {
    writer: LineWriter,
    palette: Palette,
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
        let mut texts = batch.texts.drain(..);
        for entry in batch.entries.drain(..) {
            let written = match entry {
                Entry::Line => self.line(lines.next(), &mut octets, text).map(drop),
                Entry::Brief => self.brief(lines.next(), briefs.next(), &mut octets, text),
                Entry::Annotated => {
                    let observation = observations.next();
                    self.annotated(lines.next(), observation, &mut octets, text)
                }
                Entry::Text => texts.next().map(|made| {
                    text.extend_from_slice(take(&mut octets, made.len));
                }),
                Entry::AnnotatedText => {
                    let observation = observations.next();
                    self.annotated_text(texts.next(), observation, &mut octets, text)
                }
                Entry::Silent => Some(()),
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

    /// Appends finished text with any annotation.
    #[cold]
    fn annotated_text(
        &mut self,
        made: Option<Text>,
        observation: Option<Observation>,
        octets: &mut &[u8],
        text: &mut Vec<u8>,
    ) -> Option<()> {
        let (made, observation) = (made?, observation?);
        let palette = &self.palette;
        let print = |text: &mut Vec<u8>| {
            let line_end = text.len() + made.line_end;
            text.extend_from_slice(take(octets, made.len));
            Some(Printed { line_end })
        };
        let annotate = |text: &mut Vec<u8>| annotation::append(text, &observation, palette);
        append_annotated(text, (observation.sender, palette), print, annotate);
        Some(())
    }
}

/// Takes so many octets from the front.
fn take<'a>(octets: &mut &'a [u8], len: usize) -> &'a [u8] {
    let (taken, rest) = octets.split_at_checked(len).unwrap_or((octets, &[]));
    *octets = rest;
    taken
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
