//! Classic pcap files: the header, and one record after the other.
//!
//! Duty: read what libpcap reads: both byte orders, micro- and nanoseconds, Kuznetzov's longer
//! record header, old versions with swapped lengths, odd snapshot lengths. Invariant: a record's
//! length is believed only up to libpcap's own limit, and memory only follows octets that are
//! there. Absence: no search for the next record behind a damaged one; see [`resync`](super::resync).

use super::buffer::Buffer;
use super::quick::Quick;
use super::record::{Interface, Record, Trouble, max_captured};
use super::{FileFormat, LinkType};
use crate::Timestamp;
use byteorder_slice::{BigEndian, ByteOrder, LittleEndian};

/// Octets of the file header.
const HEADER_LEN: usize = 24;

/// Octets of a record's header in the standard layout.
const RECORD_HEADER_LEN: usize = 16;

/// Set in the link-type field where it also has a frame check sequence's length.
const FCS_PRESENT: u32 = 0x0400_0000;

/// How a record header is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// Captured length, then original length.
    Standard,
    /// Versions up to 2.2, and DG/UX: original length first.
    Swapped,
    /// Version 2.3 was written both ways: a captured length above the original one is swapped.
    MaybeSwapped,
    /// Kuznetzov's: eight octets follow (interface index, protocol, packet type).
    Modified,
}

/// A classic pcap file, its header read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pcap {
    layout: Layout,
    big_endian: bool,
    /// Nanoseconds that one unit of the fraction stands for.
    unit: u32,
    interface: Interface,
    max_captured: u32,
}

/// A record header's fields, and its length.
pub(super) struct Header {
    pub(super) seconds: u32,
    pub(super) fraction: u32,
    pub(super) captured: u32,
    pub(super) original: u32,
    pub(super) len: usize,
}

impl Pcap {
    /// Is this the magic number of a pcap file?
    pub(super) fn is_magic(magic: [u8; 4]) -> bool {
        kind_of(magic).is_some()
    }

    /// Reads the file header.
    pub(super) fn open(buffer: &mut Buffer) -> Result<Self, Trouble> {
        buffer.ensure(HEADER_LEN)?;
        let Some(head) = buffer.available().first_chunk::<HEADER_LEN>() else {
            let found = buffer.available().len();
            return Err(Trouble::cut("a pcap file header of 24 octets", found));
        };
        let [a, b, c, d, ..] = *head;
        let Some((big_endian, unit, modified)) = kind_of([a, b, c, d]) else {
            return Err(Trouble::cut("a pcap magic number", 0));
        };
        let this = if big_endian {
            Self::of_header::<BigEndian>(head, unit, modified)
        } else {
            Self::of_header::<LittleEndian>(head, unit, modified)
        }?;
        buffer.consume(HEADER_LEN);
        Ok(Self { big_endian, ..this })
    }

    fn of_header<B: ByteOrder>(
        head: &[u8; HEADER_LEN],
        unit: u32,
        modified: bool,
    ) -> Result<Self, Trouble> {
        let [
            _,
            _,
            _,
            _,
            version @ ..,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
        ] = head;
        let (major, minor) = version.split_at(2);
        let (major, minor) = (B::read_u16(major), B::read_u16(minor));
        let layout = match (major, minor) {
            (2, _) if modified => Layout::Modified,
            (2, 0..=2) | (543, 0) => Layout::Swapped,
            (2, 3) => Layout::MaybeSwapped,
            // What follows 2.4 is read as 2.4: nothing says that its records differ.
            (2, _) => Layout::Standard,
            _ => {
                let found = format!("version {major}.{minor}");
                return Err(Trouble::damaged("pcap version 2", found));
            }
        };
        let (rest, link) = head.split_last_chunk::<4>().unwrap_or((&[], &[0; 4]));
        let (_, snaplen) = rest.split_last_chunk::<4>().unwrap_or((&[], &[0; 4]));
        let (link, snaplen) = (B::read_u32(link), B::read_u32(snaplen));
        let link_type = LinkType::from_field(link);
        // The length of the check sequence stands in the upper four bits, in units of 16 bits.
        let fcs_len = match link & FCS_PRESENT {
            0 => 0,
            _ => (link >> 28).to_le_bytes()[0] * 2,
        };
        Ok(Self {
            layout,
            big_endian: false,
            unit,
            interface: Interface::new(link_type, fcs_len, snaplen),
            max_captured: max_captured(link_type),
        })
    }

    /// What all frames have in common.
    pub(super) const fn interface(&self) -> Interface {
        self.interface
    }

    /// The quick way over the file's records, if there is one.
    pub(super) fn quick(&self) -> Quick {
        if self.big_endian || self.layout != Layout::Standard {
            return Quick::None;
        }
        Quick::Pcap {
            unit: self.unit,
            most: self.max_captured.min(self.interface.snaplen),
        }
    }

