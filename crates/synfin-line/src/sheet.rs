//! Text of many lines, into which lines are written in place.
//!
//! Duty: room for the next line where it is to stand, so that it need not be put together elsewhere
//! and copied. Invariant: what stands before the end is text. Absence: no growth while a line is
//! written.

use crate::line::SPAN;

/// Octets that a sheet has at first.
const FIRST: usize = 1 << 12;

/// Text that lines are [printed onto](crate::LinePrinter::print_onto).
#[derive(Debug, Default)]
pub struct Sheet {
    /// The text, and whatever stands behind it.
    octets: Vec<u8>,
    /// Octets of the text.
    len: usize,
}

impl Sheet {
    /// An empty sheet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The text.
    #[inline]
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.octets.get(..self.len).unwrap_or(&[])
    }

    /// Octets of the text.
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Is there no text?
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Takes the text away, and keeps the room.
    #[inline]
    pub const fn clear(&mut self) {
        self.len = 0;
    }

    /// Appends text, and sees to it that there is room for a line behind it.
    pub fn append(&mut self, text: &[u8]) {
        let end = self.len.saturating_add(text.len());
        let needed = end.saturating_add(SPAN);
        if self.octets.len() < needed {
            let doubled = self.octets.len().saturating_mul(2);
            self.octets.resize(needed.max(doubled).max(FIRST), 0);
        }
        if let Some(place) = self.octets.get_mut(self.len..end) {
            place.copy_from_slice(text);
            self.len = end;
        }
    }

    /// The room behind the text, if it is enough for a line.
    #[inline(always)]
    pub(crate) fn place(&mut self) -> Option<&mut [u8; SPAN]> {
        self.octets.get_mut(self.len..)?.first_chunk_mut()
    }

    /// Makes the first octets in that room part of the text.
    #[inline(always)]
    pub(crate) fn advance(&mut self, count: usize) {
        self.len = self.len.wrapping_add(count).min(self.octets.len());
    }
}

#[cfg(test)]
mod tests {
    use super::{FIRST, Sheet};
    use crate::line::SPAN;

    #[test]
    fn text_stands_where_it_was_written() {
        let mut sheet = Sheet::new();
        assert!(sheet.is_empty() && sheet.place().is_none());
        sheet.append(b"one, ");
        sheet.place().unwrap()[..4].copy_from_slice(b"two!");
        sheet.advance(3);
        assert_eq!(sheet.as_bytes(), b"one, two");
        sheet.append(&[b'.'; FIRST]);
        assert!(sheet.place().is_some());
        assert_eq!(sheet.len(), 8 + FIRST);
        sheet.clear();
        sheet.append(b"");
        assert_eq!(
            (sheet.as_bytes(), sheet.octets.len()),
            (&b""[..], FIRST * 2)
        );
        const { assert!(FIRST > SPAN) };
    }
}
