//! Snoop files of Solaris (RFC 1761): always big-endian, microseconds.
//!
//! Duty: read what Wireshark reads of them. Invariant: the record's own length says where the
//! next one begins. Absence: the cumulative count of drops.

use super::buffer::Buffer;
use super::record::{Interface, Record, Trouble, max_captured};
use super::{FileFormat, LinkType};
use crate::Timestamp;

/// The first eight octets of every snoop file.
pub(super) const MAGIC: [u8; 8] = *b"snoop\0\0\0";

/// Octets of the file header: magic, version, data link type.
const HEADER_LEN: usize = 16;

/// Octets of a record's header: original length, captured length, record length, drops, seconds,
/// microseconds.
const RECORD_HEADER_LEN: usize = 24;

/// A snoop file, its header read.
#[derive(Debug)]
pub(super) struct Snoop {
    interface: Interface,
}

impl Snoop {
    /// Reads the file header.
    pub(super) fn open(buffer: &mut Buffer) -> Result<Self, Trouble> {
        buffer.ensure(HEADER_LEN)?;
        let Some(&[_, _, version, link]) = buffer.available().as_chunks::<4>().0.first_chunk()
        else {
            let found = buffer.available().len();
            return Err(Trouble::cut("a snoop file header of 16 octets", found));
        };
        let version = u32::from_be_bytes(version);
        if version != 2 {
            let found = format!("version {version}");
            return Err(Trouble::damaged("snoop version 2", found));
        }
        let link_type = match u32::from_be_bytes(link) {
            // 802.3 and Ethernet have the same headers.
            0 | 4 => LinkType::ETHERNET,
            2 => LinkType::TOKEN_RING,
            8 => LinkType::FDDI,
            26 => LinkType::IPNET,
            other => {
                let found = other.to_string();
                return Err(Trouble::damaged("a known snoop data link type", found));
            }
        };
        buffer.consume(HEADER_LEN);
        Ok(Self {
            interface: Interface::new(link_type, 0, 0),
        })
    }

    /// What all frames have in common.
    pub(super) const fn interface(&self) -> Interface {
        self.interface
    }

    /// The next record, or `None` where the file ends behind one.
    pub(super) fn next(&self, buffer: &mut Buffer) -> Result<Option<Record>, Trouble> {
        if !buffer.ensure(RECORD_HEADER_LEN)? {
            return match buffer.available().len() {
                0 => Ok(None),
                found => Err(Trouble::cut("a record header of 24 octets", found)),
            };
        }
        let fields = buffer.available().as_chunks::<4>().0.first_chunk();
        let Some([original_len, captured, total_len, _, seconds, micros]) =
            fields.map(|fields| fields.map(u32::from_be_bytes))
        else {
            return Ok(None);
        };
        let most = max_captured(self.interface.link_type);
        let (data_len, whole) = (captured as usize, total_len as usize);
        if captured > most || whole < RECORD_HEADER_LEN + data_len || whole > 2 * most as usize {
            return Err(Trouble::damaged(
                format!("a record of at most {most} captured octets"),
                format!("{captured} octets in a record of {total_len}"),
            ));
        }
        if !buffer.ensure(whole)? {
            let found = buffer.available().len();
            return Err(Trouble::cut(format!("a record of {whole} octets"), found));
        }
        Ok(Some(Record {
            time: Timestamp::new(seconds.into(), u64::from(micros) * 1000),
            link_type: self.interface.link_type,
            origin: self.interface.origin(FileFormat::Snoop, 0, true),
            original_len,
            data_at: RECORD_HEADER_LEN,
            data_len,
            options_at: 0,
            options_len: 0,
            total_len: whole,
        }))
    }
}
