//! What an endpoint was sent, and nothing has proven yet that it arrived.
//!
//! Duty: keep, for each thing that would change the endpoint's state, the packet that most
//! likely brought it. Invariant: at most one packet a kind, so that the inbox is bounded.
//! Absence: no judgement of acceptability, which is made before a packet gets here.

use super::facts::Fact;
use crate::{SeqNumber, Timestamp};

/// What a packet can bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The peer's SYN.
    Syn,
    /// An acknowledgment of the endpoint's SYN.
    SynAck,
    /// An acknowledgment of its FIN.
    FinAck,
    /// The peer's FIN, with all data before it.
    Fin,
    /// An acceptable RST.
    Rst,
}

/// Which packet, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) packet: u64,
    pub(crate) time: Timestamp,
}

/// A packet that may have brought something.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letter {
    pub(crate) mark: Mark,
    /// The endpoint did something later that it would not have done with this in hand.
    pub(crate) doubted: bool,
    /// The first copy, and its TSval, where the peer sent it again.
    pub(crate) original: Option<(Mark, Option<u32>)>,
    /// The peer sent it again.
    pub(crate) repeated: bool,
    /// The number behind the packet's last one, if it occupies any: acknowledging that proves
    /// that it arrived.
    pub(crate) end: Option<SeqNumber>,
    /// SEG.SEQ.
    pub(crate) seq: SeqNumber,
    /// The packet's TSval.
    pub(crate) tsval: Option<u32>,
}

/// At most one letter of each kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Inbox {
    letters: [Option<Letter>; 5],
}

impl Kind {
    pub(crate) const ALL: [Self; 5] = [Self::Syn, Self::SynAck, Self::FinAck, Self::Fin, Self::Rst];

    /// What is true of the endpoint once it got this.
    pub(crate) const fn fact(self) -> Fact {
        match self {
            Self::Syn => Fact::SynReceived,
            Self::SynAck => Fact::SynAcked,
            Self::FinAck => Fact::FinAcked,
            Self::Fin => Fact::FinReceived,
            Self::Rst => Fact::Reset,
        }
    }
}

impl Inbox {
    pub(crate) fn get(&self, kind: Kind) -> Option<&Letter> {
        self.letters.get(kind as usize)?.as_ref()
    }

    pub(crate) fn get_mut(&mut self, kind: Kind) -> Option<&mut Letter> {
        self.letters.get_mut(kind as usize)?.as_mut()
    }

    pub(crate) fn put(&mut self, kind: Kind, letter: Letter) {
        if let Some(place) = self.letters.get_mut(kind as usize) {
            *place = Some(letter);
        }
    }

    pub(crate) fn take(&mut self, kind: Kind) -> Option<Letter> {
        self.letters.get_mut(kind as usize)?.take()
    }

    /// The kinds that the earliest packet not yet delivered would bring, of those that `wanted`
    /// lets through.
    pub(crate) fn earliest(
        &self,
        wanted: impl Fn(Kind, &Letter) -> bool,
    ) -> Option<(Mark, Vec<Kind>)> {
        let candidates = || {
            Kind::ALL
                .into_iter()
                .filter_map(|kind| Some((kind, self.get(kind)?)))
                .filter(|(kind, letter)| wanted(*kind, letter))
        };
        let mark = candidates()
            .map(|(_, letter)| letter.mark)
            .min_by_key(|mark| mark.packet)?;
        let kinds = candidates()
            .filter(|(_, letter)| letter.mark.packet == mark.packet)
            .map(|(kind, _)| kind)
            .collect();
        Some((mark, kinds))
    }
}
