//! The fast way for the packets that captures are full of: TCP in IP in Ethernet, whole headers,
//! nothing wrong with any length, well-known options, no more asked for than a plain line.
//!
//! Duty: tell such packets, and take from them what their line says. Invariant: a packet that is
//! not of this shape is refused before anything is remembered. Absence: no text; that is
//! [`LineWriter`](crate::LineWriter)'s, which may write it later and on another thread.

pub(crate) mod options;

use crate::LineOptions;
use crate::payload::{self, Payload};
use crate::sequence::{Numbers, SequenceBases, Shown};
use crate::sockets::{Sockets, quarters};
use crate::time::Stamp;
use synfin::{ControlBits, Decoded, Frame, LinkType, Segment};

/// Where the IP header begins.
const IP: usize = 14;

/// The fixed part of a TCP header.
const TCP_HEADER: usize = 20;

/// What the line of a packet says, taken in the order of capture; it can be written at any time.
#[derive(Clone, Copy, Debug)]
pub struct LineFields<'a> {
    pub(crate) fixed: Fixed,
    /// The TCP options; well-known ones, and whole.
    pub(crate) options: &'a [u8],
    /// The payload octets captured, if anything is to be printed of them.
    pub(crate) payload: &'a [u8],
}

/// The fields of fixed size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fixed {
    /// The packet's number among those given to the printer, from 1.
    pub(crate) packet: u64,
    pub(crate) stamp: Stamp,
    pub(crate) sockets: Sockets,
    pub(crate) shown: Shown,
    pub(crate) control: ControlBits,
    /// Unscaled.
    pub(crate) window: u16,
    pub(crate) urgent_pointer: u16,
    /// Octets by the IP header.
    pub(crate) payload_len: u32,
    /// May the payload have a text of its own?
    pub(crate) payload_concerns: bool,
}

/// What is at the fixed places of a packet of the common shape.
pub(crate) struct Shape<'a> {
    sockets: Sockets,
    options: &'a [u8],
}

/// Are lines asked for that can be written this way?
pub(crate) const fn serves(options: &LineOptions) -> bool {
    options.verbosity == 0 && options.quiet == 0 && !options.link_header && options.dump.is_none()
}

/// What is at the fixed places, and the segment; nothing if the packet is not of the common shape.
#[inline]
pub(crate) fn of<'a, 'd>(
    frame: &Frame<'a>,
    decoded: &'d Decoded<'a>,
) -> Option<(Shape<'a>, &'d Segment<'a>)> {
    if frame.link_type != LinkType::ETHERNET {
        return None;
    }
    let segment = decoded.segment()?;
    let original = usize::try_from(frame.original_len).ok()?;
    // The lengths in the packet's record are sound.
    if original < frame.data.len() || original > crate::printer::MAX_LEN {
        return None;
    }
    let data = frame.data;
    let header_len = usize::from(segment.header_len);
    let (addresses, tcp) = match data.get(12..IP)? {
        [0x08, 0x00] => (ipv4(data, header_len, original)?, IP + 20),
        [0x86, 0xdd] => (ipv6(data, header_len, original)?, IP + 40),
        _ => return None,
    };
    let header = data.get(tcp..tcp + header_len)?;
    let (&[s1, s0, d1, d0, ..], options) = header.split_first_chunk::<TCP_HEADER>()?;
    let ports = [[s1, s0], [d1, d0]].map(u16::from_be_bytes);
    let sockets = match addresses {
        Addresses::V4(pair) => Sockets::V4(ports, pair),
        Addresses::V6(pair) => Sockets::V6(ports, pair),
    };
    options::are_common(options).then_some((Shape { sockets, options }, segment))
}

/// Source and destination.
enum Addresses {
    V4([u32; 2]),
    V6([[u32; 4]; 2]),
}

/// The addresses of an IPv4 packet without options that is no fragment and was not cut on the
/// wire, with all of a TCP header in it.
#[inline]
fn ipv4(data: &[u8], tcp_header_len: usize, original: usize) -> Option<Addresses> {
    let header: &[u8; 20] = data.get(IP..)?.first_chunk()?;
    let &[
        0x45,
        _,
        l1,
        l0,
        _,
        _,
        f1,
        f0,
        _,
        6,
        _,
        _,
        a,
        b,
        c,
        d,
        e,
        f,
        g,
        h,
    ] = header
    else {
        return None;
    };
    let total = usize::from(u16::from_be_bytes([l1, l0]));
    let sound = u16::from_be_bytes([f1, f0]) & 0x3fff == 0
        && IP + total <= original
        && total >= 20 + tcp_header_len;
    sound.then_some(Addresses::V4(
        [[a, b, c, d], [e, f, g, h]].map(u32::from_be_bytes),
    ))
}

/// The same of an IPv6 packet without extension headers.
#[inline]
fn ipv6(data: &[u8], tcp_header_len: usize, original: usize) -> Option<Addresses> {
    let header: &[u8; 40] = data.get(IP..)?.first_chunk()?;
    let (&[version, _, _, _, l1, l0, 6, _], addresses) = header.split_first_chunk()? else {
        return None;
    };
    let len = usize::from(u16::from_be_bytes([l1, l0]));
    if version >> 4 != 6 || IP + 40 + len > original || len < tcp_header_len {
        return None;
    }
    let (source, destination) = addresses.split_first_chunk()?;
    let pair = [*source, *destination.first_chunk()?];
    Some(Addresses::V6(pair.map(quarters)))
}

impl<'a> Shape<'a> {
    /// All that the line says, after the packet has been taken note of.
    #[inline]
    pub(crate) fn fields(
        self,
        segment: &Segment<'a>,
        (packet, stamp): (u64, Stamp),
        options: &LineOptions,
        sequences: &mut SequenceBases,
    ) -> LineFields<'a> {
        let (seq, ack, control) = (segment.seq, segment.raw_ack, segment.control);
        let shown = if options.absolute_seq {
            Shown::absolute(seq, ack)
        } else {
            sequences.observe(&Numbers {
                sockets: &self.sockets,
                seq,
                ack,
                control,
            })
        };
        let mut fields = LineFields {
            fixed: Fixed {
                packet,
                stamp,
                sockets: self.sockets,
                shown,
                control,
                window: segment.raw_window,
                urgent_pointer: segment.urgent_pointer,
                payload_len: segment.payload_len,
                payload_concerns: false,
            },
            options: self.options,
            payload: segment.payload,
        };
        fields.fixed.payload_concerns =
            segment.payload_len > 0 && payload::concerns(&fields.payload());
        if !fields.fixed.payload_concerns {
            fields.payload = &[];
        }
        fields
    }
}

impl<'a> LineFields<'a> {
    /// The payload, for its own printers.
    #[inline]
    pub(crate) fn payload(&self) -> Payload<'a> {
        let fixed = &self.fixed;
        let (Sockets::V4(ports, _) | Sockets::V6(ports, _)) = fixed.sockets;
        let [source_port, destination_port] = ports;
        Payload {
            captured: self.payload,
            len: fixed.payload_len,
            source_port,
            destination_port,
            reset: fixed.control.rst(),
            has_options: !self.options.is_empty(),
        }
    }
}

mod kept;

pub use kept::KeptLine;

#[cfg(test)]
mod tests;
