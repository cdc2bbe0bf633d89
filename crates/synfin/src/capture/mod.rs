//! Reading captures: from files, standard input and decompressors to one [`Frame`] at a time.
//!
//! Duty: [`Capture`] reads one source of octets to its end or to the damage it cannot get behind.
//! Invariant: memory is bounded (a buffer of 512 KiB, more only for larger records, at most
//! 16 MiB or what libpcap allows a record), and a frame is handed out as soon as its last octet
//! is there. Absence: nothing of what is inside a frame.

mod buffer;
mod compress;
mod defect;
mod frame;
mod link_type;
mod pcap;
mod pcapng;
mod record;
mod snoop;

pub use defect::{Defect, DefectKind};
pub use frame::{FileFormat, Frame};
pub use link_type::LinkType;
pub use pcapng::Names;

use crate::Error;
use buffer::Buffer;
use defect::Nonsense;
use record::{Interface, Record, Trouble};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A capture being read: pcap, pcapng or snoop, plain or compressed, all told by content.
pub struct Capture {
    buffer: Buffer,
    format: Format,
    /// The record last handed out; its octets are consumed with the next call.
    record: Option<Record>,
    /// Frames handed out.
    count: u64,
    /// Frames that came before this file's first one.
    first_number: u64,
    file: u32,
    ended: bool,
    report: Report,
}

/// The reader of the file's format.
enum Format {
    Pcap(pcap::Pcap),
    Pcapng(pcapng::Pcapng),
    Snoop(snoop::Snoop),
}

/// Who is to be told of damage: the file's name, and what was skipped.
struct Report {
    path: PathBuf,
    defects: Vec<Defect>,
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
        Self::from_reader(path, Box::new(file))
    }

    /// Reads a capture from any source of octets, which needs no buffer of its own; `name` is
    /// what errors call it.
    ///
    /// # Errors
    ///
    /// When what is read is no capture.
    pub fn from_reader(
        name: impl Into<PathBuf>,
        input: Box<dyn Read + Send>,
    ) -> Result<Self, Error> {
        let mut report = Report {
            path: name.into(),
            defects: Vec::new(),
        };
        let mut buffer =
            compress::open(input).map_err(|error| report.error(0, 0, Trouble::Io(error)))?;
        let head = buffer.ensure(8);
        if let Err(error) = head {
            return Err(report.error(0, 0, Trouble::Io(error)));
        }
        let format = match Format::open(&mut buffer, &mut report) {
            Ok(Some(format)) => format,
            Ok(None) => return Err(report.not_a_capture(buffer.available())),
            Err(trouble) => return Err(report.error(0, buffer.offset(), trouble)),
        };
        Ok(Self {
            buffer,
            format,
            record: None,
            count: 0,
            first_number: 0,
            file: 0,
            ended: false,
            report,
        })
    }

    /// The next frame, or `None` at the end. After an error there are no more frames.
    ///
    /// # Errors
    ///
    /// When the file ends inside a record, has one that the next cannot be found behind, or
    /// cannot be read on.
    #[inline]
    pub fn next_frame(&mut self) -> Result<Option<Frame<'_>>, Error> {
        if !self.advance()? {
            return Ok(None);
        }
        Ok(self.frame())
    }

    /// Goes to the next record; false at the end. With [`frame`](Self::frame) the same as
    /// [`next_frame`](Self::next_frame), for those who look at the capture in between.
    ///
    /// # Errors
    ///
    /// As [`next_frame`](Self::next_frame).
    #[inline]
    pub fn advance(&mut self) -> Result<bool, Error> {
        if let Some(record) = self.record.take() {
            self.buffer.consume(record.total_len);
        }
        if self.ended {
            return Ok(false);
        }
        let found = match &mut self.format {
            Format::Pcap(pcap) => pcap.next(&mut self.buffer),
            Format::Pcapng(pcapng) => pcapng.next(&mut self.buffer, &mut |offset, nonsense| {
                self.report.skipped(self.count, offset, nonsense);
            }),
            Format::Snoop(snoop) => snoop.next(&mut self.buffer),
        };
        match found {
            Ok(Some(record)) => {
                self.count += 1;
                self.record = Some(record);
                Ok(true)
            }
            end => {
                self.ended = true;
                end.map(|_| false)
                    .map_err(|trouble| self.report.error(self.count, self.buffer.offset(), trouble))
            }
        }
    }

    /// The frame of the current record; `None` before the first one and behind the last.
    #[inline]
    #[must_use]
    pub fn frame(&self) -> Option<Frame<'_>> {
        let record = self.record?;
        let octets = self.buffer.available();
        let part = |at: usize, len: usize| octets.get(at..at + len).unwrap_or(&[]);
        Some(Frame {
            number: self.first_number + self.count,
            time: record.time,
            format: self.format(),
            link_type: record.interface.link_type,
            fcs_len: record.interface.fcs_len,
            interface: record.number_of_interface,
            file: self.file,
            snaplen: record.interface.snaplen,
            original_len: record.original_len,
            data: part(record.data_at, record.data_len),
            options: part(record.options_at, record.options_len),
            big_endian: record.big_endian,
        })
    }

    /// The file's format.
    #[must_use]
    pub const fn format(&self) -> FileFormat {
        match self.format {
            Format::Pcap(_) => FileFormat::Pcap,
            Format::Pcapng(_) => FileFormat::Pcapng,
            Format::Snoop(_) => FileFormat::Snoop,
        }
    }

    /// The name of the file, or what the source was called.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.report.path
    }

    /// The link type of the file, or of the first interface of a pcapng file's current section;
    /// `None` where no interface was described yet.
    #[must_use]
    pub fn link_type(&self) -> Option<LinkType> {
        self.first_interface().map(|first| first.link_type)
    }

    /// The snapshot length, octets, of the file or of the first interface; `None` as in
    /// [`link_type`](Self::link_type).
    #[must_use]
    pub fn snaplen(&self) -> Option<u32> {
        self.first_interface().map(|first| first.snaplen)
    }

    fn first_interface(&self) -> Option<Interface> {
        match &self.format {
            Format::Pcap(pcap) => Some(pcap.interface()),
            Format::Pcapng(pcapng) => pcapng.first_interface(),
            Format::Snoop(snoop) => Some(snoop.interface()),
        }
    }

    /// The names of hosts that the capture has given so far (pcapng name resolution blocks).
    #[must_use]
    pub fn names(&self) -> Option<&Names> {
        match &self.format {
            Format::Pcapng(pcapng) => Some(pcapng.names()),
            Format::Pcap(_) | Format::Snoop(_) => None,
        }
    }

    /// What was damaged and skipped so far, one entry a kind.
    #[must_use]
    pub fn defects(&self) -> &[Defect] {
        &self.report.defects
    }
}

