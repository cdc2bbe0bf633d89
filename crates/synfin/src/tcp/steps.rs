//! Which step of opening and closing a segment is.
//!
//! Duty: name each segment's phase, and the packet whose step it repeats. Invariant: a step is
//! told by the segment's numbers, not by the capture's order alone; each step is first taken once.
//! Absence: no states; a step is what the segment is for, whatever became of it.

use super::endpoint::Endpoint;
use super::teardown::Teardown;
use super::{HandshakeStep, Note, Notes, Phase, TeardownStep};
use crate::packing::packed;
use crate::{End, Segment};

/// The steps that a connection has taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Steps {
    /// The packet of the handshake's third step.
    ack: Option<u64>,
    /// The SYN-ACK came again since.
    syn_ack_repeated: bool,
    /// Did a RST end it?
    reset: bool,
    split: bool,
    /// What there is from the first FIN on.
    teardown: Option<Box<Teardown>>,
}

/// A segment's step, and the packet whose step it repeats.
type Taken = (Phase, Option<u64>);

impl Steps {
    /// The other end answered the SYN by a SYN of its own, and acknowledged neither.
    pub(crate) const fn is_split(&self) -> bool {
        self.split
    }

    /// What the second FIN was, if there was one.
    pub(crate) fn second_fin(&self) -> Option<Phase> {
        self.teardown.as_ref()?.second_fin
    }

    /// Who sent the first FIN.
    pub(crate) fn first_fin(&self) -> Option<End> {
        Some(self.teardown.as_ref()?.first_fin)
    }

    /// Did data follow the first FIN's acknowledgment, the other way?
    pub(crate) fn has_half_closed_data(&self) -> bool {
        let teardown = self.teardown.as_ref();
        teardown.is_some_and(|teardown| teardown.half_closed_data)
    }

    /// Are both directions closed, or was the connection reset?
    pub(crate) fn is_closed(&self) -> bool {
        let closed =
            |teardown: &Teardown| teardown.first_ack.is_some() && teardown.second_ack.is_some();
        self.reset || self.teardown.as_deref().is_some_and(closed)
    }

    /// The usual handshake was ended by the ACK in this packet.
    pub(crate) const fn open(&mut self, ack: u64) {
        self.ack = Some(ack);
    }

    /// A RST was found acceptable, or to be somebody else's.
    pub(crate) const fn set_reset(&mut self, reset: bool) {
        self.reset = reset;
    }

    /// Names the next segment; `mine` and `peer` are as they were before it.
    pub(crate) fn take(
        &mut self,
        segment: &Segment<'_>,
        sender: End,
        (mine, peer): (&Endpoint, &Endpoint),
        notes: &mut Notes,
    ) -> Taken {
        let control = segment.control;
        if control.rst() {
            return (phase_of_reset(segment, mine, peer), None);
        }
        if control.syn() {
            return self.take_syn(segment, mine, peer, notes);
        }
        if control.fin() {
            return self.take_fin(segment, sender, mine, peer, notes);
        }
        self.take_handshake_ack(segment, mine, peer, notes)
            .or_else(|| self.take_fin_ack(segment, sender, peer))
            .unwrap_or_else(|| (self.plain(segment, sender), None))
    }

    fn take_syn(
        &mut self,
        segment: &Segment<'_>,
        mine: &Endpoint,
        peer: &Endpoint,
        notes: &mut Notes,
    ) -> Taken {
        let again = mine.numbers.iss() == Some(segment.seq);
        let repeats = mine.syn_packet().filter(|_| again);
        if segment.control.ack() {
            let answered_before = mine.accepted();
            self.syn_ack_repeated |= self.ack.is_some() && answered_before;
            if mine.asked() {
                // RFC 9293, 3.5, figure 7: the SYN again, with the peer's acknowledged.
                return (Phase::SimultaneousOpen, repeats.filter(|_| answered_before));
            }
            if answered_before && !again {
                notes.push(Note::SecondSynAck);
            }
            return (Phase::Handshake(HandshakeStep::SynAck), repeats);
        }
        if peer.asked() {
            if repeats.is_none() {
                notes.push(Note::SimultaneousOpen);
            }
            return (Phase::SimultaneousOpen, repeats);
        }
        (Phase::Handshake(HandshakeStep::Syn), repeats)
    }

    /// The client's first acknowledgment of the SYN-ACK, with or without data.
    fn take_handshake_ack(
        &mut self,
        segment: &Segment<'_>,
        mine: &Endpoint,
        peer: &Endpoint,
        notes: &mut Notes,
    ) -> Option<Taken> {
        let step = Phase::Handshake(HandshakeStep::Ack);
        let unseen = peer.is_presumed() && mine.has_only_asked() && segment.is_plain();
        if self.ack.is_none() && unseen {
            // The SYN-ACK that it answers was not captured.
            self.ack = Some(segment.packet);
            return Some((step, None));
        }
        segment
            .ack()
            .filter(|ack| peer.numbers.syn_is_acked_by(*ack))?;
        if mine.accepted() || !(peer.accepted() || peer.asked()) {
            return None;
        }
        if mine.asked() && peer.asked() {
            // It answered the SYN by a SYN, and the SYN-ACK by an ACK.
            if std::mem::replace(&mut self.split, true) {
                return None;
            }
            notes.push(Note::SplitHandshake);
            return Some((Phase::SimultaneousOpen, None));
        }
        match self.ack {
            None if peer.accepted() => {
                self.ack = Some(segment.packet);
                Some((step, None))
            }
            // The SYN-ACK came again, so the acknowledgment goes again (RFC 9293, 3.10.7.4).
            Some(packet) if std::mem::take(&mut self.syn_ack_repeated) && segment.is_pure_ack() => {
                Some((step, Some(packet)))
            }
            _ => None,
        }
    }

