//! Every cut and every wrong octet.

use super::files::{PCAP, Pcap, SECTION, Section, open, read};
use crate::Error;

/// Where a record or block ends, octets, and how many frames end there.
type Edge = (usize, usize);

/// Some files, each with the edges in it.
fn files() -> Vec<(Vec<u8>, Vec<Edge>)> {
    let mut files = Vec::new();
    for magic in [0xa1b2_c3d4, 0xa1b2_cd34] {
        for big_endian in [false, true] {
            let pcap = Pcap {
                big_endian,
                magic,
                ..PCAP
            };
            let edges = (0..=3).map(|count| (pcap.file(&[3, 0, 20][..count]).len(), count));
            files.push((pcap.file(&[3, 0, 20]), edges.collect()));
        }
    }
    for big_endian in [false, true] {
        let section = Section { big_endian };
        let blocks = [
            section.header(),
            section.interface(1, 0, &section.option(9, &[9])),
            section.packet(0, 1 << 40, b"first", &section.option(1, b"comment")),
            section.block(4, &section.option(1, b"\x0a\0\0\x01name\0")),
            section.block(3, &[&section.words(&[3])[..], b"two\0"].concat()),
            SECTION.header(),
            SECTION.interface(1, 0, &[]),
            SECTION.packet(0, 1, b"third", &[]),
        ];
        let frames = [0, 0, 1, 1, 2, 2, 2, 3];
        let edges =
            (1..=blocks.len()).map(|count| (blocks[..count].concat().len(), frames[count - 1]));
        files.push((blocks.concat(), edges.collect()));
    }
    files
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn every_cut_gives_the_whole_records_then_one_error() {
    for (file, edges) in files() {
        for len in 0..file.len() {
            let (frames, error) = read(&file[..len]);
            let whole = edges.iter().rev().find(|(edge, _)| *edge <= len);
            assert_eq!(
                frames.len(),
                whole.map_or(0, |(_, frames)| *frames),
                "{len}"
            );
            match error {
                None => assert!(edges.iter().any(|(edge, _)| *edge == len), "{len}"),
                Some(Error::Damaged { offset, packet, .. }) => {
                    let (edge, frames) = whole.copied().unwrap_or_default();
                    assert_eq!((offset, packet), (edge as u64, frames as u64 + 1), "{len}");
                }
                Some(Error::Empty { .. }) => assert_eq!(len, 0),
                Some(Error::NotACapture { .. }) => assert!(len < 4, "{len}"),
                Some(error) => panic!("{len}: {error}"),
            }
        }
        assert!(read(&file).1.is_none());
    }
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn no_octet_changed_does_harm() {
    for (mut file, _) in files() {
        for at in 0..file.len() {
            let before = file[at];
            for value in [0, 1, 0x7f, 0x80, 0xff, !before, before ^ 1] {
                file[at] = value;
                let Ok(mut capture) = open(&file) else {
                    continue;
                };
                let mut frames = 0;
                while let Ok(Some(frame)) = capture.next_frame() {
                    frames += 1;
                    assert!(frame.data.len() <= file.len());
                    assert!(frame.comments().count() <= file.len());
                    let _ = frame.decode();
                }
                // A record takes 16 octets at least.
                assert!(frames <= file.len() / 16 && capture.buffer.held() <= 1 << 20);
                assert!(capture.next_frame().unwrap().is_none());
            }
            file[at] = before;
        }
    }
}
