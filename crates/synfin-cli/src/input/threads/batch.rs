//! A batch of segments on its way to the threads that follow connections.

use super::super::reading::Packet;
use std::num::NonZeroU32;
use synfin::{SegmentBatch, Timestamp, Tracker};

/// Segments of a batch at most.
const MOST: usize = 1024;

/// Segments, by the threads that follow their connections.
#[derive(Debug)]
pub(super) struct Batch {
    /// Each shard's segments, in the order of capture.
    shards: Vec<SegmentBatch>,
    count: NonZeroU32,
    /// All segments, in the order of capture.
    ticks: Vec<Tick>,
}

/// What all threads know of a segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tick {
    /// The number of its packet.
    pub(super) packet: u64,
    /// When that was captured.
    pub(super) time: Timestamp,
    /// Which thread follows its connection.
    pub(super) shard: u32,
    /// Does it pass the filter?
    pub(super) passes: bool,
}

impl Batch {
    /// Room for the segments of so many shards.
    pub(super) fn new(shards: NonZeroU32) -> Self {
        Self {
            shards: (0..shards.get()).map(|_| SegmentBatch::new()).collect(),
            count: shards,
            ticks: Vec::with_capacity(MOST),
        }
    }

    /// Appends a packet's segment, if it brings one.
    #[inline]
    pub(super) fn push(&mut self, packet: &Packet<'_>) {
        let Some(segment) = packet.segment else {
            return;
        };
        let shard = Tracker::taker_of(segment, self.count);
        if let Some(segments) = usize::try_from(shard)
            .ok()
            .and_then(|shard| self.shards.get_mut(shard))
        {
            segments.push(segment);
            self.ticks.push(Tick {
                packet: segment.packet,
                time: segment.time,
                shard,
                passes: packet.passes,
            });
        }
    }

    /// Is there no room for more?
    pub(super) const fn is_full(&self) -> bool {
        self.ticks.len() >= MOST
    }

    /// Are there no segments in it?
    pub(super) const fn is_empty(&self) -> bool {
        self.ticks.is_empty()
    }

    /// Lets go of the segments, but not of the memory.
    pub(super) fn clear(&mut self) {
        self.shards.iter_mut().for_each(SegmentBatch::clear);
        self.ticks.clear();
    }

    /// All segments, in the order of capture.
    pub(super) fn ticks(&self) -> impl Iterator<Item = Tick> {
        self.ticks.iter().copied()
    }

    /// A shard's segments, in the order of capture.
    pub(super) fn segments(&self, shard: usize) -> Option<&SegmentBatch> {
        self.shards.get(shard)
    }
}