impl Format {
    /// Tells the format by its magic number and reads the file's header; `None` for anything
    /// else than a capture.
    fn open(buffer: &mut Buffer, report: &mut Report) -> Result<Option<Self>, Trouble> {
        let octets = buffer.available();
        let format = match octets.first_chunk::<4>() {
            Some(&magic) if pcap::Pcap::is_magic(magic) => Self::Pcap(pcap::Pcap::open(buffer)?),
            Some(&pcapng::MAGIC) => {
                let mut pcapng = pcapng::Pcapng::new();
                pcapng.open(buffer, &mut |offset, nonsense| {
                    report.skipped(0, offset, nonsense);
                })?;
                Self::Pcapng(pcapng)
            }
            _ if octets.starts_with(&snoop::MAGIC) => Self::Snoop(snoop::Snoop::open(buffer)?),
            _ => return Ok(None),
        };
        Ok(Some(format))
    }
}

impl Report {
    /// An error's full form: `count` frames were handed out before, and the trouble arose at
    /// `offset`.
    #[cold]
    fn error(&self, count: u64, offset: u64, trouble: Trouble) -> Error {
        let path = self.path.clone();
        match trouble {
            Trouble::Io(source) => Error::Read {
                path,
                packet: count,
                offset,
                source,
            },
            Trouble::Damaged {
                expected,
                found,
                behind,
            } => Error::Damaged {
                path,
                packet: count + 1,
                offset: offset.saturating_sub(behind),
                expected,
                found,
            },
        }
    }

    #[cold]
    fn not_a_capture(&self, octets: &[u8]) -> Error {
        let path = self.path.clone();
        if octets.is_empty() {
            return Error::Empty { path };
        }
        let found: Vec<_> = octets.iter().take(8).map(|o| format!("{o:02x}")).collect();
        Error::NotACapture {
            path,
            found: found.join(" "),
        }
    }

    #[cold]
    fn skipped(&mut self, count: u64, offset: u64, nonsense: Nonsense) {
        let Nonsense {
            kind,
            expected,
            found,
        } = nonsense;
        if let Some(defect) = self.defects.iter_mut().find(|defect| defect.kind == kind) {
            defect.count += 1;
            return;
        }
        let first = self.error(count, offset, Trouble::damaged(expected, found));
        self.defects.push(Defect {
            kind,
            count: 1,
            first,
        });
    }
}
