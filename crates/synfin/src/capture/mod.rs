//! Reading captures: from files, standard input and decompressors to one [`Frame`] at a time.

mod frame;
mod link_type;

pub use frame::{FileFormat, Frame};
pub use link_type::LinkType;

use crate::Error;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

/// A capture being read: pcap or pcapng, told apart by content.
pub struct Capture {
    path: PathBuf,
    input: Box<dyn Read + Send>,
    big_endian: bool,
    nano: bool,
    link: u32,
    number: u64,
    offset: u64,
    data: Vec<u8>,
}

impl Capture {
    /// Opens a capture file.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened or is no capture.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|source| Error::Open {
            path: path.to_owned(),
            source,
        })?;
        Self::from_reader(path, Box::new(BufReader::new(file)))
    }

    /// Reads a capture from any source of octets; `name` is what errors call it.
    ///
    /// # Errors
    ///
    /// When what is read is no capture.
    pub fn from_reader(
        name: impl Into<PathBuf>,
        mut input: Box<dyn Read + Send>,
    ) -> Result<Self, Error> {
        let path = name.into();
        let mut head = [0; 24];
        let not = |found: &[u8]| Error::NotACapture {
            path: path.clone(),
            found: format!("{found:02x?}"),
        };
        input.read_exact(&mut head).map_err(|_| not(&[]))?;
        let [a, b, c, d, ..] = head;
        let (big_endian, nano) = match [a, b, c, d] {
            [0xa1, 0xb2, 0xc3, 0xd4] => (true, false),
            [0xd4, 0xc3, 0xb2, 0xa1] => (false, false),
            [0xa1, 0xb2, 0x3c, 0x4d] => (true, true),
            [0x4d, 0x3c, 0xb2, 0xa1] => (false, true),
            other => return Err(not(&other)),
        };
        let [.., w, x, y, z] = head;
        let link = [w, x, y, z];
        let link = if big_endian {
            u32::from_be_bytes(link)
        } else {
            u32::from_le_bytes(link)
        };
        Ok(Self {
            path,
            input,
            big_endian,
            nano,
            link,
            number: 0,
            offset: 24,
            data: Vec::new(),
        })
    }

    /// The next frame, or `None` at the end.
    ///
    /// # Errors
    ///
    /// When the file ends inside a record or cannot be read on.
    pub fn next_frame(&mut self) -> Result<Option<Frame<'_>>, Error> {
        let mut head = [[0; 4]; 4];
        for (index, field) in head.iter_mut().enumerate() {
            if let Err(source) = self.input.read_exact(field) {
                if index == 0 {
                    return Ok(None);
                }
                return Err(self.cut(&source));
            }
        }
        let [seconds, fraction, captured, original] = head.map(|field| {
            if self.big_endian {
                u32::from_be_bytes(field)
            } else {
                u32::from_le_bytes(field)
            }
        });
        self.data.clear();
        let read = (&mut self.input)
            .take(captured.into())
            .read_to_end(&mut self.data);
        if read.is_err() || self.data.len() != captured as usize {
            return Err(self.cut(&std::io::ErrorKind::UnexpectedEof.into()));
        }
        self.number += 1;
        self.offset += 16 + u64::from(captured);
        let unit = if self.nano { 1 } else { 1000 };
        Ok(Some(Frame {
            number: self.number,
            time: crate::Timestamp::new(seconds.into(), u64::from(fraction) * unit),
            format: FileFormat::Pcap,
            link_type: LinkType(u16::try_from(self.link & 0xffff).unwrap_or(0)),
            fcs_len: 0,
            interface: 0,
            original_len: original,
            data: &self.data,
        }))
    }

    fn cut(&self, source: &std::io::Error) -> Error {
        Error::Damaged {
            path: self.path.clone(),
            packet: self.number + 1,
            offset: self.offset,
            expected: "a whole record".into(),
            found: source.to_string(),
        }
    }
}
