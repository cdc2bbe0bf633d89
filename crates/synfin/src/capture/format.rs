//! The formats a capture can have, told by its first octets.
//!
//! Duty: one face for the readers of all formats. Invariant: what a format does not have, it says
//! so of. Absence: the records themselves; see the readers.

use super::buffer::Buffer;
use super::findings::Findings;
use super::pcap::Pcap;
use super::pcapng::{self, Pcapng, UnlikeInterface};
use super::quick::Quick;
use super::record::{Interface, Record, Trouble};
use super::resync::Searched;
use super::snoop::{self, Snoop};
use super::{FileFormat, Recovery};

/// The reader of the file's format.
#[derive(Debug)]
pub(super) enum Format {
    Pcap(Pcap),
    /// One whose damaged records are skipped.
    Searched(Searched),
    Pcapng(Pcapng),
    Snoop(Snoop),
}

impl Format {
    /// Tells the format by its magic number and reads the file's header; `None` for anything
    /// else than a capture.
    pub(super) fn open(
        buffer: &mut Buffer,
        findings: &mut Findings,
    ) -> Result<Option<Self>, Trouble> {
        let octets = buffer.available();
        let format = match octets.first_chunk::<4>() {
            Some(&magic) if Pcap::is_magic(magic) => Self::Pcap(Pcap::open(buffer)?),
            Some(&pcapng::MAGIC) => {
                let mut pcapng = Pcapng::new();
                pcapng.open(buffer, findings)?;
                Self::Pcapng(pcapng)
            }
            _ if octets.starts_with(&snoop::MAGIC) => Self::Snoop(Snoop::open(buffer)?),
            _ => return Ok(None),
        };
        Ok(Some(format))
    }

    /// The next record, or `None` where the file ends behind one.
    pub(super) fn next(
        &mut self,
        buffer: &mut Buffer,
        findings: &mut Findings,
    ) -> Result<Option<Record>, Trouble> {
        match self {
            Self::Pcap(pcap) => pcap.next(buffer),
            Self::Searched(pcap) => pcap.next(buffer, findings),
            Self::Pcapng(pcapng) => pcapng.next(buffer, findings),
            Self::Snoop(snoop) => snoop.next(buffer),
        }
    }

    /// Takes over what becomes of the file behind damage.
    pub(super) fn recover(&mut self, recovery: Recovery) {
        match (&*self, recovery) {
            (Self::Pcap(pcap), Recovery::Search) => *self = Self::Searched(Searched::new(*pcap)),
            (Self::Searched(searched), Recovery::Stop | Recovery::Certain) => {
                *self = Self::Pcap(*searched.pcap());
            }
            _ => {}
        }
    }

    /// The quick way from the last record to the next.
    pub(super) fn quick(&self) -> Quick {
        match self {
            Self::Pcap(pcap) => pcap.quick(),
            Self::Pcapng(pcapng) => pcapng.quick(),
            Self::Searched(_) | Self::Snoop(_) => Quick::None,
        }
    }

    /// Do `octets` begin with a record, whole? Where the answer is no, they may all the same.
    pub(super) fn is_whole(&self, octets: &[u8]) -> bool {
        match self {
            Self::Pcap(pcap) => pcap.is_whole(octets),
            Self::Pcapng(pcapng) => pcapng.is_whole_packet(octets),
            Self::Searched(_) | Self::Snoop(_) => false,
        }
    }

    /// What it is called.
    pub(super) const fn name(&self) -> FileFormat {
        match self {
            Self::Pcap(_) | Self::Searched(_) => FileFormat::Pcap,
            Self::Pcapng(_) => FileFormat::Pcapng,
            Self::Snoop(_) => FileFormat::Snoop,
        }
    }

    /// The first interface that is not like the file's first one.
    pub(super) const fn unlike_interface(&self) -> Option<UnlikeInterface> {
        match self {
            Self::Pcapng(pcapng) => pcapng.unlike_first(),
            Self::Pcap(_) | Self::Searched(_) | Self::Snoop(_) => None,
        }
    }

    /// The file's only interface, or the first one of a pcapng file's current section.
    pub(super) fn first_interface(&self) -> Option<Interface> {
        match self {
            Self::Pcap(pcap) => Some(pcap.interface()),
            Self::Searched(pcap) => Some(pcap.interface()),
            Self::Pcapng(pcapng) => pcapng.first_interface(),
            Self::Snoop(snoop) => Some(snoop.interface()),
        }
    }
}
