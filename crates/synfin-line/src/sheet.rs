//! Text of many lines, into which lines are written in place.
//!
//! Duty: room for the next line where it is to stand, so that it need not be put together elsewhere
//! and copied. Invariant: what stands before the end is text. Absence: no growth while a line is
//! written.

use crate::line::digits::Digits;
use crate::line::{Line, SPAN};
use crate::writer::Text;

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

    /// Takes away the text from a place on.
    #[inline(always)]
    pub fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// Appends a literal.
    #[inline(always)]
    pub fn lit<const N: usize>(&mut self, text: &[u8; N]) {
        self.piece(text, N);
    }

    /// Appends a decimal number.
    #[inline(always)]
    pub fn number(&mut self, number: u64) {
        match u32::try_from(number) {
            Ok(number @ 0..1_000_000) => self.digits(Digits::of_six(number)),
            _ => self.long_number(number),
        }
    }

    /// Appends a number between two literals: best if the number is not large.
    #[inline(always)]
    pub fn around<const B: usize, const A: usize>(
        &mut self,
        before: &[u8; B],
        number: u64,
        behind: &[u8; A],
    ) {
        let number = match (u32::try_from(number), self.place()) {
            (Ok(number), Some(place)) => {
                let mut line = Line::new(place);
                line.lit(before);
                line.number(number);
                line.lit(behind);
                let len = line.len();
                return self.advance(len);
            }
            _ => number,
        };
        self.lit(before);
        self.number(number);
        self.lit(behind);
    }

    /// Appends what stands in a text from one place to another: nothing if there is no such part.
    /// Best if that is mostly no longer than `N`: to copy a fixed number of octets costs less than to
    /// copy the right one.
    #[inline(always)]
    pub fn part<const N: usize>(&mut self, text: &[u8], from: usize, to: usize) {
        let len = to.wrapping_sub(from);
        let piece = text.get(from..).and_then(<[u8]>::first_chunk::<N>);
        match piece {
            Some(piece) if len <= N => self.piece(piece, len),
            _ => self.append(text.get(from..to).unwrap_or_default()),
        }
    }

    /// Appends the first octets of a piece, as many as `len` says.
    #[inline(always)]
    fn piece<const N: usize>(&mut self, text: &[u8; N], len: usize) {
        let behind = self.octets.get_mut(self.len..);
        match behind.and_then(<[u8]>::first_chunk_mut) {
            Some(place) => {
                *place = *text;
                self.advance(len);
            }
            None => self.append(text.get(..len).unwrap_or(text)),
        }
    }

    #[inline(always)]
    fn digits(&mut self, digits: Digits) {
        self.piece(&digits.word.to_le_bytes(), digits.count);
    }

    /// Appends a number of more than six digits.
    #[cold]
    fn long_number(&mut self, number: u64) {
        let mut text = Vec::new();
        text.dec(number);
        self.append(&text);
    }

    /// The room behind the text, if it is enough for a line.
    #[inline(always)]
    pub(crate) fn place(&mut self) -> Option<&mut [u8; SPAN]> {
        let end = self.len.checked_add(SPAN)?;
        self.octets.get_mut(self.len..end)?.first_chunk_mut()
    }

    /// Makes the first octets in that room part of the text.
    #[inline(always)]
    pub(crate) fn advance(&mut self, count: usize) {
        self.len = self.len.wrapping_add(count);
        debug_assert!(self.len <= self.octets.len());
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

    #[test]
    fn pieces_are_what_was_asked_for_with_and_without_room() {
        let numbers = [0, 7, 42, 999, 1000, 65_535, 999_999, 1_000_000, u64::MAX];
        for used in (0..40).chain(SPAN - 1..SPAN + 40) {
            let mut sheet = Sheet::new();
            sheet.append(&[b'.'; FIRST - SPAN]);
            sheet.len = sheet.octets.len() - used;
            let start = sheet.len();
            let mut expected = String::new();
            for number in numbers {
                sheet.lit(b"# ");
                sheet.number(number);
                sheet.around(b"<", number, b">");
                sheet.part::<8>(b"0123456789", 1, 3);
                sheet.part::<8>(b"0123456789", 0, 9);
                sheet.part::<8>(b"0123456789", 3, 2);
                expected += &format!("# {number}<{number}>12012345678");
            }
            assert_eq!(&sheet.as_bytes()[start..], expected.as_bytes());
            sheet.truncate(start + 2);
            sheet.truncate(usize::MAX);
            assert_eq!(&sheet.as_bytes()[start..], b"# ");
        }
    }
}
