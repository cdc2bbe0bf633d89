//! The record being written, as the protocols see it.

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

    /// Appends the mark that says where the snapshot ended.
    pub(super) fn cut(&mut self, protocol: &str) {
        write!(self, " [|{protocol}]");
    }
}
