//! One endpoint: what it sent, what it was sent, and what that proves of its state.

use super::facts::{Fact, Facts};
use super::inbox::{Inbox, Kind, Letter, Mark};
use super::{Reason, TcpState};
use crate::{Segment, SeqNumber, Timestamp};

/// A proven change of state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) from: TcpState,
    pub(crate) to: TcpState,
    pub(crate) time: Timestamp,
    pub(crate) packet: Option<u64>,
    pub(crate) assumed: bool,
    pub(crate) reason: Reason,
}

#[derive(Clone, Copy, Debug)]
struct SentFin {
    end: SeqNumber,
    mark: Mark,
    ip_id: Option<u32>,
    tsval: Option<u32>,
}

#[derive(Clone, Copy, Debug)]
struct SentReset {
    mark: Mark,
    seq: SeqNumber,
    refuses: bool,
}

/// One side's TCP.
#[derive(Clone, Debug, Default)]
pub(crate) struct Endpoint {
    facts: Facts,
    presumed: Facts,
    inbox: Inbox,
    own_reset: Option<SentReset>,
    log: Vec<Step>,
    logged: Option<Timestamp>,
    iss: Option<SeqNumber>,
    snd_nxt: Option<SeqNumber>,
    fin: Option<SentFin>,
    /// The highest acknowledgment number it sent.
    acked: Option<SeqNumber>,
    /// What it waits for, if what was sent to fill its gap arrived.
    awaited: Option<SeqNumber>,
    /// Acknowledgment numbers it sent lately.
    acks: [Option<SeqNumber>; 4],
    syn_ids: Option<(Mark, Option<u32>, Option<u32>)>,
    fast_open: bool,
}

fn tsval(segment: &Segment<'_>) -> Option<u32> {
    segment.options.timestamps().map(|(value, _)| value)
}

fn mark_of(segment: &Segment<'_>) -> Mark {
    Mark {
        packet: segment.packet,
        time: segment.time,
    }
}

/// a >= b
fn reaches(a: SeqNumber, b: SeqNumber) -> bool {
    !a.is_before(b)
}

fn same_packet(segment: &Segment<'_>, mark: Mark, ip_id: Option<u32>, ts: Option<u32>) -> bool {
    let gap = segment.time.nanos_since(mark.time);
    let named = segment.ip_id.is_some_and(|id| id != 0);
    segment.ip_id == ip_id
        && tsval(segment) == ts
        && gap < if named { 2_000_000_000 } else { 150_000_000 }
}

impl Endpoint {
    pub(crate) fn presume_open(&mut self) {
        self.presumed = Facts::OPEN;
    }

    pub(crate) fn presume_asked(&mut self) {
        self.presumed = self.presumed.and(Fact::SynSent);
    }

    fn known(&self) -> Facts {
        self.facts.or(self.presumed)
    }

    fn certain_state(&self) -> TcpState {
        self.known().state()
    }

    /// The state if everything not contradicted arrived.
    pub(crate) fn assumed_state(&self) -> TcpState {
        let mut facts = self.known();
        for kind in Kind::ALL {
            if let Some(letter) = self.inbox.get(kind)
                && !letter.doubted
                && !letter.repeated
            {
                facts = facts.and(kind.fact());
            }
        }
        if self.own_reset.is_some() {
            facts = facts.and(Fact::Reset);
        }
        facts.state()
    }

    /// Did it send anything but a refusal, or is that presumed?
    pub(crate) fn took_part(&self) -> bool {
        self.known() != Facts::default() || self.own_reset.is_some()
    }

    fn learn(&mut self, facts: &[Fact], mark: Mark, assumed: bool, reason: Reason) {
        let from = self.certain_state();
        for fact in facts {
            self.facts = self.facts.and(*fact);
        }
        let to = self.certain_state();
        if from != to {
            let time = match self.logged {
                Some(before) if mark.time.nanos_since(before) < 0 => before,
                _ => mark.time,
            };
            self.logged = Some(time);
            let from = if from == TcpState::Closed && self.facts.has(Fact::Passive) {
                TcpState::Listen
            } else {
                from
            };
            self.log.push(Step {
                from,
                to,
                time,
                packet: Some(mark.packet),
                assumed,
                reason,
            });
        }
    }

    // -- what it sends

    pub(crate) fn send(&mut self, peer: &Self, segment: &Segment<'_>, response: i64) -> bool {
        let control = segment.control;
        if control.fin()
            && !control.rst()
            && let Some(fin) = self.fin
            && same_packet(segment, fin.mark, fin.ip_id, fin.tsval)
        {
            return false;
        }
        if control.syn()
            && !control.rst()
            && let Some((mark, ip_id, ts)) = self.syn_ids
            && self.iss == Some(segment.seq)
            && same_packet(segment, mark, ip_id, ts)
        {
            return false;
        }
        self.contradict(peer, segment, response);
        self.prove(peer, segment);
        self.act(peer, segment);
        self.count(segment);
        true
    }

