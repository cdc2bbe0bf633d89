//! What one end of a connection sent: counts, and the bookkeeping of its sequence numbers.
//!
//! Duty: place each segment in its sender's sequence space and count it. Invariant: positions are
//! 64 bits wide and never wrap; the end's initial sequence number is its `origin`. Absence: no
//! verdict on a segment (that is `detect`), no state of RFC 9293.

use super::duplicates::{Recent, fingerprint};
use super::evidence::{self, Evidence};
use super::numbering::{Numbering, occupied_at, payload_at};
use super::octets::OctetSet;
use super::rtt::{EchoMeter, RttMeter};
use super::window::Window;
use super::{Event, Events, RttStats, Rule, Trouble};
use crate::{Segment, SeqNumber, Timestamp};
use std::ops::Range;

/// What one end of a connection sent.
///
/// What it sent before its SYN takes no part in the bookkeeping of sequence numbers, unless the
/// SYN's number is just before it: it belongs to an older incarnation (RFC 9293, 3.5.1).
#[derive(Clone, Debug, Default)]
pub struct Sent {
    pub(super) packets: u64,
    pub(super) bytes: u64,
    pub(super) unique_bytes: u64,
    syn: u64,
    fin: u64,
    rst: u64,
    pub(super) trouble: Option<Box<Trouble>>,
    first_payload: Option<Timestamp>,
    last_payload: Option<Timestamp>,
    first_fin: Option<Timestamp>,
    pub(super) rtt: RttMeter,
    pub(super) echoes: EchoMeter,
    pub(super) recent: Recent,
    pub(super) evidence: Option<Box<Evidence>>,
    /// When it last sent something that takes sequence numbers, in nanoseconds.
    pub(super) last_new: Option<i64>,
    pub(super) numbering: Numbering,
    pub(super) octets: OctetSet,
    pub(super) window: Window,
    /// The acknowledgment number it sent last.
    pub(super) last_ack: Option<SeqNumber>,
    /// Duplicates of that so far.
    pub(super) duplicate_acks: u32,
    pub(super) previous: Option<Previous>,
}

/// What is remembered of an end's packet before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Previous {
    /// When it was captured, in nanoseconds.
    pub(super) time: i64,
    pub(super) raw_window: u16,
    pub(super) events: Events,
}

/// Where a segment lies among what its sender sent before.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The positions it occupies: payload, SYN and FIN. Empty for a bare ACK, which still has its
    /// place. `None` while nothing is known of the sender's numbers.
    pub(super) occupied: Option<Range<i64>>,
    /// How many of them were occupied before.
    pub(super) known: u64,
    pub(super) keep_alive: bool,
}

impl Sent {
    /// Segments sent; one that IP split into fragments counts once.
    #[must_use]
    pub const fn packets(&self) -> u64 {
        self.packets
    }

    /// Payload octets in them by their headers' lengths, repeated ones included.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Payload octets with different sequence numbers. Segments with RST and keep-alives do not
    /// count here, nor in what follows from sequence numbers.
    #[must_use]
    pub const fn unique_bytes(&self) -> u64 {
        self.unique_bytes
    }

    /// Sequence numbers between the lowest and the highest that payload, SYN and FIN occupied,
    /// which no captured segment did.
    #[must_use]
    pub fn missing_bytes(&self) -> u64 {
        self.octets.missing()
    }

    /// Segments with SYN.
    #[must_use]
    pub const fn syn(&self) -> u64 {
        self.syn
    }

    /// Segments with FIN.
    #[must_use]
    pub const fn fin(&self) -> u64 {
        self.fin
    }

    /// Segments with RST.
    #[must_use]
    pub const fn rst(&self) -> u64 {
        self.rst
    }

    /// What went wrong on the way, and what was done about it.
    #[must_use]
    pub fn trouble(&self) -> &Trouble {
        self.trouble.as_deref().unwrap_or(&Trouble::NONE)
    }

    /// Were there more holes than are remembered? Then octets that filled the lowest of them are
    /// counted as retransmitted.
    #[must_use]
    pub const fn forgot_holes(&self) -> bool {
        self.octets.overflowed()
    }

    /// The initial sequence number, absolute, if its SYN was captured.
    #[must_use]
    pub const fn initial_seq(&self) -> Option<SeqNumber> {
        self.numbering.isn
    }

