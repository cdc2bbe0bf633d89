//! Where an inbox keeps its letters.
//!
//! Duty: find a letter by its kind, in little room. Invariant: there is at most one of a kind.
//! Absence: what letters mean.

use super::{Kind, Letter};

/// Letters and their kinds; there are seldom more than two.
#[derive(Clone)]
pub(super) struct Letters {
    kinds: [Kind; 2],
    letters: [Option<Letter>; 2],
    further: Option<Box<Self>>,
}

impl Letters {
    /// The only letter, of this kind.
    fn only(kind: Kind, letter: Letter) -> Self {
        Self {
            kinds: [kind; 2],
            letters: [Some(letter), None],
            further: None,
        }
    }

    /// Gives `take` all letters, in no order that means anything.
    #[inline]
    pub(super) fn for_each<'a>(&'a self, mut take: impl FnMut(Kind, &'a Letter)) {
        let mut next = Some(self);
        while let Some(letters) = next {
            for (kind, letter) in letters.kinds.iter().zip(&letters.letters) {
                if let Some(letter) = letter {
                    take(*kind, letter);
                }
            }
            next = letters.further.as_deref();
        }
    }

    #[inline]
    pub(super) fn get(&self, kind: Kind) -> Option<&Letter> {
        let mut next = Some(self);
        while let Some(letters) = next {
            for (here, letter) in letters.kinds.iter().zip(&letters.letters) {
                if *here == kind && letter.is_some() {
                    return letter.as_ref();
                }
            }
            next = letters.further.as_deref();
        }
        None
    }

    /// Where the letter of a kind is.
    #[inline]
    pub(super) fn place(&mut self, kind: Kind) -> Option<&mut Option<Letter>> {
        let mut next = Some(self);
        while let Some(letters) = next {
            for (here, letter) in letters.kinds.iter().zip(&mut letters.letters) {
                if *here == kind && letter.is_some() {
                    return Some(letter);
                }
            }
            next = letters.further.as_deref_mut();
        }
        None
    }

    /// Adds a letter of a kind that there is none of.
    pub(super) fn add(mut all: &mut Option<Box<Self>>, kind: Kind, letter: Letter) {
        while let Some(letters) = all {
            let mut both = letters.kinds.iter_mut().zip(&mut letters.letters);
            if let Some((here, place)) = both.find(|(_, place)| place.is_none()) {
                (*here, *place) = (kind, Some(letter));
                return;
            }
            all = &mut letters.further;
        }
        *all = Some(Box::new(Self::only(kind, letter)));
    }
}
