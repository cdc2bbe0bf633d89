//! One endpoint: its facts, what it was sent, and the state that follows.
//!
//! Duty: keep what is certain apart from what is assumed. A segment is certain evidence of its
//! *sender*: of what it did, and by its acknowledgment number of what it had received. What the
//! segment does to its *receiver* waits in the inbox until the receiver sends something that
//! proves it, or that contradicts it. So there are two answers to "which state?": the certain
//! one, from the facts, and the one to be shown at once, from the facts and everything in the
//! inbox that nothing speaks against.
//!
//! Invariant: facts only grow, and the log of certain changes is only added to. Absence: nothing
//! here knows which of the two ends is the client; both run the same code.

mod ending;
mod fastest;
mod late;
mod log;
mod opening;
mod proving;
mod receiving;
mod resets;
mod sending;

use super::facts::{Fact, Facts};
use super::inbox::{Inbox, Kind, Mark};
use super::numbers::Numbers;
use super::{Reason, TcpState};
use crate::packing::packed;
use crate::{Segment, SeqNumber};
use fastest::Fastest;
pub(crate) use late::Original;
use late::{Late, OwnReset};
use log::Log;
pub(crate) use log::Step;

/// What the endpoints need to know of a segment's circumstances.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context {
    /// How soon the sender has answered at the earliest so far, as seen from the capture point,
    /// in nanoseconds: what it sent sooner than this after a packet left before that arrived.
    pub(crate) response: i64,
    /// The window that the receiver advertised last, octets.
    pub(crate) receiver_window: u32,
    /// SND.NXT of the sender before the segment.
    pub(crate) snd_nxt: Option<SeqNumber>,
}

/// What an endpoint did to its own state by sending something.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deed {
    /// The state that was certain before it sent it.
    pub(crate) before: TcpState,
    /// The state that it was in when it sent it, as that proves.
    pub(crate) from: TcpState,
    /// The state that it entered.
    pub(crate) to: TcpState,
}

/// One side's TCP.
// In this order, as what a calm segment needs should lie together.
#[derive(Clone, Debug, Default)]
#[repr(C, align(64))]
pub(crate) struct Endpoint {
    pub(crate) numbers: Numbers,
    /// What it sent again, or to see whether the peer is there, since it last heard of it.
    unanswered: u8,
    facts: Facts,
    /// What must have been so before the capture began.
    presumed: Facts,
    /// Did it send a SYN-ACK?
    accepted: bool,
    /// It was sent something that calls for a challenge ACK.
    challenged: bool,
    inbox: Inbox,
    /// What few have, or only at the end of their lives.
    late: Option<Box<Late>>,
    syn: Option<Original>,
    /// How soon it answered at the earliest.
    fastest: Fastest,
    log: Log,
}

impl Mark {
    /// Of a segment.
    pub(crate) const fn of(segment: &Segment<'_>) -> Self {
        Self {
            packet: segment.packet,
            time: segment.time.as_nanos(),
        }
    }
}

impl Endpoint {
    /// The capture began when the connection was open.
    pub(crate) const fn presume_open(&mut self) {
        self.presumed = Facts::OPEN;
    }

    /// Its SYN was not captured, but the SYN-ACK was.
    pub(crate) const fn presume_asked(&mut self) {
        self.presumed = self.presumed.and(Fact::SynSent);
    }

    /// Its SYN-ACK was not captured, but the acknowledgment of it.
    pub(crate) const fn presume_answered(&mut self) {
        self.presumed = self
            .presumed
            .and(Fact::SynSent)
            .and(Fact::SynReceived)
            .and(Fact::Passive);
    }

    /// What is certain or presumed.
    const fn known(&self) -> Facts {
        self.facts.or(self.presumed)
    }

    pub(crate) const fn has(&self, fact: Fact) -> bool {
        self.known().has(fact)
    }

    /// Has nothing been learned of it?
    pub(crate) const fn is_unknown(&self) -> bool {
        self.known().is_empty()
    }

    /// Is all that is known of it presumed?
    pub(crate) const fn is_presumed(&self) -> bool {
        self.facts.is_empty() && !self.presumed.is_empty()
    }

    /// Did it send a SYN without ACK?
    pub(crate) const fn asked(&self) -> bool {
        self.syn.is_some() && !self.facts.has(Fact::Passive)
    }

    /// Is all that is certain of it that it sent a SYN?
    pub(crate) fn has_only_asked(&self) -> bool {
        self.known() == Facts::default().and(Fact::SynSent)
    }

