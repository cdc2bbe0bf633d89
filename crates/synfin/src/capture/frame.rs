//! One captured frame, as the file has it.

use super::LinkType;
use crate::{Decoded, Timestamp, decode};

/// The family of file formats a frame was read from; they differ in what their time stamps mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// Classic pcap: 32 bits of seconds, which tcpdump reads as signed.
    Pcap,
    /// pcapng: 64-bit time stamps.
    Pcapng,
}

/// One captured frame: what the file says of it, and its octets. Lent by
/// [`Capture::next_frame`](crate::Capture::next_frame) until the next call.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The frame's number in its capture, from 1; it runs on over several files read as one.
    pub number: u64,
    /// When it was captured.
    pub time: Timestamp,
    /// The format of the file it comes from.
    pub format: FileFormat,
    /// What its first octets are.
    pub link_type: LinkType,
    /// Octets of frame check sequence at the frame's end, if the file says so; else 0.
    pub fcs_len: u8,
    /// The interface's number in its capture, from 0; always 0 in classic pcap.
    pub interface: u32,
    /// Octets the frame had on the wire. May be wrong, even less than was captured.
    pub original_len: u32,
    /// The octets captured, cut by the snapshot length.
    pub data: &'a [u8],
}

impl<'a> Frame<'a> {
    /// Reads the headers from the link layer to TCP. Never fails: what cannot be read is in the
    /// result.
    #[must_use]
    pub fn decode(&self) -> Decoded<'a> {
        decode::decode(self)
    }
}
