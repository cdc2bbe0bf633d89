//! What a segment proves that its sender had received.
//!
//! Duty: open the letters that a segment answers. Invariant: a letter brings what it brought when
//! it was captured, at that packet's time, however late the proof. Absence: what the sender does.

use super::Endpoint;
use crate::tcp::facts::{Fact, Facts};
use crate::tcp::inbox::{Copy, Kind, Letter, Mark};
use crate::tcp::numbers::reaches;
use crate::tcp::{Reason, TcpState};
use crate::{Segment, SeqNumber};

impl Endpoint {
    /// What the sender must have received to send this.
    pub(super) fn prove(&mut self, peer: &Self, segment: &Segment<'_>) {
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
                && self.own_reset().is_none()
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
        let beyond = self
            .numbers
            .rcv_nxt()
            .is_some_and(|next| next.is_before(ack));
        if beyond
            && self.certain_state() == TcpState::SynReceived
            && peer.numbers.iss().is_none()
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
        } else if peer.numbers.iss().is_none() && self.facts.has(Fact::SynSent) && !control.rst() {
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
    #[inline]
    fn prove_kind(&mut self, kind: Kind, by: &Segment<'_>, refused: Facts) {
        if self.inbox.has(kind) {
            self.open_letter(kind, by, refused);
        }
    }

    fn open_letter(&mut self, kind: Kind, by: &Segment<'_>, refused: Facts) {
        let Some(letter) = self.inbox.get_mut(kind) else {
            return;
        };
        letter.doubted = false;
        letter.choose_copy(kind, by);
        let mark = letter.copy.mark;
        let answered = by.time.as_nanos().saturating_sub(mark.time).max(0);
        self.fastest.take(answered);
        while let Some(copy) = self.inbox.earliest(|kind, letter| {
            kind != Kind::Rst && !letter.doubted && letter.copy.mark.packet <= mark.packet
        }) {
            self.deliver(copy, refused, false);
        }
    }

    /// Makes everything true that a packet brings.
    pub(super) fn deliver(&mut self, copy: Copy, refused: Facts, assumed: bool) {
        let gained = copy.brings.except(refused);
        let fresh = gained.except(self.known());
        self.learn(gained, copy.mark, assumed, Reason::of_arrival(fresh));
        self.inbox.discard_known(self.facts.or(copy.brings));
    }
}

impl Letter {
    /// Which copy arrived: the first one, if the answer says that the endpoint had it before.
    fn choose_copy(&mut self, kind: Kind, answer: &Segment<'_>) {
        let Some(first) = self.first.as_deref().copied() else {
            return;
        };
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
    pub(super) fn arrives_by_default(&self, kind: Kind) -> bool {
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