    /// Did it send a SYN-ACK?
    pub(crate) const fn accepted(&self) -> bool {
        self.accepted
    }

    fn late(&self) -> &Late {
        self.late.as_deref().unwrap_or(&Late::NONE)
    }

    fn late_mut(&mut self) -> &mut Late {
        self.late.get_or_insert_default()
    }

    /// Payload octets in its SYN, if that asked for Fast Open.
    pub(crate) fn fast_open_payload(&self) -> u32 {
        self.late().fast_open_payload
    }

    /// The packet of its first SYN.
    pub(crate) fn syn_packet(&self) -> Option<u64> {
        self.syn.map(|syn| { syn.mark }.packet)
    }

    /// The packet of its first FIN.
    pub(crate) fn fin_packet(&self) -> Option<u64> {
        self.late().fin.map(|fin| { fin.mark }.packet)
    }

    fn own_reset(&self) -> Option<OwnReset> {
        self.late().own_reset
    }

    /// The packet of the RST that carries its name, unless it went on.
    pub(crate) fn reset_packet(&self) -> Option<u64> {
        self.own_reset().map(|reset| reset.mark.packet)
    }

    /// Gives back what room is not needed now.
    pub(crate) fn tidy(&mut self) {
        self.inbox.tidy();
        if self.late.as_deref().is_some_and(|late| *late == Late::NONE) {
            self.late = None;
        }
    }

    /// Is it open for certain, and is there nothing that waits for proof or for an answer?
    pub(crate) fn is_calm(&self) -> bool {
        self.certain_state() == TcpState::Established
            && self.inbox.is_empty()
            && self.own_reset().is_none()
            && self.late().time_wait.is_none()
            && !self.challenged
            && self.numbers.is_calm()
    }

    /// The state that the facts prove.
    pub(crate) fn certain_state(&self) -> TcpState {
        self.known().state()
    }

    /// The state if everything arrived that nothing speaks against.
    #[inline]
    pub(crate) fn shown_state(&self) -> TcpState {
        if self.inbox.is_empty() && self.late.is_none() {
            return self.certain_state();
        }
        self.assumed_state()
    }

    fn assumed_state(&self) -> TcpState {
        let mut facts = self.known().or(self.inbox.assumed());
        let reset = self.inbox.get(Kind::Rst).is_some_and(|rst| !rst.doubted);
        // RFC 1337, section 3: a RST in TIME-WAIT is best ignored.
        let reset = reset && facts.state() != TcpState::TimeWait;
        if reset || self.own_reset().is_some() {
            facts = facts.and(Fact::Reset);
        }
        facts.state()
    }

    /// Takes certain knowledge, and logs the change of state it makes.
    fn learn(&mut self, gained: Facts, mark: Mark, assumed: bool, reason: Reason) {
        let from = self.certain_state();
        if from == TcpState::TimeWait && reason == Reason::RstReceived {
            // RFC 1337, section 3: a RST in TIME-WAIT is best ignored.
            return;
        }
        let listened = gained.has(Fact::Passive) && self.log.is_empty();
        self.facts = self.facts.or(gained);
        let to = self.certain_state();
        if from != to {
            self.log.push(Step {
                // Who answers a SYN was listening.
                from: if listened { TcpState::Listen } else { from },
                to,
                time: mark.time,
                packet: Some(mark.packet),
                assumed,
                reason,
            });
        }
    }

    /// How soon it answered at the earliest, in nanoseconds.
    pub(crate) fn fastest(&self) -> Option<i64> {
        self.fastest.nanos()
    }

    /// It sent something; `again` says that it had sent it before.
    pub(crate) const fn count_unanswered(&mut self, again: bool) {
        if again {
            self.unanswered = self.unanswered.saturating_add(1);
        }
    }

    /// Its peer is there.
    pub(crate) const fn heard(&mut self) {
        self.unanswered = 0;
    }

    /// What it sent again in vain since it last heard of its peer.
    pub(crate) const fn unanswered(&self) -> u8 {
        self.unanswered
    }

    /// The changes so far.
    pub(crate) fn log(&self) -> impl Iterator<Item = Step> {
        self.log.iter()
    }
}

packed!(Endpoint {
    numbers,
    unanswered,
    facts,
    presumed,
    accepted,
    challenged,
    inbox,
    late,
    syn,
    fastest,
    log,
});
