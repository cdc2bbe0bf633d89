//! The short way, for segments in which nothing happens.
//!
//! Duty: recognise the next data or the next acknowledgment of a connection that is open, and do
//! to both ends what the patient way would. Invariant: all is looked at before anything is
//! changed, so a segment that is not plain after all finds the ends as they were. Absence: no
//! rule but the duplicate acknowledgment; whatever else could apply sends the segment the patient
//! way.

use super::duplicates::fingerprint;
use super::sent::{Previous, Sent};
use super::traffic::{Traffic, Verdict};
use super::{Events, Rule, window};
use crate::{ControlBits, End, Segment};

/// The longest payload of a plain segment: far from where positions become ambiguous.
const LONGEST: u32 = 1 << 24;

/// What has to be known of a plain segment to take it.
struct Plain {
    /// Its sender's position, and the acknowledged position of its receiver.
    start: i64,
    acknowledged: i64,
    /// Its capture's time in nanoseconds, and how many microseconds after its sender's last.
    time: i64,
    elapsed: i64,
    print: u32,
    timestamps: Option<(u32, u32)>,
    events: Events,
}

impl Traffic {
    /// Takes the segment if nothing happens in it; otherwise nothing is changed.
    pub(super) fn observe_plain(
        &mut self,
        (sender, receiver): (End, End),
        segment: &Segment<'_>,
    ) -> Option<Verdict> {
        const JUDGED: ControlBits = ControlBits::SYN
            .with(ControlBits::FIN)
            .with(ControlBits::RST);
        if !segment.control.ack()
            || segment.control.intersects(JUDGED)
            || segment.raw_window == 0
            || segment.payload_len > LONGEST
            || sender == receiver
            || !self.handshake.is_over()
            || !self.zeek.is_settled(sender, segment.payload_len > 0)
        {
            return None;
        }
        let (x, y) = match sender {
            End::Lower => (&mut self.lower, &mut self.upper),
            End::Upper => (&mut self.upper, &mut self.lower),
        };
        let plain = Plain::of(segment, x, y)?;
        self.longest_silence = self
            .longest_silence
            .max(segment.time.nanos_since(self.last));
        self.last = segment.time;
        self.completeness.take(segment);
        plain.received(y);
        plain.sent(x, y, segment);
        Some(Verdict {
            events: plain.events,
            relative_seq: Some(x.numbering.octets_to(plain.start)),
            relative_ack: Some(y.numbering.octets_to(plain.acknowledged)),
            scaled_window: window::scaled(segment, x, y),
        })
    }
}

impl Plain {
    /// Is the segment of `x` to `y` plain? Each test stands for what it keeps from happening.
    fn of(segment: &Segment<'_>, x: &Sent, y: &Sent) -> Option<Self> {
        let previous = x.previous.as_ref()?;
        let start = x.numbering.next_if(segment.seq)?;
        let timestamps = only_timestamps(segment)?;
        let acknowledged = y.numbering.position_if_used(segment.raw_ack)?;
        // An ACK of what was not captured, or of a hole.
        let same_ack = x.last_ack == Some(segment.raw_ack);
        if !same_ack {
            let before = y.numbering.position(x.last_ack?)?;
            if acknowledged > before && !y.octets.is_in_highest(before, acknowledged) {
                return None;
            }
        }
        // What evidence tells of an acknowledgment.
        if y.evidence
            .as_ref()
            .is_some_and(|evidence| evidence.has_again())
        {
            return None;
        }
        let mut events = Events::NONE;
        if segment.payload_len > 0 {
            // A hole that a bare ACK announced; window probes and a window that is filled.
            if !x.octets.ends_at(start) || y.window.octets == 0 || fills_window(segment, y) {
                return None;
            }
        } else if same_ack {
            // A window update, or the answer to a keep-alive.
            if segment.raw_window != previous.raw_window || y.sent_keep_alive_last() {
                return None;
            }
            events.insert(Rule::SameAckAndWindow);
        }
        let time = segment.time.as_nanos();
        let elapsed = time / 1000 - previous.time / 1000;
        let print = fingerprint(segment);
        if x.recent.has(print) && x.recent.copied(print, segment, Some(elapsed)).is_some() {
            return None;
        }
        Some(Self {
            start,
            acknowledged,
            time,
            elapsed,
            print,
            timestamps,
            events,
        })
    }

    /// Does to the receiver what `Sent::acknowledged` would.
    fn received(&self, y: &mut Sent) {
        if y.rtt.acknowledged(self.acknowledged, self.time)
            && let Some((_, echo)) = self.timestamps
        {
            y.echoes.echoed(echo, self.time);
        }
    }

    /// Does to the sender what `Sent::add` would.
    fn sent(&self, x: &mut Sent, y: &Sent, segment: &Segment<'_>) {
        x.packets += 1;
        if segment.payload_len > 0 {
            self.sent_payload(x, segment);
        }
        if x.last_ack != Some(segment.raw_ack) {
            x.last_ack = Some(segment.raw_ack);
            x.duplicate_acks = 0;
        }
        if !self.events.is_empty() {
            x.duplicate_acks = x.duplicate_acks.saturating_add(1);
            x.trouble_mut().duplicate_acks += 1;
        }
        x.window.take(segment, y.window.shift());
        x.previous = Some(Previous {
            time: self.time,
            raw_window: segment.raw_window,
            events: self.events,
        });
        x.recent.remember(self.print, Some(self.elapsed));
    }

    fn sent_payload(&self, x: &mut Sent, segment: &Segment<'_>) {
        let len = u64::from(segment.payload_len);
        let end = x.numbering.move_on(segment.payload_len);
        x.bytes += len;
        x.unique_bytes += len;
        x.octets.grow(self.start, end);
        x.note_times(segment);
        x.rtt.sent(end, self.time);
        if let Some((value, _)) = self.timestamps {
            x.echoes.sent(value, self.time);
        }
    }
}

/// Does the payload end where the window of its receiver does?
fn fills_window(segment: &Segment<'_>, y: &Sent) -> bool {
    let end = segment.seq.plus(segment.payload_len);
    y.last_ack
        .is_some_and(|ack| end.offset_from(ack) == y.window.octets)
}

/// The timestamps of a segment that has no other option, in the layout of RFC 7323, appendix A;
/// `None` where there may be others.
fn only_timestamps(segment: &Segment<'_>) -> Option<Option<(u32, u32)>> {
    match *segment.options.as_bytes() {
        [] => Some(None),
        [1, 1, 8, 10, a, b, c, d, e, f, g, h] => {
            let (value, echo_reply) = ([a, b, c, d], [e, f, g, h]);
            Some(Some((
                u32::from_be_bytes(value),
                u32::from_be_bytes(echo_reply),
            )))
        }
        _ => None,
    }
}
