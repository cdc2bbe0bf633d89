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
}

/// One kind of damage that was skipped.
#[derive(Debug)]
pub struct Defect {
    /// What kind.
    pub kind: DefectKind,
    /// How often, in all.
    pub count: u64,
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
