//! Zeek's `history`: letters in the order in which they came.
//!
//! Duty: keep the letters, and how often what is counted was seen. Invariant: the first twelve
//! letters, more than most connections have, are in one word. Absence: which letter a segment has.

use crate::End;
use crate::packing::{Pack, Packer, Unpacker, packed};

/// How many letters a history has at most.
const LONGEST: usize = 120;

/// How many of them are in the word, in five bits each; its upper four bits count them.
const SHORT: usize = 12;

/// The letters, by the number that stands for each: of the lower end, then of the upper.
const LETTERS: &[u8; 32] = b"SHADFRIQTGW.....shadfriqtgw.....";

/// What has a letter in the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letter {
    Syn,
    SynAck,
    Ack,
    Data,
    Fin,
    Rst,
    /// FIN and RST at once.
    Inconsistent,
    /// SYN with FIN or RST.
    MultiFlag,
    Retransmission,
    Gap,
    ZeroWindow,
}

/// The letters of a history.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    short: u64,
    more: Option<Box<More>>,
}

/// What does not fit into the word.
#[derive(Clone, Debug, Default)]
struct More {
    /// How many retransmissions, gaps and zero windows there were, at the lower end and the upper.
    counts: [[u32; 3]; 2],
    letters: Vec<u8>,
}

impl History {
    /// The letters; those of the lower end in upper case.
    pub(super) fn letters(&self) -> impl Iterator<Item = u8> {
        let more = self.more.as_ref().map_or(&[][..], |more| &more.letters);
        let mut word = self.short;
        let short = (0..self.len()).map(move |_| {
            let [number, ..] = word.to_le_bytes();
            word >>= 5;
            let letter = LETTERS.get(usize::from(number & 31));
            letter.copied().unwrap_or_default()
        });
        short.chain(more.iter().copied())
    }

    /// How many letters are in the word.
    fn len(&self) -> usize {
        let [.., last] = self.short.to_le_bytes();
        usize::from(last >> 4)
    }

    /// Adds a letter of one end.
    pub(super) fn push(&mut self, end: End, letter: Letter) {
        let number = letter as u8 | if end == End::Upper { 16 } else { 0 };
        let len = self.len();
        if len < SHORT {
            self.short |= u64::from(number) << (5 * len);
            self.short += 1 << 60;
            return;
        }
        let letters = &mut self.more.get_or_insert_default().letters;
        if letters.len() < LONGEST - SHORT {
            letters.extend(LETTERS.get(usize::from(number)));
        }
    }

    /// Adds a letter that is repeated at the 10th, 100th, ... time.
    pub(super) fn push_counted(&mut self, end: End, letter: Letter) {
        let [lower, upper] = &mut self.more.get_or_insert_default().counts;
        let [retransmissions, gaps, windows] = match end {
            End::Lower => lower,
            End::Upper => upper,
        };
        let count = match letter {
            Letter::Retransmission => retransmissions,
            Letter::Gap => gaps,
            _ => windows,
        };
        *count = count.saturating_add(1);
        let count = *count;
        if 10_u32.checked_pow(count.ilog10()) == Some(count) {
            self.push(end, letter);
        }
    }
}

packed!(More { counts, letters });

impl Pack for History {
    fn pack(&self, to: &mut Packer) {
        // Its length stands above the letters: below them, a short one is a small number.
        to.number(self.short.rotate_left(4));
        self.more.pack(to);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some(Self {
            short: from.number()?.rotate_right(4),
            more: Pack::unpack(from)?,
        })
    }
}
