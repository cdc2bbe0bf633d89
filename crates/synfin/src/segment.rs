//! A TCP segment as the tracker and the printers see it.
//!
//! Duty: SEG in the terms of RFC 9293, section 3.3.1, with what the lower layers say of it.
//! Invariant: lengths come from the IP and TCP headers, never from how much was captured.
//! Absence: no state, no direction beyond source and destination, no judgement.

mod batch;

pub use batch::SegmentBatch;

use crate::{ControlBits, SeqNumber, TcpOptions, Timestamp};
use std::net::SocketAddr;

/// One TCP segment whose 20-octet header was captured whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    /// The number of its frame in the capture, from 1.
    pub packet: u64,
    /// When its frame was captured.
    pub time: Timestamp,
    /// Who sent it: the innermost IP header's source and the TCP source port.
    pub source: SocketAddr,
    /// Whom it was sent to.
    pub destination: SocketAddr,
    /// SEG.SEQ, absolute.
    pub seq: SeqNumber,
    /// The acknowledgment field, absolute, whether or not ACK is set; see [`ack`](Self::ack).
    pub raw_ack: SeqNumber,
    /// The control bits.
    pub control: ControlBits,
    /// The window field, octets before scaling (RFC 7323, 2.2: never scaled in a SYN).
    pub raw_window: u16,
    /// The checksum field; not verified.
    pub checksum: u16,
    /// The urgent pointer field, whether or not URG is set.
    pub urgent_pointer: u16,
    /// The TCP header's length in octets, by its data offset: 20 to 60.
    pub header_len: u8,
    /// Payload octets by the IP length, captured or not.
    pub payload_len: u32,
    /// The options that were captured.
    pub options: TcpOptions<'a>,
    /// The payload octets that were captured.
    pub payload: &'a [u8],
    /// The IPv4 identification, or that of an IPv6 fragment header.
    pub ip_id: Option<u32>,
    /// The innermost IP header's TTL or hop limit.
    pub ttl: u8,
    /// The outermost VLAN tag's identifier.
    pub vlan: Option<u16>,
    /// Whether the segment came through a tunnel (IP in IP, GRE, VXLAN, GTP, ...).
    pub tunnelled: bool,
}

impl Segment<'_> {
    /// A segment from one socket to another of which nothing else is known: no numbers, no control
    /// bits, no options, no payload.
    #[inline(always)]
    pub(crate) const fn between(source: SocketAddr, destination: SocketAddr) -> Self {
        Self {
            packet: 0,
            time: Timestamp::new(0, 0),
            source,
            destination,
            seq: SeqNumber(0),
            raw_ack: SeqNumber(0),
            control: ControlBits::from_bits(0),
            raw_window: 0,
            checksum: 0,
            urgent_pointer: 0,
            header_len: 20,
            payload_len: 0,
            options: TcpOptions::new(&[], false),
            payload: &[],
            ip_id: None,
            ttl: 0,
            vlan: None,
            tunnelled: false,
        }
    }

    /// SEG.ACK, absolute: what the sender expects next. `None` without the ACK bit.
    #[must_use]
    #[inline]
    pub fn ack(&self) -> Option<SeqNumber> {
        self.control.ack().then_some(self.raw_ack)
    }

    /// SEG.LEN in sequence numbers: payload octets, and one for SYN and for FIN.
    #[must_use]
    #[inline]
    pub fn seq_len(&self) -> u32 {
        self.payload_len
            .saturating_add(u32::from(self.control.syn()))
            .saturating_add(u32::from(self.control.fin()))
    }

    /// Neither opens nor resets: ACK is set, SYN and RST are not.
    #[must_use]
    #[inline]
    pub fn is_plain(&self) -> bool {
        let control = self.control;
        control.ack() && !control.syn() && !control.rst()
    }

    /// Nothing but an acknowledgment: no payload, no SYN, FIN or RST.
    #[must_use]
    #[inline]
    pub fn is_pure_ack(&self) -> bool {
        let control = self.control;
        control.ack() && self.seq_len() == 0 && !control.rst()
    }

    /// The sequence number behind this segment's last one.
    #[must_use]
    #[inline]
    pub fn end_seq(&self) -> SeqNumber {
        self.seq.plus(self.seq_len())
    }
}