    /// The next record, or `None` where the file ends behind one.
    pub(super) fn next(&self, buffer: &mut Buffer) -> Result<Option<Record>, Trouble> {
        let header = match self.whole(buffer.available()) {
            Some(header) => header,
            None if !self.fill(buffer)? => return Ok(None),
            None => match self.whole(buffer.available()) {
                Some(header) => header,
                None => return Err(Trouble::cut("a whole record", buffer.available().len())),
            },
        };
        if header.captured > self.max_captured {
            return Err(self.too_long(header.captured));
        }
        let captured = header.captured as usize;
        Ok(Some(Record {
            time: Timestamp::new(
                header.seconds.into(),
                u64::from(header.fraction) * u64::from(self.unit),
            ),
            link_type: self.interface.link_type,
            origin: self.interface.origin(FileFormat::Pcap, 0, self.big_endian),
            original_len: header.original,
            data_at: header.len,
            // libpcap drops what a record has beyond the file's snapshot length.
            data_len: captured.min(self.interface.snaplen as usize),
            options_at: 0,
            options_len: 0,
            total_len: header.len + captured,
        }))
    }

    /// The most octets that a record can hold.
    pub(super) const fn max_captured(&self) -> u32 {
        self.max_captured
    }

    /// Units of the fraction in a second.
    pub(super) const fn units_a_second(&self) -> u32 {
        1_000_000_000 / self.unit
    }

    /// Does a whole record stand at the beginning of `octets`?
    pub(super) fn is_whole(&self, octets: &[u8]) -> bool {
        self.whole(octets).is_some()
    }

    /// The header of the record at the beginning of `octets`, if the record is there as a whole.
    fn whole(&self, octets: &[u8]) -> Option<Header> {
        let header = self.header(octets)?;
        (octets.len() - header.len >= header.captured as usize).then_some(header)
    }

    /// Octets of a record header.
    pub(super) const fn record_header_len(&self) -> usize {
        match self.layout {
            Layout::Modified => RECORD_HEADER_LEN + 8,
            Layout::Standard | Layout::Swapped | Layout::MaybeSwapped => RECORD_HEADER_LEN,
        }
    }

    /// The record header at the beginning of `octets`, in any layout.
    pub(super) fn header(&self, octets: &[u8]) -> Option<Header> {
        let len = self.record_header_len();
        let fields = octets.get(..len)?.as_chunks::<4>().0;
        let [seconds, fraction, first, second, ..] = *fields else {
            return None;
        };
        let [seconds, fraction, first, second] = [seconds, fraction, first, second].map(|field| {
            if self.big_endian {
                u32::from_be_bytes(field)
            } else {
                u32::from_le_bytes(field)
            }
        });
        let swapped = match self.layout {
            Layout::Swapped => true,
            Layout::MaybeSwapped => first > second,
            Layout::Standard | Layout::Modified => false,
        };
        let (captured, original) = if swapped {
            (second, first)
        } else {
            (first, second)
        };
        Some(Header {
            seconds,
            fraction,
            captured,
            original,
            len,
        })
    }

    /// Reads until the next record is there as a whole; false at the end of the file.
    #[cold]
    fn fill(&self, buffer: &mut Buffer) -> Result<bool, Trouble> {
        let len = self.record_header_len();
        if !buffer.ensure(len)? {
            let found = buffer.available().len();
            if found == 0 {
                return Ok(false);
            }
            return Err(Trouble::cut(
                format!("a record header of {len} octets"),
                found,
            ));
        }
        let Some(header) = self.header(buffer.available()) else {
            return Ok(false);
        };
        if header.captured > self.max_captured {
            return Err(self.too_long(header.captured));
        }
        let captured = header.captured as usize;
        if !buffer.ensure(len + captured)? {
            let found = buffer.available().len() - len;
            return Err(Trouble::cut(format!("{captured} captured octets"), found));
        }
        Ok(true)
    }

    #[cold]
    fn too_long(&self, captured: u32) -> Trouble {
        Trouble::damaged(
            format!("at most {} captured octets", self.max_captured),
            captured.to_string(),
        )
    }
}

/// Byte order (big?), nanoseconds of a time stamp's unit, and whether records have Kuznetzov's
/// header, by the file's first four octets.
const fn kind_of(magic: [u8; 4]) -> Option<(bool, u32, bool)> {
    match magic {
        [0xa1, 0xb2, 0xc3, 0xd4] => Some((true, 1000, false)),
        [0xd4, 0xc3, 0xb2, 0xa1] => Some((false, 1000, false)),
        [0xa1, 0xb2, 0x3c, 0x4d] => Some((true, 1, false)),
        [0x4d, 0x3c, 0xb2, 0xa1] => Some((false, 1, false)),
        [0xa1, 0xb2, 0xcd, 0x34] => Some((true, 1000, true)),
        [0x34, 0xcd, 0xb2, 0xa1] => Some((false, 1000, true)),
        _ => None,
    }
}