    /// Will every plain segment of `mine` be data, and leave the steps as they are?
    pub(crate) fn is_settled(&self, mine: &Endpoint, peer: &Endpoint) -> bool {
        let crossed = mine.asked() && peer.asked();
        let answered = self.ack.is_some() && !self.syn_ack_repeated;
        let handshake_is_over = peer.numbers.iss().is_none()
            || mine.accepted()
            || !peer.accepted() && !peer.asked()
            || if crossed { self.split } else { answered };
        handshake_is_over && self.teardown.is_none() && !self.reset
    }

    fn take_fin(
        &mut self,
        segment: &Segment<'_>,
        sender: End,
        mine: &Endpoint,
        peer: &Endpoint,
        notes: &mut Notes,
    ) -> Taken {
        let repeats = mine.fin_packet();
        let acks_fin = segment
            .ack()
            .is_some_and(|ack| peer.numbers.fin_is_acked_by(ack));
        let teardown = self
            .teardown
            .get_or_insert_with(|| Box::new(Teardown::by(sender)));
        if teardown.first_fin == sender {
            teardown.first_fin_repeated |= repeats.is_some();
            if acks_fin && teardown.second_fin.is_some() {
                teardown.second_ack.get_or_insert(segment.packet);
            }
            return (Phase::Teardown(TeardownStep::FirstFin), repeats);
        }
        if let Some(phase) = teardown.second_fin {
            teardown.second_fin_repeated = true;
            return (phase, repeats);
        }
        let phase = if !acks_fin {
            // RFC 9293, 3.6, figure 13: it left before the first FIN arrived.
            notes.push(Note::SimultaneousClose);
            Phase::SimultaneousClose
        } else if teardown.first_ack.is_some() {
            Phase::Teardown(TeardownStep::SecondFin)
        } else {
            teardown.first_ack = Some(segment.packet);
            Phase::Teardown(TeardownStep::AckAndSecondFin)
        };
        teardown.second_fin = Some(phase);
        (phase, None)
    }

    /// The first acknowledgment of a FIN, or a repeated one of a repeated FIN.
    fn take_fin_ack(
        &mut self,
        segment: &Segment<'_>,
        sender: End,
        peer: &Endpoint,
    ) -> Option<Taken> {
        let teardown = self.teardown.as_deref_mut()?;
        segment
            .ack()
            .filter(|ack| peer.numbers.fin_is_acked_by(*ack))?;
        let crossing = teardown.second_fin == Some(Phase::SimultaneousClose);
        let (taken, repeated, step) = if teardown.first_fin == sender {
            teardown.second_fin?;
            let step = TeardownStep::SecondAck;
            (
                &mut teardown.second_ack,
                &mut teardown.second_fin_repeated,
                step,
            )
        } else {
            let step = TeardownStep::FirstAck;
            (
                &mut teardown.first_ack,
                &mut teardown.first_fin_repeated,
                step,
            )
        };
        let phase = if crossing {
            Phase::SimultaneousClose
        } else {
            Phase::Teardown(step)
        };
        match *taken {
            None => {
                *taken = Some(segment.packet);
                Some((phase, None))
            }
            Some(packet) if std::mem::take(repeated) && segment.is_pure_ack() => {
                Some((phase, Some(packet)))
            }
            Some(_) => None,
        }
    }

    fn plain(&mut self, segment: &Segment<'_>, sender: End) -> Phase {
        if self.is_closed() {
            return Phase::Closed;
        }
        let Some(teardown) = &mut self.teardown else {
            return Phase::Data;
        };
        teardown.half_closed_data |= sender != teardown.first_fin
            && segment.payload_len > 0
            && teardown.first_ack.is_some()
            && teardown.second_fin.is_none();
        Phase::HalfClosedData
    }
}

fn phase_of_reset(segment: &Segment<'_>, mine: &Endpoint, peer: &Endpoint) -> Phase {
    let answers_syn = peer.asked() && peer.has_only_asked() && mine.syn_packet().is_none();
    let acks_syn = segment
        .ack()
        .is_some_and(|ack| peer.numbers.acceptable_ack_of_syn(ack));
    if answers_syn && acks_syn {
        Phase::Refused
    } else {
        Phase::Reset
    }
}

packed!(Steps {
    ack,
    syn_ack_repeated,
    reset,
    split,
    teardown
});
