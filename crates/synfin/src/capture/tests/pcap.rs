//! Classic pcap files.

use super::files::{PCAP, Pcap, open, read};
use super::place;
use crate::{LinkType, Timestamp};

#[test]
fn every_magic_in_both_byte_orders() {
    for big_endian in [false, true] {
        for (magic, nanos) in [(0xa1b2_c3d4, 5000), (0xa1b2_3c4d, 5), (0xa1b2_cd34, 5000)] {
            let pcap = Pcap {
                big_endian,
                magic,
                ..PCAP
            };
            let mut capture = open(&pcap.file(&[60, 1, 0])).unwrap();
            assert_eq!(capture.link_type(), Some(LinkType::ETHERNET));
            assert_eq!(capture.snaplen(), Some(65535));
            for (number, size) in [(1, 60_u8), (2, 1), (3, 0)] {
                let frame = capture.next_frame().unwrap().unwrap();
                assert_eq!(frame.number, number);
                assert_eq!(frame.time, Timestamp::new(size.into(), nanos));
                assert_eq!(frame.original_len, u32::from(size) + 10);
                assert_eq!(frame.data, vec![size; size.into()]);
            }
            assert!(capture.next_frame().unwrap().is_none());
        }
    }
}

#[test]
fn the_link_type_field_may_hold_a_check_sequence_length() {
    let link = 0x2400_0071;
    let file = Pcap { link, ..PCAP }.file(&[9]);
    let mut capture = open(&file).unwrap();
    let frame = capture.next_frame().unwrap().unwrap();
    assert_eq!(
        (frame.link_type, frame.origin.fcs_len),
        (LinkType::LINUX_SLL, 4)
    );
}

#[test]
fn data_beyond_the_snapshot_length_is_dropped() {
    let short = Pcap { snaplen: 4, ..PCAP };
    assert_eq!(read(&short.file(&[9, 3])).0, [vec![9; 4], vec![3; 3]]);
    for snaplen in [0, 0x8000_0000, u32::MAX] {
        let unlimited = Pcap { snaplen, ..PCAP };
        assert_eq!(read(&unlimited.file(&[9])).0, [[9; 9]]);
        assert_eq!(open(&unlimited.header()).unwrap().snaplen(), Some(262_144));
    }
}

#[test]
fn old_versions_have_their_lengths_swapped() {
    let frames = |version, lengths| {
        let pcap = Pcap { version, ..PCAP };
        let file = [pcap.header(), pcap.record((1, 0), lengths, b"data")].concat();
        let mut capture = open(&file).unwrap();
        let frame = capture.next_frame().unwrap().unwrap();
        (frame.data.len(), frame.original_len)
    };
    for minor in 0..=2 {
        assert_eq!(frames((2, minor), (70, 4)), (4, 70));
    }
    assert_eq!(frames((543, 0), (70, 4)), (4, 70));
    assert_eq!(frames((2, 3), (70, 4)), (4, 70));
    assert_eq!(frames((2, 3), (4, 70)), (4, 70));
    for minor in 4..9 {
        assert_eq!(frames((2, minor), (4, 70)), (4, 70));
    }
    let archaic = Pcap {
        version: (1, 0),
        ..PCAP
    };
    let error = read(&archaic.file(&[1])).1.unwrap();
    let text = "built: packet 1 at octet 0: expected pcap version 2, found version 1.0";
    assert_eq!(error.to_string(), text);
}

#[test]
fn odd_values_are_kept_as_they_stand() {
    let odd = PCAP.record((u32::MAX, u32::MAX), (4, 1), b"data");
    let file = [PCAP.header(), odd].concat();
    let mut capture = open(&file).unwrap();
    let frame = capture.next_frame().unwrap().unwrap();
    let nanos = u64::from(u32::MAX) * 1000;
    assert_eq!(frame.time, Timestamp::new(u32::MAX.into(), nanos));
    assert_eq!((frame.data.len(), frame.original_len), (4, 1));
}

#[test]
fn a_length_that_cannot_be_ends_reading_without_taking_memory() {
    for captured in [262_145, 0x7fff_ffff, 0xffff_fff0, u32::MAX] {
        let odd = PCAP.record((9, 9), (captured, captured), b"data");
        let file = [PCAP.file(&[5]), odd].concat();
        let (frames, error) = read(&file);
        assert_eq!(frames, [[5; 5]]);
        assert_eq!(place(&error.unwrap()), (2, 45));
    }
    let largest = vec![1; 262_144];
    let record = PCAP.record((9, 9), (262_144, 262_144), &largest);
    let unlimited = Pcap { snaplen: 0, ..PCAP };
    let (frames, error) = read(&[unlimited.header(), record].concat());
    assert_eq!((frames, error.is_none()), (vec![largest], true));
}

#[test]
fn a_cut_file_names_what_is_missing() {
    let file = PCAP.file(&[5, 6]);
    let error = read(&file[..file.len() - 2]).1.unwrap();
    let text = "built: packet 2 at octet 45: expected 6 captured octets, \
                found the end of the input after 4";
    assert_eq!(error.to_string(), text);
    let error = read(&file[..50]).1.unwrap();
    let text = "built: packet 2 at octet 45: expected a record header of 16 octets, \
                found the end of the input after 5";
    assert_eq!(error.to_string(), text);
    let error = read(&file[..20]).1.unwrap();
    let text = "built: packet 1 at octet 0: expected a pcap file header of 24 octets, \
                found the end of the input after 20";
    assert_eq!(error.to_string(), text);
}
