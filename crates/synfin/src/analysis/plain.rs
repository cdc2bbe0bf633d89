//! The short way, for segments in which nothing happens.
//!
//! Duty: recognise the next data, acknowledgment or FIN of a connection that is open, and do to
//! both ends what the patient way would. Invariant: all is looked at before anything is changed,
//! so a segment that is not plain after all finds the ends as they were. Absence: no rule but the
//! duplicate acknowledgment; whatever else could apply sends the segment the patient way.

use super::duplicates::{elapsed, fingerprint};
use super::sent::DUPLICATE_ACK;
use super::traffic::Traffic;
use super::{Events, Sent};
use crate::{End, Segment, SeqNumber};

/// The longest payload of a plain segment: far from where positions become ambiguous.
const LONGEST: u32 = 1 << 24;

/// What a segment with ACK and without SYN and RST is. Which one it is stands fixed in each of the
/// functions that ask, and costs nothing there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Without payload.
    Ack,
    /// With payload.
    Data,
    /// With FIN, perhaps with payload.
    Fin,
}

impl Kind {
    /// Its payload octets.
    #[inline(always)]
    fn payload_len(self, segment: &Segment<'_>) -> u32 {
        match self {
            Self::Ack => 0,
            Self::Data | Self::Fin => segment.payload_len,
        }
    }

    /// The sequence numbers it takes; there are few of [plain](LONGEST) ones.
    #[inline(always)]
    fn seq_len(self, segment: &Segment<'_>) -> u32 {
        match self {
            Self::Ack => 0,
            Self::Data => segment.payload_len,
            Self::Fin => segment.payload_len + 1,
        }
    }
}

/// What has to be known of a plain segment to take it.
struct Plain {
    /// Its capture's time in nanoseconds, and how many microseconds after its sender's last.
    time: i64,
    elapsed: i16,
    print: u32,
}

impl Traffic {
    /// Takes a segment with ACK alone of one end to the other, without payload, if nothing happens
    /// in it; otherwise nothing is changed. `time` is its capture's time in nanoseconds.
    #[inline(always)]
    pub(crate) fn observe_ack(
        &mut self,
        sender: End,
        segment: &Segment<'_>,
        time: i64,
    ) -> Option<Events> {
        self.observe_plain(Kind::Ack, sender, segment, time)
    }

    /// The same for one with payload.
    #[inline(always)]
    pub(crate) fn observe_data(
        &mut self,
        sender: End,
        segment: &Segment<'_>,
        time: i64,
    ) -> Option<Events> {
        self.observe_plain(Kind::Data, sender, segment, time)
    }

    /// The same for one with FIN and ACK.
    #[inline(always)]
    pub(super) fn observe_fin(
        &mut self,
        sender: End,
        segment: &Segment<'_>,
        time: i64,
    ) -> Option<Events> {
        self.observe_plain(Kind::Fin, sender, segment, time)
    }

    #[inline(always)]
    fn observe_plain(
        &mut self,
        kind: Kind,
        sender: End,
        segment: &Segment<'_>,
        time: i64,
    ) -> Option<Events> {
        if segment.raw_window == 0 || !self.zeek.is_settled(sender) {
            return None;
        }
        let (x, y) = match sender {
            End::Lower => (&mut self.lower, &mut self.upper),
            End::Upper => (&mut self.upper, &mut self.lower),
        };
        let plain = Plain::of(kind, segment, time, x, y)?;
        self.silence.end(plain.time);
        if self.handshake.waits_for_ack() {
            self.handshake
                .acknowledge(sender, segment.raw_ack, plain.time);
        }
        if kind == Kind::Fin {
            self.completeness.take_plain(segment.payload_len > 0);
            self.completeness.take_fin();
            self.zeek.take_fin(segment, (sender, !sender));
        } else {
            self.completeness.take_plain(kind == Kind::Data);
            self.zeek.take_plain(sender, kind == Kind::Data);
        }
        plain.received(y, segment);
        Some(plain.sent(kind, x, y, segment))
    }
}

impl Plain {
    /// Is the segment of `x` to `y` plain? Each test stands for what it keeps from happening.
    #[inline(always)]
    fn of(kind: Kind, segment: &Segment<'_>, time: i64, x: &Sent, y: &Sent) -> Option<Self> {
        if !x.numbering.is_next(segment.seq) || !has_usual_options(segment) || y.asks_for_care() {
            // What SACK and evidence tell, or the answer to a keep-alive.
            return None;
        }
        // An ACK of what was not captured, or of a hole. Where there is no list, there is none before
        // the next number.
        if !y.numbering.has_used(segment.raw_ack)
            || y.is_listed() && !has_all_before(segment.raw_ack, x, y)
        {
            return None;
        }
        let calm = match kind {
            // A window update.
            Kind::Ack => segment.raw_window == x.window.raw() || !x.repeats_ack(segment.raw_ack),
            // Window probes, and a window that is filled.
            Kind::Data => goes_on(segment, x) && y.window.raw() > 0 && !fills_window(segment, y),
            Kind::Fin => goes_on(segment, x),
        };
        if !calm {
            return None;
        }
        let elapsed = elapsed(time, x.time);
        let print = fingerprint(segment, kind.payload_len(segment));
        if x.recent.copied(print, segment, elapsed).is_some() {
            return None;
        }
        Some(Self {
            time,
            elapsed,
            print,
        })
    }

    /// Does to the receiver what `Sent::acknowledged` would.
    #[inline(always)]
    fn received(&self, y: &mut Sent, segment: &Segment<'_>) {
        let all = y.numbering.ends_at(segment.raw_ack);
        if y.may_time(all) {
            let position = y.numbering.used_position(segment.raw_ack);
            y.time_acknowledged(position, all, self.time, || usual_timestamp::<8>(segment));
        }
    }

    /// Does to the sender what `Sent::add` would; says what happens in the segment.
    #[inline(always)]
    fn sent(&self, kind: Kind, x: &mut Sent, y: &Sent, segment: &Segment<'_>) -> Events {
        if kind != Kind::Ack {
            x.time_new(self.time, || usual_timestamp::<4>(segment));
            x.go_on(kind.seq_len(segment));
        }
        if kind == Kind::Data || kind == Kind::Fin && segment.payload_len > 0 {
            x.count_plain(segment, self.time);
        }
        if kind == Kind::Fin {
            x.count_fin(self.time);
        }
        x.count_packet();
        let mut events = Events::NONE;
        if !x.repeats_ack(segment.raw_ack) {
            x.set_last_ack(segment.raw_ack);
            x.duplicate_acks = 0;
        } else if kind == Kind::Ack {
            x.count_duplicate_ack();
            events = DUPLICATE_ACK;
        }
        x.take_plain(self.time, segment.raw_window, &y.window);
        x.recent.remember(self.print, self.elapsed);
        events
    }
}

/// Does a segment at the next number go on without a hole, such as a bare ACK announces?
#[inline]
fn goes_on(segment: &Segment<'_>, x: &Sent) -> bool {
    segment.payload_len <= LONGEST && x.goes_on_at_next()
}

/// Was all used that `ack` covers, and that `x` did not acknowledge before?
#[inline(never)]
fn has_all_before(ack: SeqNumber, x: &Sent, y: &Sent) -> bool {
    let acknowledged = y.numbering.used_position(ack);
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
