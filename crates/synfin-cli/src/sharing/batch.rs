//! A batch of segments on its way to the threads that follow connections.
//!
//! Duty: keep what the reading thread has come to until all threads have seen it. Invariant: the
//! times of all segments are there, whoever takes them. Absence: no threads.

use std::ops::RangeInclusive;
use synfin::{Segment, SegmentBatch, Timestamp};

/// Segments of a batch at most: a core's second-level cache holds it until it is handed over.
const MOST: usize = 1024;

/// Segments, by the threads that follow their connections.
#[derive(Debug)]
pub(crate) struct Batch {
    /// What each thread takes, in the order of capture.
    shares: Vec<Share>,
    /// All segments, in the order of capture.
    ticks: Vec<Tick>,
    /// When the earliest and the latest of them were captured, in nanoseconds.
    span: Option<(i64, i64)>,
}

/// The segments that one thread takes.
#[derive(Debug, Default)]
pub(crate) struct Share {
    pub(crate) segments: SegmentBatch,
    /// Which of them are wanted.
    pub(crate) are_wanted: Vec<bool>,
}

/// What all threads know of a segment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tick {
    /// The number of its packet.
    pub(crate) packet: u64,
    /// When that was captured.
    pub(crate) time: Timestamp,
}

impl Batch {
    /// Room for what so many threads take.
    pub(crate) fn new(threads: usize) -> Self {
        Self {
            shares: (0..threads).map(|_| Share::default()).collect(),
            ticks: Vec::with_capacity(MOST),
            span: None,
        }
    }

    /// The capture has come to a segment. The thread with that number takes it, from 0; it is wanted
    /// or not.
    #[inline]
    pub(crate) fn push(&mut self, thread: usize, segment: &Segment<'_>, is_wanted: bool) {
        let (packet, time) = (segment.packet, segment.time);
        self.ticks.push(Tick { packet, time });
        let nanos = time.as_nanos();
        let (earliest, latest) = self.span.unwrap_or((nanos, nanos));
        self.span = Some((earliest.min(nanos), latest.max(nanos)));
        if let Some(share) = self.shares.get_mut(thread) {
            share.segments.push(segment);
            share.are_wanted.push(is_wanted);
        }
    }

    /// Is there no room for more?
    pub(crate) const fn is_full(&self) -> bool {
        self.ticks.len() >= MOST
    }

    /// Are there no segments in it?
    pub(crate) const fn is_empty(&self) -> bool {
        self.ticks.is_empty()
    }

    /// Lets go of the segments, but not of the memory.
    pub(crate) fn clear(&mut self) {
        for share in &mut self.shares {
            share.segments.clear();
            share.are_wanted.clear();
        }
        self.ticks.clear();
        self.span = None;
    }

    /// All segments, in the order of capture.
    pub(crate) fn ticks(&self) -> &[Tick] {
        &self.ticks
    }

    /// When all segments were captured, in nanoseconds.
    pub(crate) fn span(&self) -> Option<RangeInclusive<i64>> {
        self.span.map(|(earliest, latest)| earliest..=latest)
    }

    /// What the thread with that number takes, from 0, in the order of capture.
    pub(crate) fn share(&self, thread: usize) -> Option<&Share> {
        self.shares.get(thread)
    }
}
