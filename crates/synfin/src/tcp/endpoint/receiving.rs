//! What a segment may bring its receiver.
//!
//! Duty: judge what is acceptable in the order of RFC 9293, 3.10.7 (SYN-SENT apart, then RST,
//! SYN, ACK, FIN), and put it in the inbox. Invariant: no fact is added here; only the receiver's
//! own segments prove what arrived. Absence: text is the analysis's.

use super::{Context, Endpoint};
use crate::tcp::facts::{Fact, Facts};
use crate::tcp::inbox::{Copy, Kind, Letter, Mark};
use crate::tcp::numbers::{reaches, tsval};
use crate::tcp::{Note, Notes, ReuseRule, TcpState};
use crate::{Segment, SeqNumber};

impl Endpoint {
    /// Takes a segment that it was sent.
    pub(crate) fn receive(
        &mut self,
        sender: &Self,
        segment: &Segment<'_>,
        context: &Context,
        notes: &mut Notes,
    ) {
        let old = self.numbers.received_timestamp(segment);
        if segment.control.rst() {
            self.receive_reset(sender, segment, context, notes);
            return;
        }
        let brings = self.brought_by(segment);
        if old && (segment.control.fin() || !brings.is_empty()) {
            notes.push(Note::OldTimestamp);
        }
        self.note_wrong_ack(segment, notes);
        let waits_for_fin = sender.numbers.fin_end().is_some()
            && !self.has(Fact::FinReceived)
            && segment.seq_len() > 0;
        if brings.is_empty() && !waits_for_fin {
            return;
        }
        let letter = Letter {
            copy: Copy {
                mark: Mark::of(segment),
                brings,
                seq: segment.seq,
                tsval: tsval(segment),
            },
            first: None,
            end: (segment.seq_len() > 0).then(|| segment.end_seq()),
            doubted: false,
            // RFC 7323, 5.3, R1: an old duplicate is dropped.
            unlikely: old,
            retried: false,
        };
        if brings.has(Fact::SynReceived) {
            self.put_syn(letter.clone());
        }
        if brings.has(Fact::SynAcked) {
            self.put_acknowledgment(Kind::SynAck, letter.clone(), segment, context);
        }
        if brings.has(Fact::FinAcked) {
            self.put_acknowledgment(Kind::FinAck, letter.clone(), segment, context);
        }
        if waits_for_fin {
            self.receive_fin(sender, segment, context, letter, notes);
        }
    }

    /// What becomes true of this endpoint if the segment arrives, the FIN aside.
    fn brought_by(&self, segment: &Segment<'_>) -> Facts {
        let control = segment.control;
        let mut brings = Facts::default();
        let acks_syn = self.has(Fact::SynSent)
            && segment
                .ack()
                .is_some_and(|ack| self.numbers.acceptable_ack_of_syn(ack));
        // 3.10.7.3, first: in SYN-SENT an ACK that does not acknowledge the SYN is unacceptable,
        // and the SYN beside it as well.
        let refused = self.has(Fact::SynSent) && control.ack() && !acks_syn;
        if control.syn() && !control.fin() && !self.has(Fact::SynReceived) && !refused {
            brings = brings.and(Fact::SynReceived);
        }
        // 3.10.7.3, first, and 3.10.7.4, fifth: SND.UNA < SEG.ACK =< SND.NXT. But in SYN-SENT a
        // segment without SYN is dropped (3.10.7.3, fifth).
        let has_syn = self.has(Fact::SynReceived) || self.inbox.get(Kind::Syn).is_some();
        if acks_syn && (has_syn || control.syn()) && !self.has(Fact::SynAcked) {
            brings = brings.and(Fact::SynAcked);
        }
        // 3.10.7.4, fifth: our FIN is acknowledged.
        let acks_fin = segment
            .ack()
            .is_some_and(|ack| self.numbers.fin_is_acked_by(ack));
        if acks_fin && !self.has(Fact::FinAcked) {
            brings = brings.and(Fact::FinAcked);
        }
        brings
    }

    fn note_wrong_ack(&self, segment: &Segment<'_>, notes: &mut Notes) {
        let waits = self.has(Fact::SynSent) && !self.has(Fact::SynAcked);
        let waits = waits && self.presumed.is_empty();
        let acceptable = |ack| self.numbers.acceptable_ack_of_syn(ack);
        if waits && segment.ack().is_some_and(|ack| !acceptable(ack)) {
            // It answers with a RST whose number is the wrong one, and stays where it is.
            notes.push(Note::WrongAck);
        }
    }

    fn put_syn(&mut self, mut letter: Letter) {
        if let Some(before) = self.inbox.get(Kind::Syn) {
            let crossed =
                letter.copy.brings.has(Fact::SynAcked) && !before.copy.brings.has(Fact::SynAcked);
            if crossed {
                // The peer's SYN once more, with the acknowledgment of ours (3.5, figure 7).
                return;
            }
            // The peer has no answer to the first: most likely it did not arrive, and whether
            // this one does is to be seen.
            letter.first = before.first_copy();
            letter.unlikely = true;
        }
        self.inbox.put(Kind::Syn, letter);
    }