    /// The maximum segment size this end asked for in its SYN, payload octets (RFC 9293, 3.7.1).
    #[must_use]
    pub fn mss(&self) -> Option<u16> {
        self.window.offer?.mss
    }

    /// The shift count this end offered in its SYN, as it stands; above 14 it counts as 14
    /// (RFC 7323, 2.3).
    #[must_use]
    pub fn window_scale(&self) -> Option<u8> {
        self.window.offer?.window_scale
    }

    /// Did its SYN permit SACK (RFC 2018, section 2)? Unknown without its SYN.
    #[must_use]
    pub fn sack_permitted(&self) -> Option<bool> {
        self.window.offer?.sack_permitted
    }

    /// Did its SYN carry timestamps (RFC 7323, 3.2)? Unknown without its SYN.
    #[must_use]
    pub fn timestamps(&self) -> Option<bool> {
        self.window.offer?.timestamps
    }

    /// When its first payload was captured, segments with RST left out.
    #[must_use]
    pub const fn first_payload(&self) -> Option<Timestamp> {
        self.first_payload
    }

    /// When its last payload was captured, segments with RST left out.
    #[must_use]
    pub const fn last_payload(&self) -> Option<Timestamp> {
        self.last_payload
    }

    /// When its first FIN was captured.
    #[must_use]
    pub const fn first_fin(&self) -> Option<Timestamp> {
        self.first_fin
    }

    /// Round trips from what this end sent to its acknowledgment, as seen from the capture point.
    #[must_use]
    pub const fn rtt(&self) -> &RttStats {
        self.rtt.stats()
    }

    /// Round trips from a timestamp this end sent to its echo (RFC 7323, 4.1).
    #[must_use]
    pub const fn echo_rtt(&self) -> &RttStats {
        self.echoes.stats()
    }

    /// Octets from this end's initial sequence number to `seq`, in 64 bits.
    #[must_use]
    pub fn relative(&self, seq: SeqNumber) -> Option<i64> {
        self.numbering.relative(seq)
    }

    /// Is the segment a copy of a recent one, and by which rule? It is remembered in any case.
    pub(super) fn take_recent(&mut self, segment: &Segment<'_>) -> Option<Rule> {
        let print = fingerprint(segment);
        let micros = |nanos: i64| nanos / 1000;
        let elapsed = self
            .previous
            .map(|previous| micros(segment.time.as_nanos()) - micros(previous.time));
        let copy = self.recent.copied(print, segment, elapsed);
        self.recent.remember(print, elapsed);
        copy
    }

    /// Was the last thing it sent a keep-alive?
    pub(super) fn sent_keep_alive_last(&self) -> bool {
        self.previous
            .is_some_and(|previous| previous.events.contains(Event::KeepAlive))
    }

    /// Where a segment of this end lies, before it is counted.
    pub(super) fn place(&self, segment: &Segment<'_>, peer: &Self) -> Place {
        let start = self.numbering.position(segment.seq);
        let occupied = start.map(|start| occupied_at(segment, start));
        let known = match &occupied {
            Some(occupied) if !segment.control.rst() => self.octets.count(occupied),
            _ => 0,
        };
        Place {
            keep_alive: start.is_some_and(|start| self.is_keep_alive(segment, start, peer)),
            occupied,
            known,
        }
    }

    /// RFC 9293, 3.8.4: SEG.SEQ = SND.NXT-1, no or one garbage octet, and nothing outstanding.
    fn is_keep_alive(&self, segment: &Segment<'_>, start: i64, peer: &Self) -> bool {
        let Some(next) = self.numbering.next else {
            return false;
        };
        start == next - 1
            && segment.payload_len <= 1
            && !segment.control.syn()
            && !segment.control.fin()
            && peer
                .last_ack
                .and_then(|ack| self.numbering.position(ack))
                .is_some_and(|acknowledged| acknowledged >= next)
    }

