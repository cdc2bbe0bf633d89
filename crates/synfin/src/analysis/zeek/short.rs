//! What segments without trouble do to Zeek's view.
//!
//! Duty: take those that are known to be ordinary. Invariant: just what [`Zeek::take`] would do.
//! Absence: finding out which ones are.

use super::history::Letter;
use super::{State, Zeek};
use crate::{End, Segment};

impl Zeek {
    /// Can a segment of `sender` without SYN, FIN and RST change nothing but the history? Its
    /// window is open, and nothing happened in it.
    #[inline]
    pub(in crate::analysis) fn is_settled(&self, sender: End) -> bool {
        self.end(sender).state != State::Inactive
    }

    /// Takes such a segment; `data` says whether it has payload.
    #[inline]
    pub(in crate::analysis) fn take_plain(&mut self, sender: End, data: bool) {
        self.add_once(sender, if data { Letter::Data } else { Letter::Ack });
    }

    /// Takes a FIN of such an end, without SYN and RST, whose window is open and in which nothing
    /// happened.
    #[inline]
    pub(in crate::analysis) fn take_fin(
        &mut self,
        segment: &Segment<'_>,
        (sender, receiver): (End, End),
    ) {
        self.add_numbered(sender, Letter::Fin, segment);
        self.close(sender, receiver);
    }

    /// Takes a SYN without FIN, RST and payload, whose window is open and in which nothing
    /// happened.
    #[inline]
    pub(in crate::analysis) fn take_syn(
        &mut self,
        segment: &Segment<'_>,
        (sender, receiver): (End, End),
        client: End,
    ) {
        let answers = segment.control.ack();
        let letter = if answers { Letter::SynAck } else { Letter::Syn };
        self.add_numbered(sender, letter, segment);
        let peer = self.end(receiver).state;
        match self.end(sender).state {
            State::Inactive => self.open(answers, sender, receiver, sender == client),
            State::Partial if !answers && peer == State::Inactive => {
                self.set(sender, State::SynSent);
            }
            _ => {}
        }
    }
}