    fn doubt(&mut self, kind: Kind, time: Timestamp, response: i64) {
        if let Some(letter) = self.inbox.get_mut(kind)
            && time.nanos_since(letter.mark.time) >= response
        {
            letter.doubted = true;
        }
    }

    fn contradict(&mut self, peer: &Self, segment: &Segment<'_>, response: i64) {
        let control = segment.control;
        if control.rst() {
            return;
        }
        if control.syn() && self.facts.has(Fact::SynSent) {
            self.doubt(Kind::SynAck, segment.time, response);
            if !control.ack() {
                self.doubt(Kind::Syn, segment.time, response);
            }
        }
        if control.fin() && self.fin.is_some() {
            self.doubt(Kind::FinAck, segment.time, response);
        }
        if let Some(letter) = self.inbox.get(Kind::Rst).copied() {
            let beyond = segment.ack().is_some_and(|ack| {
                letter.seq.is_before(ack)
                    && !(ack == letter.seq.plus(1) && peer.fin.is_some_and(|fin| fin.end == ack))
            });
            if beyond {
                self.inbox.take(Kind::Rst);
            } else {
                self.doubt(Kind::Rst, segment.time, response);
            }
        }
        if let Some(reset) = self.own_reset
            && !(segment.end_seq().is_before(reset.seq)
                && segment.time.nanos_since(reset.mark.time) < response)
        {
            self.own_reset = None;
        }
    }

    fn prove(&mut self, peer: &Self, segment: &Segment<'_>) {
        let control = segment.control;
        if let Some(ack) = segment.ack() {
            if self.presumed == Facts::default()
                && !self.facts.has(Fact::SynReceived)
                && peer.iss.is_some_and(|iss| iss.is_before(ack))
            {
                self.choose_copy(Kind::Syn, segment);
                self.prove_kind(Kind::Syn, segment);
            }
            if peer.iss.is_none()
                && self.facts.has(Fact::SynSent)
                && !self.facts.has(Fact::SynReceived)
                && !control.rst()
            {
                // The SYN-ACK was not captured, or the SYN that this answers.
                let facts: &[Fact] = if control.syn() {
                    &[Fact::SynReceived]
                } else {
                    &[Fact::SynReceived, Fact::SynAcked]
                };
                self.learn(facts, mark_of(segment), false, Reason::SynAckReceived);
            }
            if !control.syn()
                && self.facts.has(Fact::SynReceived)
                && self.inbox.get(Kind::SynAck).is_some()
            {
                self.prove_kind(Kind::SynAck, segment);
            }
            if let Some(letter) = self.inbox.get(Kind::FinAck)
                && let Some(end) = letter.end
                && reaches(ack, end)
            {
                self.prove_kind(Kind::FinAck, segment);
            }
            if let Some(fin) = peer.fin
                && reaches(ack, fin.end)
                && !self.facts.has(Fact::FinReceived)
            {
                self.choose_copy(Kind::Fin, segment);
                self.prove_kind(Kind::Fin, segment);
            }
        } else if control.rst()
            && let Some(fin) = self.fin
            && reaches(segment.seq, fin.end)
        {
            // A RST without ACK answers one packet; its number is that packet's acknowledgment.
            // It refused the rest of that packet.
            self.inbox.take(Kind::Fin);
            self.prove_kind(Kind::FinAck, segment);
        }
    }

    /// Which copy of it arrived: the first one, if the answer says that it had it before.
    fn choose_copy(&mut self, kind: Kind, by: &Segment<'_>) {
        let Some(letter) = self.inbox.get_mut(kind) else {
            return;
        };
        let Some((mark, ts)) = letter.original else {
            return;
        };
        let echoed = by.options.timestamps().map(|(_, echo)| echo);
        let first = match kind {
            Kind::Syn => ts.is_some() && ts == echoed,
            _ => by.options.sack_blocks().next().is_some_and(|(_, right)| {
                // A block below the acknowledgment tells of a duplicate (RFC 2883, section 4).
                by.ack().is_some_and(|ack| reaches(ack, right))
            }),
        };
        if first {
            letter.mark = mark;
        }
    }

    /// Something in the inbox arrived: so did what came before it.
    fn prove_kind(&mut self, kind: Kind, by: &Segment<'_>) {
        let Some(letter) = self.inbox.get(kind).copied() else {
            return;
        };
        let upto = letter.mark.packet;
        if let Some(letter) = self.inbox.get_mut(kind) {
            letter.doubted = false;
        }
        while let Some((mark, kinds)) = self.inbox.earliest(|kind, letter| {
            kind != Kind::Rst && !letter.doubted && letter.mark.packet <= upto
        }) {
            self.deliver(mark, &kinds, false);
        }
        let _ = by;
    }

