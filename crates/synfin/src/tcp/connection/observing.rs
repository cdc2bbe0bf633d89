//! Following a connection segment by segment.
//!
//! Duty: feed each segment to its sender as sent and to its receiver as received, and say what it
//! did. Invariant: both directions run the same code with the ends swapped. Absence: nothing is
//! decided here that an endpoint can decide.

use super::Connection;
use crate::analysis::{Event, Events};
use crate::tcp::endpoint::{Context, Deed, Endpoint};
use crate::tcp::facts::Fact;
use crate::tcp::summary::known_by;
use crate::tcp::{
    HandshakeStep, Note, Notes, Observation, Phase, Reason, ResetReason, StateChange, StateChanges,
    TcpState, Transition,
};
use crate::{End, Segment, Side, TcpOption, Timestamp};

impl Connection {
    /// Takes the next segment.
    pub(crate) fn observe(&mut self, segment: &Segment<'_>, two_msl: i64) -> Observation {
        let mut notes = Notes::new();
        let sender = self.key.end_of(segment.source);
        self.learn_client(segment, sender);
        self.note_circumstances(segment, &mut notes);
        let context = self.context(sender);
        let ends = (sender, self.key.end_of(segment.destination));
        let verdict = self.traffic.observe(ends, self.client, segment);
        let lives = !verdict.events.contains(Event::CaptureDuplicate)
            && !self.is_absurd(segment, sender, &mut notes)
            && !is_nonsense(segment, &mut notes);
        if lives {
            self.presume(segment, sender);
        }
        let states = Side::BOTH.map(|side| self.shown_state(side));
        self.pass_time(segment.time, two_msl);
        let repeated = verdict.events.contains(Event::Retransmission)
            || verdict.events.contains(Event::KeepAlive);
        let mut deed = None;
        let (phase, repeats) = if lives {
            let (taken, done) = self.live(segment, sender, &context, repeated, &mut notes);
            deed = done;
            taken
        } else {
            (self.idle_phase(), None)
        };
        self.summary.add(segment, sender);
        self.note_reset(segment, sender, phase);
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

    /// Lets the endpoints live through a segment that is neither a copy nor nonsense.
    fn live(
        &mut self,
        segment: &Segment<'_>,
        sender: End,
        context: &Context,
        repeated: bool,
        notes: &mut Notes,
    ) -> ((Phase, Option<u64>), Option<Deed>) {
        if segment.source == segment.destination {
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
        if segment.source == segment.destination {
            mine.receive(peer, segment, context, &mut Notes::new());
        }
        mine.count_unanswered(repeated);
        peer.heard();
        let again = segment.control.fin() && peer.shown_state() == TcpState::TimeWait;
        if again && taken.1.is_some() {
            notes.push(Note::TimeWaitRestarted);
        }
        mine.watch_time_wait(segment.time, taken.1.is_some());
        peer.watch_time_wait(segment.time, again);
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
        if segment.time.nanos_since(self.latest) > 0 {
            self.latest = segment.time;
        }
    }

    /// What must have happened before the first segment that says anything.
    fn presume(&mut self, segment: &Segment<'_>, sender: End) {
        let control = segment.control;
        let (mine, peer) = both(sender, &mut self.lower, &mut self.upper);
        if control.rst() || !peer.is_unknown() && !mine.is_unknown() {
            return;
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
            receiver_window: self.summary.sent(!sender).window,
            snd_nxt: self.endpoint(sender).numbers.snd_nxt,
        }
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

    fn idle_phase(&self) -> Phase {
        match self.steps.first_fin() {
            _ if self.steps.is_closed() => Phase::Closed,
            Some(_) => Phase::HalfClosedData,
            None => Phase::Data,
        }
    }

    /// The state an endpoint is in if what it was sent arrived, unless something says otherwise.
    pub(crate) fn shown_state(&self, side: Side) -> TcpState {
        let alone = self.key.socket(End::Lower) == self.key.socket(End::Upper);
        let end = if alone { End::Lower } else { self.end(side) };
        let endpoint = self.endpoint(end);
        let untouched = endpoint.is_unknown() && endpoint.reset_packet().is_none();
        match endpoint.shown_state() {
            // Who was asked listens, or the SYN will be refused.
            TcpState::Closed if side == Side::Server && untouched && self.has_asked() => {
                TcpState::Listen
            }
            state => state,
        }
    }

    fn has_asked(&self) -> bool {
        !self.endpoint(self.client).is_unknown() && !self.steps.is_closed()
    }

    fn changes_since(
        &self,
        [client, server]: [TcpState; 2],
        sender: Side,
        deed: Option<Deed>,
        notes: &mut Notes,
    ) -> StateChanges {
        let mut changes = StateChanges::new();
        for endpoint in [sender, !sender] {
            let mut from = match endpoint {
                Side::Client => client,
                Side::Server => server,
            };
            let mut assumed = endpoint != sender;
            let to = self.shown_state(endpoint);
            if let Some(deed) = deed.filter(|_| endpoint == sender) {
                if from == deed.before && from != deed.from {
                    // Nothing was assumed, or it was revoked; now it turns out to have arrived.
                    changes.push(StateChange {
                        endpoint,
                        from,
                        to: deed.from,
                        assumed,
                    });
                }
                // What it did starts from the state it was in for certain, whatever was assumed.
                changes.push(StateChange {
                    endpoint,
                    from: deed.from,
                    to: deed.to,
                    assumed,
                });
                (from, assumed) = (deed.to, true);
            }
            // Whether anybody listened was a guess, and its answer is no change of state.
            let guessed = matches!(
                (from, to),
                (TcpState::Closed, TcpState::Listen) | (TcpState::Listen, TcpState::Closed)
            );
            if from == to || guessed && self.endpoint(self.end(endpoint)).is_unknown() {
                continue;
            }
            if is_revoked(from, to) {
                notes.push(Note::AssumptionRevoked);
            }
            changes.push(StateChange {
                endpoint,
                from,
                to,
                assumed,
            });
        }
        changes
    }

    /// Notes the RST that ended the connection.
    fn note_reset(&mut self, segment: &Segment<'_>, sender: End, phase: Phase) {
        let (mine, peer) = both(sender, &mut self.lower, &mut self.upper);
        if self.reset.is_none() && mine.reset_packet() == Some(segment.packet) {
            self.reset = Some((sender, reason_of(segment, mine, peer, phase)));
            self.steps.set_reset(true);
        }
    }

    /// Lets the timers run until `now`.
    pub(crate) fn pass_time(&mut self, now: Timestamp, two_msl: i64) {
        self.lower.expire_time_wait(now, two_msl, false);
        self.upper.expire_time_wait(now, two_msl, false);
    }

    /// Is there nothing left of it but, perhaps, TIME-WAIT?
    pub(crate) fn is_over(&self) -> bool {
        let gone = |endpoint: &Endpoint| {
            matches!(
                endpoint.shown_state(),
                TcpState::Closed | TcpState::Listen | TcpState::TimeWait
            )
        };
        gone(&self.lower) && gone(&self.upper)
    }

    /// The connection was silent for longer than its user allows, `idle` nanoseconds.
    pub(crate) fn end_idle(&mut self, idle: i64) {
        let end = Timestamp::from_nanos(self.latest.as_nanos().saturating_add(idle));
        for endpoint in [&mut self.lower, &mut self.upper] {
            endpoint.finish();
            endpoint.end_by_timer(end, Reason::Idle, true);
        }
    }

    /// Another connection takes its ports; says whether that one's SYN is all that ends it.
    pub(crate) fn supersede(&mut self) -> bool {
        self.superseded = !self.is_over();
        self.superseded
    }

    /// Takes a SYN that may open another connection: its answer will tell.
    pub(crate) fn observe_held(&mut self, segment: &Segment<'_>) -> Observation {
        let sender = self.key.end_of(segment.source);
        let (_, peer) = both(sender, &mut self.lower, &mut self.upper);
        peer.challenge();
        Observation {
            connection: self.id,
            sender: self.side(sender),
            phase: Phase::Handshake(HandshakeStep::Syn),
            repeats: None,
            client_state: self.shown_state(Side::Client),
            server_state: self.shown_state(Side::Server),
            changes: StateChanges::new(),
            events: Events::default(),
            notes: vec![Note::SynInLiveConnection],
            relative_seq: None,
            relative_ack: None,
            scaled_window: None,
        }
    }

    /// Takes a SYN that turned out to open nothing: it is counted, and changes nothing else
    /// (RFC 9293, 3.10.7.4, fourth).
    pub(crate) fn absorb(&mut self, segment: &Segment<'_>) {
        let sender = self.key.end_of(segment.source);
        let receiver = self.key.end_of(segment.destination);
        self.traffic
            .observe((sender, receiver), self.client, segment);
        if segment.packet > self.last.0 {
            self.last = (segment.packet, segment.time);
        }
        if segment.time.nanos_since(self.latest) > 0 {
            self.latest = segment.time;
        }
    }

    /// The latest time of its packets.
    pub(crate) const fn latest_time(&self) -> Timestamp {
        self.latest
    }

    /// Nothing more will come; the capture goes on until `end`.
    pub(crate) fn finish(&mut self, end: Timestamp, two_msl: i64) {
        for endpoint in [&mut self.lower, &mut self.upper] {
            endpoint.expire_time_wait(end, two_msl, false);
            endpoint.finish();
            endpoint.expire_time_wait(end, two_msl, true);
            endpoint.forget_letters();
        }
        let mut transitions = Vec::new();
        for side in Side::BOTH {
            let log = self.endpoint(self.end(side)).log();
            transitions.extend(log.iter().map(|step| Transition {
                endpoint: side,
                from: step.from,
                to: step.to,
                time: step.time,
                packet: step.packet,
                assumed: step.assumed,
                reason: step.reason,
            }));
        }
        transitions.sort_by_key(|transition| transition.time.as_nanos());
        self.transitions = transitions;
    }
}

/// The sender's endpoint and the receiver's.
const fn both<'a>(
    sender: End,
    lower: &'a mut Endpoint,
    upper: &'a mut Endpoint,
) -> (&'a mut Endpoint, &'a mut Endpoint) {
    match sender {
        End::Lower => (lower, upper),
        End::Upper => (upper, lower),
    }
}

/// No stack sends this; no receiver makes anything of it.
fn is_nonsense(segment: &Segment<'_>, notes: &mut Notes) -> bool {
    let control = segment.control;
    let contradicts = control.syn() && (control.fin() || control.rst());
    let empty = !control.syn() && !control.ack() && !control.rst() && !control.fin();
    // A bare FIN is odd, but some send it; with PSH and URG beside it, it is a scan.
    let christmas = control.fin() && !control.ack() && control.urg();
    if contradicts || empty || christmas {
        notes.push(Note::InvalidFlags);
    }
    // RST wins over SYN, so SYN and RST together still reset.
    (contradicts && !control.rst()) || empty || christmas
}

/// Does the endpoint fall back to where it was before something that did not arrive?
const fn is_revoked(from: TcpState, to: TcpState) -> bool {
    matches!(
        (from, to),
        (
            TcpState::Established | TcpState::SynReceived,
            TcpState::SynSent
        ) | (TcpState::Established, TcpState::SynReceived)
            | (TcpState::CloseWait, TcpState::Established)
            | (TcpState::FinWait2, TcpState::FinWait1)
            | (TcpState::Closing, TcpState::FinWait1)
            | (
                TcpState::TimeWait,
                TcpState::FinWait1 | TcpState::FinWait2 | TcpState::Closing
            )
            | (TcpState::Closed, TcpState::LastAck)
    ) || matches!(from, TcpState::Closed | TcpState::Listen)
        && !matches!(
            to,
            TcpState::Closed | TcpState::Listen | TcpState::SynSent | TcpState::SynReceived
        )
}

fn note_opening(
    segment: &Segment<'_>,
    mine: &Endpoint,
    peer: &Endpoint,
    fast_open: &mut Option<bool>,
    notes: &mut Notes,
) {
    let control = segment.control;
    if control.syn() && !control.ack() && mine.syn_packet().is_none() {
        if peer.accepted() {
            notes.push(Note::Reordered);
        }
        if segment.payload_len > 0 {
            notes.push(Note::SynWithData);
        }
        let asks = |option| matches!(option, TcpOption::FastOpen(cookie) if cookie.is_empty());
        if segment.options.iter().any(asks) {
            notes.push(Note::FastOpenRequest);
        }
    }
    // RFC 7413, section 3: what the SYN-ACK acknowledges says whether the data was taken.
    if let (true, Some(ack), Some(iss), true) = (
        control.syn() && fast_open.is_none(),
        segment.ack(),
        peer.numbers.iss,
        peer.fast_open_payload() > 0,
    ) {
        let accepted = ack.offset_from(iss) > 1;
        *fast_open = Some(accepted);
        notes.push(if accepted {
            Note::FastOpenAccepted
        } else {
            Note::FastOpenIgnored
        });
    }
}

fn note_data_after_fin(segment: &Segment<'_>, mine: &Endpoint, notes: &mut Notes) {
    let control = segment.control;
    if control.fin() && !control.ack() && !control.rst() {
        notes.push(Note::FinWithoutAck);
    }
    if let Some(end) = mine.numbers.fin_end
        && !control.rst()
        && end.is_before(segment.end_seq())
    {
        notes.push(Note::DataAfterFin);
    }
}

/// Why a RST was sent, as far as the packets tell; `mine` sent it.
fn reason_of(segment: &Segment<'_>, mine: &Endpoint, peer: &Endpoint, phase: Phase) -> ResetReason {
    let opening = |endpoint: &Endpoint| {
        matches!(
            endpoint.certain_state(),
            TcpState::SynSent | TcpState::SynReceived
        )
    };
    if phase == Phase::Refused {
        ResetReason::Refused
    } else if opening(mine) || (mine.is_unknown() && opening(peer)) {
        ResetReason::HandshakeAborted
    } else if mine.has(Fact::FinSent) && !segment.control.ack() {
        // RFC 9293, 3.6.1, SHLD-3: data came for an end that had closed.
        ResetReason::DataAfterClose
    } else if !segment.control.ack() {
        // 3.5.1, figure 10: it answers a segment of a connection it does not know.
        ResetReason::HalfOpen
    } else if mine.unanswered() >= 2 {
        ResetReason::GaveUp
    } else {
        ResetReason::Abort
    }
}
