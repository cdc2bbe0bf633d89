//! The hot path: the few shapes that nearly all frames have, read at fixed places.
//!
//! Duty: Ethernet with at most one VLAN tag, then IPv4 without options or fragments, or IPv6
//! without extension headers, then TCP; the commonest shape, no tag and IPv4, in one piece.
//! Invariant: what it accepts, the patient path reads to the same segment; what it does not
//! accept, it leaves alone. Absence: no reason for a refusal; that is the patient path's.

use super::TcpOptions;
use super::tcp::Fields;
use super::walk::TCP;
use crate::{Frame, LinkType, Segment};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4};

/// Octets of the Ethernet, IPv4 and TCP headers of the commonest shape, without options.
const PLAIN_LEN: usize = TCP_AT + 20;

/// Where the TCP header begins in the commonest shape.
const TCP_AT: usize = 14 + 20;

/// The segment of a frame of the commonest shape.
#[inline]
pub(super) fn plain<'a>(frame: &Frame<'a>) -> Option<Segment<'a>> {
    let data = frame.data;
    let head = data.first_chunk::<PLAIN_LEN>()?;
    // The type IPv4, version 4 and a header of five words, in one comparison; then no fragment (the
    // bit "don't fragment" may be set) and TCP.
    let &[_, _, _, kind, lengths, carried, ..] = head.as_chunks::<4>().0 else {
        return None;
    };
    let [kind, lengths, carried] = [kind, lengths, carried].map(u32::from_be_bytes);
    let is_plain = kind & 0xffff_ff00 == 0x0800_4500 && carried & 0x3fff_00ff == TCP.into();
    if frame.link_type != LinkType::ETHERNET || !is_plain {
        return None;
    }
    let fixed = head.last_chunk::<20>()?;
    let header_len = (fixed[12] >> 4) * 4;
    let payload_at = TCP_AT + usize::from(header_len);
    // The datagram's end, by its own length and by what the link layer delivered; a file that says
    // less than it has is wrong. Padding behind it is not data.
    let end = (14 + (lengths >> 16) as usize).min(data.len().max(frame.original_len as usize));
    let options = data.get(PLAIN_LEN..payload_at)?;
    let payload = data.get(payload_at..end.min(data.len()))?;
    let &[s0, s1, d0, d1, ..] = fixed;
    let source = Ipv4Addr::new(head[26], head[27], head[28], head[29]);
    let destination = Ipv4Addr::new(head[30], head[31], head[32], head[33]);
    let source = SocketAddrV4::new(source, u16::from_be_bytes([s0, s1]));
    let destination = SocketAddrV4::new(destination, u16::from_be_bytes([d0, d1]));
    let mut segment = Segment {
        packet: frame.number,
        time: frame.time,
        header_len,
        payload_len: u32::try_from(end - payload_at).unwrap_or(u32::MAX),
        options: TcpOptions::new(options, false),
        payload,
        ip_id: Some(lengths & 0xffff),
        ttl: head[22],
        ..Segment::between(source.into(), destination.into())
    };
    // A processor has not registers enough for all fields at once.
    let fields = Fields::of(fixed);
    segment.seq = fields.seq;
    segment.raw_ack = fields.ack;
    segment.control = fields.control;
    segment.raw_window = fields.window;
    segment.checksum = fields.checksum;
    segment.urgent_pointer = fields.urgent_pointer;
    Some(segment)
}

/// The segment of a frame of any of the common shapes.
pub(super) fn other<'a>(frame: &Frame<'a>) -> Option<Segment<'a>> {
    if frame.link_type != LinkType::ETHERNET {
        return None;
    }
    let (ethernet, rest) = frame.data.split_first_chunk::<14>()?;
    // What the link layer delivered; a file that says less than it has is wrong.
    let wire = usize::try_from(frame.original_len)
        .ok()?
        .max(frame.data.len());
    let [.., high, low] = *ethernet;
    match [high, low] {
        [0x08, 0x00] => ipv4(frame, rest, wire - 14, None),
        [0x86, 0xdd] => ipv6(frame, rest, wire - 14, None),
        [0x81, 0x00] => {
            let (&[t0, t1, k0, k1], rest) = rest.split_first_chunk()?;
            let vlan = Some(u16::from_be_bytes([t0, t1]) & 0x0fff);
            match [k0, k1] {
                [0x08, 0x00] => ipv4(frame, rest, wire - 18, vlan),
                [0x86, 0xdd] => ipv6(frame, rest, wire - 18, vlan),
                _ => None,
            }
        }
        _ => None,
    }
}