    /// Counts a segment of this end; `place` is where it lies, `events` what was noticed, and
    /// `peer_shift` the shift count that the other end's SYN offered.
    pub(super) fn add(
        &mut self,
        segment: &Segment<'_>,
        place: &Place,
        peer_shift: Option<u8>,
        events: Events,
    ) {
        self.packets += 1;
        self.bytes += u64::from(segment.payload_len);
        self.syn += u64::from(segment.control.syn());
        self.fin += u64::from(segment.control.fin());
        self.rst += u64::from(segment.control.rst());
        // A reset does not consume sequence space, and its sequence number may be anything, so
        // it takes no part in the bookkeeping.
        if !segment.control.rst() {
            if self.numbering.begin(segment) {
                self.octets = OctetSet::default();
                self.rtt.lose();
            }
            if place.keep_alive {
                self.trouble_mut().keep_alive_packets += 1;
            } else {
                self.add_octets(segment, events);
            }
        }
        self.count_events(segment, events);
        self.window.take(segment, peer_shift);
        self.last_ack = segment.ack().or(self.last_ack);
        self.previous = Some(Previous {
            time: segment.time.as_nanos(),
            raw_window: segment.raw_window,
            events,
        });
    }

    fn add_octets(&mut self, segment: &Segment<'_>, events: Events) {
        let Some(start) = self.numbering.position(segment.seq) else {
            return;
        };
        let occupied = occupied_at(segment, start);
        let (end, highest) = (occupied.end, self.numbering.next);
        self.numbering.advance(end);
        if occupied.is_empty() {
            return;
        }
        self.note_times(segment);
        let known_payload = self.octets.count(&payload_at(segment, start));
        self.unique_bytes += u64::from(segment.payload_len).saturating_sub(known_payload);
        let timestamp = segment.options.timestamps().map(|(value, _)| value);
        if self.octets.insert(occupied) > 0 {
            let trouble = self.trouble_mut();
            trouble.retransmitted_packets += 1;
            trouble.retransmitted_bytes += known_payload;
            if !events.contains(Event::CaptureDuplicate) {
                self.rtt.lose();
                self.evidence_mut().sent_again(end, timestamp);
            }
        } else if highest.is_some_and(|highest| start < highest) {
            self.trouble_mut().out_of_order_packets += 1;
        } else {
            self.rtt.sent(end, segment.time.as_nanos());
            if let Some(timestamp) = timestamp {
                self.echoes.sent(timestamp, segment.time.as_nanos());
            }
        }
    }

    pub(super) fn note_times(&mut self, segment: &Segment<'_>) {
        self.last_new = Some(segment.time.as_nanos());
        if segment.payload_len > 0 {
            self.first_payload.get_or_insert(segment.time);
            self.last_payload = Some(segment.time);
        }
        if segment.control.fin() {
            self.first_fin.get_or_insert(segment.time);
        }
    }

    pub(super) fn trouble_mut(&mut self) -> &mut Trouble {
        self.trouble.get_or_insert_default()
    }

    fn evidence_mut(&mut self) -> &mut Evidence {
        self.evidence.get_or_insert_default()
    }

    fn count_events(&mut self, segment: &Segment<'_>, events: Events) {
        if segment.control.ack() && Some(segment.raw_ack) != self.last_ack {
            self.duplicate_acks = 0;
        }
        if events.is_empty() {
            return;
        }
        if events.contains(Event::DuplicateAck) {
            self.duplicate_acks = self.duplicate_acks.saturating_add(1);
        }
        self.trouble_mut().count(events);
    }

    /// Takes the peer's acknowledgment of what this end sent.
    pub(super) fn acknowledged(&mut self, ack: &Segment<'_>) {
        let Some(number) = ack.ack() else {
            return;
        };
        self.numbering.guess(number);
        let Some(position) = self.numbering.position(number) else {
            return;
        };
        let time = ack.time.as_nanos();
        if self.numbering.next.is_none_or(|next| position > next) {
            // What it answers was not captured.
            self.rtt.lose();
        } else if self.rtt.acknowledged(position, time)
            && let Some((_, echo)) = ack.options.timestamps()
        {
            // RFC 7323, 4.1: only an ACK that advances the left edge of the window counts.
            self.echoes.echoed(echo, time);
        }
        if let Some(behind) = evidence::highest_sacked(ack, self) {
            self.evidence_mut().sacked(behind);
        }
        if let Some(evidence) = &mut self.evidence {
            evidence.acknowledged(position);
        }
    }
}
