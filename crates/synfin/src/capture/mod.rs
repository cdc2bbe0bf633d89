//! Reading captures: from files, standard input and decompressors to one [`Frame`] at a time.
//!
//! Duty: [`Capture`] reads one source of octets to its end or to the damage it cannot get behind.
//! Invariant: memory is bounded (a buffer of 128 KiB, more only for larger records, at most
//! 16 MiB or what libpcap allows a record), and a frame is handed out as soon as its last octet
//! is there. Absence: nothing of what is inside a frame.

mod about;
mod buffer;
mod compress;
mod counted;
mod defect;
mod findings;
mod format;
mod frame;
mod link_type;
mod pcap;
mod pcapng;
mod quick;
mod record;
mod resync;
mod set;
mod snoop;

#[cfg(test)]
pub(crate) mod tests;

pub use defect::{Defect, DefectKind, Recovery};
pub use frame::{FileFormat, Frame, Origin};
pub use link_type::LinkType;
pub use pcapng::{Names, UnlikeInterface};
pub use set::CaptureSet;

use crate::{Error, Glance, Timestamp};
use buffer::Buffer;
use counted::Count;
use findings::Findings;
use format::Format;
use quick::Quick;
use record::{Record, Trouble};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A capture being read: pcap, pcapng or snoop, plain or compressed, all told by content.
#[derive(Debug)]
pub struct Capture {
    buffer: Buffer,
    format: Format,
    /// The record last gone to, if there is one; its octets are consumed with the next call.
    record: Record,
    place: Place,
    /// The way from the record to the next; none where reading is not at a record.
    quick: Quick,
    /// The file's number among those read as one.
    file: u32,
    findings: Findings,
    read: Count,
}

