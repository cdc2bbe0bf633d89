//! The payload part of a TCP record: application protocols by port, as tcpdump prints them.

use crate::LineOptions;

/// The octets behind a TCP header, and what their printing depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Payload<'a> {
    /// The octets captured.
    pub(crate) captured: &'a [u8],
    /// Octets by the IP length, captured or not; not 0.
    pub(crate) len: u32,
    /// The TCP source port.
    pub(crate) source_port: u16,
    /// The TCP destination port.
    pub(crate) destination_port: u16,
    /// Is RST set?
    pub(crate) reset: bool,
    /// Has the segment options (the mark of a cut RST payload depends on it)?
    pub(crate) has_options: bool,
}

/// Did the snapshot end inside what was being printed? A dump then includes the link header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Completion {
    /// All was there.
    Whole,
    /// The text ends in a truncation mark.
    Cut,
}

/// Appends what follows `, length N` to a record.
pub(crate) fn append(
    _out: &mut Vec<u8>,
    _payload: &Payload<'_>,
    _options: &LineOptions,
) -> Completion {
    Completion::Whole
}
