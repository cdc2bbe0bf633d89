//! A batch of packets on its way to the threads that follow connections.

use super::super::reading::Packet;
use std::num::NonZeroU32;
use synfin::capture::FrameBatch;
use synfin::{FlowKey, Frame, Glance};

/// Frames of a batch at most.
const MOST_FRAMES: usize = 2048;

/// Octets of a batch, which one frame more may exceed.
const MOST_OCTETS: usize = 256 * 1024;

/// What shards are made of.
pub(super) const SIXTEEN: NonZeroU32 = NonZeroU32::new(16).expect("it is not 0");

/// Packets, in the order of capture.
#[derive(Debug, Default)]
pub(super) struct Batch {
    frames: FrameBatch,
    marks: Vec<Mark>,
}

/// What the reading thread found out about a packet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// Which thread follows its connection; `None` where it brings no segment.
    pub(super) shard: Option<u32>,
    /// Is it a fragment of a datagram? All threads put these together.
    pub(super) is_fragment: bool,
    /// Does it pass the filter?
    pub(super) passes: bool,
}

impl Batch {
    /// Appends a packet.
    #[inline]
    pub(super) fn push(&mut self, packet: &Packet<'_>, shards: NonZeroU32) {
        // Whole sixteenths of the flows: --max-connections is kept in each of these.
        let shard = |segment| FlowKey::of(segment).shard(SIXTEEN) * shards.get() / SIXTEEN.get();
        self.frames.push(packet.frame);
        self.marks.push(Mark {
            shard: packet.segment.map(shard),
            is_fragment: packet.is_fragment(),
            passes: packet.passes,
        });
    }

    /// Is there no room for more?
    pub(super) const fn is_full(&self) -> bool {
        self.frames.len() >= MOST_FRAMES || self.frames.octets() >= MOST_OCTETS
    }

    /// Are there no packets in it?
    pub(super) const fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// Lets go of the packets, but not of the memory.
    pub(super) fn clear(&mut self) {
        self.frames.clear();
        self.marks.clear();
    }

    /// A glance at a shard's frames from a place in the batch on.
    pub(super) fn glances(&self, from: usize, shard: u32) -> impl Iterator<Item = Glance> {
        let marks = self.marks.get(from..).unwrap_or_default();
        let ahead = self.frames.iter().skip(from).zip(marks);
        ahead
            .filter(move |(_, mark)| mark.shard == Some(shard))
            .filter_map(|(frame, _)| frame.glance())
    }

    /// The packets.
    pub(super) fn packets(&self) -> impl Iterator<Item = (Frame<'_>, Mark)> {
        self.frames.iter().zip(self.marks.iter().copied())
    }
}
