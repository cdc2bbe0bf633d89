//! What stops a capture from being read on.
//!
//! Duty: say where (file, packet, octet) and what was expected and found. Absence: no exit codes
//! and no words of advice; those are the command's.

use std::io;
use std::path::{Path, PathBuf};

/// Why a capture could not be opened, or not be read to its end.
///
/// Everything before the place it names was delivered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file could not be opened.
    #[error("{}: cannot open: {source}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file holds nothing at all.
    #[error("{}: an empty file: expected a capture", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The file does not begin like a capture.
    #[error("{}: not a capture: expected a pcap or pcapng magic number, found {found}", path.display())]
    NotACapture {
        /// The file.
        path: PathBuf,
        /// The first octets found, in hexadecimal.
        found: String,
    },
    /// The system failed to read on.
    #[error("{}: cannot read on after packet {packet}, at octet {offset}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The number of packets delivered from it before.
        packet: u64,
        /// Octets from the beginning of the (decompressed) file.
        offset: u64,
        /// What the system said.
        source: io::Error,
    },
    /// The file ends inside a record or block, or a record cannot be what it claims to be.
    #[error("{}: packet {packet} at octet {offset}: expected {expected}, found {found}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The number of the packet that could not be read, from 1.
        packet: u64,
        /// Octets from the beginning of the (decompressed) file to the damaged record.
        offset: u64,
        /// What should have stood there.
        expected: String,
        /// What stood there.
        found: String,
    },
}

impl Error {
    /// The file that the error is about.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Open { path, .. }
            | Self::Empty { path }
            | Self::NotACapture { path, .. }
            | Self::Read { path, .. }
            | Self::Damaged { path, .. } => path,
        }
    }
}
