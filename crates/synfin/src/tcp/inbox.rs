//! What an endpoint was sent, and nothing has proven yet that it arrived.
//!
//! Duty: keep, for each thing that would change the endpoint's state, the packet that most likely
//! brought it. Invariant: at most one packet a kind, so that the inbox is bounded. Absence: no
//! judgement of acceptability, which is made before a packet gets here.

mod letters;

use super::facts::{Fact, Facts};
use crate::SeqNumber;
use crate::packing::{Pack, Packer, Unpacker, packed};
use letters::Letters;
use std::fmt;

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

/// Which packet, and when it was captured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) packet: u64,
    /// Nanoseconds since the epoch.
    pub(crate) time: i64,
}

/// One copy of something that was sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Copy {
    pub(crate) mark: Mark,
    /// Everything that becomes true of the endpoint when it arrives.
    pub(crate) brings: Facts,
    /// SEG.SEQ.
    pub(crate) seq: SeqNumber,
    /// Its TSval.
    pub(crate) tsval: Option<u32>,
}

/// A packet that may have brought something.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    /// The copy that most likely arrived.
    pub(crate) copy: Copy,
    /// The first copy, where the peer sent it again.
    pub(crate) first: Option<Box<Copy>>,
    /// The number behind the packet's last one, if it occupies any: who acknowledges that has
    /// received it.
    pub(crate) end: Option<SeqNumber>,
    /// The endpoint did later what it would not have done with this in hand.
    pub(crate) doubted: bool,
    /// Nobody would bet on it: the peer sent it again, or something before it is missing.
    pub(crate) unlikely: bool,
    /// It took the place of one that was doubted.
    pub(crate) retried: bool,
}

/// At most one letter of each kind. Most of the time there is none, and they take no room.
#[derive(Clone, Default)]
pub(crate) struct Inbox {
    /// A bit for each kind that there is a letter of.
    present: u8,
    letters: Option<Box<Letters>>,
}

impl Letter {
    /// The first copy, for the letter that takes this one's place.
    pub(crate) fn first_copy(&self) -> Option<Box<Copy>> {
        self.first.clone().or_else(|| Some(Box::new(self.copy)))
    }
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
    #[inline]
    pub(crate) const fn is_empty(&self) -> bool {
        self.present == 0
    }

    #[inline]
    pub(crate) fn get(&self, kind: Kind) -> Option<&Letter> {
        self.letters.as_ref().filter(|_| self.has(kind))?.get(kind)
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, kind: Kind) -> Option<&mut Letter> {
        if !self.has(kind) {
            return None;
        }
        self.letters.as_mut()?.place(kind)?.as_mut()
    }

    /// Is there a letter of this kind?
    #[inline]
    pub(crate) const fn has(&self, kind: Kind) -> bool {
        self.present >> kind as u8 & 1 == 1
    }

    /// Puts in a letter, in place of the one of its kind if there is one.
    pub(crate) fn put(&mut self, kind: Kind, letter: Letter) {
        match self.get_mut(kind) {
            Some(old) => *old = letter,
            None => {
                Letters::add(&mut self.letters, kind, letter);
                self.present |= 1 << kind as u8;
            }
        }
    }

    pub(crate) fn discard(&mut self, kind: Kind) {
        self.take_out(kind);
        self.tidy();
    }

    #[inline]
    fn take_out(&mut self, kind: Kind) {
        if self.has(kind) {
            self.present &= !(1 << kind as u8);
            let letters = self.letters.as_mut();
            if let Some(place) = letters.and_then(|letters| letters.place(kind)) {
                *place = None;
            }
        }
    }

    /// Gives the room back, unless there is a letter.
    pub(crate) fn tidy(&mut self) {
        if self.is_empty() {
            self.letters = None;
        }
    }

    /// All that the letters bring that nothing speaks against, a RST aside.
    pub(crate) fn assumed(&self) -> Facts {
        let mut facts = Facts::default();
        self.for_each(|kind, letter| {
            if kind != Kind::Rst && !letter.doubted && !letter.unlikely {
                facts = facts.or(letter.copy.brings);
            }
        });
        facts
    }

    /// Discards what the endpoint got by other means.
    pub(crate) fn discard_known(&mut self, facts: Facts) {
        for kind in Kind::ALL {
            if facts.has(kind.fact()) {
                self.take_out(kind);
            }
        }
        self.tidy();
    }

    /// Gives `take` all letters, in no order that means anything.
    #[inline]
    fn for_each<'a>(&'a self, take: impl FnMut(Kind, &'a Letter)) {
        if let Some(letters) = self.letters.as_deref() {
            letters.for_each(take);
        }
    }

    /// The letters, with their kinds, in the kinds' order.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = (Kind, &Letter)> {
        let kinds = Kind::ALL.iter();
        kinds.filter_map(|kind| Some((*kind, self.get(*kind)?)))
    }

    /// The earliest packet of those letters that `wanted` lets through, with all that they say it
    /// brings.
    pub(crate) fn earliest(&self, wanted: impl Fn(Kind, &Letter) -> bool) -> Option<Copy> {
        let mut earliest: Option<Copy> = None;
        self.for_each(|kind, letter| {
            if !wanted(kind, letter) {
                return;
            }
            earliest = Some(match earliest {
                Some(copy) if copy.mark.packet < letter.copy.mark.packet => copy,
                Some(copy) if copy.mark == letter.copy.mark => Copy {
                    brings: copy.brings.or(letter.copy.brings),
                    ..copy
                },
                _ => letter.copy,
            });
        });
        earliest
    }
}

impl fmt::Debug for Inbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.in_order()).finish()
    }
}

packed!(Mark { packet, time });
packed!(Copy {
    mark,
    brings,
    seq,
    tsval
});
packed!(Letter {
    copy,
    first,
    end,
    doubted,
    unlikely,
    retried
});

impl Pack for Inbox {
    fn pack(&self, to: &mut Packer) {
        self.present.pack(to);
        self.in_order().for_each(|(_, letter)| letter.pack(to));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let present = u8::unpack(from)?;
        let mut inbox = Self::default();
        for kind in Kind::ALL {
            if present >> kind as u8 & 1 == 1 {
                inbox.put(kind, Letter::unpack(from)?);
            }
        }
        Some(inbox)
    }
}

#[cfg(test)]
mod tests;
