//! What is to be printed of some packets, on its way from thread to thread.
//!
//! Duty: gather it in the order of capture; have the packets' segments observed on the way, if they
//! were not before. Invariant: what counts on from line to line was taken before; so the text is
//! the one that a single thread writes. Absence: no text of lines, no order of batches.

use super::annotation::Brief;
use crate::input::Packet;
use synfin::tcp::Observation;
use synfin::{SegmentBatch, Tracker};
use synfin_line::{KeptLine, LineFields};

/// Packets in a batch, and octets beside them, at most.
const PACKETS: usize = 1024;
const OCTETS: usize = 1 << 18;

/// What is to be printed of some packets, in order.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) entries: Vec<Entry>,
    pub(super) lines: Vec<KeptLine>,
    pub(super) briefs: Vec<Brief>,
    pub(super) observations: Vec<Observation>,
    pub(super) texts: Vec<Text>,
    /// What the fields of lines borrow, and finished text.
    pub(super) octets: Vec<u8>,
    /// The packets' segments, if these are still to be observed.
    segments: SegmentBatch,
    /// For each entry, whether there is a segment.
    brings_segment: Vec<bool>,
}

/// Finished text.
pub(super) struct Text {
    /// Its octets.
    pub(super) len: usize,
    /// Where the annotation is to stand in it.
    pub(super) line_end: usize,
}

/// What is to be printed of a packet.
#[derive(Clone, Copy)]
pub(super) enum Entry {
    /// The next line.
    Line,
    /// The same, with the next annotation of few words.
    Brief,
    /// The same, with the annotation of the next observation.
    Annotated,
    /// The next text.
    Text,
    /// The same, with the annotation of the next observation.
    AnnotatedText,
    /// Nothing.
    Silent,
}

impl Batch {
    /// Adds a line.
    pub(super) fn line(&mut self, fields: &LineFields<'_>, seen: Option<&Observation>) {
        self.lines.push(fields.keep(&mut self.octets));
        let brief = seen.map(Brief::of);
        self.entries.push(match (seen, brief) {
            (_, Some(Some(brief))) => {
                self.briefs.push(brief);
                Entry::Brief
            }
            (Some(observation), _) => {
                self.observations.push(observation.clone());
                Entry::Annotated
            }
            (None, _) => Entry::Line,
        });
    }

    /// Adds what `append` appends.
    pub(super) fn text(&mut self, append: impl FnOnce(&mut Vec<u8>)) {
        self.record(|out| {
            append(out);
            Some(out.len())
        });
    }

    /// Adds what `append` appends, if anything; it says where the line ends that an annotation may
    /// have to follow.
    pub(super) fn record(&mut self, append: impl FnOnce(&mut Vec<u8>) -> Option<usize>) {
        let start = self.octets.len();
        let Some(line_end) = append(&mut self.octets) else {
            return self.silence();
        };
        self.texts.push(Text {
            len: self.octets.len().saturating_sub(start),
            line_end: line_end.saturating_sub(start),
        });
        self.entries.push(Entry::Text);
    }

    /// Adds a packet of which nothing is printed.
    pub(super) fn silence(&mut self) {
        self.entries.push(Entry::Silent);
    }

    /// Adds the segment of the packet that was added last: it is still to be
    /// [observed](Self::track). If one packet's is, those of all are.
    #[inline]
    pub(super) fn segment(&mut self, packet: &Packet<'_>) {
        if let Some(segment) = packet.segment {
            self.segments.push(segment);
        }
        self.brings_segment.push(packet.segment.is_some());
    }

    /// Observes the segments, and keeps what is to be said of them.
    pub(super) fn track(&mut self, tracker: &mut Tracker) {
        let entries = self.entries.iter_mut().zip(&self.brings_segment);
        let entries = entries.filter_map(|(entry, brings)| brings.then_some(entry));
        for (observed, entry) in entries.enumerate() {
            if observed % Tracker::AHEAD == 0 {
                tracker.anticipate(self.segments.glances(observed));
            }
            let segment = self.segments.get(observed);
            let seen = segment.and_then(|segment| tracker.observe(&segment));
            tracker.forget_finished();
            let Some(observation) = seen else {
                continue;
            };
            match (*entry, Brief::of(&observation)) {
                (Entry::Line, Some(brief)) => {
                    self.briefs.push(brief);
                    *entry = Entry::Brief;
                }
                (Entry::Line, None) => {
                    self.observations.push(observation);
                    *entry = Entry::Annotated;
                }
                (Entry::Text, _) => {
                    self.observations.push(observation);
                    *entry = Entry::AnnotatedText;
                }
                _ => {}
            }
        }
        self.segments.clear();
        self.brings_segment.clear();
    }

    /// Is it time to send it?
    pub(super) const fn is_full(&self) -> bool {
        self.entries.len() >= PACKETS || self.octets.len() >= OCTETS
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
