//! Headers of the common shape, read at their fixed places.

use super::Shape;
use super::options;
use crate::directions::Direction;
use crate::printer::MAX_LEN;
use crate::sockets::{Ports, Sockets, quarters};
use synfin::{ControlBits, Frame, LinkType, SeqNumber};

/// Where the IP header begins.
const IP: u32 = 14;

/// Where the TCP header begins behind an IPv4 header without options, and behind an IPv6 header.
const IPV4_TCP: u32 = IP + 20;
const IPV6_TCP: u32 = IP + 40;

/// Octets up to the end of the TCP header's fixed part.
const IPV4_LEN: usize = IPV4_TCP as usize + TCP_HEADER;
const IPV6_LEN: usize = IPV6_TCP as usize + TCP_HEADER;

/// The fixed part of a TCP header.
const HEADER_LEN: u32 = 20;
const TCP_HEADER: usize = HEADER_LEN as usize;

/// What segments amidst a connection have not.
const RARE: ControlBits = ControlBits::SYN
    .with(ControlBits::RST)
    .with(ControlBits::URG);

/// A packet of the common shape, IPv4, with any TCP options. Nothing was read of it yet but what
/// shows that it is one.
#[derive(Clone, Copy)]
pub(crate) struct Ipv4Packet<'a> {
    addresses: &'a [[u8; 4]; 2],
    pub(crate) segment: Places<'a>,
}

/// Where the parts of a segment are.
#[derive(Clone, Copy)]
pub(crate) struct Places<'a> {
    /// The frame.
    data: &'a [u8],
    /// The header's fixed part.
    header: &'a [[u8; 4]; TCP_HEADER / 4],
    /// Where the options begin, and where the payload does.
    options_at: u32,
    payload_at: u32,
    /// Octets of the payload by the IP header.
    pub(crate) payload_len: u32,
}

/// What is at the fixed places; nothing if the packet is not of the common shape.
#[inline(always)]
pub(crate) fn of<'a>(frame: &Frame<'a>) -> Option<Shape<'a>> {
    match frame.data.get(12..14)? {
        [0x08, 0x00] => of_ipv4(frame)?.shape(),
        [0x86, 0xdd] => ipv6(frame.data, sound_len(frame)?),
        _ => None,
    }
}

/// A frame's original length, if it is one of Ethernet and the lengths in its record are sound.
#[inline(always)]
fn sound_len(frame: &Frame<'_>) -> Option<u32> {
    let original = frame.original_len;
    let is_sound = original as usize >= frame.data.len() && original as usize <= MAX_LEN;
    (is_sound && frame.link_type == LinkType::ETHERNET).then_some(original)
}

/// An IPv4 packet without IP options that is no fragment and was not cut on the wire.
#[inline(always)]
pub(crate) fn of_ipv4<'a>(frame: &Frame<'a>) -> Option<Ipv4Packet<'a>> {
    let head: &[u8; IPV4_LEN] = frame.data.first_chunk()?;
    let &[_, _, _, kind, lengths, carried, ..] = head.as_chunks::<4>().0 else {
        return None;
    };
    let [kind, lengths, carried] = [kind, lengths, carried].map(u32::from_be_bytes);
    // IPv4: version 4, a header of five words; no fragment (the bit "don't fragment" may be set),
    // TCP.
    if kind & 0xffff_ff00 != 0x0800_4500 || carried & 0x3fff_00ff != 6 {
        return None;
    }
    let end = IP + (lengths >> 16);
    if end > sound_len(frame)? {
        return None;
    }
    let (addresses, header) = head
        .last_chunk::<{ 8 + TCP_HEADER }>()?
        .split_first_chunk::<8>()?;
    Some(Ipv4Packet {
        addresses: addresses.as_chunks().0.first_chunk()?,
        segment: Places::of(frame.data, IPV4_TCP, header.first_chunk()?, end)?,
    })
}

/// The same of an IPv6 packet without extension headers.
#[inline(never)]
fn ipv6(data: &[u8], original: u32) -> Option<Shape<'_>> {
    let head: &[u8; IPV6_LEN] = data.first_chunk()?;
    let (&[version, _, _, _, l1, l0, 6, _], rest) = head.get(IP as usize..)?.split_first_chunk()?
    else {
        return None;
    };
    let end = IPV6_TCP + u32::from(u16::from_be_bytes([l1, l0]));
    if version >> 4 != 6 || end > original {
        return None;
    }
    let (source, rest) = rest.split_first_chunk::<16>()?;
    let (destination, tcp) = rest.split_first_chunk::<16>()?;
    let pair = [*source, *destination].map(quarters);
    let places = Places::of(data, IPV6_TCP, tcp.first_chunk()?, end)?;
    places.shape(Sockets::V6(places.ports(), pair))
}

