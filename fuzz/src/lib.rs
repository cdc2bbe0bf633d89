//! What the fuzz targets do with their octets, one function a target.
//!
//! Duty: run a part of synfin on any octets, and fail where it breaks a promise of its own: two
//! ways to the same answer that differ, a count that does not add up, an output that no program
//! could read. Invariant: a function gives up no input before synfin has seen it, and does the same
//! each time. Absence: libFuzzer; so the tests replay stored inputs with the stable compiler.

pub mod capture;
pub mod decode;
pub mod filter;
pub mod frames;
pub mod line;
pub mod options;
pub mod program;
pub mod tracker;
pub mod where_query;

/// The name of each target, and what it does.
pub const TARGETS: [(&str, fn(&[u8])); 9] = [
    ("pcap", capture::pcap),
    ("pcapng", capture::pcapng),
    ("decode", decode::run),
    ("options", options::run),
    ("line", line::run),
    ("filter", filter::run),
    ("where_query", where_query::run),
    ("tracker", tracker::run),
    ("program", program::run),
];
