//! From a frame's octets to its TCP segment: link layers, IP, tunnels, TCP.

mod options;

pub use options::{SackBlocks, TcpOption, TcpOptions};

use crate::{ControlBits, Frame, LinkType, Segment, SeqNumber};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Why decoding a frame ended before a TCP segment was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stop {
    /// The frame carries something else than TCP.
    NotTcp,
    /// Headers below or in TCP were cut off or contradict themselves.
    Cut,
}

/// What was read of a frame: a segment, or why there is none.
#[derive(Clone, Copy, Debug)]
pub struct Decoded<'a> {
    segment: Result<Segment<'a>, Stop>,
}

impl<'a> Decoded<'a> {
    /// The TCP segment the frame carries.
    #[must_use]
    pub fn segment(&self) -> Option<&Segment<'a>> {
        self.segment.as_ref().ok()
    }

    /// Why there is no segment.
    #[must_use]
    pub fn stop(&self) -> Option<Stop> {
        self.segment.as_ref().err().copied()
    }

    /// Does the frame carry TCP, if only a part of it (a cut header, a later fragment)?
    #[must_use]
    pub fn carries_tcp(&self) -> bool {
        self.segment.is_ok()
    }
}

/// Reads a frame's headers; see [`Frame::decode`].
pub(crate) fn decode<'a>(frame: &Frame<'a>) -> Decoded<'a> {
    Decoded {
        segment: ethernet(frame).ok_or(Stop::NotTcp),
    }
}

fn ethernet<'a>(frame: &Frame<'a>) -> Option<Segment<'a>> {
    let (mut ip, mut kind) = match frame.link_type {
        LinkType::ETHERNET => (frame.data.get(14..)?, be16(frame.data, 12)?),
        LinkType::LINUX_SLL => (frame.data.get(16..)?, be16(frame.data, 14)?),
        LinkType::RAW => (frame.data, 0),
        _ => return None,
    };
    while kind == 0x8100 {
        (kind, ip) = (be16(ip, 2)?, ip.get(4..)?);
    }
    let (source, destination, total, tcp, ttl, id): (IpAddr, IpAddr, _, _, _, _) =
        match ip.first()? >> 4 {
            4 if *ip.get(9)? == 6 => {
                let header = usize::from(ip.first()? & 15) * 4;
                let a: [u8; 4] = ip.get(12..16)?.try_into().ok()?;
                let b: [u8; 4] = ip.get(16..20)?.try_into().ok()?;
                let len = u32::from(be16(ip, 2)?).checked_sub(u32::try_from(header).ok()?)?;
                let id = Some(u32::from(be16(ip, 4)?));
                let (a, b) = (Ipv4Addr::from(a).into(), Ipv4Addr::from(b).into());
                (a, b, len, ip.get(header..)?, *ip.get(8)?, id)
            }
            6 if *ip.get(6)? == 6 => {
                let a: [u8; 16] = ip.get(8..24)?.try_into().ok()?;
                let b: [u8; 16] = ip.get(24..40)?.try_into().ok()?;
                let (a, b) = (Ipv6Addr::from(a).into(), Ipv6Addr::from(b).into());
                (
                    a,
                    b,
                    u32::from(be16(ip, 4)?),
                    ip.get(40..)?,
                    *ip.get(7)?,
                    None,
                )
            }
            _ => return None,
        };
    let header_len = (*tcp.get(12)? >> 4) * 4;
    let payload_len = total.checked_sub(header_len.into())?;
    let payload = tcp.get(header_len.into()..).unwrap_or(&[]);
    let taken = payload.len().min(usize::try_from(payload_len).ok()?);
    Some(Segment {
        packet: frame.number,
        time: frame.time,
        source: SocketAddr::new(source, be16(tcp, 0)?),
        destination: SocketAddr::new(destination, be16(tcp, 2)?),
        seq: SeqNumber(be32(tcp, 4)?),
        raw_ack: SeqNumber(be32(tcp, 8)?),
        control: ControlBits::from_bits(be16(tcp, 12)?),
        raw_window: be16(tcp, 14)?,
        checksum: be16(tcp, 16)?,
        urgent_pointer: be16(tcp, 18)?,
        header_len,
        payload_len,
        options: TcpOptions::new(tcp.get(20..header_len.into()).unwrap_or(&[]), false),
        payload: payload.get(..taken)?,
        ip_id: id,
        ttl,
        vlan: None,
        tunnelled: false,
    })
}

fn be16(octets: &[u8], at: usize) -> Option<u16> {
    octets
        .get(at..)?
        .first_chunk()
        .map(|octets| u16::from_be_bytes(*octets))
}

fn be32(octets: &[u8], at: usize) -> Option<u32> {
    octets
        .get(at..)?
        .first_chunk()
        .map(|octets| u32::from_be_bytes(*octets))
}
