//! Every TCP connection in a capture, from SYN to FIN.
//!
//! The flow, in one line: bytes → [`Capture`] → [`Frame`] → [`Decoded`] → [`Segment`] →
//! [`Tracker`] → [`Connection`] (two endpoints). Each arrow is one type; nothing to the right is
//! known to the left; nothing here prints, and nothing reads a clock: time is data.
//!
//! Four kinds of trouble are never mixed: [`Error`] (reading cannot go on),
//! [`decode::Stop`] (this frame yields no more), a note (well formed but odd), and a bug.

pub mod analysis;
pub mod capture;
mod control;
pub mod decode;
mod error;
pub mod filter;
mod flow;
mod packing;
mod prefetch;
mod segment;
mod seq;
pub mod tcp;
mod time;
mod tracker;

pub use capture::{Capture, Frame, LinkType};
pub use control::ControlBits;
pub use decode::{Decoded, TcpOption, TcpOptions};
pub use error::Error;
pub use filter::{Filter, FilterError};
pub use flow::{End, FlowKey, Glance, Side};
pub use segment::{Segment, SegmentBatch};
pub use seq::SeqNumber;
pub use tcp::{Connection, TcpState};
pub use time::Timestamp;
pub use tracker::{Shares, Tracker, TrackerOptions};
