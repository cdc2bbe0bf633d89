//! Several files as one capture.

use super::files::{PCAP, SECTION, open};
use crate::Error;
use crate::capture::CaptureSet;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// A folder that is removed again.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("synfin-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, octets: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, octets).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Each frame's number, file and first octet, or what was said between frames.
fn read(set: &mut CaptureSet) -> Vec<Result<(u64, u32, u8), PathBuf>> {
    let mut found = Vec::new();
    loop {
        match set.next_frame() {
            Ok(Some(frame)) => found.push(Ok((frame.number, frame.origin.file, frame.data[0]))),
            Ok(None) => return found,
            Err(error) => found.push(Err(error.path().to_owned())),
        }
    }
}

#[test]
fn files_come_in_the_order_of_their_first_frames() {
    let folder = Folder::new("order");
    let mut set = CaptureSet::new();
    set.add_file(folder.file("a", &PCAP.file(&[30, 5])));
    set.add_file(folder.file("b", &PCAP.file(&[10, 40])));
    set.add(open(&PCAP.file(&[20])).unwrap());
    set.add_file(folder.file("empty", &PCAP.header()));
    let found = read(&mut set);
    assert_eq!(
        found,
        [
            Ok((1, 1, 10)),
            Ok((2, 1, 40)),
            Ok((3, 2, 20)),
            Ok((4, 3, 30)),
            Ok((5, 3, 5))
        ]
    );
    assert!(set.next_frame().unwrap().is_none());
}

#[test]
fn what_is_wrong_with_a_file_is_said_once_and_the_next_is_read() {
    let folder = Folder::new("damage");
    let missing = folder.0.join("missing");
    let cut = PCAP.file(&[1, 2]);
    let cut = folder.file("cut", &cut[..cut.len() - 1]);
    let noise = folder.file("noise", b"no capture");
    let bad_head = folder.file("head", &PCAP.file(&[4])[..30]);
    let mut set = CaptureSet::new();
    for path in [&missing, &cut, &noise, &bad_head] {
        set.add_file(path);
    }
    set.add_file(folder.file("good", &PCAP.file(&[3])));
    let found = read(&mut set);
    let errors: Vec<&Path> = found
        .iter()
        .filter_map(|found| found.as_ref().err().map(PathBuf::as_path))
        .collect();
    assert_eq!(errors, [&*missing, &*noise, &*bad_head, &*cut]);
    let frames: Vec<_> = found
        .iter()
        .filter_map(|found| found.as_ref().ok())
        .collect();
    assert_eq!(frames, [&(1, 1, 1), &(2, 2, 3)]);
}

#[test]
fn a_single_file_is_not_looked_at_ahead() {
    let mut set = CaptureSet::new();
    set.add_file("/nonexistent");
    assert!(matches!(set.next_frame(), Err(Error::Open { .. })));
    assert!(set.next_frame().unwrap().is_none());
    assert!(CaptureSet::new().next_frame().unwrap().is_none());
}

#[test]
fn names_and_defects_outlive_their_files() {
    let named = [
        SECTION.header(),
        SECTION.interface(1, 0, &[]),
        SECTION.block(4, &SECTION.option(1, b"\x0a\0\0\x01one\0")),
        SECTION.packet(9, 0, b"lost", &[]),
        SECTION.packet(0, 1, b"x", &[]),
    ];
    let mut set = CaptureSet::new();
    set.add(open(&named.concat()).unwrap());
    set.add(open(&PCAP.file(&[5])).unwrap());
    assert_eq!(set.next_frame().unwrap().unwrap().number, 1);
    assert!(set.take_defects().is_empty());
    assert_eq!(set.next_frame().unwrap().unwrap().number, 2);
    let defects = set.take_defects();
    assert_eq!((defects.len(), defects[0].count), (1, 1));
    assert!(set.take_defects().is_empty());
    let address = IpAddr::from([10, 0, 0, 1]);
    assert_eq!(set.names().get(address), Some("one"));
    assert!(set.next_frame().unwrap().is_none());
    assert_eq!(set.names().get(address), Some("one"));
}
