//! Fields kept beyond their frame's octets.

use super::{Fixed, LineFields};

/// The fields of a line without what they borrow, which lies in a buffer beside.
#[derive(Clone, Copy, Debug)]
pub struct KeptLine {
    fixed: Fixed,
    /// Octets of options in the buffer, and of payload behind them.
    options_len: usize,
    payload_len: usize,
}

impl LineFields<'_> {
    /// Keeps the fields; the octets that they borrow are appended to `octets`. Those of several
    /// lines may share one buffer.
    #[must_use]
    pub fn keep(&self, octets: &mut Vec<u8>) -> KeptLine {
        octets.extend_from_slice(self.options);
        octets.extend_from_slice(self.payload);
        KeptLine {
            fixed: self.fixed,
            options_len: self.options.len(),
            payload_len: self.payload.len(),
        }
    }
}

impl KeptLine {
    /// The fields. Their octets are taken from the front of `octets`, in the order in which the
    /// lines were kept.
    #[must_use]
    pub fn fields<'a>(&self, octets: &mut &'a [u8]) -> LineFields<'a> {
        let mut take = |len| {
            let (taken, rest) = octets.split_at_checked(len).unwrap_or((octets, &[]));
            *octets = rest;
            taken
        };
        LineFields {
            fixed: self.fixed,
            options: take(self.options_len),
            payload: take(self.payload_len),
        }
    }
}
