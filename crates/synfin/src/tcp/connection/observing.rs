//! Following a connection segment by segment.
//!
//! Duty: feed each segment to its sender as sent and to its receiver as received, and say what it
//! did. Invariant: both directions run the same code with the ends swapped. Absence: nothing is
//! decided here that an endpoint can decide.

use super::Connection;
use super::noting::{is_nonsense, note_data_after_fin, note_opening, reason_of};
use crate::analysis::{Event, Events};
use crate::tcp::endpoint::{Context, Deed, Endpoint};
use crate::tcp::summary::known_by;
use crate::tcp::{Note, Notes, Observation, Phase, ResetReason, TcpState};
use crate::{End, Segment, Side};

/// What is known of a segment before the endpoints take it.
struct Prepared {
    context: Context,
    events: Events,
    /// Is it neither a copy nor nonsense?
    lives: bool,
}

/// What became of a segment.
struct Taken {
    phase: Phase,
    /// The packet that it repeats.
    repeats: Option<u64>,
    deed: Option<Deed>,
}

impl Connection {
    /// Takes the next segment.
    pub(crate) fn observe(&mut self, segment: &Segment<'_>, two_msl: i64) -> Observation {
        let mut notes = Notes::new();
        let sender = self.key.end_of(segment.source);
        let prepared = self.prepare(segment, sender, &mut notes);
        let states = Side::BOTH.map(|side| self.shown_state(side));
        let Taken {
            phase,
            repeats,
            deed,
        } = self.take(segment, sender, &prepared, two_msl, &mut notes);
        let verdict = self
            .traffic
            .verdict(self.ends(sender), segment, prepared.events);
        Observation {
            connection: self.id,
            sender: self.side(sender),
            phase,
            repeats,
            client_state: self.shown_state(Side::Client),
            server_state: self.shown_state(Side::Server),
            changes: self.changes_since(states, self.side(sender), deed, &mut notes),
            events: verdict.events,
            notes,
            relative_seq: verdict.relative_seq,
            relative_ack: verdict.relative_ack,
            scaled_window: verdict.scaled_window,
        }
    }

    /// Takes the next segment, which `sender` sent, without a word about it.
    pub(crate) fn follow(&mut self, segment: &Segment<'_>, sender: End, two_msl: i64) {
        if self.follow_calmly(segment, sender).is_none() {
            let mut notes = Notes::new();
            let prepared = self.prepare(segment, sender, &mut notes);
            self.take(segment, sender, &prepared, two_msl, &mut notes);
        }
    }

    /// Takes what does not depend on the endpoints' states.
    #[inline(always)]
    fn prepare(&mut self, segment: &Segment<'_>, sender: End, notes: &mut Notes) -> Prepared {
        self.learn_client(segment, sender);
        self.note_circumstances(segment, notes);
        let context = self.context(sender);
        let ends = self.ends(sender);
        let events = self.traffic.observe(ends, self.client, segment);
        let lives = !events.contains(Event::CaptureDuplicate)
            && !self.is_absurd(segment, sender, notes)
            && !is_nonsense(segment, notes);
        if lives && self.presume(segment, sender) {
            self.show_states();
        }
        Prepared {
            context,
            events,
            lives,
        }
    }

    /// Lets the endpoints live through a segment.
    #[inline(always)]
    fn take(
        &mut self,
        segment: &Segment<'_>,
        sender: End,
        prepared: &Prepared,
        two_msl: i64,
        notes: &mut Notes,
    ) -> Taken {
        let events = prepared.events;
        self.pass_time(segment.time, two_msl);
        let repeated = events.contains(Event::Retransmission) || events.contains(Event::KeepAlive);
        let ((phase, repeats), deed) = if prepared.lives {
            self.live(segment, sender, &prepared.context, repeated, notes)
        } else {
            self.show_states();
            ((self.idle_phase(events, sender), None), None)
        };
        match sender {
            End::Lower => self.phases.0 = phase,
            End::Upper => self.phases.1 = phase,
        }
        self.summary.add(segment, sender);
        self.note_reset(segment, sender, phase, notes);
        self.settle();
        Taken {
            phase,
            repeats,
            deed,
        }
    }

    /// Lets the endpoints live through a segment that is neither a copy nor nonsense.
    #[inline(always)]
    fn live(
        &mut self,
        segment: &Segment<'_>,
        sender: End,
        context: &Context,
        repeated: bool,
        notes: &mut Notes,
    ) -> ((Phase, Option<u64>), Option<Deed>) {
        let alone = self.key.is_one_socket();
        if alone {
            // One endpoint is both; what it receives it has sent.
            self.upper = self.lower.clone();
        }
        let (mine, peer) = both(sender, &mut self.lower, &mut self.upper);
        if let Some(ack) = segment.ack() {
            peer.numbers.settle_iss(ack);
        }
        mine.contradict_resets(peer, segment, context, notes);
        if mine.reset_packet().is_none() && self.reset.is_some_and(|(end, _)| end == sender) {
            // Somebody else sent the RST.
            self.reset = None;
            self.steps.set_reset(false);
        }
        let taken = self.steps.take(segment, sender, (mine, peer), notes);
        note_opening(segment, mine, peer, &mut self.fast_open, notes);
        note_data_after_fin(segment, mine, notes);
        let deed = mine.send(peer, segment, context, notes);
        if deed.is_some() {
            peer.receive(mine, segment, context, notes);
        }
        if alone {
            mine.receive(peer, segment, context, &mut Notes::new());
        }
        mine.count_unanswered(repeated);
        peer.heard();
        let (my_state, peer_state) = (mine.shown_state(), peer.shown_state());
        let again = segment.control.fin() && peer_state == TcpState::TimeWait;
        if again && taken.1.is_some() {
            notes.push(Note::TimeWaitRestarted);
        }
        mine.watch_time_wait(my_state, segment.time, taken.1.is_some());
        peer.watch_time_wait(peer_state, segment.time, again);
        self.shown = match sender {
            End::Lower => (my_state, peer_state),
            End::Upper => (peer_state, my_state),
        };
        (taken, deed.filter(|deed| deed.from != deed.to))
    }

