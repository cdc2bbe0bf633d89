//! The short way for nearly every segment: data and acknowledgments of an open connection.
//!
//! Duty: advance the numbers of a connection in which nothing else is going on. Invariant: it
//! leaves everything just as the patient way of `observing` would, and says the same; where that
//! is not certain from the start, it does nothing and says so. A connection is calm for an end if
//! both ends are ESTABLISHED for certain, nothing waits for proof, no FIN and no RST counts, and
//! no first time of anything is left for that end. Absence: every judgement; all that could call
//! for one makes the connection not calm, or the segment not plain.

use super::Connection;
use crate::analysis::{Event, Events};
use crate::tcp::{Brief, Observation, Phase, StateChanges, TcpState};
use crate::{ControlBits, End, Segment};

/// What is told of a segment.
pub(crate) trait Telling: From<Observation> {
    /// What is to be told of a segment that `sender` sent to this connection, and that it took the
    /// short way. There always is something; that it may be none saves copying it into an option.
    fn of_calm(
        connection: &Connection,
        segment: &Segment<'_>,
        sender: End,
        events: Events,
    ) -> Option<Self>;
}

impl Telling for Observation {
    #[inline(always)]
    fn of_calm(
        connection: &Connection,
        segment: &Segment<'_>,
        sender: End,
        events: Events,
    ) -> Option<Self> {
        Some(connection.calm_observation(segment, sender, events))
    }
}

impl Telling for Brief {
    #[inline(always)]
    fn of_calm(
        connection: &Connection,
        segment: &Segment<'_>,
        sender: End,
        events: Events,
    ) -> Option<Self> {
        match connection.last_phase(sender) {
            Phase::Data => Some(Self::Data {
                connection: connection.id,
                events,
            }),
            // A second copy's phase is that of the first.
            _ => Self::of_copy(connection, segment, sender, events),
        }
    }
}

impl Brief {
    #[cold]
    #[inline(never)]
    fn of_copy(
        connection: &Connection,
        segment: &Segment<'_>,
        sender: End,
        events: Events,
    ) -> Option<Self> {
        let observation = connection.calm_observation(segment, sender, events);
        Some(Self::Whole(observation))
    }
}

impl Connection {
    /// Takes a segment of `sender` if it advances nothing but numbers; says what happened in it, of
    /// which there is [more to be told](Telling::of_calm).
    #[inline(always)]
    pub(crate) fn advance_calmly(&mut self, segment: &Segment<'_>, sender: End) -> Option<Events> {
        let is_ordinary = self.is_ordinary(segment, sender);
        is_ordinary.then(|| self.advance(segment, sender))
    }

    /// The same without a word about it but the connection's number.
    #[inline]
    pub(crate) fn follow_calmly(&mut self, segment: &Segment<'_>, sender: End) -> Option<u64> {
        self.advance_calmly(segment, sender)?;
        Some(self.id)
    }

    /// Does a segment of `sender` advance nothing but numbers?
    #[inline]
    fn is_ordinary(&self, segment: &Segment<'_>, sender: End) -> bool {
        let plain = segment.control.steering() == ControlBits::ACK;
        let (calm, mine) = match sender {
            End::Lower => (self.calm.0, &self.lower),
            End::Upper => (self.calm.1, &self.upper),
        };
        calm && plain
            && segment.vlan == self.traffic.vlan()
            && segment.packet > self.last.0
            && !mine.numbers.is_absurd(segment)
    }

    #[inline]
    fn advance(&mut self, segment: &Segment<'_>, sender: End) -> Events {
        match (sender, segment.payload_len) {
            (End::Lower, 0) => self.advance_by_ack_of_lower(segment),
            (End::Upper, 0) => self.advance_by_ack_of_upper(segment),
            (End::Lower, _) => self.advance_by_data_of_lower(segment),
            (End::Upper, _) => self.advance_by_data_of_upper(segment),
        }
    }

    // Each of these is a function of its own, so that what one needs does not crowd the others, and
    // where the sender's things lie stands fixed in it.

