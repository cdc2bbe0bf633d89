//! Capture files built by code.

use crate::Capture;
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// How a classic pcap file is written.
#[derive(Clone, Copy)]
pub(super) struct Pcap {
    pub(super) big_endian: bool,
    pub(super) magic: u32,
    pub(super) version: (u16, u16),
    pub(super) snaplen: u32,
    pub(super) link: u32,
}

pub(super) const PCAP: Pcap = Pcap {
    big_endian: false,
    magic: 0xa1b2_c3d4,
    version: (2, 4),
    snaplen: 65535,
    link: 1,
};

impl Pcap {
    fn u16(self, value: u16) -> [u8; 2] {
        match self.big_endian {
            true => value.to_be_bytes(),
            false => value.to_le_bytes(),
        }
    }

    pub(super) fn u32(self, value: u32) -> [u8; 4] {
        match self.big_endian {
            true => value.to_be_bytes(),
            false => value.to_le_bytes(),
        }
    }

    pub(super) fn header(self) -> Vec<u8> {
        [
            &self.u32(self.magic)[..],
            &self.u16(self.version.0),
            &self.u16(self.version.1),
            &[0; 8],
            &self.u32(self.snaplen),
            &self.u32(self.link),
        ]
        .concat()
    }

    /// A record; its header is Kuznetzov's where the magic number says so.
    pub(super) fn record(self, time: (u32, u32), lengths: (u32, u32), data: &[u8]) -> Vec<u8> {
        let extra: &[u8] = if self.magic == 0xa1b2_cd34 {
            &[7; 8]
        } else {
            &[]
        };
        [
            &self.u32(time.0)[..],
            &self.u32(time.1),
            &self.u32(lengths.0),
            &self.u32(lengths.1),
            extra,
            data,
        ]
        .concat()
    }

    /// A file of records `n` seconds after the epoch with `n` octets each, for `n` of `sizes`.
    pub(super) fn file(self, sizes: &[u8]) -> Vec<u8> {
        let mut file = self.header();
        for &size in sizes {
            let len = u32::from(size);
            let data = vec![size; size.into()];
            file.extend(self.record((len, 5), (len, len + 10), &data));
        }
        file
    }
}

/// How a pcapng section is written.
#[derive(Clone, Copy)]
pub(super) struct Section {
    pub(super) big_endian: bool,
}

pub(super) const SECTION: Section = Section { big_endian: false };

impl Section {
    pub(super) fn u16(self, value: u16) -> [u8; 2] {
        match self.big_endian {
            true => value.to_be_bytes(),
            false => value.to_le_bytes(),
        }
    }

    pub(super) fn u32(self, value: u32) -> [u8; 4] {
        match self.big_endian {
            true => value.to_be_bytes(),
            false => value.to_le_bytes(),
        }
    }

    pub(super) fn words(self, words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|&word| self.u32(word)).collect()
    }

    pub(super) fn block(self, kind: u32, body: &[u8]) -> Vec<u8> {
        let padding = body.len().next_multiple_of(4) - body.len();
        let len = self.u32(u32::try_from(12 + body.len() + padding).unwrap());
        [&self.u32(kind)[..], &len, body, &[0, 0, 0][..padding], &len].concat()
    }

    pub(super) fn option(self, code: u16, value: &[u8]) -> Vec<u8> {
        let padding = value.len().next_multiple_of(4) - value.len();
        let len = u16::try_from(value.len()).unwrap();
        [
            &self.u16(code)[..],
            &self.u16(len),
            value,
            &[0, 0, 0][..padding],
        ]
        .concat()
    }

    pub(super) fn header(self) -> Vec<u8> {
        let body = [
            &self.u32(0x1a2b_3c4d)[..],
            &self.u16(1),
            &self.u16(0),
            &[0xff; 8],
        ];
        self.block(0x0a0d_0d0a, &body.concat())
    }

    pub(super) fn interface(self, link: u16, snaplen: u32, options: &[u8]) -> Vec<u8> {
        let body = [&self.u16(link)[..], &[0; 2], &self.u32(snaplen), options];
        self.block(1, &body.concat())
    }

    /// An enhanced packet block whose lengths are those of its data.
    pub(super) fn packet(self, interface: u32, ticks: u64, data: &[u8], options: &[u8]) -> Vec<u8> {
        let len = u32::try_from(data.len()).unwrap();
        let head = self.words(&[
            interface,
            u32::try_from(ticks >> 32).unwrap(),
            u32::try_from(ticks & 0xffff_ffff).unwrap(),
            len,
            len + 10,
        ]);
        let padding = data.len().next_multiple_of(4) - data.len();
        let body = [&head[..], data, &[0, 0, 0][..padding], options];
        self.block(6, &body.concat())
    }
}

/// Opens what was written.
pub(super) fn open(file: &[u8]) -> Result<Capture, crate::Error> {
    Capture::from_reader("built", Box::new(Cursor::new(file.to_vec())))
}

/// The frames' data up to the end, and what ended the file, if it was not its end.
pub(super) fn read(file: &[u8]) -> (Vec<Vec<u8>>, Option<crate::Error>) {
    let mut frames = Vec::new();
    let mut capture = match open(file) {
        Ok(capture) => capture,
        Err(error) => return (frames, Some(error)),
    };
    let end = loop {
        match capture.next_frame() {
            Ok(Some(frame)) => frames.push(frame.data.to_vec()),
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    assert!(
        capture.next_frame().unwrap().is_none(),
        "nothing comes behind the end"
    );
    (frames, end)
}

/// The files of `testdata`, and of the collection of captures beside the repository where it is
/// there.
pub(crate) fn at_hand() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    below(&root.join("testdata"), &mut found);
    assert!(found.len() > 50);
    let here = found.len();
    below(&root.join("../shared/captures"), &mut found);
    if found.len() == here {
        eprintln!("skipped: no captures at ../shared/captures");
    }
    found.retain(|path| path.metadata().is_ok_and(|file| file.len() < 4 << 20));
    found
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => below(&path, found),
            path => found.push(path),
        }
    }
}
