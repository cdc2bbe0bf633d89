//! tcpdump's text of a TCP packet, byte for byte.
//!
//! Duty: append the record that tcpdump 4.99.6 prints for a frame to a buffer. Invariant: the
//! text depends on the frames given so far and the options, on nothing else. Absence: no I/O, no
//! DNS, no clock.

mod ah;
mod bare;
mod checksum;
mod common_shape;
mod directions;
mod dump;
mod ip;
mod ip_protocol;
mod ipv4;
mod ipv6;
mod last;
mod line;
mod line_writer;
mod link;
mod names;
mod octets;
mod options;
mod payload;
mod printer;
mod record;
mod sequence;
mod sheet;
mod sockets;
mod tcp;
#[cfg(test)]
mod testing;
mod time;
mod tunnel;
mod udp;
mod writer;

pub use line::digits;
pub use names::Names;
pub use options::{Dump, DumpStyle, LineOptions, Precision, TimeStyle};
pub use printer::{LinePrinter, Printed};
pub use sheet::Sheet;
pub use time::{Utc, UtcOffset};
