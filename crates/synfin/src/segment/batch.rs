//! Segments copied out of their capture, to be handed to another thread.
//!
//! Duty: keep what a [`Tracker`](crate::Tracker) asks of segments, in memory that can be used
//! again. Invariant: what comes out equals what was put in, but for the payload's octets, which no
//! tracker looks at. Absence: no threads, no frames.

use super::Segment;
use crate::prefetch::{prefetch, prefetch_behind};
use crate::{ControlBits, Glance, SeqNumber, TcpOptions, Timestamp};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};

/// Segments that outlive the reading of the next frame; their payload does not.
///
/// ```
/// use synfin::{Frame, LinkType, SegmentBatch};
///
/// let packet = [
///     0x45, 0, 0, 42, 0, 1, 0, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 4, 1, 0, 80, 0, 0,
///     0, 1, 0, 0, 0, 0, 0x50, 0x10, 1, 0, 0, 0, 0, 0, b'h', b'i',
/// ];
/// let decoded = Frame::new(LinkType::RAW, &packet).decode();
/// let segment = decoded.segment().unwrap();
/// let mut batch = SegmentBatch::new();
/// batch.push(segment);
/// let kept = batch.get(0).unwrap();
/// assert_eq!((kept.seq, kept.payload_len, kept.payload), (segment.seq, 2, &[][..]));
/// ```
#[derive(Clone, Debug, Default)]
pub struct SegmentBatch {
    /// The segments, and behind them places that were used before.
    segments: Vec<Kept>,
    len: usize,
    /// Sources and destinations that are not both of IPv4.
    others: Vec<(SocketAddr, SocketAddr)>,
}

/// A segment in less room: two cache lines hold it, which are all that goes from one core to
/// another.
#[derive(Clone, Copy, Debug)]
struct Kept {
    packet: u64,
    time: Timestamp,
    sockets: Sockets,
    seq: SeqNumber,
    raw_ack: SeqNumber,
    payload_len: u32,
    ip_id: Option<u32>,
    vlan: Option<u16>,
    control: ControlBits,
    raw_window: u16,
    checksum: u16,
    urgent_pointer: u16,
    header_len: u8,
    options_len: u8,
    options_are_cut: bool,
    ttl: u8,
    tunnelled: bool,
    options: [u8; OPTIONS],
}

/// Octets of options at most (RFC 9293, 3.1).
const OPTIONS: usize = 40;

/// Those of nearly all segments: timestamps alone.
const USUAL: usize = 12;

/// Source and destination.
#[derive(Clone, Copy, Debug)]
enum Sockets {
    Ipv4([u32; 2], [u16; 2]),
    /// The place of both among the batch's.
    Other(usize),
}

impl SegmentBatch {
    /// A batch without segments.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a segment.
    #[inline]
    pub fn push(&mut self, segment: &Segment<'_>) {
        let sockets = self.sockets_of(segment);
        if self.len == self.segments.len() {
            self.segments.push(Kept::NONE);
        }
        if let Some(place) = self.segments.get_mut(self.len) {
            place.set(segment, sockets);
            self.len += 1;
        }
    }

    #[inline]
    fn sockets_of(&mut self, segment: &Segment<'_>) -> Sockets {
        match (segment.source, segment.destination) {
            (SocketAddr::V4(source), SocketAddr::V4(destination)) => Sockets::Ipv4(
                [source.ip().to_bits(), destination.ip().to_bits()],
                [source.port(), destination.port()],
            ),
            sockets => {
                self.others.push(sockets);
                Sockets::Other(self.others.len() - 1)
            }
        }
    }

    /// Lets go of the segments, but not of the memory.
    pub fn clear(&mut self) {
        self.len = 0;
        self.others.clear();
    }

    /// How many segments there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Are there none?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The segment with that place, which counts from 0, in the order they were put in.
    #[must_use]
    #[inline]
    pub fn get(&self, place: usize) -> Option<Segment<'_>> {
        let kept = self.segments.get(..self.len)?.get(place)?;
        let (source, destination) = self.sockets(kept.sockets)?;
        let options = kept.options.get(..usize::from(kept.options_len))?;
        Some(Segment {
            packet: kept.packet,
            time: kept.time,
            source,
            destination,
            seq: kept.seq,
            raw_ack: kept.raw_ack,
            control: kept.control,
            raw_window: kept.raw_window,
            checksum: kept.checksum,
            urgent_pointer: kept.urgent_pointer,
            header_len: kept.header_len,
            payload_len: kept.payload_len,
            options: TcpOptions::new(options, kept.options_are_cut),
            payload: &[],
            ip_id: kept.ip_id,
            ttl: kept.ttl,
            vlan: kept.vlan,
            tunnelled: kept.tunnelled,
        })
    }

    #[inline]
    fn sockets(&self, sockets: Sockets) -> Option<(SocketAddr, SocketAddr)> {
        match sockets {
            Sockets::Ipv4(addresses, ports) => {
                let [source, destination] = ipv4(addresses, ports);
                Some((source.into(), destination.into()))
            }
            Sockets::Other(place) => self.others.get(place).copied(),
        }
    }

    /// Asks for the memory of so many segments, from the one with that place on: another core may
    /// have written it. Nothing is changed.
    pub fn prefetch(&self, from: usize, count: usize) {
        let ahead = self.segments.get(from..self.len).unwrap_or_default();
        for kept in ahead.iter().take(count) {
            prefetch(&kept.packet);
            prefetch_behind(&kept.packet, 1);
        }
    }

    /// A glance at the segments from the one with that place on.
    pub fn glances(&self, from: usize) -> impl Iterator<Item = Glance> {
        let ahead = self.segments.get(from..self.len).unwrap_or_default();
        ahead.iter().filter_map(|kept| match kept.sockets {
            Sockets::Ipv4(addresses, ports) => {
                Some(Glance::new(ipv4(addresses, ports), kept.control))
            }
            Sockets::Other(_) => None,
        })
    }
}

