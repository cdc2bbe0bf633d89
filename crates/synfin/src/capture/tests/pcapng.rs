//! pcapng files.

use super::files::{SECTION, Section, open, read};
use super::place;
use crate::capture::DefectKind;
use crate::capture::FileFormat;
use crate::{LinkType, Timestamp};
use std::net::IpAddr;

/// A section header and an Ethernet interface.
fn begin(section: Section) -> Vec<u8> {
    [section.header(), section.interface(1, 0, &[])].concat()
}

#[test]
fn packets_of_every_block_kind_in_both_byte_orders() {
    for big_endian in [false, true] {
        let section = Section { big_endian };
        let obsolete = [
            &section.u16(0)[..],
            &section.u16(77),
            &section.words(&[0, 2_000_000, 3, 50]),
            b"two\0",
        ];
        let simple = [&section.words(&[5])[..], b"three\0\0\0"];
        let file = [
            begin(section),
            section.packet(0, 1_000_001, b"one", &[]),
            section.block(2, &obsolete.concat()),
            section.block(3, &simple.concat()),
        ];
        let mut capture = open(&file.concat()).unwrap();
        assert_eq!(capture.format(), FileFormat::Pcapng);
        assert_eq!(capture.link_type(), Some(LinkType::ETHERNET));
        let frame = capture.next_frame().unwrap().unwrap();
        assert_eq!((frame.data, frame.original_len), (&b"one"[..], 13));
        assert_eq!(frame.time, Timestamp::new(1, 1000));
        let frame = capture.next_frame().unwrap().unwrap();
        assert_eq!((frame.data, frame.original_len), (&b"two"[..], 50));
        assert_eq!(frame.time, Timestamp::new(2, 0));
        let frame = capture.next_frame().unwrap().unwrap();
        assert_eq!((frame.data, frame.original_len), (&b"three"[..], 5));
        assert_eq!(frame.time, Timestamp::default());
        assert!(capture.next_frame().unwrap().is_none() && capture.defects().is_empty());
    }
}

#[test]
fn each_section_has_its_own_byte_order_and_interfaces() {
    let other = Section { big_endian: true };
    let resolution = SECTION.option(9, &[9]);
    let offset = SECTION.option(14, &100_i64.to_le_bytes());
    let fcs = SECTION.option(13, &[4]);
    let file = [
        SECTION.header(),
        SECTION.interface(113, 96, &resolution),
        SECTION.interface(1, 0, &[offset, fcs].concat()),
        SECTION.packet(1, 1_000_000, b"b", &[]),
        SECTION.packet(0, 1_000_000_000, b"a", &[]),
        other.header(),
        other.interface(276, 0, &[]),
        other.packet(0, 3_000_000, b"c", &[]),
    ];
    let mut capture = open(&file.concat()).unwrap();
    let frame = capture.next_frame().unwrap().unwrap();
    assert_eq!(
        (frame.origin.interface, frame.link_type),
        (1, LinkType::ETHERNET)
    );
    assert_eq!(
        (frame.time, frame.origin.fcs_len),
        (Timestamp::new(101, 0), 4)
    );
    assert_eq!(frame.origin.snaplen, 262_144);
    let frame = capture.next_frame().unwrap().unwrap();
    assert_eq!(
        (frame.origin.interface, frame.link_type),
        (0, LinkType::LINUX_SLL)
    );
    assert_eq!(
        (frame.time, frame.origin.snaplen),
        (Timestamp::new(1, 0), 96)
    );
    let frame = capture.next_frame().unwrap().unwrap();
    assert_eq!(
        (frame.origin.interface, frame.link_type),
        (2, LinkType::LINUX_SLL2)
    );
    assert_eq!((frame.number, frame.time), (3, Timestamp::new(3, 0)));
}

#[test]
fn a_simple_packet_is_as_long_as_the_snapshot_length_lets_it() {
    let simple = [&SECTION.words(&[500])[..], b"12345678"].concat();
    let file = [
        SECTION.header(),
        SECTION.interface(1, 8, &[]),
        SECTION.block(3, &simple),
    ];
    let mut capture = open(&file.concat()).unwrap();
    let frame = capture.next_frame().unwrap().unwrap();
    assert_eq!((frame.data, frame.original_len), (&b"12345678"[..], 500));
}

