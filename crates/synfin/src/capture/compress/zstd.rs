//! Zstandard (RFC 8878): one frame after the other.
//!
//! Invariant: the decompressor gets one block at a time, so that damage in one takes nothing of
//! those before it. Absence: dictionaries.

use super::Packed;
use std::io::{self, BufRead, Read};
use zstd::stream::raw::{Decoder, Operation};

/// Octets at a frame's beginning that hold no block yet, or a small one.
const FRAME_HEADER: usize = 6;

/// The plain octets of all frames.
pub(super) struct Frames {
    packed: Packed,
    decoder: Decoder<'static>,
    /// Octets up to the end of the next block's header; 0 between two frames.
    wanted: usize,
}

impl Frames {
    pub(super) fn new(packed: Packed) -> io::Result<Self> {
        Ok(Self {
            packed,
            decoder: Decoder::new()?,
            wanted: 0,
        })
    }
}

impl Read for Frames {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if room.is_empty() {
            return Ok(0);
        }
        loop {
            let input = self.packed.fill_buf()?;
            if input.is_empty() && self.wanted == 0 {
                return Ok(0);
            }
            let is_end = input.is_empty();
            let wanted = match self.wanted {
                0 => FRAME_HEADER,
                wanted => wanted,
            };
            let input = input.get(..wanted).unwrap_or(input);
            let done = self.decoder.run_on_buffers(input, room)?;
            self.packed.consume(done.bytes_read);
            self.wanted = done.remaining;
            if done.bytes_written > 0 {
                return Ok(done.bytes_written);
            }
            if is_end {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}
