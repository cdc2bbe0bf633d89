//! What a capture says of itself, and how reading it goes.
//!
//! Absence: nothing here reads.

use super::{Capture, Defect, FileFormat, LinkType, Names, UnlikeInterface};
use std::path::Path;

impl Capture {
    /// The file's format.
    #[must_use]
    #[inline]
    pub const fn format(&self) -> FileFormat {
        self.format.name()
    }

    /// The name of the file, or what the source was called.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.findings.path
    }

    /// The link type of the file, or of the first interface of a pcapng file's current section;
    /// `None` where no interface was described yet.
    #[must_use]
    pub fn link_type(&self) -> Option<LinkType> {
        let first = self.format.first_interface()?;
        Some(first.link_type)
    }

    /// The snapshot length, octets, of the file or of the first interface; `None` as in
    /// [`link_type`](Self::link_type).
    #[must_use]
    pub fn snaplen(&self) -> Option<u32> {
        let first = self.format.first_interface()?;
        Some(first.snaplen)
    }

    /// The first interface described so far that has another link type or snapshot length than
    /// the file's first one; only pcapng files have several. libpcap, and so tcpdump, reads no
    /// further than its description.
    #[must_use]
    pub const fn unlike_interface(&self) -> Option<UnlikeInterface> {
        self.format.unlike_interface()
    }

    /// The names of hosts that the capture has given so far (pcapng name resolution blocks).
    #[must_use]
    pub const fn names(&self) -> &Names {
        &self.findings.names
    }

    /// Octets of the file that were read so far, some of them ahead of the current record: packed
    /// ones where it is compressed, so that the whole file's are its size.
    #[must_use]
    pub fn octets_read(&self) -> u64 {
        self.read.octets()
    }

    /// What was damaged and skipped so far, one entry a kind.
    #[must_use]
    pub fn defects(&self) -> &[Defect] {
        &self.findings.defects
    }
}
