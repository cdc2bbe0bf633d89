//! Datagrams put together from their fragments, so that a segment is as long as it was sent.
//!
//! Duty: hand out a fragmented datagram's segment once, in the frame that completes it, as
//! Wireshark counts it. Invariant: at most [`MAX_DATAGRAMS`] are held, each of at most 64 KiB;
//! the oldest gives way. Absence: frames that were cut by the snapshot length, which nothing can
//! complete; the first fragment of such a datagram stands for itself.

use super::Decoded;
use super::fragment::Fragment;
use super::rest::Rest;
use super::walk::{Next, Walk};
use crate::{Segment, Timestamp};
use etherparse::defrag::IpDefragBuf;
use etherparse::{IpFragOffset, IpNumber};
use std::collections::HashMap;
use std::net::IpAddr;

/// Datagrams held at once: far more than are on their way at a time on real links, and 16 MiB at
/// most.
const MAX_DATAGRAMS: usize = 256;

/// How long a datagram waits for its fragments, by the capture's own time (RFC 8200, section 4.5).
const MAX_WAIT: i64 = 60_000_000_000;

/// How many times a datagram put together may turn out to be a fragment again.
const MAX_NESTING: u32 = 4;

/// Puts fragmented datagrams together.
///
/// ```no_run
/// use synfin::{Capture, decode::Reassembly};
///
/// let mut capture = Capture::open("capture.pcap")?;
/// let mut reassembly = Reassembly::new();
/// while let Some(frame) = capture.next_frame()? {
///     let decoded = frame.decode();
///     if let Some(segment) = reassembly.segment(&decoded) {
///         println!("{} {}", segment.packet, segment.payload_len);
///     }
/// }
/// # Ok::<(), synfin::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Reassembly {
    waiting: HashMap<Key, Datagram>,
    /// Datagrams begun so far.
    begun: u64,
    /// The datagram completed last; its segment is borrowed from it.
    complete: Vec<u8>,
}

/// What fragments of one datagram have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    source: IpAddr,
    destination: IpAddr,
    id: u32,
    protocol: u8,
    vlan: Option<u16>,
}

/// A datagram that is not complete.
#[derive(Debug)]
struct Datagram {
    buffer: IpDefragBuf,
    begun: u64,
    since: Timestamp,
}

impl Reassembly {
    /// Holds nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The segment that a frame brings: its own, or that of the datagram it completes; `None` for
    /// a fragment that completes nothing, and where there is no TCP.
    #[inline]
    pub fn segment<'a>(&'a mut self, decoded: &Decoded<'a>) -> Option<Segment<'a>> {
        match decoded.fragment() {
            None => decoded.segment().copied(),
            Some(fragment) if !fragment.is_whole() => decoded.segment().copied(),
            Some(fragment) => self.join(fragment),
        }
    }

    /// Adds a fragment; the segment of the datagram if that is complete now.
    #[cold]
    fn join(&mut self, fragment: &Fragment<'_>) -> Option<Segment<'_>> {
        let mut context = fragment.context;
        let mut protocol = fragment.protocol;
        let mut payload = self.add(fragment)?;
        for _ in 0..MAX_NESTING {
            let (walk, _) = Walk::run(Rest::of(&payload), context, Next::Protocol(protocol));
            let Some(inner) = walk.fragment else {
                break;
            };
            (context, protocol) = (inner.context, inner.protocol);
            payload = self.add(&inner)?;
        }
        self.complete = payload;
        let rest = Rest::of(&self.complete);
        let (_, segment) = Walk::run(rest, context, Next::Protocol(protocol));
        segment.ok()
    }

    /// Adds a fragment; the datagram's payload if that is complete now.
    fn add(&mut self, fragment: &Fragment<'_>) -> Option<Vec<u8>> {
        let key = Key::of(fragment)?;
        let now = fragment.context.time;
        if let Some(datagram) = self.waiting.get(&key)
            && now.nanos_since(datagram.since) > MAX_WAIT
        {
            self.waiting.remove(&key);
        }
        if self.waiting.len() >= MAX_DATAGRAMS && !self.waiting.contains_key(&key) {
            self.drop_oldest();
        }
        let begun = self.begun;
        let datagram = self.waiting.entry(key).or_insert_with(|| Datagram {
            buffer: IpDefragBuf::new(IpNumber(key.protocol), Vec::new(), Vec::new()),
            begun,
            since: now,
        });
        self.begun += 1;
        let added = u16::try_from(fragment.offset / 8)
            .ok()
            .and_then(|units| IpFragOffset::try_new(units).ok())
            .map(|offset| datagram.buffer.add(offset, fragment.more, fragment.payload));
        match added {
            Some(Ok(())) if !datagram.buffer.is_complete() => None,
            Some(Ok(())) => self
                .waiting
                .remove(&key)
                .map(|datagram| datagram.buffer.take_bufs().0),
            // Fragments that contradict each other make no datagram.
            Some(Err(_)) | None => {
                self.waiting.remove(&key);
                None
            }
        }
    }

    fn drop_oldest(&mut self) {
        let oldest = self
            .waiting
            .iter()
            .min_by_key(|(_, datagram)| datagram.begun)
            .map(|(key, _)| *key);
        if let Some(key) = oldest {
            self.waiting.remove(&key);
        }
    }
}

impl Key {
    fn of(fragment: &Fragment<'_>) -> Option<Self> {
        let network = fragment.context.network?;
        Some(Self {
            source: network.source,
            destination: network.destination,
            id: fragment.id,
            protocol: fragment.protocol,
            vlan: fragment.context.vlan,
        })
    }
}
