//! What is read behind damage, and what is said of it.

use super::files::{PCAP, Pcap, SECTION, Section, open, read};
use super::place;
use crate::Error;
use crate::capture::{Defect, DefectKind, Recovery};

/// Data, defects and the end of a file.
type Read = (Vec<Vec<u8>>, Vec<Defect>, Option<Error>);

fn read_with(file: &[u8], recovery: Recovery) -> Read {
    let mut capture = match open(file) {
        Ok(capture) => capture,
        Err(error) => return (Vec::new(), Vec::new(), Some(error)),
    };
    capture.set_recovery(recovery);
    let mut frames = Vec::new();
    let end = loop {
        match capture.next_frame() {
            Ok(Some(frame)) => frames.push(frame.data.to_vec()),
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
        assert!(capture.buffer.held() <= 4 << 20);
    };
    (frames, capture.findings.defects, end)
}

/// A section's head, and packets of these sizes, each block apart.
fn blocks(section: Section, sizes: &[u8]) -> Vec<Vec<u8>> {
    let head = [section.header(), section.interface(1, 0, &[])].concat();
    let packets = sizes
        .iter()
        .map(|&size| section.packet(0, size.into(), &vec![size; size.into()], &[]));
    [head].into_iter().chain(packets).collect()
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn a_block_whose_lengths_disagree_in_any_way_costs_itself_alone() {
    for big_endian in [false, true] {
        let section = Section { big_endian };
        let good = blocks(section, &[40, 41, 90, 3]);
        let total_len = u32::try_from(good[2].len()).unwrap();
        let wrong = [
            0,
            1,
            4,
            8,
            11,
            12,
            13,
            16,
            28,
            32,
            64,
            70,
            72,
            76,
            77,
            80,
            100,
            204,
            1000,
            300_000,
            600_000,
            16_777_216,
            16_777_220,
            0x7fff_fffc,
            0x8000_0000,
            u32::MAX - 3,
            u32::MAX,
        ];
        for first in wrong.into_iter().chain([total_len]) {
            for last in wrong.into_iter().chain([total_len]) {
                if first == last && first == total_len {
                    continue;
                }
                let mut file = good.clone();
                let trailer = file[2].len() - 4;
                file[2][4..8].copy_from_slice(&section.u32(first));
                file[2][trailer..].copy_from_slice(&section.u32(last));
                let (frames, defects, end) = read_with(&file.concat(), Recovery::Certain);
                let case = format!("{first} and {last}: {defects:?} {end:?}");
                let sizes: Vec<_> = frames.iter().map(Vec::len).collect();
                assert_eq!(sizes, [40, 90, 3], "{case}");
                let [defect] = &defects[..] else {
                    panic!("{case}")
                };
                assert_eq!(
                    (defect.kind, defect.count),
                    (DefectKind::DamagedBlock, 1),
                    "{case}"
                );
                assert_eq!(defect.octets, u64::from(total_len), "{case}");
                let begin = (good[0].len() + good[1].len()) as u64;
                assert_eq!(place(&defect.first), (2, begin), "{case}");
                assert!(end.is_none(), "{case}");
                let (frames, _, end) = read_with(&file.concat(), Recovery::Stop);
                assert_eq!(
                    (frames.len(), place(&end.unwrap())),
                    (1, (2, begin)),
                    "{case}"
                );
            }
        }
    }
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn octets_that_are_no_block_are_skipped_wherever_they_stand() {
    let good = blocks(SECTION, &[40, 41, 42]);
    for place in 1..good.len() {
        for len in [1, 2, 3, 4, 12, 13, 100, 70_000, 150_000] {
            let mut file = good.clone();
            file.insert(place, (1..252).cycle().take(len).collect());
            let (frames, defects, end) = read_with(&file.concat(), Recovery::Certain);
            let sizes: Vec<_> = frames.iter().map(Vec::len).collect();
            assert_eq!(sizes, [40, 41, 42], "{len} at {place}: {end:?}");
            let octets: u64 = defects.iter().map(|defect| defect.octets).sum();
            assert_eq!(
                (octets, end.is_none()),
                (len as u64, true),
                "{len} at {place}"
            );
        }
    }
}

#[test]
fn what_a_lost_block_would_have_said_is_not_guessed() {
    let broken = |mut block: Vec<u8>| {
        let trailer = block.len() - 4;
        block[trailer] ^= 0x40;
        block
    };
    // A lost interface keeps its number.
    let file = [
        SECTION.header(),
        broken(SECTION.interface(1, 0, &[])),
        SECTION.interface(1, 0, &[]),
        SECTION.packet(0, 0, b"lost", &[]),
        SECTION.packet(1, 0, b"kept", &[]),
    ];
    let (frames, defects, end) = read_with(&file.concat(), Recovery::Certain);
    assert_eq!((frames, end.is_none()), (vec![b"kept".to_vec()], true));
    let kinds: Vec<_> = defects.iter().map(|defect| defect.kind).collect();
    assert_eq!(
        kinds,
        [DefectKind::DamagedBlock, DefectKind::UnknownInterface]
    );
    // Behind a lost section header the interfaces of the section before hold no more.
    let file = [
        blocks(SECTION, &[1]).concat(),
        broken(SECTION.header()),
        SECTION.packet(0, 0, b"lost", &[]),
        SECTION.interface(1, 0, &[]),
        SECTION.packet(0, 0, b"kept", &[]),
    ];
    let (frames, _, end) = read_with(&file.concat(), Recovery::Certain);
    assert_eq!(
        (frames, end.is_none()),
        (vec![vec![1], b"kept".to_vec()], true)
    );
}

#[test]
fn one_block_alone_is_no_certain_sign() {
    // The data of the damaged block holds something like a block.
    let inner = SECTION.packet(0, 0, b"inner", &[]);
    let mut outer = SECTION.packet(0, 0, &[&inner[..], &[9; 40]].concat(), &[]);
    outer[4..8].fill(0);
    let file = [
        blocks(SECTION, &[]).concat(),
        outer,
        SECTION.packet(0, 0, b"next", &[]),
        SECTION.packet(0, 0, b"last", &[]),
    ];
    let (frames, ..) = read_with(&file.concat(), Recovery::Certain);
    assert_eq!(frames, [b"next", b"last"]);
}

#[test]
fn a_cut_block_is_not_searched_for_others_in_vain() {
    let file = blocks(SECTION, &[40, 200]).concat();
    let (frames, defects, end) = read_with(&file[..file.len() - 5], Recovery::Certain);
    assert_eq!((frames.len(), defects.len()), (1, 0));
    let text = "built: packet 2 at octet 120: expected a block of 232 octets, \
                found the end of the input after 227";
    assert_eq!(end.unwrap().to_string(), text);
}

/// Records of classic pcap a second apart, each with so many octets.
fn records(pcap: Pcap, sizes: &[u8]) -> Vec<Vec<u8>> {
    let record = |(second, &size): (u32, &u8)| {
        let len = u32::from(size);
        pcap.record((second, 5), (len, len + 4), &vec![size; size.into()])
    };
    let records = (1_700_000_000..).zip(sizes).map(record);
    [pcap.header()].into_iter().chain(records).collect()
}

const SIZES: [u8; 8] = [60, 61, 62, 63, 64, 65, 66, 67];

/// All four layouts of a record header.
fn layouts() -> impl Iterator<Item = Pcap> {
    [0xa1b2_c3d4, 0xa1b2_cd34].into_iter().flat_map(|magic| {
        [false, true].map(|big_endian| Pcap {
            big_endian,
            magic,
            ..PCAP
        })
    })
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn a_record_whose_length_is_wrong_costs_itself_alone() {
    for pcap in layouts() {
        let good = records(pcap, &SIZES);
        let begin = good[..4].concat().len() as u64;
        for captured in [
            0,
            1,
            2,
            16,
            59,
            62,
            64,
            78,
            79,
            100,
            300,
            5000,
            70_000,
            262_144,
            262_145,
            0x7fff_ffff,
            u32::MAX,
        ] {
            let mut file = good.clone();
            file[4][8..12].copy_from_slice(&pcap.u32(captured));
            let (frames, defects, end) = read_with(&file.concat(), Recovery::Search);
            let case = format!("{captured}: {defects:?} {end:?}");
            // The damaged record itself may come, with as much as its header claims.
            let first = frames.iter().filter_map(|data| data.first().copied());
            let others: Vec<_> = first.filter(|&size| size != 63).collect();
            assert_eq!(others, [60, 61, 62, 64, 65, 66, 67], "{case}");
            let [defect] = &defects[..] else {
                panic!("{case}")
            };
            assert_eq!(defect.kind, DefectKind::DamagedRecord, "{case}");
            assert!(defect.octets <= 79 + 8, "{case}");
            let (_, offset) = place(&defect.first);
            assert!((begin..=begin + 79 + 8).contains(&offset), "{case}");
            assert!(end.is_none(), "{case}");
        }
    }
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn no_octet_of_a_header_costs_more_than_two_records() {
    for pcap in layouts() {
        let good = records(pcap, &SIZES);
        for at in 0..16 {
            for value in [0, 1, 0x7f, 0x80, 0xff, !good[4][at], good[4][at] ^ 1] {
                let mut file = good.clone();
                file[4][at] = value;
                let (frames, _, end) = read_with(&file.concat(), Recovery::Search);
                let sizes: Vec<_> = frames.iter().filter_map(|data| data.first()).collect();
                for size in [60, 61, 62, 64, 65, 66, 67] {
                    assert!(
                        sizes.contains(&&size),
                        "{value} at {at}: no {size} in {sizes:?}"
                    );
                }
                assert!(end.is_none(), "{value} at {at}: {end:?}");
            }
        }
    }
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn octets_between_records_are_skipped_if_that_was_asked_for() {
    let good = records(PCAP, &SIZES);
    for len in [1, 2, 15, 16, 17, 500, 70_000, 300_000] {
        let mut file = good.clone();
        let noise = (1_u32..).map(|n| n.wrapping_mul(0x9e37_79b9).to_le_bytes()[3]);
        file.insert(4, noise.take(len).collect());
        let (frames, defects, end) = read_with(&file.concat(), Recovery::Search);
        let sizes: Vec<_> = frames
            .iter()
            .filter_map(|data| data.first().copied())
            .collect();
        assert_eq!(sizes, SIZES, "{len}: {end:?}");
        let octets: u64 = defects.iter().map(|defect| defect.octets).sum();
        assert_eq!((octets, end.is_none()), (len as u64, true));
    }
    let mut file = good;
    file[4][8..12].fill(0xff);
    let (frames, error) = read(&file.concat());
    assert_eq!((frames.len(), place(&error.unwrap()).0), (3, 4));
}

#[test]
fn odd_but_whole_records_are_no_damage() {
    let mut files: Vec<Vec<u8>> = layouts()
        .map(|pcap| records(pcap, &SIZES).concat())
        .collect();
    // Empty records, a leap of the clock, less on the wire than captured, odd fractions.
    let odd = [
        PCAP.header(),
        PCAP.record((9, 1), (3, 3), b"one"),
        PCAP.record((9, 1), (0, 60), b""),
        PCAP.record((9, 1), (3, 3), b"two"),
        PCAP.record((9, 1), (5, 3), b"three"),
        PCAP.record((2_000_000_000, 1), (3, 3), b"two"),
        PCAP.record((2_000_000_000, 2), (3, 3), b"six"),
        PCAP.record((2_000_000_000, 1_000_001), (4, 4), b"five"),
        PCAP.record((2_000_000_000, 1), (4, 4), b"four"),
    ];
    files.push(odd.concat());
    for file in files {
        let (expected, none) = read(&file);
        let (frames, defects, end) = read_with(&file, Recovery::Search);
        assert_eq!(frames, expected);
        assert!(
            none.is_none() && defects.is_empty() && end.is_none(),
            "{defects:?}"
        );
        // Where such a file is cut the same is said as without search.
        for len in file.len() - 19..file.len() {
            let (expected, error) = read(&file[..len]);
            let (frames, defects, end) = read_with(&file[..len], Recovery::Search);
            assert_eq!((frames, defects.len()), (expected, 0), "{len}");
            let text = |error: Option<Error>| error.map(|error| error.to_string());
            assert_eq!(text(end), text(error), "{len}");
        }
    }
}
