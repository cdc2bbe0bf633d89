//! What one end of a connection sent: counts, and the bookkeeping of its sequence numbers.
//!
//! Duty: place each segment in its sender's sequence space and count it. Invariant: positions are
//! 64 bits wide and never wrap; the end's initial sequence number is its `origin`. Absence: no
//! verdict on a segment (that is `detect`), no state of RFC 9293.

use super::octets::OctetSet;
use super::rtt::RttMeter;
use super::{Event, Events, RttStats, Trouble};
use crate::{Segment, SeqNumber};
use std::ops::Range;

/// The largest shift count that counts (RFC 7323, 2.3).
const LARGEST_SHIFT: u8 = 14;

/// What one end of a connection sent.
///
/// What it sent before its SYN takes no part in the bookkeeping of sequence numbers, unless the
/// SYN's number is just before it: it belongs to an older incarnation (RFC 9293, 3.5.1).
#[derive(Clone, Debug, Default)]
pub struct Sent {
    packets: u64,
    bytes: u64,
    unique_bytes: u64,
    syn: u64,
    fin: u64,
    rst: u64,
    trouble: Option<Box<Trouble>>,
    offer: Offer,
    pub(super) rtt: RttMeter,
    pub(super) numbering: Numbering,
    pub(super) octets: OctetSet,
    pub(super) window: Window,
    /// The acknowledgment number it sent last.
    pub(super) last_ack: Option<SeqNumber>,
    /// Duplicates of that so far.
    pub(super) duplicate_acks: u32,
    pub(super) previous: Option<Previous>,
}

/// What an end offered in its SYN.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Offer {
    mss: Option<u16>,
    window_scale: Option<u8>,
    sack_permitted: bool,
    timestamps: bool,
}

/// Where an end's sequence numbers begin and have got to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Numbering {
    /// The number at position 0.
    base: Option<SeqNumber>,
    /// The position of the initial sequence number, known or guessed.
    origin: i64,
    /// The sequence number of its SYN.
    pub(super) isn: Option<SeqNumber>,
    /// That of its first segment without RST.
    first_seq: Option<SeqNumber>,
    /// The highest position used so far, plus one; SND.NXT as far as it was captured.
    pub(super) next: Option<i64>,
}

/// An end's receive window as it advertised it last.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Window {
    /// Octets, scaled if both SYNs offered to.
    pub(super) octets: u32,
    /// The shift count of its last SYN.
    shift: Option<u8>,
    /// Was the snapshot too short to tell whether its SYN offered a scale?
    unknown: bool,
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

/// What the bookkeeping of one end needs to know of the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer {
    shift: Option<u8>,
}

impl Numbering {
    /// The position of a sequence number: the one nearest to what was sent last.
    pub(super) fn position(&self, seq: SeqNumber) -> Option<i64> {
        let base = self.base?;
        let near = self.next.unwrap_or(self.origin);
        Some(SeqNumber(seq.offset_from(base)).unwrap_near(near))
    }

    /// Octets from the initial sequence number.
    fn relative(&self, seq: SeqNumber) -> Option<i64> {
        Some(self.position(seq)?.saturating_sub(self.origin))
    }

    /// The initial sequence number: known, or as if the first segment came right after the SYN.
    fn expected_isn(&self) -> Option<SeqNumber> {
        self.isn.or_else(|| Some(self.first_seq?.minus(1)))
    }

    /// Takes a segment without RST; says whether it began a new numbering.
    fn begin(&mut self, segment: &Segment<'_>) -> bool {
        let mut anew = false;
        self.first_seq.get_or_insert(segment.seq);
        if segment.control.syn() && self.isn.is_none() {
            if self.expected_isn() != Some(segment.seq) {
                *self = Self {
                    first_seq: self.first_seq,
                    ..Self::default()
                };
                anew = true;
            }
            self.isn = Some(segment.seq);
            self.base.get_or_insert(segment.seq);
            self.origin = self.position(segment.seq).unwrap_or_default();
        }
        // RFC 9293, 3.4: data begins one above the initial sequence number.
        self.base.get_or_insert_with(|| segment.seq.minus(1));
        anew
    }
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
    pub const fn mss(&self) -> Option<u16> {
        self.offer.mss
    }

    /// The shift count this end offered in its SYN, as it stands; above 14 it counts as 14
    /// (RFC 7323, 2.3).
    #[must_use]
    pub const fn window_scale(&self) -> Option<u8> {
        self.offer.window_scale
    }

    /// Did its SYN permit SACK (RFC 2018, section 2)?
    #[must_use]
    pub const fn sack_permitted(&self) -> bool {
        self.offer.sack_permitted
    }

    /// Did its SYN carry timestamps (RFC 7323, 3.2)?
    #[must_use]
    pub const fn timestamps(&self) -> bool {
        self.offer.timestamps
    }

