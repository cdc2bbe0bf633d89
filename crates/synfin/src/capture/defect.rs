//! What was wrong with records that could be skipped.
//!
//! Duty: one entry a kind of defect, with its first place and how often it came. Invariant: the
//! list is as short as the list of kinds. Absence: what ends reading; that is an [`Error`].

use crate::Error;

/// A kind of damage that reading goes on behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DefectKind {
    /// A packet block names an interface that the section does not describe.
    UnknownInterface,
    /// A packet block claims more captured octets than it has room for.
    DataBeyondBlock,
    /// A block is too short for the fixed fields of its type.
    ShortBlock,
    /// A section describes more interfaces than are remembered (1,048,576).
    TooManyInterfaces,
    /// A packet block is larger than blocks are held in memory (16 MiB).
    LargeBlock,
    /// A block's two lengths do not agree, or cannot be; the next block was found all the same.
    DamagedBlock,
    /// A record of a classic pcap file cannot be what it claims to be; the next one was sought,
    /// as [`Recovery::Search`] allows.
    DamagedRecord,
}

/// What becomes of a file behind a record or block that contradicts itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Recovery {
    /// Reading ends there, as libpcap's does.
    Stop,
    /// It goes on where the next one is found with certainty: only pcapng has what that takes.
    #[default]
    Certain,
    /// As `Certain`; and in classic pcap files it goes on where several plausible record headers
    /// follow each other. What looks like records may be part of a packet, so this is a guess.
    /// Each record is looked at together with the header behind it, which a live input may have
    /// to be waited for.
    Search,
}

/// One kind of damage that was skipped.
#[derive(Debug)]
pub struct Defect {
    /// What kind.
    pub kind: DefectKind,
    /// How often, in all.
    pub count: u64,
    /// How many octets of the file were skipped for it, in all.
    pub octets: u64,
    /// The first one's place: file, packet and octet, and what was expected and found.
    pub first: Error,
}

/// A block that says nonsense, before it is known where it stands.
#[derive(Debug)]
pub(super) struct Nonsense {
    pub(super) kind: DefectKind,
    pub(super) expected: String,
    pub(super) found: String,
}
