//! Compressed files.

use super::files::{PCAP, open, read};
use crate::Error;
use std::io::{Cursor, Read, Write};

fn gzip(octets: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(octets).unwrap();
    encoder.finish().unwrap()
}

fn zstd(octets: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(octets, 1).unwrap()
}

fn lz4(octets: &[u8]) -> Vec<u8> {
    let mut encoder = lz4_flex::frame::FrameEncoder::new(Vec::new());
    encoder.write_all(octets).unwrap();
    encoder.finish().unwrap()
}

type Pack = fn(&[u8]) -> Vec<u8>;

/// All of them, save that Miri runs no C.
const PACKERS: &[Pack] = if cfg!(miri) {
    &[gzip, lz4]
} else {
    &[gzip, zstd, lz4]
};

#[test]
fn every_format_reads_as_if_it_were_plain() {
    let plain = PCAP.file(&[3, 200, 0, 60]);
    let frames = read(&plain).0;
    assert_eq!(frames.len(), 4);
    for pack in PACKERS {
        assert_eq!(read(&pack(&plain)).0, frames);
        // Compressed in several pieces, with an empty one between.
        let (begin, end) = plain.split_at(50);
        let pieces = [pack(begin), pack(&[]), pack(end)].concat();
        let (found, error) = read(&pieces);
        assert_eq!(
            (&found, error.map(|error| error.to_string())),
            (&frames, None)
        );
    }
}

#[test]
#[cfg_attr(miri, ignore = "calls zstd, which is C")]
fn skippable_frames_may_come_first() {
    let skippable = [0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4];
    let file = [&skippable[..], &zstd(&PCAP.file(&[3]))].concat();
    assert_eq!(read(&file).0, [[3; 3]]);
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn a_cut_compressed_file_gives_what_is_readable_then_an_error() {
    // Noise, so that it does not compress into one block.
    let mut plain = PCAP.header();
    let mut noise = 1_u32;
    for _ in 0..4000 {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        plain.extend(PCAP.record((noise, noise), (4, 4), &noise.to_le_bytes()));
    }
    for pack in PACKERS {
        let packed = pack(&plain);
        let (frames, error) = read(&packed[..packed.len() / 2]);
        assert!(frames.len() < 4000);
        let error = error.unwrap();
        assert!(
            matches!(error, Error::Read { .. } | Error::Damaged { .. }),
            "{error}"
        );
    }
}

#[test]
fn what_is_inside_must_be_a_capture() {
    for pack in PACKERS {
        assert!(matches!(
            read(&pack(b"no capture")).1,
            Some(Error::NotACapture { .. })
        ));
        assert!(matches!(read(&pack(b"")).1, Some(Error::Empty { .. })));
    }
    for magic in [
        &[0x1f, 0x8b, 8, 0][..],
        &[0x28, 0xb5, 0x2f, 0xfd],
        &[4, 0x22, 0x4d, 0x18],
    ] {
        assert!(read(magic).1.is_some());
    }
}

#[test]
#[cfg_attr(miri, ignore = "calls zstd, which is C")]
fn a_bomb_takes_no_more_memory_than_a_frame() {
    // 32 MiB of zeros: records of no octets at the epoch.
    let zeros = std::io::repeat(0).take(1 << 25);
    let mut input = Cursor::new(PCAP.header()).chain(zeros);
    let mut encoder = zstd::stream::Encoder::new(Vec::new(), 1).unwrap();
    std::io::copy(&mut input, &mut encoder).unwrap();
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 10_000);
    let mut capture = open(&bomb).unwrap();
    let mut count = 0_u32;
    while let Some(frame) = capture.next_frame().unwrap() {
        assert!(frame.data.is_empty());
        count += 1;
    }
    assert_eq!(count, 1 << 21);
    assert!(capture.buffer.held() <= 1 << 20);
}
