//! What a segment says of its sender.
//!
//! Duty: a segment contradicts, proves, and does, in this order. Invariant: all of it is evidence
//! of the sender alone. Absence: what the segment does to its receiver.

use super::{Context, Deed, Endpoint, Original, OwnReset};
use crate::tcp::facts::{Fact, Facts};
use crate::tcp::inbox::{Copy, Inbox, Kind, Letter, Mark};
use crate::tcp::numbers::reaches;
use crate::tcp::{Note, Notes, Reason, TcpState};
use crate::{Segment, SeqNumber, TcpOption, Timestamp};

/// Segments this much apart may have overtaken each other on the way, in nanoseconds.
const OVERTAKING: i64 = 10_000_000;

impl Endpoint {
    /// Takes a segment that it sent; `None` if it does not count, being a second copy made on
    /// the way.
    pub(crate) fn send(
        &mut self,
        peer: &Self,
        segment: &Segment<'_>,
        context: &Context,
        notes: &mut Notes,
    ) -> Option<Deed> {
        if self.sent_this_before(segment) {
            return None;
        }
        if !segment.control.rst() {
            self.contradict(peer, segment, context);
        }
        let before = self.certain_state();
        self.prove(peer, segment);
        let from = self.state_before_acting(segment);
        if segment.control.rst() {
            self.act_reset(peer, segment);
        } else {
            self.act(segment);
            self.numbers.sent(segment);
        }
        let to = self.state_after_acting();
        if std::mem::take(&mut self.challenged) && segment.is_pure_ack() {
            notes.push(Note::ChallengeAck);
        }
        Some(Deed { before, from, to })
    }

    fn state_before_acting(&self, segment: &Segment<'_>) -> TcpState {
        let control = segment.control;
        if !self.has(Fact::SynSent) && control.syn() && control.ack() {
            // Who answers a SYN was listening.
            TcpState::Listen
        } else {
            self.state_after_acting()
        }
    }

    /// The certain state, a RST in the endpoint's name believed.
    fn state_after_acting(&self) -> TcpState {
        match self.own_reset {
            Some(_) => self.known().and(Fact::Reset).state(),
            None => self.certain_state(),
        }
    }

    fn sent_this_before(&self, segment: &Segment<'_>) -> bool {
        let control = segment.control;
        let original = match (control.syn(), control.fin()) {
            _ if control.rst() => None,
            (true, false) if self.numbers.iss == Some(segment.seq) => self.syn,
            (false, true) => self.fin,
            _ => None,
        };
        original.is_some_and(|original| original.is_copied_by(segment))
    }

    /// What the sender would not have sent with a letter in hand speaks against that letter,
    /// unless the segment was under way already when the letter arrived.
    fn contradict(&mut self, peer: &Self, segment: &Segment<'_>, context: &Context) {
        let control = segment.control;
        if control.syn() && !control.ack() && self.facts.has(Fact::SynSent) {
            // A SYN again: it has no SYN-ACK (RFC 9293, 3.8.1).
            self.doubt(Kind::Syn, segment.time, context.response);
            self.doubt(Kind::SynAck, segment.time, context.response);
        } else if control.syn() && self.accepted {
            // A SYN-ACK again: it has no acknowledgment of the first.
            self.doubt(Kind::SynAck, segment.time, context.response);
        }
        if control.fin() && self.fin.is_some() {
            // A FIN again: it has no acknowledgment of the first.
            self.doubt(Kind::FinAck, segment.time, context.response);
        }
        if segment
            .ack()
            .is_some_and(|ack| !peer.numbers.fin_is_acked_by(ack))
        {
            // An acknowledgment that does not cover the peer's FIN.
            self.doubt(Kind::Fin, segment.time, context.response);
        }
    }

    fn doubt(&mut self, kind: Kind, time: Timestamp, response: i64) {
        if let Some(letter) = self.inbox.get_mut(kind)
            && time.nanos_since(letter.copy.mark.time) > response
        {
            letter.doubted = true;
        }
    }

    /// Whoever sends anything but a RST is not closed: takes a segment that it sent, before
    /// [`send`](Self::send) does.
    pub(crate) fn contradict_resets(
        &mut self,
        peer: &Self,
        segment: &Segment<'_>,
        context: &Context,
        notes: &mut Notes,
    ) {
        if segment.control.rst() || self.sent_this_before(segment) {
            return;
        }
        if let Some(letter) = self.inbox.get(Kind::Rst).copied() {
            // It acknowledges more than the RST's number: the RST found RCV.NXT beyond that and
            // was not acceptable. But Linux also takes a RST one below, if a FIN made the
            // difference (it answers a segment sent before the FIN arrived).
            let beyond = segment.ack().is_some_and(|ack| {
                letter.copy.seq.is_before(ack)
                    && !(ack == letter.copy.seq.plus(1) && peer.numbers.fin_end == Some(ack))
            });
            if beyond {
                self.inbox.discard(Kind::Rst);
            } else {
                self.doubt(Kind::Rst, segment.time, context.response);
            }
        }
        if let Some(reset) = self.own_reset {
            let gap = segment.time.nanos_since(reset.mark.time);
            let overtaken =
                reaches(reset.seq, segment.end_seq()) && gap < context.response.max(OVERTAKING);
            if !overtaken {
                // The endpoint goes on: somebody else sent the RST in its name.
                self.own_reset = None;
                let packet = reset.mark.packet;
                if !reset.refuses {
                    notes.push(Note::SuspectedInjection { packet });
                }
            }
        }
    }

