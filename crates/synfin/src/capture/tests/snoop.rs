//! Snoop files.

use super::files::{open, read};
use super::place;
use crate::capture::FileFormat;
use crate::{LinkType, Timestamp};

fn header(version: u32, link: u32) -> Vec<u8> {
    [
        b"snoop\0\0\0",
        &version.to_be_bytes()[..],
        &link.to_be_bytes(),
    ]
    .concat()
}

fn record(fields: [u32; 6], data: &[u8]) -> Vec<u8> {
    let mut record: Vec<u8> = fields.into_iter().flat_map(u32::to_be_bytes).collect();
    record.extend(data);
    record
}

#[test]
fn records_are_as_long_as_they_say() {
    let file = [
        header(2, 4),
        record([60, 3, 28, 0, 7, 5], b"one\0"),
        record([3, 3, 27, 0, 8, 6], b"two"),
    ];
    let mut capture = open(&file.concat()).unwrap();
    assert_eq!(capture.format(), FileFormat::Snoop);
    assert_eq!(capture.link_type(), Some(LinkType::ETHERNET));
    let frame = capture.next_frame().unwrap().unwrap();
    assert_eq!((frame.data, frame.original_len), (&b"one"[..], 60));
    assert_eq!(frame.time, Timestamp::new(7, 5000));
    assert_eq!(capture.next_frame().unwrap().unwrap().data, b"two");
    assert!(capture.next_frame().unwrap().is_none());
}

#[test]
fn damage_is_said() {
    for bad in [
        record([9, 9, 20, 0, 0, 0], b""),
        record([9, u32::MAX, u32::MAX, 0, 0, 0], b""),
        record([9, 9, u32::MAX, 0, 0, 0], b""),
        record([9, 9, 33, 0, 0, 0], b"short"),
        vec![0; 5],
    ] {
        let file = [header(2, 0), record([3, 3, 27, 0, 8, 6], b"two"), bad].concat();
        let (frames, error) = read(&file);
        assert_eq!(frames, [b"two"]);
        assert_eq!(place(&error.unwrap()), (2, 43));
    }
    assert!(read(&header(3, 4)).1.is_some());
    assert!(read(&header(2, 99)).1.is_some());
    assert!(read(&header(2, 4)[..12]).1.is_some());
}
