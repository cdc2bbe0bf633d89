//! RST: whose it is, and who must obey it.
//!
//! Duty: the acceptability of RFC 9293, 3.10.7.3 and 3.10.7.4, with RFC 5961. Invariant: what is
//! not acceptable moves no number and no state. Absence: whether an acceptable RST arrived, which
//! the receiver's silence tells.

use super::{Context, Endpoint};
use crate::Segment;
use crate::tcp::facts::{Fact, Facts};
use crate::tcp::inbox::{Copy, Kind, Letter, Mark};
use crate::tcp::numbers::reaches;
use crate::tcp::{Note, Notes, TcpState};

/// What the receiver of a RST has to make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ResetVerdict {
    /// It has to obey.
    Acceptable,
    /// The number is outside the window: drop it.
    OutOfWindow,
    /// In the window, but not the next number: answer with a challenge ACK.
    NotExact,
    /// It does not acknowledge the SYN: drop it.
    ForAnotherSyn,
}

impl Endpoint {
    pub(super) fn receive_reset(
        &mut self,
        sender: &Self,
        segment: &Segment<'_>,
        context: &Context,
        notes: &mut Notes,
    ) {
        if segment.payload_len > 0 {
            notes.push(Note::RstWithData);
        }
        if self.is_unknown() {
            // 3.10.7.1 and 3.10.7.2, first: CLOSED and LISTEN ignore a RST.
            return;
        }
        match self.judge_reset(sender, segment, context.receiver_window) {
            ResetVerdict::Acceptable if self.shown_state() == TcpState::TimeWait => {
                notes.push(Note::RstInTimeWait);
                self.put_reset(segment);
            }
            ResetVerdict::Acceptable => self.put_reset(segment),
            ResetVerdict::OutOfWindow => notes.push(Note::RstOutOfWindow),
            ResetVerdict::NotExact => {
                self.challenge();
                notes.push(Note::RstNotExact);
            }
            ResetVerdict::ForAnotherSyn => notes.push(Note::RstForAnotherSyn),
        }
    }

    /// The first acceptable RST counts, unless the endpoint went on after it.
    fn put_reset(&mut self, segment: &Segment<'_>) {
        if self
            .inbox
            .get(Kind::Rst)
            .is_some_and(|before| !before.doubted)
        {
            return;
        }
        let letter = Letter {
            copy: Copy {
                mark: Mark::of(segment),
                brings: Facts::default().and(Fact::Reset),
                seq: segment.seq,
                tsval: None,
            },
            first: None,
            end: None,
            doubted: false,
            unlikely: false,
            retried: false,
        };
        self.inbox.put(Kind::Rst, letter);
    }

    fn judge_reset(&self, sender: &Self, segment: &Segment<'_>, window: u32) -> ResetVerdict {
        let acks_syn = segment
            .ack()
            .is_some_and(|ack| self.numbers.acceptable_ack_of_syn(ack));
        let syn_is_here = self.has(Fact::SynReceived) || self.inbox.get(Kind::Syn).is_some();
        if self.has(Fact::SynSent) && !syn_is_here {
            // 3.10.7.3, second: in SYN-SENT a RST is acceptable if its ACK is.
            return if acks_syn {
                ResetVerdict::Acceptable
            } else {
                ResetVerdict::ForAnotherSyn
            };
        }
        let Some((low, high)) = sender.numbers.expected_by(&self.numbers) else {
            // Nothing is known of the numbers: be liberal.
            return ResetVerdict::Acceptable;
        };
        // Linux takes a RST one below RCV.NXT if a FIN made the difference: it answers a segment
        // that left before the FIN arrived. By RFC 9293 it would be out of the window.
        let low = match sender.numbers.fin_end() {
            Some(end) if end == low => low.minus(1),
            _ => low,
        };
        // RFC 5961, 3.2: exactly the next number. Which number that is lies between what the
        // receiver acknowledged and what it was sent.
        if reaches(segment.seq, low) && reaches(high, segment.seq) {
            ResetVerdict::Acceptable
        } else if reaches(segment.seq, high) && segment.seq.offset_from(high) < window {
            ResetVerdict::NotExact
        } else {
            ResetVerdict::OutOfWindow
        }
    }

    /// Can a RST in this endpoint's name be its own, by its numbers? A forger has to guess them.
    pub(super) fn may_have_sent(&self, peer: &Self, segment: &Segment<'_>) -> bool {
        if self.certain_state() == TcpState::SynSent && !segment.control.ack() {
            // 3.10.7.3, first: a RST that answers a SYN-ACK for another SYN leaves SYN-SENT as it
            // is. One that answers the right SYN-ACK says that the attempt was given up.
            return self.numbers.snd_nxt() == Some(segment.seq);
        }
        // 3.10.7.1: without ACK it answers a segment and bears its acknowledgment number.
        let answers = !segment.control.ack() && peer.numbers.acknowledged_lately(segment.seq);
        // 3.10.7.1: with ACK it answers a segment that had none, and acknowledges all of it.
        let refuses = segment.ack().is_some() && segment.ack() == peer.numbers.snd_nxt();
        if self.is_unknown() && segment.control.ack() && !peer.is_unknown() {
            // All it can know is what it was sent.
            return refuses;
        }
        let Some((low, high)) = self.numbers.expected_by(&peer.numbers) else {
            return true;
        };
        answers || refuses || (reaches(segment.seq, low) && reaches(high, segment.seq))
    }
}
