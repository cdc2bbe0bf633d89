//! Compressed captures: gzip, zstd and LZ4, told by their first octets and never by a name.
//!
//! Duty: hand on plain octets. Invariant: memory is the decompressor's window (at most 128 MiB,
//! zstd's own limit) and one buffer, however much comes out: octets are made as they are asked
//! for; what was made before damage is handed out before the damage is told. Absence: no archive formats, no compression inside compression.

mod gzip;
mod lz4;
mod zstd;

use super::buffer::Buffer;
use std::io::{self, BufReader, Cursor, Read};

/// A window on the plain octets of `input`.
pub(super) fn open(input: Box<dyn Read + Send>) -> io::Result<Buffer> {
    let mut plain = Buffer::new(input);
    plain.ensure(4)?;
    match *plain.available() {
        [0x1f, 0x8b, ..] => wrap(plain, |input| Ok(Box::new(gzip::Members::new(input)))),
        // A zstd frame, or a skippable one as parallel compressors write it in front.
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => {
            wrap(plain, |input| Ok(Box::new(zstd::Frames::new(input)?)))
        }
        // LZ4 frames, and the legacy ones of its first releases.
        [0x04, 0x22, 0x4d, 0x18, ..] | [0x02, 0x21, 0x4c, 0x18, ..] => {
            wrap(plain, |input| Ok(Box::new(lz4::Frames::new(input))))
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
