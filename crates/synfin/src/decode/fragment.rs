//! A fragment of an IP datagram, as a frame has it.

use super::walk::Context;

/// One fragment of an IP datagram (RFC 791, section 3.2; RFC 8200, section 4.5).
#[derive(Clone, Copy, Debug)]
pub struct Fragment<'a> {
    /// Octets of the datagram's payload before this fragment's.
    pub offset: u32,
    /// Do further ones follow?
    pub more: bool,
    /// The datagram's identification.
    pub id: u32,
    /// The payload's protocol (an IP protocol number).
    pub protocol: u8,
    /// Octets of the datagram's payload in this fragment, captured or not.
    pub len: u32,
    /// Those that were captured.
    pub payload: &'a [u8],
    /// What the headers around it say.
    pub(super) context: Context,
}

impl Fragment<'_> {
    /// Was all of the fragment captured?
    #[must_use]
    pub fn is_whole(&self) -> bool {
        u32::try_from(self.payload.len()) == Ok(self.len)
    }
}
