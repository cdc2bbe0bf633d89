//! The printer: state that outlives a packet, and the record's frame.

use crate::LineOptions;
use std::io::Write;
use synfin::{Decoded, Frame};

/// Prints packets as tcpdump would, in the order of capture.
#[derive(Debug)]
pub struct LinePrinter {
    _options: LineOptions,
}

impl LinePrinter {
    /// A printer that has seen no packet.
    #[must_use]
    pub const fn new(options: LineOptions) -> Self {
        Self { _options: options }
    }

    /// Appends the record of one packet to `out`, with its newline.
    pub fn print(&mut self, frame: &Frame<'_>, decoded: &Decoded<'_>, out: &mut Vec<u8>) {
        if let Some(segment) = decoded.segment() {
            // Writing to a vector cannot fail.
            let _ = writeln!(
                out,
                "{} {} > {}: Flags [{}]",
                frame.time.seconds(),
                segment.source,
                segment.destination,
                segment.control
            );
        }
    }
}
