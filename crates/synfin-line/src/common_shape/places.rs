//! Headers of the common shape, read at their fixed places.

use super::options;
use crate::printer::MAX_LEN;
use crate::sockets::{Sockets, quarters};
use synfin::{ControlBits, Frame, LinkType, SeqNumber};

/// Where the IP header begins.
const IP: usize = 14;

/// Octets of the Ethernet header, an IPv4 header without options, and the fixed part of a TCP
/// header.
const IPV4_LEN: usize = IP + 20 + TCP_HEADER;

/// The same with an IPv6 header.
const IPV6_LEN: usize = IP + 40 + TCP_HEADER;

/// The fixed part of a TCP header.
const TCP_HEADER: usize = 20;

/// What is at the fixed places of a packet of the common shape.
pub(crate) struct Shape<'a> {
    pub(crate) sockets: Sockets,
    pub(crate) seq: SeqNumber,
    /// The acknowledgment field, whether or not ACK is set.
    pub(crate) ack: SeqNumber,
    pub(crate) control: ControlBits,
    /// Unscaled.
    pub(crate) window: u16,
    pub(crate) urgent_pointer: u16,
    /// Octets by the IP header.
    pub(crate) payload_len: u32,
    /// Well-known ones, and whole.
    pub(crate) options: &'a [u8],
    /// The payload octets captured.
    pub(crate) payload: &'a [u8],
}

/// What is at the fixed places; nothing if the packet is not of the common shape.
#[inline(always)]
pub(crate) fn of<'a>(frame: &Frame<'a>) -> Option<Shape<'a>> {
    let original = sound_len(frame)?;
    match frame.data.get(12..IP)? {
        [0x08, 0x00] => ipv4(frame.data, original),
        [0x86, 0xdd] => ipv6(frame.data, original),
        _ => None,
    }
}

/// The same of IPv4 packets only.
#[inline(always)]
pub(crate) fn of_ipv4<'a>(frame: &Frame<'a>) -> Option<Shape<'a>> {
    let original = sound_len(frame)?;
    match frame.data.get(12..IP)? {
        [0x08, 0x00] => ipv4(frame.data, original),
        _ => None,
    }
}

/// A frame's original length, if it is one of Ethernet and the lengths in its record are sound.
#[inline(always)]
fn sound_len(frame: &Frame<'_>) -> Option<usize> {
    let original = usize::try_from(frame.original_len).ok()?;
    let is_sound = original >= frame.data.len() && original <= MAX_LEN;
    (is_sound && frame.link_type == LinkType::ETHERNET).then_some(original)
}

/// An IPv4 packet without options that is no fragment and was not cut on the wire.
#[inline(always)]
fn ipv4(data: &[u8], original: usize) -> Option<Shape<'_>> {
    let head: &[u8; IPV4_LEN] = data.first_chunk()?;
    let &[_, _, _, kind, lengths, carried, ..] = head.as_chunks::<4>().0 else {
        return None;
    };
    let [kind, lengths, carried] = [kind, lengths, carried].map(u32::from_be_bytes);
    // Version 4, a header of five words; no fragment (the bit "don't fragment" may be set), TCP.
    if kind & 0xff00 != 0x4500 || carried & 0x3fff_00ff != 6 {
        return None;
    }
    let end = IP + (lengths >> 16) as usize;
    let &[a, b, c, d, e, f, g, h, ref tcp @ ..] = head.last_chunk::<{ 8 + TCP_HEADER }>()?;
    let pair = [[a, b, c, d], [e, f, g, h]].map(u32::from_be_bytes);
    if end > original {
        return None;
    }
    let sockets = |ports| Sockets::V4(ports, pair);
    segment(data, IPV4_LEN, tcp, end, sockets)
}

/// The same of an IPv6 packet without extension headers.
#[inline(never)]
fn ipv6(data: &[u8], original: usize) -> Option<Shape<'_>> {
    let head: &[u8; IPV6_LEN] = data.first_chunk()?;
    let (&[version, _, _, _, l1, l0, 6, _], rest) = head.get(IP..)?.split_first_chunk()? else {
        return None;
    };
    let end = IP + 40 + usize::from(u16::from_be_bytes([l1, l0]));
    if version >> 4 != 6 || end > original {
        return None;
    }
    let (source, rest) = rest.split_first_chunk::<16>()?;
    let (destination, tcp) = rest.split_first_chunk::<16>()?;
    let pair = [*source, *destination].map(quarters);
    let sockets = |ports| Sockets::V6(ports, pair);
    segment(data, IPV6_LEN, tcp.first_chunk()?, end, sockets)
}

/// The segment whose header's fixed part is `tcp` and ends at `options_at`; its packet ends at
/// `end`.
#[inline(always)]
fn segment<'a>(
    data: &'a [u8],
    options_at: usize,
    tcp: &[u8; TCP_HEADER],
    end: usize,
    sockets: impl FnOnce([u16; 2]) -> Sockets,
) -> Option<Shape<'a>> {
    let &[ports, seq, ack, offset, urgent] = tcp.as_chunks::<4>().0 else {
        return None;
    };
    let [offset, urgent] = [offset, urgent].map(u32::from_be_bytes);
    let payload_at = options_at - TCP_HEADER + (offset >> 28) as usize * 4;
    let options = data.get(options_at..payload_at)?;
    let payload = data.get(payload_at..end.min(data.len()))?;
    let [s1, s0, d1, d0] = ports;
    if !options::are_common(options) {
        return None;
    }
    Some(Shape {
        sockets: sockets([[s1, s0], [d1, d0]].map(u16::from_be_bytes)),
        seq: SeqNumber(u32::from_be_bytes(seq)),
        ack: SeqNumber(u32::from_be_bytes(ack)),
        control: ControlBits::from_bits(low_half(offset >> 16)),
        window: low_half(offset),
        urgent_pointer: low_half(urgent),
        payload_len: u32::try_from(end - payload_at).unwrap_or(0),
        options,
        payload,
    })
}

/// The low 16 bits.
#[inline]
fn low_half(word: u32) -> u16 {
    let [high, low] = [(word >> 8) & 0xff, word & 0xff];
    u16::try_from(high << 8 | low).unwrap_or(0)
}