    /// Round trips from what this end sent to its acknowledgment, as seen from the capture point.
    #[must_use]
    pub const fn rtt(&self) -> &RttStats {
        self.rtt.stats()
    }

    /// Octets from this end's initial sequence number to `seq`, in 64 bits.
    #[must_use]
    pub fn relative(&self, seq: SeqNumber) -> Option<i64> {
        self.numbering.relative(seq)
    }

    /// The receive window of this end in octets, if its scale is known: a SYN's is never scaled,
    /// another's only if both ends offered to (RFC 7323, 2.2).
    pub(super) fn known_window(&self, peer: &Self, segment: &Segment<'_>) -> Option<u32> {
        let both_syns = self.numbering.isn.is_some() && peer.numbering.isn.is_some();
        let known = both_syns && !self.window.unknown && !peer.window.unknown;
        if segment.control.syn() {
            return Some(segment.raw_window.into());
        }
        known.then_some(self.window.octets)
    }

    /// What the other end's bookkeeping needs to know of this one.
    pub(super) const fn as_peer(&self) -> Peer {
        Peer {
            shift: self.window.shift,
        }
    }

    /// Where a segment of this end lies, before it is counted.
    pub(super) fn place(&self, segment: &Segment<'_>, peer: &Self) -> Place {
        let start = self.numbering.position(segment.seq);
        let occupied = start.map(|start| start..start.saturating_add(i64::from(segment.seq_len())));
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

    /// Counts a segment of this end; `place` is where it lies, `events` what was noticed.
    pub(super) fn add(&mut self, segment: &Segment<'_>, place: &Place, peer: Peer, events: Events) {
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
                self.rtt.sent_again();
            }
            if place.keep_alive {
                self.trouble_mut().keep_alive_packets += 1;
            } else {
                self.add_octets(segment);
            }
        }
        self.count_events(segment, events);
        self.note_window(segment, peer);
        self.last_ack = segment.ack().or(self.last_ack);
        self.previous = Some(Previous {
            time: segment.time.as_nanos(),
            raw_window: segment.raw_window,
            events,
        });
    }

    fn add_octets(&mut self, segment: &Segment<'_>) {
        let Some(start) = self.numbering.position(segment.seq) else {
            return;
        };
        let end = start.saturating_add(i64::from(segment.seq_len()));
        let highest = self.numbering.next;
        if highest.is_none_or(|highest| end > highest) {
            // Also without payload: the sequence number of a bare ACK is the next one its sender
            // is going to use.
            self.numbering.next = Some(end);
        }
        if start == end {
            return;
        }
        let known_payload = self.octets.count(&payload_at(segment, start));
        self.unique_bytes += u64::from(segment.payload_len).saturating_sub(known_payload);
        let time = segment.time.as_nanos();
        if self.octets.insert(start..end) > 0 {
            let trouble = self.trouble_mut();
            trouble.retransmitted_packets += 1;
            trouble.retransmitted_bytes += known_payload;
            self.rtt.sent_again();
        } else if highest.is_some_and(|highest| start < highest) {
            self.trouble_mut().out_of_order_packets += 1;
        } else {
            self.rtt.sent(end, time);
        }
    }

    fn trouble_mut(&mut self) -> &mut Trouble {
        self.trouble.get_or_insert_default()
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

    fn note_window(&mut self, segment: &Segment<'_>, peer: Peer) {
        self.window.octets = segment.raw_window.into();
        if segment.control.syn() {
            let options = segment.options;
            self.window.shift = options.window_scale();
            self.window.unknown = options.is_cut() && self.window.shift.is_none();
            self.offer = Offer {
                mss: options.mss(),
                window_scale: self.window.shift,
                sack_permitted: options.sack_permitted(),
                timestamps: options.timestamps().is_some(),
            };
        } else if let (Some(shift), Some(_)) = (self.window.shift, peer.shift) {
            self.window.octets <<= shift.min(LARGEST_SHIFT);
        }
    }

    /// Guesses where this end's numbers begin from what its peer acknowledges first.
    pub(super) fn acknowledged_first(&mut self, ack: SeqNumber) {
        let base = &mut self.numbering.base;
        base.get_or_insert_with(|| ack.minus(1));
    }

    /// Takes the peer's acknowledgment of what this end sent.
    pub(super) fn acknowledged(&mut self, ack: SeqNumber, time: i64) {
        let position = self.numbering.position(ack);
        match (position, self.numbering.next) {
            (Some(position), Some(next)) if position <= next => {
                self.rtt.acknowledged(position, time);
            }
            // What it answers was not captured.
            (Some(_), Some(_)) => self.rtt.sent_again(),
            _ => {}
        }
    }
}

/// The positions of a segment's payload, where the segment begins at `start`.
pub(super) fn payload_at(segment: &Segment<'_>, start: i64) -> Range<i64> {
    let start = start.saturating_add(i64::from(segment.control.syn()));
    start..start.saturating_add(i64::from(segment.payload_len))
}
