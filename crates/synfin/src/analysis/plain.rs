//! The short way, for segments in which nothing happens.
//!
//! Duty: recognise the next data, acknowledgment or FIN of a connection that is open, and do to
//! both ends what the patient way would. Invariant: all is looked at before anything is changed,
//! so a segment that is not plain after all finds the ends as they were. Absence: no rule but the
//! duplicate acknowledgment; whatever else could apply sends the segment the patient way.

use super::duplicates::{elapsed, fingerprint};
use super::traffic::{Traffic, Verdict};
use super::{Events, Rule, Sent};
use crate::{End, Segment};

/// The longest payload of a plain segment: far from where positions become ambiguous.
const LONGEST: u32 = 1 << 24;

/// What has to be known of a plain segment to take it.
struct Plain {
    /// Its sender's position, and the acknowledged position of its receiver.
    start: i64,
    acknowledged: i64,
    /// Its capture's time in nanoseconds, and how many microseconds after its sender's last.
    time: i64,
    elapsed: i16,
    print: u32,
    /// Does it repeat its sender's last acknowledgment?
    same_ack: bool,
    events: Events,
}

impl Traffic {
    /// Takes a segment with ACK and without SYN and RST, if nothing happens in it; otherwise nothing
    /// is changed.
    pub(super) fn observe_plain(
        &mut self,
        (sender, receiver): (End, End),
        segment: &Segment<'_>,
    ) -> Option<Verdict> {
        if segment.raw_window == 0
            || segment.payload_len > LONGEST
            || sender == receiver
            || !self.zeek.is_settled(sender)
        {
            return None;
        }
        let (x, y) = match sender {
            End::Lower => (&mut self.lower, &mut self.upper),
            End::Upper => (&mut self.upper, &mut self.lower),
        };
        let plain = Plain::of(segment, x, y)?;
        let data = segment.payload_len > 0;
        self.silence.end(plain.time);
        self.completeness.take_plain(data);
        if self.handshake.waits_for_ack() {
            self.handshake
                .acknowledge(sender, segment.raw_ack, plain.time);
        }
        plain.received(y, segment);
        if segment.control.fin() {
            self.completeness.take_fin();
            self.zeek.take_fin(segment, (sender, receiver));
            plain.sent_fin(x, segment);
        } else {
            self.zeek.take_plain(sender, data);
            if data {
                plain.sent_payload(x, segment);
            }
        }
        plain.sent(x, y, segment);
        Some(Verdict {
            events: plain.events,
            relative_seq: Some(x.numbering.octets_to(plain.start)),
            relative_ack: Some(y.numbering.octets_to(plain.acknowledged)),
            scaled_window: x.window.known(),
        })
    }
}

impl Plain {
    /// Is the segment of `x` to `y` plain? Each test stands for what it keeps from happening.
    #[inline]
    fn of(segment: &Segment<'_>, x: &Sent, y: &Sent) -> Option<Self> {
        let start = x.numbering.next_if(segment.seq)?;
        if !has_usual_options(segment) || y.asks_for_care() {
            // What SACK and evidence tell, or the answer to a keep-alive.
            return None;
        }
        let acknowledged = y.numbering.position_if_used(segment.raw_ack)?;
        let same_ack = x.repeats_ack(segment.raw_ack);
        // An ACK of a hole. Where there is no list, there is none before the next number.
        if y.is_listed() && !same_ack && !has_all_before(acknowledged, x, y) {
            return None;
        }
        let mut events = Events::NONE;
        if segment.payload_len > 0 {
            // A hole that a bare ACK announced; window probes and a window that is filled.
            if !x.goes_on_at(start) || y.window.raw() == 0 || fills_window(segment, y) {
                return None;
            }
        } else if segment.control.fin() {
            // The same hole.
            if !x.goes_on_at(start) {
                return None;
            }
        } else if same_ack {
            // A window update.
            if segment.raw_window != x.window.raw() {
                return None;
            }
            events.insert(Rule::SameAckAndWindow);
        }
        let time = segment.time.as_nanos();
        let elapsed = elapsed(time, x.time);
        let print = fingerprint(segment);
        if x.recent.copied(print, segment, elapsed).is_some() {
            return None;
        }
        Some(Self {
            start,
            acknowledged,
            time,
            elapsed,
            print,
            same_ack,
            events,
        })
    }

    /// Does to the receiver what `Sent::acknowledged` would.
    #[inline]
    fn received(&self, y: &mut Sent, segment: &Segment<'_>) {
        let all = y.numbering.is_next(segment.raw_ack);
        y.time_acknowledged(self.acknowledged, all, self.time, || {
            usual_timestamp::<8>(segment)
        });
    }

    /// Does to the sender what `Sent::add` would with any segment.
    #[inline]
    fn sent(&self, x: &mut Sent, y: &Sent, segment: &Segment<'_>) {
        x.count_packet();
        if !self.events.is_empty() {
            x.take_duplicate_ack();
        } else if !self.same_ack {
            x.set_last_ack(segment.raw_ack);
            x.duplicate_acks = 0;
        }
        x.take_plain(self.time, segment.raw_window, &y.window);
        x.recent.remember(self.print, self.elapsed);
    }

    /// What comes with payload besides.
    #[inline]
    fn sent_payload(&self, x: &mut Sent, segment: &Segment<'_>) {
        x.time_new(self.time, || usual_timestamp::<4>(segment));
        let end = x.numbering.move_on(segment.payload_len);
        x.go_on(self.start, end);
        x.count_plain(segment, self.time);
    }

    /// What comes with a FIN, and perhaps payload.
    fn sent_fin(&self, x: &mut Sent, segment: &Segment<'_>) {
        x.time_new(self.time, || usual_timestamp::<4>(segment));
        let end = x.numbering.move_on(segment.payload_len + 1);
        x.go_on(self.start, end);
        if segment.payload_len > 0 {
            x.count_plain(segment, self.time);
        }
        x.count_fin(self.time);
    }
}

/// Was all used that `acknowledged` covers, and that `x` did not acknowledge before?
#[cold]
fn has_all_before(acknowledged: i64, x: &Sent, y: &Sent) -> bool {
    let before = match x.last_ack() {
        Some(ack) => y.numbering.position(ack),
        None => y.lowest(),
    };
    before.is_some_and(|before| acknowledged <= before || y.has_all(before, acknowledged))
}

/// Does the payload end where the window of its receiver does?
#[inline]
fn fills_window(segment: &Segment<'_>, y: &Sent) -> bool {
    let end = segment.seq.plus(segment.payload_len);
    y.last_ack()
        .is_some_and(|ack| end.offset_from(ack) == y.window.octets())
}

/// Has the segment no options, or none but timestamps, in the layout of RFC 7323, appendix A?
#[inline]
fn has_usual_options(segment: &Segment<'_>) -> bool {
    match segment.options.as_bytes() {
        [] => true,
        [head @ .., _, _, _, _, _, _, _, _] => *head == [1, 1, 8, 10],
        _ => false,
    }
}

/// Of a segment that [has usual options](has_usual_options) the timestamp that lies `AT` octets
/// behind their beginning: TSval at 4, TSecr at 8.
#[inline]
fn usual_timestamp<const AT: usize>(segment: &Segment<'_>) -> Option<u32> {
    let octets = segment.options.as_bytes().get(AT..)?.first_chunk()?;
    Some(u32::from_be_bytes(*octets))
}
