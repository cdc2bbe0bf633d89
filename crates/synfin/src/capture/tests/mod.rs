//! Reading as a whole, on files built by code.

mod compressed;
pub(crate) mod files;
mod pcap;
mod pcapng;
mod recovery;
mod set;
mod snoop;
mod sweeps;
mod ways;

use crate::Error;
use files::{PCAP, open, read};
use std::io::Read;
use std::sync::mpsc::{Receiver, channel};

/// Where a damaged record was said to be: packet and octet.
fn place(error: &Error) -> (u64, u64) {
    match error {
        Error::Damaged { packet, offset, .. } => (*packet, *offset),
        other => panic!("not damage: {other}"),
    }
}

#[test]
fn what_is_no_capture_is_refused_with_its_first_octets() {
    assert!(matches!(read(&[]).1, Some(Error::Empty { .. })));
    let error = read(b"GIF89a...").1.unwrap();
    let text = "built: not a capture: expected a pcap or pcapng magic number, \
                found 47 49 46 38 39 61 2e 2e";
    assert_eq!(error.to_string(), text);
    assert!(matches!(
        read(&[0xd4, 0xc3]).1,
        Some(Error::NotACapture { .. })
    ));
    let missing = crate::Capture::open("/nonexistent/capture").unwrap_err();
    assert!(matches!(missing, Error::Open { .. }));
    assert_eq!(missing.path().to_str(), Some("/nonexistent/capture"));
}

#[test]
fn a_failing_source_is_said_behind_what_came_of_it() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is gone"))
        }
    }
    let input = std::io::Cursor::new(PCAP.file(&[3, 4])).chain(Failing);
    let mut capture = crate::Capture::from_reader("disk", Box::new(input)).unwrap();
    assert_eq!(capture.next_frame().unwrap().unwrap().data, [3; 3]);
    assert_eq!(capture.next_frame().unwrap().unwrap().data, [4; 4]);
    let error = capture.next_frame().unwrap_err();
    let text = "disk: cannot read on after packet 2, at octet 63: the disk is gone";
    assert_eq!(error.to_string(), text);
    assert!(capture.next_frame().unwrap().is_none());
}

/// Gives what is sent, piece by piece, and fails where it would have to wait.
struct Pipe(Receiver<Vec<u8>>, Vec<u8>);

impl Read for Pipe {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        if self.1.is_empty() {
            self.1 = self.0.try_recv().expect("a read that would wait");
        }
        let count = room.len().min(self.1.len());
        room[..count].copy_from_slice(&self.1[..count]);
        self.1.drain(..count);
        Ok(count)
    }
}

#[test]
fn a_live_pipe_gives_each_frame_as_soon_as_it_is_complete() {
    let section = files::SECTION;
    let pcapng = [
        [section.header(), section.interface(1, 0, &[])].concat(),
        section.packet(0, 1, b"one", &[]),
        section.packet(0, 2, b"two", &[]),
    ];
    let pcap = [
        PCAP.header(),
        PCAP.record((1, 0), (3, 3), b"one"),
        PCAP.record((2, 0), (3, 3), b"two"),
    ];
    for [header, first, second] in [pcapng, pcap] {
        let (send, receive) = channel();
        let (begin, end) = first.split_at(18);
        send.send(header).unwrap();
        let pipe = Box::new(Pipe(receive, Vec::new()));
        let mut capture = crate::Capture::from_reader("pipe", pipe).unwrap();
        send.send(begin.to_vec()).unwrap();
        send.send(end.to_vec()).unwrap();
        assert!(!capture.has_next_in_memory());
        assert_eq!(capture.next_frame().unwrap().unwrap().data, b"one");
        assert!(!capture.has_next_in_memory());
        send.send([&second[..], &second].concat()).unwrap();
        assert_eq!(capture.next_frame().unwrap().unwrap().data, b"two");
        assert!(capture.has_next_in_memory());
        assert_eq!(capture.next_frame().unwrap().unwrap().data, b"two");
        assert!(!capture.has_next_in_memory());
        send.send(Vec::new()).unwrap();
        assert!(capture.next_frame().unwrap().is_none());
    }
}

#[test]
fn looking_ahead_changes_nothing() {
    let mut capture = open(&PCAP.file(&[3, 4])).unwrap();
    let time = capture.next_time().unwrap().unwrap();
    assert_eq!(time.seconds(), 3);
    assert!(capture.frame().is_none());
    assert_eq!(capture.next_time().unwrap(), Some(time));
    let frame = capture.next_frame().unwrap().unwrap();
    assert_eq!((frame.number, frame.time), (1, time));
    assert_eq!(capture.next_frame().unwrap().unwrap().number, 2);
    assert_eq!(capture.next_time().unwrap(), None);
    assert!(capture.next_frame().unwrap().is_none());
}
