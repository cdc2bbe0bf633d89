//! Compressed captures: gzip, zstd and LZ4, told by their first octets and never by a name.
//!
//! Duty: hand on plain octets. Invariant: memory is the decompressor's window (at most 128 MiB,
//! zstd's own limit) and one buffer, however much comes out: octets are made as they are asked
//! for. Absence: no archive formats, no compression inside compression.

use super::buffer::Buffer;
use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufRead, BufReader, Cursor, Read};

/// A window on the plain octets of `input`.
pub(super) fn open(input: Box<dyn Read + Send>) -> io::Result<Buffer> {
    let mut plain = Buffer::new(input);
    plain.ensure(4)?;
    match *plain.available() {
        [0x1f, 0x8b, ..] => wrap(plain, |input| Ok(Box::new(MultiGzDecoder::new(input)))),
        // A zstd frame, or a skippable one as parallel compressors write it in front.
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => {
            wrap(plain, |input| {
                Ok(Box::new(zstd::stream::read::Decoder::with_buffer(input)?))
            })
        }
        // LZ4 frames, and the legacy ones of its first releases.
        [0x04, 0x22, 0x4d, 0x18, ..] | [0x02, 0x21, 0x4c, 0x18, ..] => {
            wrap(plain, |input| Ok(Box::new(Lz4Frames::new(input))))
        }
        _ => Ok(plain),
    }
}

/// What a decompressor reads from.
type Packed = BufReader<io::Chain<Cursor<Vec<u8>>, Box<dyn Read + Send>>>;

fn wrap(
    plain: Buffer,
    decoder: impl FnOnce(Packed) -> io::Result<Box<dyn Read + Send>>,
) -> io::Result<Buffer> {
    let (head, input) = plain.into_parts();
    let packed = BufReader::with_capacity(128 * 1024, Cursor::new(head).chain(input));
    Ok(Buffer::new(decoder(packed)?))
}

/// One LZ4 frame after the other; the decoder itself stops after each.
struct Lz4Frames(lz4_flex::frame::FrameDecoder<Packed>);

impl Lz4Frames {
    fn new(input: Packed) -> Self {
        Self(lz4_flex::frame::FrameDecoder::new(input))
    }
}

impl Read for Lz4Frames {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.0.read(room)?;
            if count > 0 || room.is_empty() || self.0.get_mut().fill_buf()?.is_empty() {
                return Ok(count);
            }
        }
    }
}
