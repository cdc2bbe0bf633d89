//! Following what one end sends, segment by segment: the patient way.
//!
//! Duty: count each segment, and take its acknowledgment. Invariant: a segment was placed, and what
//! it tells noticed, before it is counted. Absence: no verdict on a segment; that is `detect`.

use super::course::Carried;
use super::{Marks, Place, Sent};
use crate::analysis::duplicates::{FAR, elapsed, fingerprint};
use crate::analysis::evidence::{self, Evidence};
use crate::analysis::numbering::{occupied_at, payload_at};
use crate::analysis::window::Window;
use crate::analysis::{Event, Events, Rule};
use crate::{Segment, SeqNumber};

/// Nothing but a duplicate acknowledgment.
pub(in crate::analysis) const DUPLICATE_ACK: Events = {
    let mut events = Events::NONE;
    events.insert(Rule::SameAckAndWindow);
    events
};

impl Sent {
    /// Is the segment a copy of a recent one, and by which rule? It is remembered in any case.
    pub(in crate::analysis) fn take_recent(&mut self, segment: &Segment<'_>) -> Option<Rule> {
        let print = fingerprint(segment, segment.payload_len);
        let elapsed = if self.is_known() {
            elapsed(segment.time.as_nanos(), self.time)
        } else {
            FAR
        };
        let copy = self.recent.copied(print, segment, elapsed);
        self.recent.remember(print, elapsed);
        copy
    }

    /// Counts a segment of this end; `place` is where it lies, `events` what was noticed, and
    /// `peer` the other end's window.
    pub(in crate::analysis) fn add(
        &mut self,
        segment: &Segment<'_>,
        place: &Place,
        peer: &Window,
        events: Events,
    ) {
        self.count_segment(segment);
        // A reset does not consume sequence space, and its sequence number may be anything, so
        // it takes no part in the bookkeeping.
        if segment.control.rst() {
            self.count_not_unique(segment.payload_len.into());
        } else {
            if self.numbering.begin(segment) {
                self.forget_used();
                self.lose();
                self.forget_evidence();
            }
            if place.keep_alive {
                self.count_not_unique(segment.payload_len.into());
                self.odd_mut().trouble.keep_alive_packets += 1;
            } else {
                self.add_octets(segment, events);
            }
        }
        self.count_events(segment, events);
        if let Some(ack) = segment.ack() {
            self.set_last_ack(ack);
        }
        self.take_plain(segment.time.as_nanos(), segment.raw_window, peer);
        if segment.control.syn() {
            self.window = Window::offered(segment, &segment.options.offers());
        }
        if events.contains(Event::KeepAlive) {
            self.marks.set(Marks::KEPT_ALIVE);
        }
        if events.contains(Event::ZeroWindowProbe) {
            self.marks.set(Marks::PROBED);
        }
    }

    /// Remembers what is to be known of its last packet, as if nothing had happened in it.
    #[inline]
    pub(in crate::analysis) fn take_plain(&mut self, time: i64, raw_window: u16, peer: &Window) {
        self.window.take(raw_window, peer);
        self.time = time;
        self.marks.clear(Marks::KEPT_ALIVE | Marks::PROBED);
    }

    /// Counts payload that was not sent before.
    #[inline]
    pub(in crate::analysis) fn count_plain(&mut self, segment: &Segment<'_>, time: i64) {
        let course = self.course_mut();
        course.bytes += u64::from(segment.payload_len);
        course.first_payload.get_or_insert(time);
        course.last_payload = segment.time;
    }

    fn count_segment(&mut self, segment: &Segment<'_>) {
        self.count_packet();
        if segment.payload_len > 0 {
            self.course_mut().bytes += u64::from(segment.payload_len);
        }
        let control = segment.control;
        if control.syn() && add_carries(&mut self.syn) {
            self.carried_mut().syn += FULL;
        }
        if control.fin() {
            self.count_fin_bit();
        }
        if control.rst() && add_carries(&mut self.rst) {
            self.carried_mut().rst += FULL;
        }
    }

    fn count_fin_bit(&mut self) {
        if add_carries(&mut self.fin) {
            self.carried_mut().fin += FULL;
        }
    }

    /// Counts a FIN where nothing happened in its segment.
    #[inline]
    pub(in crate::analysis) fn count_fin(&mut self, time: i64) {
        self.count_fin_bit();
        self.course_mut().first_fin.get_or_insert(time);
    }

    #[inline]
    pub(in crate::analysis) fn count_packet(&mut self) {
        self.packets = self.packets.wrapping_add(1);
        if self.packets == 0 {
            self.carried_mut().packets += 1 << 32;
        }
    }

    fn carried_mut(&mut self) -> &mut Carried {
        self.odd_mut().carried.get_or_insert_default()
    }

