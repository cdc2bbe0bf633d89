//! tcpdump's text of a TCP packet, byte for byte.
//!
//! Duty: append the record that tcpdump 4.99.6 prints for a frame to a buffer. Invariant: the
//! text depends on the frames given so far and the options, on nothing else. Absence: no I/O, no
//! DNS, no clock.

mod options;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "called by the TCP part, which is to come")
)]
mod payload;
mod printer;

pub use options::{Dump, DumpStyle, LineOptions, Precision, TimeStyle};
pub use printer::LinePrinter;