#[inline]
fn ipv4<'a>(
    frame: &Frame<'a>,
    octets: &'a [u8],
    wire: usize,
    vlan: Option<u16>,
) -> Option<Segment<'a>> {
    let (header, rest) = octets.split_first_chunk::<20>()?;
    let &[
        version,
        _,
        l0,
        l1,
        i0,
        i1,
        f0,
        f1,
        ttl,
        protocol,
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
    ] = header;
    // Version 4, five words, no fragment (the bit "don't fragment" may be set), TCP.
    let is_fragment = u16::from_be_bytes([f0, f1]) & 0x3fff != 0;
    if version != 0x45 || protocol != TCP || is_fragment {
        return None;
    }
    let total = usize::from(u16::from_be_bytes([l0, l1]));
    let len = total.min(wire).checked_sub(20)?;
    let source = IpAddr::V4(Ipv4Addr::new(a, b, c, d));
    let destination = IpAddr::V4(Ipv4Addr::new(e, f, g, h));
    let id = Some(u32::from(u16::from_be_bytes([i0, i1])));
    tcp(frame, rest, len, (source, destination), id, ttl, vlan)
}

#[inline]
fn ipv6<'a>(
    frame: &Frame<'a>,
    octets: &'a [u8],
    wire: usize,
    vlan: Option<u16>,
) -> Option<Segment<'a>> {
    let (header, rest) = octets.split_first_chunk::<40>()?;
    let (&[version, _, _, _, l0, l1, next, ttl], addresses) = header.split_first_chunk()?;
    if version >> 4 != 6 || next != TCP {
        return None;
    }
    let len = usize::from(u16::from_be_bytes([l0, l1])).min(wire - 40);
    let (source, destination) = addresses.split_first_chunk::<16>()?;
    let source = IpAddr::V6(Ipv6Addr::from(*source));
    let destination = IpAddr::V6(Ipv6Addr::from(*destination.first_chunk::<16>()?));
    tcp(frame, rest, len, (source, destination), None, ttl, vlan)
}

#[inline]
fn tcp<'a>(
    frame: &Frame<'a>,
    octets: &'a [u8],
    len: usize,
    (source, destination): (IpAddr, IpAddr),
    ip_id: Option<u32>,
    ttl: u8,
    vlan: Option<u16>,
) -> Option<Segment<'a>> {
    // Padding behind the datagram is not data.
    let octets = octets.get(..len).unwrap_or(octets);
    let fixed = octets.first_chunk::<20>()?;
    let &[_, _, _, _, _, _, _, _, _, _, _, _, offset, ..] = fixed;
    let header_len = (offset >> 4) * 4;
    let header = octets.get(..usize::from(header_len))?;
    let options = header.get(20..)?;
    let fields = Fields::of(fixed);
    Some(Segment {
        packet: frame.number,
        time: frame.time,
        source: SocketAddr::new(source, fields.source_port),
        destination: SocketAddr::new(destination, fields.destination_port),
        seq: fields.seq,
        raw_ack: fields.ack,
        control: fields.control,
        raw_window: fields.window,
        checksum: fields.checksum,
        urgent_pointer: fields.urgent_pointer,
        header_len,
        payload_len: u32::try_from(len - header.len()).ok()?,
        options: TcpOptions::new(options, false),
        payload: octets.get(header.len()..)?,
        ip_id,
        ttl,
        vlan,
        tunnelled: false,
    })
}