    /// Remembers the acknowledgment number it sent last.
    #[inline]
    pub(in crate::analysis) fn set_last_ack(&mut self, ack: SeqNumber) {
        self.last_ack = ack;
        self.marks.set(Marks::ACK);
    }

    fn count_not_unique(&mut self, octets: u64) {
        if octets > 0 {
            self.odd_mut().not_unique += octets;
        }
    }

    fn add_octets(&mut self, segment: &Segment<'_>, events: Events) {
        let Some(start) = self.numbering.position(segment.seq) else {
            return;
        };
        let occupied = occupied_at(segment, start);
        let (end, highest) = (occupied.end, self.numbering.next());
        if occupied.is_empty() {
            if highest.is_some_and(|highest| highest < end) {
                self.settle_timed();
                self.list_if_whole();
            }
            self.numbering.advance(end);
            return;
        }
        let known = self.count(&occupied);
        let known_payload = self.count(&payload_at(segment, start));
        self.count_not_unique(known_payload);
        self.insert(occupied);
        let timestamp = segment.options.timestamps().map(|(value, _)| value);
        let time = segment.time.as_nanos();
        if known == 0 && highest.is_none_or(|highest| highest <= start) {
            self.time_new(time, || timestamp);
        } else {
            self.settle_echo();
            if known > 0 && !events.contains(Event::CaptureDuplicate) {
                self.lose();
                self.odd_mut().evidence.sent_again(end, timestamp);
                self.mark_again();
            } else {
                self.settle_timed();
            }
            self.set_new(time);
            let trouble = &mut self.odd_mut().trouble;
            if known > 0 {
                trouble.retransmitted_packets += 1;
                trouble.retransmitted_bytes += known_payload;
            } else {
                trouble.out_of_order_packets += 1;
            }
        }
        self.numbering.advance(end);
        self.note_times(segment);
    }

    /// Notes when there was payload, or a FIN.
    fn note_times(&mut self, segment: &Segment<'_>) {
        if segment.payload_len == 0 && !segment.control.fin() {
            return;
        }
        let time = segment.time.as_nanos();
        let course = self.course_mut();
        if segment.payload_len > 0 {
            course.first_payload.get_or_insert(time);
            course.last_payload = segment.time;
        }
        if segment.control.fin() {
            course.first_fin.get_or_insert(time);
        }
    }

    /// Counts another duplicate of its last acknowledgment.
    #[inline]
    pub(in crate::analysis) fn count_duplicate_ack(&mut self) {
        self.duplicate_acks = self.duplicate_acks.saturating_add(1);
        self.course_mut().duplicate_acks += 1;
    }

    fn count_events(&mut self, segment: &Segment<'_>, events: Events) {
        if segment.control.ack() && Some(segment.raw_ack) != self.last_ack() {
            self.duplicate_acks = 0;
        }
        if events.is_empty() {
            return;
        }
        if events.contains(Event::DuplicateAck) {
            self.count_duplicate_ack();
        }
        if events != DUPLICATE_ACK {
            self.odd_mut().trouble.count(events);
        }
    }

    /// Positions of an older numbering say nothing about this one.
    fn forget_evidence(&mut self) {
        if let Some(odd) = self.course.as_mut().and_then(|course| course.odd.as_mut()) {
            odd.evidence = Evidence::default();
        }
        self.mark_again();
    }

    /// Takes the peer's acknowledgment of what this end sent.
    pub(in crate::analysis) fn acknowledged(&mut self, ack: &Segment<'_>) {
        let Some(number) = ack.ack() else {
            return;
        };
        self.numbering.guess(number);
        let Some(position) = self.numbering.position(number) else {
            return;
        };
        let time = ack.time.as_nanos();
        if self.numbering.next().is_none_or(|next| position > next) {
            // What it answers was not captured.
            self.lose();
        } else {
            let all = self.numbering.next() == Some(position);
            self.time_acknowledged(position, all, time, || Some(ack.options.timestamps()?.1));
        }
        if let Some(behind) = evidence::highest_sacked(ack, self) {
            self.odd_mut().evidence.sacked(behind);
        }
        let odd = self.course.as_mut().and_then(|course| course.odd.as_mut());
        if let Some(odd) = odd {
            odd.evidence.acknowledged(position);
        }
        self.mark_again();
    }

    /// Marks whether there is evidence that waits for an acknowledgment.
    fn mark_again(&mut self) {
        if self.evidence().is_some_and(Evidence::has_again) {
            self.marks.set(Marks::AGAIN);
        } else {
            self.marks.clear(Marks::AGAIN);
        }
    }
}

/// How much a small count carries over.
const FULL: u64 = 1 << 8;

/// Adds one to a small count; is it full, and begins anew?
fn add_carries(count: &mut u8) -> bool {
    *count = count.wrapping_add(1);
    *count == 0
}
