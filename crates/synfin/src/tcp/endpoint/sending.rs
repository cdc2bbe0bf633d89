//! What a segment says of its sender.
//!
//! Duty: a segment contradicts, proves, and does, in this order. Invariant: all of it is evidence
//! of the sender alone. Absence: what the segment does to its receiver.

use super::{Context, Deed, Endpoint, Original, OwnReset};
use crate::tcp::facts::{Fact, Facts};
use crate::tcp::inbox::{Kind, Mark};
use crate::tcp::numbers::reaches;
use crate::tcp::{Note, Notes, Reason, TcpState};
use crate::{Segment, TcpOption, Timestamp};

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
        match self.own_reset() {
            Some(_) => self.known().and(Fact::Reset).state(),
            None => self.certain_state(),
        }
    }

    fn sent_this_before(&self, segment: &Segment<'_>) -> bool {
        let control = segment.control;
        let original = match (control.syn(), control.fin()) {
            _ if control.rst() => None,
            (true, false) if self.numbers.iss() == Some(segment.seq) => self.syn,
            (false, true) => self.late().fin,
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
        if control.fin() && self.late().fin.is_some() {
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
            && time.as_nanos().saturating_sub(letter.copy.mark.time) > response
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
        if let Some(letter) = self.inbox.get(Kind::Rst).cloned() {
            // It acknowledges more than the RST's number: the RST found RCV.NXT beyond that and
            // was not acceptable. But Linux also takes a RST one below, if a FIN made the
            // difference (it answers a segment sent before the FIN arrived).
            let beyond = segment.ack().is_some_and(|ack| {
                letter.copy.seq.is_before(ack)
                    && !(ack == letter.copy.seq.plus(1) && peer.numbers.fin_end() == Some(ack))
            });
            if beyond {
                self.inbox.discard(Kind::Rst);
            } else {
                self.doubt(Kind::Rst, segment.time, context.response);
            }
        }
        if let Some(reset) = self.own_reset() {
            let gap = segment.time.as_nanos().saturating_sub(reset.mark.time);
            let overtaken =
                reaches(reset.seq, segment.end_seq()) && gap < context.response.max(OVERTAKING);
            if !overtaken {
                // The endpoint goes on: somebody else sent the RST in its name.
                self.late_mut().own_reset = None;
                let packet = reset.mark.packet;
                if !reset.refuses {
                    notes.push(Note::SuspectedInjection { packet });
                }
            }
        }
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
            self.late_mut().fin = Some(Original::of(segment));
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
        if segment.payload_len > 0 && segment.options.iter().any(is_fast_open) {
            self.late_mut().fast_open_payload = segment.payload_len;
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
        if known && self.own_reset().is_none() && self.may_have_sent(peer, segment) {
            if self.certain_state() == TcpState::SynReceived && !segment.control.ack() {
                // 3.10.7.4, fifth: without ACK it answers the handshake's last step, and refuses
                // it (as Linux may, when its queue is full).
                if let Some(letter) = self.inbox.get_mut(Kind::SynAck) {
                    letter.doubted = true;
                }
            }
            let refuses = self.is_unknown();
            self.late_mut().own_reset = Some(OwnReset {
                mark: Mark::of(segment),
                seq: segment.seq,
                refuses,
            });
        }
    }
}