impl<'a> Ipv4Packet<'a> {
    /// The direction it goes in.
    #[inline(always)]
    pub(crate) fn direction(&self) -> Direction {
        let &[ports, ..] = self.segment.header;
        Direction::of_header(*self.addresses, ports)
    }

    /// All that is at the fixed places, if the TCP options are well-known.
    #[inline(always)]
    pub(crate) fn shape(&self) -> Option<Shape<'a>> {
        let addresses = self.addresses.map(u32::from_be_bytes);
        let sockets = Sockets::V4(self.segment.ports(), addresses);
        self.segment.shape(sockets)
    }
}

impl<'a> Places<'a> {
    /// The parts of the segment whose header's fixed part is `tcp`, at this place in a frame; its
    /// packet ends at `end`. The header was captured whole.
    #[inline(always)]
    fn of(data: &'a [u8], header_at: u32, tcp: &'a [u8; TCP_HEADER], end: u32) -> Option<Self> {
        let header: &[[u8; 4]; TCP_HEADER / 4] = tcp.as_chunks().0.first_chunk()?;
        let &[_, _, _, [offset, ..], _] = header;
        let header_len = u32::from(offset >> 4) * 4;
        let payload_at = header_at + header_len;
        let payload_len = end.checked_sub(payload_at)?;
        if header_len < HEADER_LEN || payload_at as usize > data.len() {
            return None;
        }
        Some(Self {
            data,
            header,
            options_at: header_at + HEADER_LEN,
            payload_at,
            payload_len,
        })
    }

    #[inline(always)]
    pub(crate) fn options(&self) -> &'a [u8] {
        let places = self.options_at as usize..self.payload_at as usize;
        self.data.get(places).unwrap_or_default()
    }

    /// The payload octets captured.
    #[inline(always)]
    pub(crate) fn payload(&self) -> &'a [u8] {
        let rest = self.data.get(self.payload_at as usize..);
        let rest = rest.unwrap_or_default();
        rest.get(..self.payload_len as usize).unwrap_or(rest)
    }

    #[inline(always)]
    pub(crate) fn seq(&self) -> SeqNumber {
        let &[_, seq, ..] = self.header;
        SeqNumber(u32::from_be_bytes(seq))
    }

    /// The acknowledgment field, whether or not ACK is set.
    #[inline(always)]
    pub(crate) fn ack(&self) -> SeqNumber {
        let &[_, _, ack, ..] = self.header;
        SeqNumber(u32::from_be_bytes(ack))
    }

    /// Has it ACK and none of SYN, RST and URG, as nearly all segments have?
    #[inline(always)]
    pub(crate) fn is_amidst(&self) -> bool {
        let control = ControlBits::from_bits(self.control().into());
        control.bits() & RARE.with(ControlBits::ACK).bits() == ControlBits::ACK.bits()
    }

    /// The control bits in the octet before the window.
    #[inline(always)]
    pub(crate) fn control(&self) -> u8 {
        let &[.., [_, control, ..], _] = self.header;
        control
    }

    /// Unscaled.
    #[inline(always)]
    pub(crate) fn window(&self) -> u16 {
        let &[.., [_, _, high, low], _] = self.header;
        u16::from_be_bytes([high, low])
    }

    /// The data offset and the window as they stand in the header, and nothing else.
    #[inline(always)]
    pub(crate) fn layout(&self) -> [u8; 4] {
        let &[.., [offset, _, high, low], _] = self.header;
        [offset & 0xf0, 0, high, low]
    }

    #[inline]
    fn ports(&self) -> Ports {
        let &[[s1, s0, d1, d0], ..] = self.header;
        [[s1, s0], [d1, d0]].map(u16::from_be_bytes)
    }

    /// All that is at these places, if the options are well-known, in a packet with these sockets.
    #[inline(always)]
    fn shape(&self, sockets: Sockets) -> Option<Shape<'a>> {
        let &[.., [offset, control, ..], [_, _, high, low]] = self.header;
        if !options::are_common(self.options()) {
            return None;
        }
        Some(Shape {
            sockets,
            seq: self.seq(),
            ack: self.ack(),
            control: ControlBits::from_bits(u16::from_be_bytes([offset, control])),
            window: self.window(),
            urgent_pointer: u16::from_be_bytes([high, low]),
            payload_len: self.payload_len,
            options: self.options(),
            payload: self.payload(),
        })
    }
}