    /// What the sender must have received to send this.
    fn prove(&mut self, peer: &Self, segment: &Segment<'_>) {
        let control = segment.control;
        match segment.ack() {
            // Who refuses a SYN has not received it in any connection.
            Some(_) if control.rst() && self.is_unknown() => {}
            Some(ack) => {
                if !self.has(Fact::SynReceived) {
                    self.prove_syn(peer, segment);
                }
                if !control.syn() && self.has(Fact::SynReceived) {
                    // In SYN-RECEIVED it would send its SYN-ACK again, and nothing else.
                    self.prove_kind(Kind::SynAck, segment, Facts::default());
                }
                self.prove_open(peer, segment, ack);
                let end = self.inbox.get(Kind::FinAck).and_then(|letter| letter.end);
                if end.is_some_and(|end| reaches(ack, end)) {
                    self.prove_kind(Kind::FinAck, segment, Facts::default());
                }
                if peer.numbers.fin_is_acked_by(ack) {
                    self.prove_kind(Kind::Fin, segment, Facts::default());
                }
            }
            // A RST without ACK answers one packet, whose acknowledgment number it bears
            // (RFC 9293, 3.10.7.1). The rest of that packet was refused.
            None if control.rst()
                && self.own_reset.is_none()
                && self.numbers.fin_is_acked_by(segment.seq) =>
            {
                let refused = Facts::default().and(Fact::FinReceived);
                self.prove_kind(Kind::FinAck, segment, refused);
            }
            None => {}
        }
    }

    /// It acknowledges more than the SYN that it answered: it took data, so it was open, although
    /// the acknowledgment of its SYN was not captured. Not so with Fast Open.
    fn prove_open(&mut self, peer: &Self, segment: &Segment<'_>, ack: SeqNumber) {
        let beyond = self.numbers.rcv_nxt.is_some_and(|next| next.is_before(ack));
        if beyond
            && self.certain_state() == TcpState::SynReceived
            && peer.numbers.iss.is_none()
            && segment.is_plain()
        {
            let facts = Facts::default().and(Fact::SynAcked);
            self.learn(facts, Mark::of(segment), false, Reason::SynAcknowledged);
        }
    }

    fn prove_syn(&mut self, peer: &Self, segment: &Segment<'_>) {
        let control = segment.control;
        if segment
            .ack()
            .is_some_and(|ack| peer.numbers.syn_is_acked_by(ack))
        {
            self.prove_kind(Kind::Syn, segment, Facts::default());
        } else if peer.numbers.iss.is_none() && self.facts.has(Fact::SynSent) && !control.rst() {
            // The peer's SYN was not captured, but who acknowledges anything has received it.
            let mut facts = Facts::default().and(Fact::SynReceived);
            if !control.syn() {
                facts = facts.and(Fact::SynAcked);
            }
            self.learn(facts, Mark::of(segment), false, Reason::SynAckReceived);
        }
    }

    /// A letter arrived; so did what came before it and nothing speaks against. `refused` is what
    /// the endpoint did not take of it.
    fn prove_kind(&mut self, kind: Kind, by: &Segment<'_>, refused: Facts) {
        let Some(letter) = self.inbox.get_mut(kind) else {
            return;
        };
        letter.doubted = false;
        letter.choose_copy(kind, by);
        let mark = letter.copy.mark;
        let answered = by.time.nanos_since(mark.time).max(0);
        self.fastest = Some(
            self.fastest
                .map_or(answered, |fastest| fastest.min(answered)),
        );
        while let Some(copy) = self.inbox.earliest(|kind, letter| {
            kind != Kind::Rst && !letter.doubted && letter.copy.mark.packet <= mark.packet
        }) {
            self.deliver(copy, refused, false);
        }
    }

    /// Makes everything true that a packet brings.
    fn deliver(&mut self, copy: Copy, refused: Facts, assumed: bool) {
        let gained = copy.brings.except(refused);
        let fresh = gained.except(self.known());
        self.learn(gained, copy.mark, assumed, Reason::of_arrival(fresh));
        self.inbox.discard_known(self.facts.or(copy.brings));
    }