    #[inline(never)]
    fn advance_by_ack_of_lower(&mut self, segment: &Segment<'_>) -> Events {
        self.advance_by(segment, End::Lower, false)
    }

    #[inline(never)]
    fn advance_by_ack_of_upper(&mut self, segment: &Segment<'_>) -> Events {
        self.advance_by(segment, End::Upper, false)
    }

    #[inline(never)]
    fn advance_by_data_of_lower(&mut self, segment: &Segment<'_>) -> Events {
        self.advance_by(segment, End::Lower, true)
    }

    #[inline(never)]
    fn advance_by_data_of_upper(&mut self, segment: &Segment<'_>) -> Events {
        self.advance_by(segment, End::Upper, true)
    }

    #[inline(always)]
    fn advance_by(&mut self, segment: &Segment<'_>, sender: End, has_data: bool) -> Events {
        let time = segment.time.as_nanos();
        self.last = (segment.packet, segment.time);
        self.latest = self.latest.max(time);
        // Where it goes the short way, it is neither a copy nor sent again.
        let short = if has_data {
            self.traffic.observe_data(sender, segment, time)
        } else {
            self.traffic.observe_ack(sender, segment, time)
        };
        let (events, copied, again) = match short {
            Some(events) => (events, false, false),
            None => self.look_closely(segment, sender),
        };
        self.summary.add_calmly(segment, sender);
        let (mine, peer, phase) = match sender {
            End::Lower => (&mut self.lower, &mut self.upper, &mut self.phases.0),
            End::Upper => (&mut self.upper, &mut self.lower, &mut self.phases.1),
        };
        // A second copy's phase is that of the first.
        if !copied {
            mine.numbers.sent_calmly(segment);
            peer.numbers.received_calmly(segment);
            mine.count_unanswered(again);
            peer.heard();
            *phase = Phase::Data;
        }
        events
    }

    /// What happened in a segment; is it a second copy, or does it say something once more?
    #[inline(never)]
    fn look_closely(&mut self, segment: &Segment<'_>, sender: End) -> (Events, bool, bool) {
        let ends = (sender, !sender);
        let events = self.traffic.observe_patiently(ends, self.client, segment);
        let copied = events.contains(Event::CaptureDuplicate);
        let again = events.contains(Event::Retransmission) || events.contains(Event::KeepAlive);
        (events, copied, again)
    }

    /// The phase of the last segment of an end.
    #[inline(always)]
    const fn last_phase(&self, sender: End) -> Phase {
        match sender {
            End::Lower => self.phases.0,
            End::Upper => self.phases.1,
        }
    }

    /// What is to be said of a segment that was taken like this.
    #[inline(always)]
    fn calm_observation(&self, segment: &Segment<'_>, sender: End, events: Events) -> Observation {
        let verdict = self.traffic.verdict((sender, !sender), segment, events);
        Observation {
            connection: self.id,
            sender: self.side(sender),
            phase: self.last_phase(sender),
            repeats: None,
            client_state: TcpState::Established,
            server_state: TcpState::Established,
            changes: StateChanges::new(),
            events: verdict.events,
            notes: Vec::new(),
            relative_seq: verdict.relative_seq,
            relative_ack: verdict.relative_ack,
            scaled_window: verdict.scaled_window,
        }
    }

    /// Finds out for which ends the connection is calm, after anything but a calm segment.
    pub(super) fn settle(&mut self) {
        let open = self.lower.is_calm()
            && self.upper.is_calm()
            && self.reset.is_none()
            && self.last.0 >= self.first.0
            && !self.key.is_one_socket();
        if open || self.is_over() {
            self.lower.tidy();
            self.upper.tidy();
        }
        let settled = |sender: End| {
            let (mine, peer) = (self.endpoint(sender), self.endpoint(!sender));
            open && self.steps.is_settled(mine, peer) && self.summary.is_settled(sender)
        };
        self.calm = (settled(End::Lower), settled(End::Upper));
    }

    /// Nothing is certain until the next segment.
    pub(crate) const fn unsettle(&mut self) {
        self.calm = (false, false);
    }
}
