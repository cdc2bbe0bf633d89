//! The quick ways and the patient one: the same frames, the same defects, the same end.

use super::files::{PCAP, Pcap, SECTION, Section, at_hand, open};
use crate::capture::quick::Quick;
use crate::{Capture, Error};
use proptest::prelude::*;

/// All that a capture gives, as text.
fn read(capture: Result<Capture, Error>, step: fn(&mut Capture) -> Result<bool, Error>) -> String {
    let mut capture = match capture {
        Ok(capture) => capture,
        Err(error) => return format!("{error:?}"),
    };
    let mut text = String::new();
    let end = loop {
        match step(&mut capture) {
            Ok(true) => text += &format!("{:?}\n", capture.frame().unwrap()),
            end => break end,
        }
    };
    format!("{text}{end:?} {:?}", capture.defects())
}

/// Reads a capture both ways.
fn check(open: impl Fn() -> Result<Capture, Error>, name: &str) {
    let quick = read(open(), Capture::advance);
    let patient = read(open(), Capture::advance_patiently);
    assert_eq!(quick, patient, "{name}");
}

#[test]
#[cfg_attr(miri, ignore = "reads many files")]
fn every_capture_at_hand_is_read_the_same() {
    let found = at_hand();
    for path in &found {
        check(|| Capture::open(path), &path.display().to_string());
    }
    eprintln!("{} files read both ways", found.len());
}

#[test]
fn the_common_kinds_of_files_have_a_quick_way() {
    let section = [SECTION.header(), SECTION.interface(1, 0, &[])].concat();
    let packets = [0, 1].map(|ticks| SECTION.packet(0, ticks, b"data", &[]));
    for file in [PCAP.file(&[3, 4]), [section, packets.concat()].concat()] {
        let mut capture = open(&file).unwrap();
        assert!(capture.advance().unwrap());
        let octets = capture.buffer.available();
        let behind = octets.get(capture.record.total_len..).unwrap().to_vec();
        assert!(!matches!(capture.quick, Quick::None));
        assert!(capture.quick.next(&behind, &mut capture.record));
    }
}

/// One made file: pcap with records or pcapng with blocks.
fn file() -> impl Strategy<Value = Vec<u8>> {
    let sizes = prop::collection::vec(0..40_u8, 1..8);
    let magic = prop::sample::select(vec![0xa1b2_c3d4, 0xa1b2_3c4d, 0xa1b2_cd34]);
    let pcap = (sizes, magic, any::<bool>(), 10..60_u32, 0..6_u16).prop_map(
        |(sizes, magic, big_endian, snaplen, minor)| {
            let version = (2, minor);
            let pcap = Pcap {
                big_endian,
                magic,
                version,
                snaplen,
                ..PCAP
            };
            pcap.file(&sizes)
        },
    );
    let block = (
        0..12_u8,
        any::<u64>(),
        prop::collection::vec(any::<u8>(), 0..30),
    );
    let blocks = prop::collection::vec(block, 1..12);
    let pcapng = (any::<bool>(), any::<u8>(), any::<i64>(), blocks).prop_map(
        |(big_endian, resolution, offset, blocks)| {
            let section = Section { big_endian };
            let offset = match big_endian {
                true => offset.to_be_bytes(),
                false => offset.to_le_bytes(),
            };
            let odd = [
                section.option(9, &[resolution]),
                section.option(14, &offset),
            ]
            .concat();
            let mut file = [
                section.header(),
                section.interface(1, 0, &section.option(9, &[9])),
                section.interface(1, 96, &odd),
                section.interface(1, 0, &[]),
            ]
            .concat();
            for (kind, ticks, data) in blocks {
                file.extend(match kind {
                    0..=2 => section.packet(0, ticks, &data, &[]),
                    3..=4 => section.packet(0, ticks, &data, &section.option(1, b"comment")),
                    5..=6 => section.packet(1, ticks, &data, &section.option(1, &data)),
                    7 => section.packet(2, ticks, &data, &[1, 2, 3, 4]),
                    8 => section.packet(9, ticks, &data, &[]),
                    9 => section.block(3, &[&section.words(&[30])[..], &data].concat()),
                    10 => section.block(u32::from(data.first().copied().unwrap_or(2) % 8), &data),
                    _ => [section.header(), section.interface(101, 20, &[])].concat(),
                });
            }
            file
        },
    );
    prop_oneof![pcap, pcapng]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 3 } else { 1000 }))]

    #[test]
    fn both_ways_lead_to_the_same(
        mut file in file(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        for (at, value) in changes {
            let at = at.index(file.len());
            file[at] = value;
        }
        if let Some(cut) = cut {
            file.truncate(cut.index(file.len() + 1));
        }
        check(|| open(&file), "made");
    }
}