    /// What the sender did by sending this.
    fn act(&mut self, segment: &Segment<'_>) {
        let control = segment.control;
        if control.syn() && control.fin() {
            // No stack sends SYN and FIN in one segment to open a connection.
            return;
        }
        if control.syn() {
            self.act_syn(segment);
        }
        if control.fin() && !self.facts.has(Fact::FinSent) {
            self.fin = Some(Original::of(segment));
            let mut facts = Facts::default().and(Fact::FinSent);
            if self.facts.has(Fact::FinReceived) {
                // Its acknowledgment number covers the peer's FIN: that came first. A FIN that
                // does not cover it left before that one arrived, whatever the capture's order.
                facts = facts.and(Fact::PeerFirst);
            }
            self.learn(facts, Mark::of(segment), false, Reason::FinSent);
        }
    }

    fn act_syn(&mut self, segment: &Segment<'_>) {
        let mark = Mark::of(segment);
        self.accepted |= segment.control.ack();
        if self.facts.has(Fact::SynSent) {
            if segment.control.ack() {
                // The SYN-ACK may follow its own SYN (RFC 9293, 3.5, figure 7).
                self.syn = Some(Original {
                    mark: self.syn.map_or(mark, |syn| syn.mark),
                    ..Original::of(segment)
                });
            }
            return;
        }
        if self.log.is_empty() {
            // Nothing was built on the presumption yet; otherwise the SYN only comes late.
            self.presumed = Facts::default();
        }
        self.syn = Some(Original::of(segment));
        let is_fast_open = |option| matches!(option, TcpOption::FastOpen(_));
        if segment.options.iter().any(is_fast_open) {
            self.fast_open_payload = segment.payload_len;
        }
        let facts = Facts::default().and(Fact::SynSent);
        if segment.control.ack() {
            let facts = facts.and(Fact::SynReceived).and(Fact::Passive);
            self.learn(facts, mark, false, Reason::SynAnswered);
        } else {
            self.learn(facts, mark, false, Reason::SynSent);
        }
    }

    fn act_reset(&mut self, peer: &Self, segment: &Segment<'_>) {
        let known = !self.is_unknown() || !peer.is_unknown();
        if known && self.own_reset.is_none() && self.may_have_sent(peer, segment) {
            if self.certain_state() == TcpState::SynReceived && !segment.control.ack() {
                // 3.10.7.4, fifth: without ACK it answers the handshake's last step, and refuses
                // it (as Linux may, when its queue is full).
                if let Some(letter) = self.inbox.get_mut(Kind::SynAck) {
                    letter.doubted = true;
                }
            }
            self.own_reset = Some(OwnReset {
                mark: Mark::of(segment),
                seq: segment.seq,
                refuses: self.is_unknown(),
            });
        }
    }

    /// The capture is over, or the connection is: what nothing speaks against is taken as
    /// arrived.
    pub(crate) fn finish(&mut self) {
        let before_reset = |letter: &Letter| {
            let packet = letter.copy.mark.packet;
            self.own_reset
                .is_none_or(|reset| packet < reset.mark.packet)
        };
        let mut letters: Vec<Copy> = self
            .inbox
            .iter()
            .filter(|(kind, letter)| letter.arrives_by_default(*kind) && before_reset(letter))
            .map(|(_, letter)| letter.copy)
            .collect();
        letters.sort_by_key(|copy| copy.mark.packet);
        for copy in letters {
            self.deliver(copy, Facts::default(), true);
        }
        if let Some(reset) = self.own_reset
            && !reset.refuses
        {
            let facts = Facts::default().and(Fact::Reset);
            self.learn(facts, reset.mark, false, Reason::RstSent);
        }
    }
}

impl Endpoint {
    /// Nothing in the inbox arrived.
    pub(crate) fn forget_letters(&mut self) {
        self.inbox = Inbox::default();
    }
}

impl Letter {
    /// Which copy arrived: the first one, if the answer says that the endpoint had it before.
    fn choose_copy(&mut self, kind: Kind, answer: &Segment<'_>) {
        let Some(first) = self.first else { return };
        // RFC 7323, 4.3: it echoes the timestamp of what advanced RCV.NXT, not of a repetition.
        let echoes_first = answer
            .options
            .timestamps()
            .is_some_and(|(_, echo)| Some(echo) == first.tsval);
        // RFC 2883, section 4: a SACK block below the acknowledgment reports a duplicate.
        let reports_duplicate = kind == Kind::Fin
            && answer
                .options
                .sack_blocks()
                .next()
                .is_some_and(|(_, right)| answer.ack().is_some_and(|ack| reaches(ack, right)));
        // Of two SYN-ACKs with different numbers it acknowledges one.
        let acknowledges_first = kind == Kind::Syn
            && first.seq != self.copy.seq
            && answer.ack() == Some(first.seq.plus(1));
        if echoes_first || reports_duplicate || acknowledges_first {
            self.copy = first;
        }
    }

    /// Is it taken as arrived although nothing will prove it?
    fn arrives_by_default(&self, kind: Kind) -> bool {
        !self.doubted
            && match kind {
                // A SYN or FIN that arrives is answered.
                Kind::Syn | Kind::Fin => false,
                // So is what carries data; a mere acknowledgment is not.
                Kind::SynAck | Kind::FinAck => self.end.is_none(),
                // Nor is a RST.
                Kind::Rst => true,
            }
    }
}
