//! What the readers of all formats hand back: where a record's parts lie, or what is wrong.

use super::{FileFormat, LinkType, Origin};
use crate::Timestamp;
use std::io;

/// The captured octets that libpcap and Wireshark take for possible in one record of ordinary
/// link types; a larger claim is damage.
pub(super) const MAX_CAPTURED: u32 = 262_144;

/// The same for the bus types whose records are transfers rather than frames.
pub(super) const MAX_CAPTURED_BUS: u32 = 128 * 1024 * 1024;

/// Octets as they are kept of an interface or a file: what its frames have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Interface {
    pub(super) link_type: LinkType,
    /// Octets of frame check sequence at each frame's end.
    pub(super) fcs_len: u8,
    /// The most octets captured of a frame; "no limit" is the most that is possible.
    pub(super) snaplen: u32,
}

impl Interface {
    /// An interface whose snapshot length is as the file has it: 0, or more than a signed number
    /// holds, means no limit (as libpcap reads it).
    pub(super) fn new(link_type: LinkType, fcs_len: u8, snaplen: u32) -> Self {
        let unlimited = snaplen == 0 || snaplen > i32::MAX.cast_unsigned();
        Self {
            link_type,
            fcs_len,
            snaplen: if unlimited {
                max_captured(link_type)
            } else {
                snaplen
            },
        }
    }
}

impl Interface {
    /// Where frames of this interface come from, in the first of the files.
    pub(super) const fn origin(self, format: FileFormat, number: u32, big_endian: bool) -> Origin {
        Origin {
            format,
            file: 0,
            interface: number,
            snaplen: self.snaplen,
            fcs_len: self.fcs_len,
            big_endian,
        }
    }
}

/// The largest captured length that is believed in a record of this link type.
pub(super) const fn max_captured(link_type: LinkType) -> u32 {
    match link_type.0 {
        // D-Bus, memory-mapped USB of Linux, USBPcap, EBHSCR.
        220 | 231 | 249 | 279 => MAX_CAPTURED_BUS,
        _ => MAX_CAPTURED,
    }
}

/// One record; places are octets from the buffer's current position.
///
/// What most records have in common with the one before stands here too, so that the quick ways to
/// the next record only change what differs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    pub(super) time: Timestamp,
    pub(super) link_type: LinkType,
    pub(super) origin: Origin,
    pub(super) original_len: u32,
    pub(super) data_at: usize,
    pub(super) data_len: usize,
    /// pcapng: the options behind the data; empty elsewhere.
    pub(super) options_at: usize,
    pub(super) options_len: usize,
    /// Octets of the whole record in the file.
    pub(super) total_len: usize,
}

impl Record {
    /// What stands for a record before the first one.
    pub(super) const fn none() -> Self {
        Self {
            time: Timestamp::new(0, 0),
            link_type: LinkType::NULL,
            origin: Origin {
                format: FileFormat::Pcap,
                file: 0,
                interface: 0,
                snaplen: 0,
                fcs_len: 0,
                big_endian: false,
            },
            original_len: 0,
            data_at: 0,
            data_len: 0,
            options_at: 0,
            options_len: 0,
            total_len: 0,
        }
    }
}

/// Why a record could not be read.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The system failed.
    Io(io::Error),
    /// What stands there cannot be a record.
    Damaged {
        expected: String,
        found: String,
        /// Octets from the damaged record's beginning to the buffer's position.
        behind: u64,
    },
}

impl Trouble {
    /// The record at the buffer's position is damaged.
    #[cold]
    pub(super) fn damaged(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self::Damaged {
            expected: expected.into(),
            found: found.into(),
            behind: 0,
        }
    }

    /// The input ended inside the record at the buffer's position, after `found` octets.
    #[cold]
    pub(super) fn cut(expected: impl Into<String>, found: usize) -> Self {
        Self::damaged(expected, format!("the end of the input after {found}"))
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
