//! Reading captures.
//!
//! The promise: what is read does not depend on how many octets a read gives, frames are numbered
//! from 1, and no frame is longer than what there is.

use std::io::{Cursor, Read};
use synfin::capture::FileFormat;
use synfin::{Capture, LinkType, Timestamp};

/// The number that a pcapng file begins with.
const PCAPNG: [u8; 4] = [0x0a, 0x0d, 0x0d, 0x0a];

/// Octets that are read as any format but pcapng.
pub fn pcap(octets: &[u8]) {
    if !octets.starts_with(&PCAPNG) {
        check(octets);
    }
}

/// Octets that are read as pcapng, whatever the first four are.
pub fn pcapng(octets: &[u8]) {
    let mut octets = octets.to_vec();
    if let Some(magic) = octets.first_chunk_mut() {
        *magic = PCAPNG;
    }
    check(&octets);
}

/// All that a capture gives.
#[derive(Debug, Default, PartialEq, Eq)]
struct Contents {
    frames: Vec<Frame>,
    names: usize,
    defects: Vec<String>,
    error: Option<String>,
}

/// A frame, without its octets.
#[derive(Debug, PartialEq, Eq)]
struct Frame {
    number: u64,
    time: Timestamp,
    format: FileFormat,
    link_type: LinkType,
    interface: u32,
    original_len: u32,
    len: usize,
    sum: u64,
    comments: Vec<String>,
}

fn check(octets: &[u8]) {
    let whole = read(Cursor::new(octets.to_vec()));
    // A decompressor gives up what it made in the call that met the damage, however much that is.
    let is_damage = |error: &String| error.contains("cannot read on");
    if whole.error.as_ref().is_some_and(is_damage) {
        return;
    }
    let step = octets.len() % 7 + 1;
    let in_pieces = read(Pieces(Cursor::new(octets.to_vec()), step));
    assert_eq!(whole, in_pieces, "in pieces of {step}");
}

fn read(input: impl Read + Send + 'static) -> Contents {
    let mut all = Contents::default();
    let mut capture = match Capture::from_reader("input", Box::new(input)) {
        Ok(capture) => capture,
        Err(error) => {
            all.error = Some(error.to_string());
            return all;
        }
    };
    loop {
        let frame = match capture.next_frame() {
            Ok(Some(frame)) => frame,
            Ok(None) => break,
            Err(error) => {
                all.error = Some(error.to_string());
                break;
            }
        };
        let sum = |sum: u64, octet: &u8| sum.rotate_left(5) ^ u64::from(*octet);
        all.frames.push(Frame {
            number: frame.number,
            time: frame.time,
            format: frame.origin.format,
            link_type: frame.link_type,
            interface: frame.origin.interface,
            original_len: frame.original_len,
            len: frame.data.len(),
            sum: frame.data.iter().fold(0, sum),
            comments: frame.comments().map(|text| text.into_owned()).collect(),
        });
        assert_eq!(frame.number, all.frames.len() as u64);
    }
    assert!(matches!(capture.next_frame(), Ok(None)), "after the end");
    all.names = capture.names().len();
    all.defects = (capture.defects().iter())
        .map(|defect| format!("{} {}", defect.first, defect.count))
        .collect();
    all
}

/// A source that gives a few octets at a time.
struct Pieces(Cursor<Vec<u8>>, usize);

impl Read for Pieces {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        let most = room.len().min(self.1);
        self.0.read(&mut room[..most])
    }
}
