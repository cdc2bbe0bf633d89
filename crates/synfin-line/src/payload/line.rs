//! The record being written, as the protocols see it.

use crate::writer::Text;
use std::fmt;
use std::io::Write;

/// The record being written: text is appended to it with `write!`.
pub(super) struct Line<'o> {
    out: &'o mut Vec<u8>,
    /// How often `-v` was given.
    pub(super) verbosity: u8,
}

impl<'o> Line<'o> {
    /// A record to which `out` is to be appended.
    pub(super) const fn new(out: &'o mut Vec<u8>, verbosity: u8) -> Self {
        Self { out, verbosity }
    }

    /// What `write!` calls; unlike the traits of that name it cannot fail.
    pub(super) fn write_fmt(&mut self, text: fmt::Arguments<'_>) {
        // Writing to a vector cannot fail.
        let _ = self.out.write_fmt(text);
    }

    /// Where the record ends by now, for [`rewind`](Self::rewind).
    pub(super) const fn mark(&self) -> usize {
        self.out.len()
    }

    /// Takes back all that was appended since `mark`.
    pub(super) fn rewind(&mut self, mark: usize) {
        self.out.truncate(mark);
    }

    /// Appends octets as they stand.
    pub(super) fn octets(&mut self, octets: &[u8]) {
        self.out.extend_from_slice(octets);
    }

    /// Appends octets so that a terminal survives them: `^@` for control characters, `M-` before
    /// what has the highest bit set.
    pub(super) fn escaped(&mut self, octets: &[u8]) {
        for &octet in octets {
            if octet >= 0x80 {
                self.octets(b"M-");
            }
            match octet & 0x7f {
                control @ (0..0x20 | 0x7f) => self.octets(&[b'^', control ^ 0x40]),
                printable => self.octets(&[printable]),
            }
        }
    }

    /// Appends an IPv4 address.
    pub(super) fn ipv4(&mut self, address: [u8; 4]) {
        self.out.ipv4(address);
    }

    /// Appends an IPv6 address.
    pub(super) fn ipv6(&mut self, address: [u8; 16]) {
        self.out.ipv6(address);
    }

    /// Appends octets as hexadecimal digits, in rows of sixteen, each behind `indent` and its
    /// place.
    pub(super) fn hex_rows(&mut self, indent: &str, octets: &[u8]) {
        for (row, octets) in octets.chunks(16).enumerate() {
            write!(self, "{indent}0x{:04x}: ", row * 16);
            for pair in octets.chunks(2) {
                write!(self, " ");
                for octet in pair {
                    write!(self, "{octet:02x}");
                }
            }
        }
    }

    /// Appends octets as [`hex_rows`](Self::hex_rows) does, and as ASCII beside that.
    pub(super) fn hex_ascii_rows(&mut self, indent: &str, octets: &[u8]) {
        for (row, octets) in octets.chunks(16).enumerate() {
            write!(self, "{indent}0x{:04x}: ", row * 16);
            let mut columns = 0;
            for pair in octets.chunks(2) {
                write!(self, " ");
                for octet in pair {
                    write!(self, "{octet:02x}");
                }
                columns += 1 + 2 * pair.len();
            }
            write!(self, "{:1$}  ", "", 40_usize.saturating_sub(columns));
            for octet in octets {
                let shown = match octet {
                    0x21..=0x7e => *octet,
                    _ => b'.',
                };
                self.octets(&[shown]);
            }
        }
    }

    /// Appends the names of the bits that are set, with `, ` between them, or `none`.
    pub(super) fn bits(&mut self, bits: u32, names: &[(u32, &str)]) {
        let mut separator = "";
        for (bit, name) in names {
            if bits & bit != 0 {
                write!(self, "{separator}{name}");
                separator = ", ";
            }
        }
        if separator.is_empty() {
            write!(self, "none");
        }
    }

    /// Appends the mark that says where the snapshot ended.
    pub(super) fn cut(&mut self, protocol: &str) {
        write!(self, " [|{protocol}]");
    }
}