    fn put_acknowledgment(
        &mut self,
        kind: Kind,
        mut letter: Letter,
        segment: &Segment<'_>,
        context: &Context,
    ) {
        if let Some(before) = self.inbox.get(kind) {
            let again = segment.payload_len > 0
                && context
                    .snd_nxt
                    .is_some_and(|next| segment.seq.is_before(next));
            // A listener that ignores an acknowledgment (its queue is full) and answers at last
            // most likely answers the last try.
            let last_try = before.retried && again;
            // A SYN-ACK again, without an answer to the first.
            let repeated = [before.copy.brings, letter.copy.brings]
                .iter()
                .all(|brings| brings.has(Fact::SynReceived));
            if !before.doubted && !last_try && !repeated {
                return;
            }
            letter.retried = true;
        }
        // With the SYN it stands and falls.
        letter.unlikely |= letter.copy.brings.has(Fact::SynReceived)
            && self.inbox.get(Kind::Syn).is_some_and(|syn| syn.unlikely);
        self.inbox.put(kind, letter);
    }

    /// The FIN, or data sent after it that fills a gap before it: the FIN counts when everything
    /// before it is there (3.10.7.4, eighth).
    fn receive_fin(
        &mut self,
        sender: &Self,
        segment: &Segment<'_>,
        context: &Context,
        mut letter: Letter,
        notes: &mut Notes,
    ) {
        letter.copy.brings = letter.copy.brings.and(Fact::FinReceived);
        let fills = |number: Option<SeqNumber>| {
            number.is_some_and(|number| {
                reaches(number, segment.seq) && number.is_before(segment.end_seq())
            })
        };
        let Some(before) = self.inbox.get(Kind::Fin).cloned() else {
            if !segment.control.fin() {
                return;
            }
            self.late_mut().hole = context.snd_nxt.filter(|next| next.is_before(segment.seq));
            let mut awaited = self.numbers.rcv_nxt();
            if fills(awaited) {
                awaited = Some(segment.end_seq());
            }
            self.late_mut().awaited = awaited;
            if self.late().hole.is_some() {
                letter.unlikely = true;
                notes.push(Note::FinWaitsForData);
            }
            // 3.10.7.4, fifth: a segment without ACK is dropped; its acknowledgment would prove
            // that this one was not.
            letter.unlikely |= !segment.control.ack();
            self.inbox.put(Kind::Fin, letter);
            return;
        };
        let awaited = further(self.late().awaited, self.numbers.rcv_nxt());
        self.late_mut().awaited = awaited;
        let fin_end = sender.numbers.fin_end();
        let fills_hole = fills(self.late().hole);
        if fills_hole || fills(awaited) || before.doubted {
            self.advance_over(segment, sender);
            letter.unlikely |= self.late().hole.is_some();
        } else if fills(self.numbers.rcv_nxt()) && awaited == fin_end {
            // Everything was sent before: either that did not arrive, or its acknowledgment.
            letter.first = before.first_copy();
            letter.unlikely = true;
        } else {
            return;
        }
        self.inbox.put(Kind::Fin, letter);
    }

    fn advance_over(&mut self, segment: &Segment<'_>, sender: &Self) {
        let end = segment.end_seq();
        let late = self.late_mut();
        late.awaited = Some(end);
        let fin = sender.numbers.fin_end().map(|end| end.minus(1));
        late.hole = late
            .hole
            .map(|hole| if hole.is_before(end) { end } else { hole })
            .filter(|hole| fin.is_some_and(|fin| hole.is_before(fin)));
    }

    /// By which rule the peer, in TIME-WAIT, takes a SYN of this endpoint for a new connection's.
    pub(crate) fn reuse_rule(&self, syn: &Segment<'_>, peer: &Self) -> Option<ReuseRule> {
        match peer.numbers.is_newer(syn) {
            Some(true) => Some(ReuseRule::NewerTimestamp),
            Some(false) => None,
            None => {
                let next = self.numbers.snd_nxt()?;
                reaches(syn.seq, next).then_some(ReuseRule::HigherSequence)
            }
        }
    }

    /// A SYN that opens nothing reached it while it was synchronised: RFC 5961, section 4, asks
    /// for a challenge ACK.
    pub(crate) fn challenge(&mut self) {
        self.challenged = !matches!(
            self.shown_state(),
            TcpState::Closed | TcpState::Listen | TcpState::SynSent
        );
    }
}

/// The one that is further on.
fn further(one: Option<SeqNumber>, other: Option<SeqNumber>) -> Option<SeqNumber> {
    match (one, other) {
        (Some(one), Some(other)) if one.is_before(other) => Some(other),
        (one, other) => one.or(other),
    }
}
