//! LZ4's frame format: one frame after the other.
//!
//! Invariant: a block is handed out before the next is looked at. Absence: blocks without a frame.

use super::Packed;
use std::io::{self, BufRead, Read};

/// The plain octets of all frames; the decoder itself stops after each.
pub(super) struct Frames(lz4_flex::frame::FrameDecoder<Packed>);

impl Frames {
    pub(super) fn new(packed: Packed) -> Self {
        Self(lz4_flex::frame::FrameDecoder::new(packed))
    }
}

impl Read for Frames {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.0.read(room)?;
            if count > 0 || room.is_empty() || self.0.get_mut().fill_buf()?.is_empty() {
                return Ok(count);
            }
        }
    }
}