    fn deliver(&mut self, mark: Mark, kinds: &[Kind], assumed: bool) {
        let mut facts = Vec::new();
        for kind in kinds {
            self.inbox.take(*kind);
            facts.push(kind.fact());
        }
        let has = |kind| kinds.contains(&kind);
        let reason = if has(Kind::Rst) {
            Reason::RstReceived
        } else if has(Kind::Fin) && has(Kind::FinAck) {
            Reason::FinReceivedAndAcknowledged
        } else if has(Kind::Fin) {
            Reason::FinReceived
        } else if has(Kind::FinAck) {
            Reason::FinAcknowledged
        } else if has(Kind::Syn) && has(Kind::SynAck) {
            Reason::SynAckReceived
        } else if has(Kind::Syn) {
            Reason::SynCrossed
        } else {
            Reason::SynAcknowledged
        };
        self.learn(&facts, mark, assumed, reason);
    }

    fn act(&mut self, peer: &Self, segment: &Segment<'_>) {
        let control = segment.control;
        let mark = mark_of(segment);
        if control.rst() {
            self.act_reset(peer, segment);
            return;
        }
        if control.syn() && !control.fin() {
            if !self.facts.has(Fact::SynSent) {
                self.presumed = Facts::default();
                self.iss = Some(segment.seq);
                self.syn_ids = Some((mark, segment.ip_id, tsval(segment)));
                self.fast_open = segment.payload_len > 0;
                if control.ack() {
                    self.learn(
                        &[Fact::SynSent, Fact::Passive, Fact::SynReceived],
                        mark,
                        false,
                        Reason::SynAnswered,
                    );
                } else {
                    self.learn(&[Fact::SynSent], mark, false, Reason::SynSent);
                }
            } else if control.ack() {
                self.iss = Some(segment.seq);
                self.syn_ids = Some((mark, segment.ip_id, tsval(segment)));
            }
        }
        if control.fin() && !control.syn() && !self.facts.has(Fact::FinSent) {
            self.fin = Some(SentFin {
                end: segment.end_seq(),
                mark,
                ip_id: segment.ip_id,
                tsval: tsval(segment),
            });
            if self.facts.has(Fact::FinReceived) {
                self.learn(
                    &[Fact::FinSent, Fact::PeerFirst],
                    mark,
                    false,
                    Reason::FinSent,
                );
            } else {
                self.learn(&[Fact::FinSent], mark, false, Reason::FinSent);
            }
        }
    }

    fn act_reset(&mut self, peer: &Self, segment: &Segment<'_>) {
        if self.own_reset.is_some() {
            return;
        }
        let genuine = self.is_genuine(peer, segment);
        if genuine {
            self.own_reset = Some(SentReset {
                mark: mark_of(segment),
                seq: segment.seq,
                refuses: !self.facts.has(Fact::SynSent) && self.presumed == Facts::default(),
            });
        }
    }

    /// Can this RST be the endpoint's own, by its number?
    fn is_genuine(&self, peer: &Self, segment: &Segment<'_>) -> bool {
        if !segment.control.ack() && peer.acks.contains(&Some(segment.seq)) {
            return self.certain_state() != TcpState::SynSent || self.snd_nxt == Some(segment.seq);
        }
        let low = peer.acked.or(self.snd_nxt);
        let high = self.snd_nxt.or(peer.acked);
        match (low, high) {
            (Some(low), Some(high)) => {
                let (low, high) = if high.is_before(low) {
                    (high, low)
                } else {
                    (low, high)
                };
                (reaches(segment.seq, low) && reaches(high, segment.seq))
                    || (segment.control.ack()
                        && peer.snd_nxt.is_some_and(|next| next == segment.raw_ack))
            }
            _ => true,
        }
    }

    fn count(&mut self, segment: &Segment<'_>) {
        if !segment.control.rst() {
            let end = segment.end_seq();
            if self.snd_nxt.is_none_or(|next| next.is_before(end))
                || segment.control.syn() && !self.facts.has(Fact::SynAcked)
            {
                self.snd_nxt = Some(end);
            }
        }
        if let Some(ack) = segment.ack()
            && !segment.control.rst()
        {
            if !self.acks.contains(&Some(ack)) {
                self.acks.rotate_right(1);
                let [newest, ..] = &mut self.acks;
                *newest = Some(ack);
            }
            if self.acked.is_none_or(|acked| acked.is_before(ack)) {
                self.acked = Some(ack);
            }
            if self.awaited.is_none_or(|awaited| awaited.is_before(ack)) {
                self.awaited = Some(ack);
            }
        }
    }