    /// Who asked for the connection: a SYN settles it, even one that the capture shows late.
    fn learn_client(&mut self, segment: &Segment<'_>, sender: End) {
        if let Some((client, known_by)) = known_by(segment, sender, self.known_by) {
            (self.client, self.known_by) = (client, known_by);
        }
    }

    fn note_circumstances(&mut self, segment: &Segment<'_>, notes: &mut Notes) {
        let is_first = segment.packet == self.first.0;
        if is_first && segment.source == segment.destination {
            notes.push(Note::SelfConnect);
        }
        if is_first && segment.control.rst() {
            notes.push(Note::Backscatter);
        } else if is_first && (segment.control.ack() || !segment.control.syn()) {
            notes.push(Note::OpeningUnseen);
        }
        if segment.vlan != self.traffic.vlan() && !std::mem::replace(&mut self.other_vlan, true) {
            notes.push(Note::OtherVlan);
        }
        self.last = (segment.packet, segment.time);
        self.latest = self.latest.max(segment.time.as_nanos());
    }

    /// Presumes what must have happened before the first segment that says anything; was there
    /// something?
    fn presume(&mut self, segment: &Segment<'_>, sender: End) -> bool {
        let control = segment.control;
        let (mine, peer) = both(sender, &mut self.lower, &mut self.upper);
        if control.rst() || !peer.is_unknown() && !mine.is_unknown() {
            return false;
        }
        if mine.is_unknown() && peer.is_unknown() {
            if !control.syn() {
                // Nobody talks before the connection is open.
                mine.presume_open();
                peer.presume_open();
            } else if control.ack() {
                peer.presume_asked();
            }
        } else if peer.is_unknown() && segment.is_plain() {
            // It acknowledges a SYN-ACK that was not captured.
            peer.presume_answered();
        } else if mine.is_unknown() && segment.is_plain() {
            // It sent a SYN-ACK that was not captured.
            mine.presume_answered();
        }
        true
    }

    fn context(&self, sender: End) -> Context {
        let measured = self.traffic.sent(!sender).rtt().min();
        let measured = measured.and_then(|rtt| i64::try_from(rtt).ok());
        let own = self.endpoint(sender).fastest();
        let response = match (measured, own) {
            (Some(one), Some(other)) => one.min(other),
            (one, other) => one.or(other).unwrap_or(0),
        };
        Context {
            response,
            receiver_window: self.summary.sent(!sender).window(),
            snd_nxt: self.endpoint(sender).numbers.snd_nxt(),
        }
    }

    /// The end that sent a segment, and the one that it was sent to.
    fn ends(&self, sender: End) -> (End, End) {
        let alone = self.key.is_one_socket();
        (sender, if alone { sender } else { !sender })
    }

    pub(super) const fn endpoint(&self, end: End) -> &Endpoint {
        match end {
            End::Lower => &self.lower,
            End::Upper => &self.upper,
        }
    }

    /// Does the segment lie far from anything that its sender used?
    fn is_absurd(&self, segment: &Segment<'_>, sender: End, notes: &mut Notes) -> bool {
        let absurd = !segment.control.rst() && self.endpoint(sender).numbers.is_absurd(segment);
        if absurd {
            notes.push(Note::OutOfWindow);
        }
        absurd
    }

    /// The phase of a segment that changes nothing: a second copy's is that of the first.
    fn idle_phase(&self, events: Events, sender: End) -> Phase {
        let (lower, upper) = self.phases;
        match (self.steps.first_fin(), sender) {
            (_, End::Lower) if events.contains(Event::CaptureDuplicate) => lower,
            (_, End::Upper) if events.contains(Event::CaptureDuplicate) => upper,
            _ if self.steps.is_closed() => Phase::Closed,
            (Some(_), _) => Phase::HalfClosedData,
            (None, _) => Phase::Data,
        }
    }

    /// Notes the RST that ended the connection.
    fn note_reset(&mut self, segment: &Segment<'_>, sender: End, phase: Phase, notes: &mut Notes) {
        let (mine, peer) = both(sender, &mut self.lower, &mut self.upper);
        if self.reset.is_none() && mine.reset_packet() == Some(segment.packet) {
            let reason = reason_of(segment, mine, peer, phase);
            if reason == ResetReason::HalfOpen {
                notes.push(Note::HalfOpenDiscovered);
            }
            self.reset = Some((sender, reason));
            self.steps.set_reset(true);
        }
    }
}

/// The sender's endpoint and the receiver's.
pub(super) const fn both<'a>(
    sender: End,
    lower: &'a mut Endpoint,
    upper: &'a mut Endpoint,
) -> (&'a mut Endpoint, &'a mut Endpoint) {
    match sender {
        End::Lower => (lower, upper),
        End::Upper => (upper, lower),
    }
}
