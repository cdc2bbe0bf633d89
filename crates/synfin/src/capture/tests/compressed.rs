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

/// All of them, save that Miri runs no C, and faults how zlib-rs 0.6 drops what packs; what
/// unpacks, which is all that is used outside tests, it does not.
const PACKERS: &[Pack] = if cfg!(miri) {
    &[lz4]
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

/// Frames that differ, so that packing them takes several blocks.
fn noise(count: u32) -> Vec<u8> {
    let mut plain = PCAP.header();
    let mut noise = 1_u32;
    for index in 0..count {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let data = [noise.to_le_bytes(), index.to_le_bytes()]
            .concat()
            .repeat(20);
        plain.extend(PCAP.record((index, 0), (160, 160), &data));
    }
    plain
}

/// What comes out of gzip data that is asked for one octet at a time.
fn octet_by_octet(packed: &[u8]) -> Vec<u8> {
    let mut decoder = flate2::bufread::MultiGzDecoder::new(packed);
    let mut plain = Vec::new();
    let mut octet = [0];
    while let Ok(1) = decoder.read(&mut octet) {
        plain.push(octet[0]);
    }
    plain
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn all_that_is_readable_before_damage_comes_out() {
    let plain = noise(1000);
    let whole = gzip(&plain);
    let mut lost = 0;
    for part in 1..20 {
        let at = whole.len() * part / 20;
        for value in [0, 0xff] {
            let mut packed = whole.clone();
            packed[at..at + 3].fill(value);
            let (frames, error) = read(&packed);
            let (expected, _) = read(&octet_by_octet(&packed));
            // The octet made in the same call as the damage is found is lost there.
            assert!(frames.starts_with(&expected), "damage at {at}");
            assert!(frames.len() <= expected.len() + 1, "damage at {at}");
            lost += usize::from(error.is_some() && frames.len() < 1000);
        }
    }
    assert!(lost > 15, "{lost}");
}

#[test]
#[cfg_attr(miri, ignore = "calls zstd, which is C")]
fn damage_costs_a_block_and_what_follows() {
    let plain = noise(8000);
    for pack in [zstd, lz4] {
        let whole = pack(&plain);
        for part in 1..20 {
            let mut packed = whole.clone();
            let at = packed.len() * part / 20;
            packed[at..at + 8].fill(0xff);
            let (frames, _) = read(&packed);
            // All is packed about alike; a block unpacks to 128 KiB, or with LZ4 to 64 KiB.
            let expected = (8000 * part / 20).saturating_sub((140 << 10) / 176);
            assert!(frames.len() >= expected, "{} of {expected}", frames.len());
        }
    }
}

#[test]
fn stored_files_are_read() {
    for name in ["ssh-session.pcap.gz", "ssh-session.pcap.lz4"] {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata");
        let packed = std::fs::read(format!("{folder}/{name}")).unwrap();
        let (frames, error) = read(&packed);
        assert!(error.is_none(), "{name}: {error:?}");
        assert_eq!(frames.len(), 45, "{name}");
        let (frames, error) = read(&packed[..packed.len() / 2]);
        // LZ4 has it in one block.
        assert_eq!(frames.is_empty(), name.ends_with("lz4"), "{name}");
        assert!(error.is_some(), "{name}");
    }
}

#[test]
#[cfg_attr(miri, ignore = "packs with zlib-rs")]
fn a_cut_in_any_place_costs_nothing_before_it() {
    let plain = noise(30);
    let whole = gzip(&plain);
    for cut in (20..whole.len()).step_by(7) {
        let (frames, error) = read(&whole[..cut]);
        let (expected, _) = read(&octet_by_octet(&whole[..cut]));
        assert_eq!(frames, expected);
        assert!(error.is_some());
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
        let is_zstd = magic.starts_with(&[0x28]);
        assert!(is_zstd && cfg!(miri) || read(magic).1.is_some());
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
