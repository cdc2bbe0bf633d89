//! Packets into files, with their annotation as comment.

use super::annotation;
use crate::colour::Palette;
use crate::failure::Failure;
use crate::input::Packet;
use crate::saving::{Ends, Saved, Saver};
use synfin::Connection;
use synfin::tcp::Observation;

/// Hands packets to a saver, and says of each what would stand behind its line.
pub(super) struct Saving {
    saver: Saver,
    uncoloured: Palette,
    /// The comment, kept from packet to packet for its room.
    comment: Vec<u8>,
}

impl Saving {
    pub(super) fn new(saver: Saver) -> Self {
        Self {
            saver,
            uncoloured: Palette::new(false),
            comment: Vec::new(),
        }
    }

    pub(super) fn packet(
        &mut self,
        packet: &Packet<'_>,
        seen: Option<&Observation>,
    ) -> Result<(), Failure> {
        self.comment.clear();
        if let Some(observation) = seen {
            annotation::append(&mut self.comment, observation, &self.uncoloured);
        }
        let comment = self.comment.strip_prefix(b"\t# ").unwrap_or(&self.comment);
        let segment = packet.segment;
        self.saver.save(&Saved {
            frame: packet.frame,
            connection: segment
                .zip(seen)
                .map(|(segment, seen)| Ends::of(segment, seen)),
            comment: std::str::from_utf8(comment).unwrap_or_default(),
        })
    }

    pub(super) fn over(&mut self, connection: &Connection) -> Result<(), Failure> {
        self.saver.over(connection.id())
    }

    pub(super) fn finish(self) -> Result<(), Failure> {
        self.saver.finish()
    }
}
