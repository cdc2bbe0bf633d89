//! TCP headers (RFC 9293, section 3.1).

use super::TcpOptions;
use super::rest::Rest;
use super::stop::{Layer, Stop};
use super::walk::{Context, Network};
use crate::{ControlBits, Segment, SeqNumber};
use std::net::SocketAddr;

/// Octets of a TCP header without options.
const FIXED_LEN: usize = 20;

/// The segment that begins at `rest`, in a packet of `network`.
pub(super) fn segment<'a>(
    rest: Rest<'a>,
    context: &Context,
    network: Network,
) -> Result<Segment<'a>, Stop> {
    let fixed = rest.peek::<FIXED_LEN>(Layer::Tcp)?;
    let &[_, _, _, _, _, _, _, _, _, _, _, _, offset, ..] = fixed;
    let header_len = usize::from(offset >> 4) * 4;
    if header_len < FIXED_LEN {
        return Err(rest.impossible(Layer::Tcp, "data offset", u32::from(offset >> 4)));
    }
    if header_len > rest.len() {
        return Err(rest.short(Layer::Tcp, header_len));
    }
    let (header, payload) = match rest.octets().split_at_checked(header_len) {
        Some(parts) => parts,
        None => (rest.octets(), &[][..]),
    };
    let options = header.get(FIXED_LEN..).unwrap_or(&[]);
    let fields = Fields::of(fixed);
    Ok(Segment {
        packet: context.packet,
        time: context.time,
        source: SocketAddr::new(network.source, fields.source_port),
        destination: SocketAddr::new(network.destination, fields.destination_port),
        seq: fields.seq,
        raw_ack: fields.ack,
        control: fields.control,
        raw_window: fields.window,
        checksum: fields.checksum,
        urgent_pointer: fields.urgent_pointer,
        header_len: (offset >> 4) * 4,
        payload_len: u32::try_from(rest.len() - header_len).unwrap_or(u32::MAX),
        options: TcpOptions::new(options, header.len() < header_len),
        payload,
        ip_id: network.id,
        ttl: network.ttl,
        vlan: context.vlan,
        tunnelled: context.tunnelled,
    })
}

/// The fixed fields of a TCP header.
pub(super) struct Fields {
    pub(super) source_port: u16,
    pub(super) destination_port: u16,
    pub(super) seq: SeqNumber,
    pub(super) ack: SeqNumber,
    pub(super) control: ControlBits,
    pub(super) window: u16,
    pub(super) checksum: u16,
    pub(super) urgent_pointer: u16,
}

impl Fields {
    /// Reads the fields of a header's first twenty octets.
    #[inline]
    pub(super) const fn of(fixed: &[u8; FIXED_LEN]) -> Self {
        let &[
            s0,
            s1,
            d0,
            d1,
            q0,
            q1,
            q2,
            q3,
            a0,
            a1,
            a2,
            a3,
            c0,
            c1,
            w0,
            w1,
            k0,
            k1,
            u0,
            u1,
        ] = fixed;
        Self {
            source_port: u16::from_be_bytes([s0, s1]),
            destination_port: u16::from_be_bytes([d0, d1]),
            seq: SeqNumber(u32::from_be_bytes([q0, q1, q2, q3])),
            ack: SeqNumber(u32::from_be_bytes([a0, a1, a2, a3])),
            control: ControlBits::from_bits(u16::from_be_bytes([c0, c1])),
            window: u16::from_be_bytes([w0, w1]),
            checksum: u16::from_be_bytes([k0, k1]),
            urgent_pointer: u16::from_be_bytes([u0, u1]),
        }
    }
}
