//! Records of comma- or tab-separated values (RFC 4180).
//!
//! Duty: put cells in a row, quoted where they need it. Invariant: the text is what the crate csv
//! writes with its defaults but for the delimiter. Absence: no opinion on what is in a cell.

/// Which octet separates the cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Separator {
    /// Comma-separated values.
    Comma,
    /// Tab-separated values.
    Tab,
}

/// A record that is being appended to a buffer.
pub(crate) struct Record<'a> {
    out: &'a mut Vec<u8>,
    separator: u8,
    /// Where the record begins in the buffer.
    start: usize,
    cells: usize,
}

impl<'a> Record<'a> {
    /// A record without cells.
    #[inline]
    pub(crate) const fn new(out: &'a mut Vec<u8>, separator: Separator) -> Self {
        let start = out.len();
        let separator = match separator {
            Separator::Comma => b',',
            Separator::Tab => b'\t',
        };
        Self {
            out,
            separator,
            start,
            cells: 0,
        }
    }

    /// Appends a cell; `write` appends what has neither separators nor quotes in it.
    #[inline(always)]
    pub(crate) fn cell(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        if self.cells > 0 {
            self.out.push(self.separator);
        }
        self.cells += 1;
        write(self.out);
    }

    /// Appends a cell of any text.
    pub(crate) fn text(&mut self, text: &str) {
        let separator = self.separator;
        let is_special = |octet| octet == separator || matches!(octet, b'"' | b'\r' | b'\n');
        if text.bytes().any(is_special) {
            self.cell(|out| quoted(out, text));
        } else {
            self.cell(|out| out.extend_from_slice(text.as_bytes()));
        }
    }

    /// Ends the record. One empty cell is quoted, or the line would be empty.
    #[inline]
    pub(crate) fn end(self) {
        if self.out.len() == self.start {
            self.out.extend_from_slice(b"\"\"");
        }
        self.out.push(b'\n');
    }
}

/// Text in quotes; those in it are doubled.
fn quoted(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    for octet in text.bytes() {
        if octet == b'"' {
            out.push(b'"');
        }
        out.push(octet);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::{Record, Separator};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn records_are_those_of_the_crate_csv(cells in prop::collection::vec("[a\",\t\r\n'é -]{0,6}", 1..5)) {
            for (separator, delimiter) in [(Separator::Comma, b','), (Separator::Tab, b'\t')] {
                let mut writer = csv::WriterBuilder::new()
                    .delimiter(delimiter)
                    .from_writer(Vec::new());
                writer.write_record(&cells).unwrap();
                let expected = writer.into_inner().unwrap();
                let mut out = Vec::new();
                let mut record = Record::new(&mut out, separator);
                for cell in &cells {
                    record.text(cell);
                }
                record.end();
                prop_assert_eq!(String::from_utf8(out), String::from_utf8(expected));
            }
        }
    }
}
