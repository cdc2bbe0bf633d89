//! One captured frame, as the file has it.

use super::LinkType;
use super::pcapng::{OPTION_COMMENT, Options};
use super::record::{MAX_CAPTURED, MAX_CAPTURED_BUS, max_captured};
use crate::{Decoded, Segment, Timestamp, decode};
use std::borrow::Cow;

/// The family of file formats a frame was read from; they differ in what their time stamps mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileFormat {
    /// Classic pcap: 32 bits of seconds, which tcpdump reads as signed.
    Pcap,
    /// pcapng: 64-bit time stamps.
    Pcapng,
    /// Sun's snoop (RFC 1761): 32 bits of seconds.
    Snoop,
}

/// Where a frame comes from: what all frames of an interface in a file have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Origin {
    /// The format of the file.
    pub format: FileFormat,
    /// The file's number among those read as one capture, from 0 in the order of reading.
    pub file: u32,
    /// The interface's number in its file, from 0, counted over all sections; always 0 in classic
    /// pcap.
    pub interface: u32,
    /// The snapshot length of the interface, octets; the largest that libpcap takes where the file
    /// says 0 (no limit).
    pub snaplen: u32,
    /// Octets of frame check sequence at a frame's end, if the file says so; else 0.
    pub fcs_len: u8,
    /// The byte order of the file, and of the options in it.
    pub(super) big_endian: bool,
}

impl Origin {
    /// That of a frame that comes from no file.
    pub(super) const NONE: Self = Self {
        format: FileFormat::Pcap,
        file: 0,
        interface: 0,
        snaplen: MAX_CAPTURED,
        fcs_len: 0,
        big_endian: false,
    };

    /// The same on one of the bus types.
    const NO_BUS: Self = Self {
        snaplen: MAX_CAPTURED_BUS,
        ..Self::NONE
    };
}

/// One captured frame: what the file says of it, and its octets. Lent by
/// [`Capture::next_frame`](crate::Capture::next_frame) until the next call.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The frame's number in its capture, from 1; it runs on over several files read as one.
    pub number: u64,
    /// When it was captured.
    pub time: Timestamp,
    /// What its first octets are.
    pub link_type: LinkType,
    /// The file and the interface it comes from.
    pub origin: &'a Origin,
    /// Octets the frame had on the wire. May be wrong, even less than was captured.
    pub original_len: u32,
    /// The octets captured, cut by the snapshot length.
    pub data: &'a [u8],
    /// pcapng options of the frame's block, undecoded.
    pub(super) options: &'a [u8],
}

impl<'a> Frame<'a> {
    /// A frame that comes from no file: number 1, captured whole at the epoch.
    #[must_use]
    pub fn new(link_type: LinkType, data: &'a [u8]) -> Self {
        Self {
            number: 1,
            time: Timestamp::default(),
            link_type,
            origin: match max_captured(link_type) {
                MAX_CAPTURED => &Origin::NONE,
                _ => &Origin::NO_BUS,
            },
            original_len: u32::try_from(data.len()).unwrap_or(u32::MAX),
            data,
            options: &[],
        }
    }

    /// Was the file written in big-endian order? Some link layers use the order of the machine that
    /// captured.
    pub(crate) const fn is_of_big_endian_file(&self) -> bool {
        self.origin.big_endian
    }

    /// Reads the headers from the link layer to TCP. Never fails: what cannot be read is in the
    /// result.
    #[must_use]
    #[inline]
    pub fn decode(&self) -> Decoded<'a> {
        decode::decode(self)
    }

    /// The TCP segment of a frame of the commonest shape: Ethernet, IPv4 without options or
    /// fragments, TCP. Where there is one, [`decode`](Self::decode) says just the same, and nothing
    /// more, at more expense.
    #[must_use]
    #[inline]
    pub fn common_segment(&self) -> Option<Segment<'a>> {
        decode::common(self)
    }

    /// The same by the patient path alone, which must make no difference: for tests of the hot
    /// one.
    #[doc(hidden)]
    #[must_use]
    pub fn decode_patiently(&self) -> Decoded<'a> {
        decode::patient(self)
    }

    /// The comments on the frame that a pcapng file has (opt_comment), as it has them: control
    /// characters are not escaped, octets that are not UTF-8 are replaced.
    pub fn comments(&self) -> impl Iterator<Item = Cow<'a, str>> + use<'a> {
        Options::new(self.options, self.origin.big_endian)
            .filter(|(code, _)| *code == OPTION_COMMENT)
            .map(|(_, text)| String::from_utf8_lossy(text))
    }
}