impl Kept {
    const NONE: Self = Self {
        packet: 0,
        time: Timestamp::new(0, 0),
        sockets: Sockets::Other(usize::MAX),
        seq: SeqNumber(0),
        raw_ack: SeqNumber(0),
        payload_len: 0,
        ip_id: None,
        vlan: None,
        control: ControlBits::from_bits(0),
        raw_window: 0,
        checksum: 0,
        urgent_pointer: 0,
        header_len: 0,
        options_len: 0,
        options_are_cut: false,
        ttl: 0,
        tunnelled: false,
        options: [0; OPTIONS],
    };

    /// Becomes this segment. Each field is set in its place: nothing goes by way of the stack.
    #[inline]
    fn set(&mut self, segment: &Segment<'_>, sockets: Sockets) {
        self.packet = segment.packet;
        self.time = segment.time;
        self.sockets = sockets;
        self.seq = segment.seq;
        self.raw_ack = segment.raw_ack;
        self.payload_len = segment.payload_len;
        self.ip_id = segment.ip_id;
        self.vlan = segment.vlan;
        self.control = segment.control;
        self.raw_window = segment.raw_window;
        self.checksum = segment.checksum;
        self.urgent_pointer = segment.urgent_pointer;
        self.header_len = segment.header_len;
        self.ttl = segment.ttl;
        self.tunnelled = segment.tunnelled;
        self.options_are_cut = segment.options.is_cut();
        self.set_options(segment.options.as_bytes());
    }

    #[inline]
    fn set_options(&mut self, options: &[u8]) {
        self.options_len = u8::try_from(options.len()).unwrap_or(0);
        if options.len() == USUAL
            && let (Some(from), Some(to)) = (
                options.first_chunk(),
                self.options.first_chunk_mut::<USUAL>(),
            )
        {
            *to = *from;
        } else {
            self.set_unusual_options(options);
        }
    }

    #[inline(never)]
    fn set_unusual_options(&mut self, options: &[u8]) {
        match self.options.get_mut(..options.len()) {
            Some(place) => place.copy_from_slice(options),
            None => self.options_len = 0,
        }
    }
}

/// Source and destination from their parts.
#[inline]
const fn ipv4(addresses: [u32; 2], ports: [u16; 2]) -> [SocketAddrV4; 2] {
    let ([source, destination], [source_port, destination_port]) = (addresses, ports);
    [
        SocketAddrV4::new(Ipv4Addr::from_bits(source), source_port),
        SocketAddrV4::new(Ipv4Addr::from_bits(destination), destination_port),
    ]
}

#[cfg(test)]
mod tests {
    use super::{Kept, SegmentBatch};
    use crate::{Frame, Glance, LinkType, Segment};

    #[test]
    fn what_comes_out_is_what_was_put_in_but_for_the_payload() {
        let mut octets = [0; 14 + 20 + 32 + 5];
        octets[12..15].copy_from_slice(&[0x08, 0x00, 0x45]);
        octets[16..18].copy_from_slice(&[0, 57]);
        octets[22..24].copy_from_slice(&[64, 6]);
        octets[26..38].copy_from_slice(&[10, 0, 0, 2, 10, 0, 0, 1, 0, 80, 4, 1]);
        octets[46..48].copy_from_slice(&[0x80, 0x18]);
        octets[54..58].copy_from_slice(&[1, 1, 8, 10]);
        let mut batch = SegmentBatch::new();
        for _ in 0..2 {
            batch.clear();
            for cut in [octets.len(), octets.len() - 5, octets.len() - 10] {
                let mut frame = Frame::new(LinkType::ETHERNET, &octets[..cut]);
                frame.original_len = 71;
                let decoded = frame.decode();
                let segment = decoded.segment().expect("its header is whole");
                batch.push(segment);
                let expected = Segment {
                    payload: &[],
                    ..*segment
                };
                let place = batch.len() - 1;
                assert_eq!(batch.get(place), Some(expected));
                assert_eq!(batch.glances(place).next(), Glance::of(&octets));
            }
            assert_eq!((batch.len(), batch.is_empty()), (3, false));
            assert_eq!(batch.get(3), None);
        }
    }

    #[test]
    fn sockets_of_any_kind_are_kept() {
        let decoded = Frame::new(LinkType::RAW, &IPV4).decode();
        let ipv4 = *decoded.segment().expect("it is TCP");
        let mut batch = SegmentBatch::new();
        let ipv6 = Segment {
            source: "[2001:db8::1]:443".parse().expect("a socket"),
            destination: "[fe80::2]:1024".parse().expect("a socket"),
            ..ipv4
        };
        for segment in [ipv6, ipv4, ipv6] {
            batch.push(&segment);
        }
        let kept = [0, 1, 2].map(|place| batch.get(place).expect("three were put in"));
        assert_eq!(kept, [ipv6, ipv4, ipv6]);
        assert_eq!(batch.glances(0).count(), 1);
    }

    #[test]
    fn a_segment_takes_two_lines_of_the_cache() {
        assert!(size_of::<Kept>() <= 128);
    }

    const IPV4: [u8; 40] = [
        0x45, 0, 0, 40, 0, 1, 0, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 4, 1, 0, 80, 0, 0, 0,
        1, 0, 0, 0, 0, 0x50, 0x10, 1, 0, 0, 0, 0, 0,
    ];
}