#[test]
fn comments_are_handed_out_as_they_are() {
    let options = [
        SECTION.option(1, b"first \xff"),
        SECTION.option(2, &[0; 4]),
        SECTION.option(1, b"second"),
        SECTION.option(0, &[]),
        SECTION.option(1, b"behind the end"),
    ];
    let file = [
        begin(SECTION),
        SECTION.packet(0, 0, b"data!", &options.concat()),
    ]
    .concat();
    let mut capture = open(&file).unwrap();
    let frame = capture.next_frame().unwrap().unwrap();
    let comments: Vec<_> = frame.comments().collect();
    assert_eq!(comments, ["first \u{fffd}", "second"]);
    assert_eq!(frame.data, b"data!");
}

#[test]
fn names_come_from_name_resolution_blocks() {
    let mut ipv6 = [0; 16];
    ipv6[15] = 1;
    let records = [
        SECTION.option(1, b"\x0a\x00\x00\x01alpha\0beta\0"),
        SECTION.option(2, &[&ipv6[..], b"six\0"].concat()),
        SECTION.option(3, b"\x02\0\0\0\0\x01mac\0"),
        SECTION.option(1, b"\x0a\x00\x00\x02\0"),
        SECTION.option(1, b"\x0a\x00\x00\x01other\0"),
        SECTION.option(1, b"\x0a"),
        SECTION.option(0, &[]),
    ];
    let file = [
        begin(SECTION),
        SECTION.block(4, &records.concat()),
        SECTION.packet(0, 0, b"x", &[]),
    ];
    let mut capture = open(&file.concat()).unwrap();
    assert!(capture.next_frame().unwrap().is_some());
    let names = capture.names();
    assert_eq!(names.len(), 2);
    assert_eq!(names.get(IpAddr::from([10, 0, 0, 1])), Some("alpha"));
    assert_eq!(names.get(IpAddr::from(ipv6)), Some("six"));
    assert_eq!(names.get(IpAddr::from([10, 0, 0, 2])), None);
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn blocks_that_say_nothing_of_packets_are_skipped() {
    let file = [
        SECTION.header(),
        SECTION.block(0x0bad, b"custom"),
        SECTION.interface(1, 0, &[]),
        SECTION.block(5, &[1; 20]),
        SECTION.block(10, b"secrets"),
        SECTION.block(0x1234_5678, &[]),
        SECTION.packet(0, 0, b"x", &[]),
        SECTION.block(99, &vec![7; 17 << 20]),
        SECTION.packet(0, 0, b"y", &[]),
    ];
    let (frames, error) = read(&file.concat());
    assert_eq!(
        (frames, error.is_none()),
        (vec![b"x".to_vec(), b"y".to_vec()], true)
    );
}

/// The file's frames are "x" and "y" around one defect, which is of this kind and this text.
fn skips(between: Vec<u8>, kind: DefectKind, text: &str) {
    let file = [
        begin(SECTION),
        SECTION.packet(0, 0, b"x", &[]),
        between.clone(),
        between,
        SECTION.packet(0, 0, b"y", &[]),
    ];
    let mut capture = open(&file.concat()).unwrap();
    for data in [b"x", b"y"] {
        assert_eq!(capture.next_frame().unwrap().unwrap().data, data);
    }
    assert!(capture.next_frame().unwrap().is_none());
    let [defect] = capture.defects() else {
        panic!("{:?}", capture.defects());
    };
    assert_eq!((defect.kind, defect.count), (kind, 2));
    assert_eq!(
        defect.first.to_string(),
        format!("built: packet 2 at octet 84: {text}")
    );
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn a_block_that_contradicts_itself_is_skipped_counted_and_said_once() {
    skips(
        SECTION.packet(3, 0, b"lost", &[]),
        DefectKind::UnknownInterface,
        "expected one of the section's 1 interfaces, found interface 3",
    );
    let claims_more = SECTION.words(&[0, 0, 0, 9, 9, 0, 0]);
    skips(
        SECTION.block(6, &claims_more),
        DefectKind::DataBeyondBlock,
        "expected at most 8 captured octets in the block, found 9",
    );
    skips(
        SECTION.block(2, &SECTION.words(&[0, 0, 0, u32::MAX, 0])),
        DefectKind::DataBeyondBlock,
        "expected at most 0 captured octets in the block, found 4294967295",
    );
    skips(
        SECTION.block(3, &SECTION.words(&[9, 0, 0])),
        DefectKind::DataBeyondBlock,
        "expected at most 8 captured octets in the block, found 9",
    );
    skips(
        SECTION.block(6, &[0; 16]),
        DefectKind::ShortBlock,
        "expected an enhanced packet block of 20 octets, found 16 octets",
    );
    skips(
        SECTION.block(3, &[]),
        DefectKind::ShortBlock,
        "expected a simple packet block of 4 octets, found 0 octets",
    );
    skips(
        SECTION.packet(0, 0, &vec![0; 17 << 20], &[]),
        DefectKind::LargeBlock,
        "expected a packet block of at most 16777216 octets, found 17825824",
    );
}

#[test]
fn a_damaged_interface_keeps_its_number() {
    let file = [
        SECTION.header(),
        SECTION.block(1, &[0; 4]),
        SECTION.interface(113, 0, &[]),
        SECTION.packet(0, 0, b"lost", &[]),
        SECTION.packet(1, 0, b"kept", &[]),
    ];
    let mut capture = open(&file.concat()).unwrap();
    let frame = capture.next_frame().unwrap().unwrap();
    assert_eq!(
        (frame.data, frame.link_type),
        (&b"kept"[..], LinkType::LINUX_SLL)
    );
    let kinds: Vec<_> = capture.defects().iter().map(|defect| defect.kind).collect();
    assert_eq!(
        kinds,
        [DefectKind::ShortBlock, DefectKind::UnknownInterface]
    );
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn a_million_interfaces_are_enough() {
    let interface = SECTION.interface(1, 0, &[]);
    let mut file = SECTION.header();
    for _ in 0..(1 << 20) + 2 {
        file.extend_from_slice(&interface);
    }
    file.extend(SECTION.packet((1 << 20) - 1, 0, b"last", &[]));
    file.extend(SECTION.packet(1 << 20, 0, b"lost", &[]));
    let mut capture = open(&file).unwrap();
    assert_eq!(
        capture.next_frame().unwrap().unwrap().origin.interface,
        (1 << 20) - 1
    );
    assert!(capture.next_frame().unwrap().is_none());
    let counts: Vec<_> = capture
        .defects()
        .iter()
        .map(|defect| defect.count)
        .collect();
    assert_eq!(counts, [2, 1]);
}

#[test]
fn a_block_length_that_cannot_be_ends_reading() {
    let good = [begin(SECTION), SECTION.packet(0, 0, b"x", &[])].concat();
    let bad = SECTION.packet(0, 0, b"y", &[]);
    let with = |at: usize, value: u32| {
        let mut bad = bad.clone();
        bad[at..at + 4].copy_from_slice(&value.to_le_bytes());
        read(&[&good[..], &bad].concat())
    };
    let trailer = bad.len() - 4;
    for (at, value) in [
        (4, 0),
        (4, 8),
        (4, 37),
        (4, 32),
        (4, 40),
        (trailer, 0),
        (trailer, 40),
    ] {
        let (frames, error) = with(at, value);
        assert_eq!(frames, [b"x"]);
        assert_eq!(place(&error.unwrap()), (2, 84), "{value} at {at}");
    }
    // Lengths beyond what is held in memory: skipped over, and found to be cut.
    for value in [16_777_220, 0x7fff_fffc, u32::MAX - 3, u32::MAX] {
        let (frames, error) = with(4, value);
        assert_eq!(frames, [b"x"]);
        assert_eq!(place(&error.unwrap()), (2, 84), "{value}");
    }
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn a_length_that_is_no_multiple_of_four_takes_no_memory() {
    let mut file = [begin(SECTION), SECTION.packet(0, 0, &vec![0; 8 << 20], &[])].concat();
    file[52..56].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut capture = open(&file).unwrap();
    assert_eq!(place(&capture.next_frame().unwrap_err()), (1, 48));
    assert!(capture.buffer.held() <= 1 << 20);
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn a_section_that_cannot_be_read_ends_reading() {
    let good = [begin(SECTION), SECTION.packet(0, 0, b"x", &[])].concat();
    let mut magic = SECTION.header();
    magic[8..12].copy_from_slice(&[1, 2, 3, 4]);
    let mut version = SECTION.header();
    version[12] = 2;
    let short = SECTION.block(0x0a0d_0d0a, &0x1a2b_3c4d_u32.to_le_bytes());
    // Too large to be held, and nothing can be read without it.
    let large = SECTION.block(
        0x0a0d_0d0a,
        &[&SECTION.header()[8..24], &vec![0; 17 << 20]].concat(),
    );
    for bad in [magic, version, short, large] {
        let (frames, error) = read(&[&good[..], &bad].concat());
        assert_eq!(frames, [b"x"]);
        assert_eq!(place(&error.unwrap()), (2, 84));
        assert!(read(&bad).1.is_some());
    }
}