    // -- what it is sent

    pub(crate) fn receive(&mut self, sender: &Self, segment: &Segment<'_>) {
        let control = segment.control;
        let letter = Letter {
            mark: mark_of(segment),
            doubted: false,
            original: None,
            repeated: false,
            end: (segment.seq_len() > 0 && !control.rst()).then(|| segment.end_seq()),
            seq: segment.seq,
            tsval: tsval(segment),
        };
        if control.rst() {
            if self.obeys(sender, segment) && self.inbox.get(Kind::Rst).is_none_or(|l| l.doubted) {
                self.inbox.put(Kind::Rst, letter);
            }
            return;
        }
        let acks_syn = segment.ack().is_some_and(|ack| {
            self.iss.is_some_and(|iss| iss.is_before(ack))
                && self.snd_nxt.is_some_and(|next| reaches(next, ack))
        });
        if control.syn()
            && !self.facts.has(Fact::SynReceived)
            && (acks_syn || !control.ack() || self.iss.is_none())
        {
            self.put(Kind::Syn, letter);
        }
        if acks_syn && self.known().has(Fact::SynSent) && !self.known().has(Fact::SynAcked) {
            self.put(Kind::SynAck, letter);
        }
        if let (Some(fin), Some(ack)) = (self.fin, segment.ack())
            && reaches(ack, fin.end)
            && !self.facts.has(Fact::FinAcked)
        {
            self.put(Kind::FinAck, letter);
        }
        if sender.fin.is_some() && !self.facts.has(Fact::FinReceived) && segment.seq_len() > 0 {
            self.receive_fin(sender, segment, letter);
        }
    }

    fn put(&mut self, kind: Kind, mut letter: Letter) {
        match self.inbox.get_mut(kind) {
            Some(before) if kind == Kind::Syn => {
                letter.original = before.original.or(Some((before.mark, before.tsval)));
                *before = letter;
            }
            None => self.inbox.put(kind, letter),
            Some(before) if before.doubted => *before = letter,
            Some(_) => {}
        }
    }

    fn receive_fin(&mut self, sender: &Self, segment: &Segment<'_>, mut letter: Letter) {
        let fin_end = sender.fin.map(|fin| fin.end);
        let Some(before) = self.inbox.get(Kind::Fin).copied() else {
            self.awaited = self.acked;
            self.inbox.put(Kind::Fin, letter);
            return;
        };
        let fills = |awaited: SeqNumber| {
            reaches(awaited, segment.seq) && awaited.is_before(segment.end_seq())
        };
        if self.awaited.is_some_and(fills) {
            self.awaited = Some(segment.end_seq());
        } else if self.acked.is_some_and(fills) && self.awaited == fin_end {
            letter.original = before.original.or(Some((before.mark, before.tsval)));
        } else {
            return;
        }
        self.inbox.put(Kind::Fin, letter);
    }

    /// Must it obey this RST?
    fn obeys(&self, sender: &Self, segment: &Segment<'_>) -> bool {
        let syn_here = self.known().has(Fact::SynReceived) || self.inbox.get(Kind::Syn).is_some();
        if self.known().has(Fact::SynSent) && !syn_here {
            return segment.ack().is_some_and(|ack| {
                self.iss.is_none_or(|iss| iss.is_before(ack))
                    && self.snd_nxt.is_none_or(|next| reaches(next, ack))
            });
        }
        let low = self.acked.or(sender.snd_nxt);
        let high = sender.snd_nxt.or(self.acked);
        let (Some(low), Some(high)) = (low, high) else {
            return true;
        };
        let (low, high) = if high.is_before(low) {
            (high, low)
        } else {
            (low, high)
        };
        let low = match sender.fin {
            Some(fin) if fin.end == low => low.minus(1),
            _ => low,
        };
        reaches(segment.seq, low) && reaches(high, segment.seq)
    }

    // -- the end

    pub(crate) fn finish(&mut self) {
        loop {
            let reset = self.own_reset;
            let next = self.inbox.earliest(|kind, letter| {
                !letter.doubted
                    && reset.is_none_or(|reset| letter.mark.packet < reset.mark.packet)
                    && match kind {
                        Kind::Syn | Kind::Fin => false,
                        Kind::SynAck | Kind::FinAck => letter.end.is_none(),
                        Kind::Rst => true,
                    }
            });
            match next {
                Some((mark, kinds)) => self.deliver(mark, &kinds, true),
                None => break,
            }
        }
        if let Some(reset) = self.own_reset
            && !reset.refuses
        {
            self.learn(&[Fact::Reset], reset.mark, false, Reason::RstSent);
        }
    }

    pub(crate) fn log(&self) -> &[Step] {
        &self.log
    }
}
