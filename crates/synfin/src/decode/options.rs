//! TCP options (RFC 9293, section 3.2): an iterator that survives unknown kinds and always ends.
//!
//! Duty: find where each option begins and ends. Invariant: each step takes at least one octet, and
//! what follows an option that is not known is read all the same. Absence: no judgement whether an
//! option may stand in its segment.

mod find;
mod kind;
mod offers;

pub use kind::{SackBlocks, TcpOption};
pub(crate) use offers::Offers;

use kind::{MAXIMUM_SEGMENT_SIZE, SACK, SACK_PERMITTED, TIMESTAMPS, WINDOW_SCALE};

/// Two NOPs and the head of a timestamps option: how RFC 7323, appendix A, advises to begin.
const ADVISED: u32 = 0x0101_080a;

/// The octets of a TCP header behind its first twenty, as far as they were captured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TcpOptions<'a> {
    octets: &'a [u8],
    cut: bool,
}

impl<'a> TcpOptions<'a> {
    /// Options from their octets; `cut` says that the header has more than was captured.
    #[must_use]
    #[inline]
    pub const fn new(octets: &'a [u8], cut: bool) -> Self {
        Self { octets, cut }
    }

    /// The captured octets, undecoded.
    #[must_use]
    #[inline]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.octets
    }

    /// Did the snapshot end before the header did? Then options behind it are unknown, not
    /// absent.
    #[must_use]
    #[inline]
    pub const fn is_cut(self) -> bool {
        self.cut
    }

    /// The options one by one, up to the end-of-list option, the end, or one that is malformed.
    #[must_use]
    #[inline]
    pub const fn iter(self) -> TcpOptionIter<'a> {
        TcpOptionIter { rest: self.octets }
    }

    /// The maximum segment size option's value in octets (RFC 9293, 3.7.1).
    #[must_use]
    pub fn mss(self) -> Option<u16> {
        find::of_len(self.octets, MAXIMUM_SEGMENT_SIZE).map(|size| u16::from_be_bytes(*size))
    }

    /// The window scale option's shift count as it stands, also above 14 (RFC 7323, 2.3).
    #[must_use]
    pub fn window_scale(self) -> Option<u8> {
        find::of_len(self.octets, WINDOW_SCALE).map(|[shift]| *shift)
    }

    /// TSval and TSecr of the timestamps option (RFC 7323, 3.2).
    #[must_use]
    #[inline]
    pub fn timestamps(self) -> Option<(u32, u32)> {
        // What nearly every segment of a connection begins with.
        if let Some([head, value, echo_reply]) = self.octets.as_chunks().0.first_chunk()
            && u32::from_be_bytes(*head) == ADVISED
        {
            return Some((u32::from_be_bytes(*value), u32::from_be_bytes(*echo_reply)));
        }
        let found: &[u8; 8] = find::of_len(self.octets, TIMESTAMPS)?;
        let &[value, echo_reply] = found.as_chunks::<4>().0 else {
            return None;
        };
        Some((u32::from_be_bytes(value), u32::from_be_bytes(echo_reply)))
    }

    /// Is SACK-permitted among the options (RFC 2018, section 2)?
    #[must_use]
    pub fn sack_permitted(self) -> bool {
        find::of_len::<0>(self.octets, SACK_PERMITTED).is_some()
    }

    /// The blocks of the SACK option: first and behind-last sequence numbers (RFC 2018).
    #[must_use]
    #[inline]
    pub fn sack_blocks(self) -> SackBlocks<'a> {
        // Nothing but timestamps, as in nearly every segment of a connection.
        if let [head, _, _] = self.octets.as_chunks().0
            && u32::from_be_bytes(*head) == ADVISED
            && self.octets.len() == 12
        {
            return SackBlocks::default();
        }
        let blocks = find::that(self.octets, SACK, |blocks| blocks.len().is_multiple_of(8));
        SackBlocks(blocks.unwrap_or_default())
    }
}

/// Iterator over a header's options; see [`TcpOptions::iter`].
#[derive(Clone, Debug)]
pub struct TcpOptionIter<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for TcpOptionIter<'a> {
    type Item = TcpOption<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let (&kind, rest) = self.rest.split_first()?;
        if kind == 0 {
            self.rest = &[];
            return None;
        }
        if kind == 1 {
            self.rest = rest;
            return Some(TcpOption::NoOperation);
        }
        let data = rest
            .first()
            .and_then(|&len| self.rest.get(2..usize::from(len)));
        let Some(data) = data else {
            self.rest = &[];
            return Some(TcpOption::Malformed { kind });
        };
        self.rest = self.rest.get(2 + data.len()..).unwrap_or(&[]);
        Some(kind::known(kind, data).unwrap_or(TcpOption::Unknown { kind, data }))
    }
}

#[cfg(test)]
mod tests;
