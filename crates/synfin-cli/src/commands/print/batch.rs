//! Lines that wait for their annotations, and the segments that these are to tell of.
//!
//! Duty: gather lines and segments in the order of capture, have the segments observed, and put the
//! annotations behind the lines. Invariant: the text is the one that a single thread writes.
//! Absence: no threads, no choice of packets.

use super::annotation::Annotator;
use synfin::{Segment, SegmentBatch, Tracker};
use synfin_line::Sheet;

/// Segments in a batch, and octets of text, at most.
const SEGMENTS: usize = 1024;
const OCTETS: usize = 1 << 18;

/// Hardly a line is longer, and hardly an annotation.
const LINE: usize = 128;
const ANNOTATION: usize = 16;

/// Lines without annotations, and what these are to tell of.
#[derive(Default)]
pub(super) struct Batch {
    /// The lines.
    pub(super) lines: Sheet,
    /// For each segment, where in the lines its annotation is to stand, if it is to have one.
    places: Vec<Option<usize>>,
    segments: SegmentBatch,
    /// The annotations, one behind the other, and for each segment where its own ends.
    annotations: Sheet,
    ends: Vec<usize>,
}

impl Batch {
    /// Adds a segment; its annotation, if it is to have one, is to stand there in the lines.
    #[inline]
    pub(super) fn add(&mut self, segment: &Segment<'_>, place: Option<usize>) {
        self.segments.push(segment);
        self.places.push(place);
    }

    /// Observes the segments, and writes down what is to be said of them.
    pub(super) fn annotate(&mut self, tracker: &mut Tracker, annotator: &mut Annotator) {
        for (index, place) in self.places.iter().enumerate() {
            if index % Tracker::AHEAD == 0 {
                tracker.anticipate(self.segments.glances(index));
            }
            let segment = self.segments.get(index);
            let seen = segment.and_then(|segment| tracker.observe(&segment));
            tracker.forget_finished();
            if let (Some(seen), Some(_)) = (seen, place) {
                annotator.append(&mut self.annotations, &seen);
            }
            self.ends.push(self.annotations.len());
        }
    }

    /// Moves the lines to `out`, the annotations behind them, and leaves the batch empty.
    pub(super) fn move_to(&mut self, out: &mut Sheet) {
        let (lines, annotations) = (self.lines.as_bytes(), self.annotations.as_bytes());
        let (mut line, mut annotation) = (0, 0);
        for (place, end) in self.places.iter().zip(&self.ends) {
            if let Some(place) = *place {
                out.part::<LINE>(lines, line, place);
                out.part::<ANNOTATION>(annotations, annotation, *end);
                (line, annotation) = (place, *end);
            }
        }
        out.append(lines.get(line..).unwrap_or_default());
        self.lines.clear();
        self.places.clear();
        self.segments.clear();
        self.annotations.clear();
        self.ends.clear();
    }

    /// Is there nothing in it?
    pub(super) const fn is_empty(&self) -> bool {
        self.segments.is_empty() && self.lines.is_empty()
    }

    /// Is it time to send it?
    #[inline]
    pub(super) const fn is_full(&self) -> bool {
        self.segments.len() >= SEGMENTS || self.lines.len() >= OCTETS
    }
}