/// Where reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before a record that was not looked at.
    Between,
    /// At a record that was handed out.
    At,
    /// At one that was only looked at.
    Ahead,
    /// Behind the last one, or where nothing more can be read.
    Ended,
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
        let mut findings = Findings::new(name.into());
        let read = Count::default();
        let mut buffer = compress::open(read.of(input))
            .map_err(|error| findings.error(0, Trouble::Io(error)))?;
        if let Err(error) = buffer.ensure(8) {
            return Err(findings.error(0, Trouble::Io(error)));
        }
        let format = match Format::open(&mut buffer, &mut findings) {
            Ok(Some(format)) => format,
            Ok(None) => return Err(findings.not_a_capture(buffer.available())),
            Err(trouble) => return Err(findings.error(buffer.offset(), trouble)),
        };
        Ok(Self {
            buffer,
            format,
            record: Record::none(),
            place: Place::Between,
            quick: Quick::None,
            file: 0,
            findings,
            read,
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
        Ok(Some(self.current()))
    }

    /// Goes to the next record; false at the end. With [`frame`](Self::frame) the same as
    /// [`next_frame`](Self::next_frame), for those who look at the capture in between.
    ///
    /// # Errors
    ///
    /// As [`next_frame`](Self::next_frame).
    #[inline]
    pub fn advance(&mut self) -> Result<bool, Error> {
        if self.advance_quickly() {
            return Ok(true);
        }
        self.advance_patiently()
    }

    /// Goes to the next record if it lies in memory and is like most: false does not mean that there
    /// is none. With [`advance`](Self::advance) behind it the same as that alone.
    #[inline]
    pub fn advance_quickly(&mut self) -> bool {
        if self.quick.is_some()
            && let Some(octets) = self.buffer.pass(self.record.total_len)
        {
            if self.quick.next(octets, &mut self.record) {
                // Nobody reads 2^64 frames.
                self.findings.number = self.findings.number.wrapping_add(1);
                return true;
            }
            (self.place, self.quick) = (Place::Between, Quick::None);
        }
        false
    }

    /// Goes to the next record, whatever it is and wherever reading is.
    #[cold]
    #[inline(never)]
    fn advance_patiently(&mut self) -> Result<bool, Error> {
        match self.place {
            Place::Between => {}
            Place::At => self.buffer.consume(self.record.total_len),
            Place::Ahead => {
                (self.place, self.quick) = (Place::At, self.format.quick());
                return Ok(true);
            }
            Place::Ended => return Ok(false),
        }
        match self.format.next(&mut self.buffer, &mut self.findings) {
            Ok(Some(record)) => {
                self.findings.number += 1;
                self.record = record;
                self.record.origin.file = self.file;
                (self.place, self.quick) = (Place::At, self.format.quick());
                Ok(true)
            }
            end => {
                (self.place, self.quick) = (Place::Ended, Quick::None);
                end.map(|_| false)
                    .map_err(|trouble| self.findings.error(self.buffer.offset(), trouble))
            }
        }
    }

    /// When the next frame was captured, which [`advance`](Self::advance) will still go to; `None`
    /// at the end.
    ///
    /// # Errors
    ///
    /// As [`next_frame`](Self::next_frame); the error is not given again.
    pub fn next_time(&mut self) -> Result<Option<Timestamp>, Error> {
        if !self.advance()? {
            return Ok(None);
        }
        (self.place, self.quick) = (Place::Ahead, Quick::None);
        Ok(Some(self.record.time))
    }

    /// Lies the next record in memory as a whole, so that [`advance`](Self::advance) will not have
    /// to wait for input? Where the answer is no, it may be there all the same.
    #[inline]
    #[must_use]
    pub fn has_next_in_memory(&self) -> bool {
        let at = match self.place {
            Place::At => self.record.total_len,
            Place::Between => 0,
            Place::Ahead => return true,
            Place::Ended => return false,
        };
        let octets = self.buffer.available().get(at..).unwrap_or(&[]);
        self.format.is_whole(octets)
    }

    /// A glance at frames behind the current one that lie in memory, in order; it ends where finding
    /// the next one takes more than a glance.
    pub fn glances(&self) -> impl Iterator<Item = Glance> {
        let ethernet = self.record.link_type == LinkType::ETHERNET;
        let quick = if ethernet { self.quick } else { Quick::None };
        let mut record = self.record;
        let octets = self.buffer.available();
        let mut rest = octets.get(record.total_len..).unwrap_or_default();
        std::iter::from_fn(move || {
            loop {
                if !quick.next(rest, &mut record) {
                    return None;
                }
                let (octets, behind) = rest.split_at_checked(record.total_len)?;
                rest = behind;
                let glance = octets.get(record.data_at..).and_then(Glance::of);
                if glance.is_some() {
                    return glance;
                }
            }
        })
    }

    /// The frame of the current record; `None` before the first one and behind the last.
    #[inline]
    #[must_use]
    pub fn frame(&self) -> Option<Frame<'_>> {
        (self.place == Place::At).then(|| self.current())
    }

    /// The frame of the record last gone to.
    #[inline]
    fn current(&self) -> Frame<'_> {
        let record = &self.record;
        Frame {
            number: self.findings.number,
            time: record.time,
            link_type: record.link_type,
            origin: &record.origin,
            original_len: record.original_len,
            data: self.buffer.part(record.data_at, record.data_len),
            options: match record.options_len {
                0 => &[],
                len => self.buffer.part(record.options_at, len),
            },
        }
    }

    /// Makes this file one of a set: how many files and frames come before it, and the names they
    /// gave, which hold on.
    fn continue_from(&mut self, files: u32, frames: u64, mut names: Names) {
        self.file = files;
        self.record.origin.file = files;
        self.findings.continue_from(frames);
        names.merge(&self.findings.names);
        self.findings.names = names;
    }

    /// Says what becomes of the file behind damage, from the next record on; a capture begins
    /// with [`Recovery::Certain`].
    pub fn set_recovery(&mut self, recovery: Recovery) {
        self.findings.recovery = recovery;
        self.quick = Quick::None;
        self.format.recover(recovery);
    }
}
