//! Sequence numbers of which any may be unset.
//!
//! Duty: keep them in four octets and a bit each, where an array of `Option`s takes eight octets.
//! Invariant: one that is unset reads as `None`, whatever was there before. Absence: what they
//! are; whoever keeps them names their places.

use crate::SeqNumber;
use crate::packing::{Pack, Packer, Unpacker};
use std::fmt;

/// Up to sixteen numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Optional<const N: usize> {
    present: u16,
    numbers: [SeqNumber; N],
}

impl<const N: usize> Default for Optional<N> {
    fn default() -> Self {
        Self {
            present: 0,
            numbers: [SeqNumber(0); N],
        }
    }
}

impl<const N: usize> Optional<N> {
    /// The number at a place.
    #[inline]
    pub(crate) fn get(&self, place: usize) -> Option<SeqNumber> {
        let is_there = self.present >> place & 1 == 1;
        self.numbers.get(place).copied().filter(|_| is_there)
    }

    /// Sets the number at a place.
    #[inline]
    pub(crate) fn put(&mut self, place: usize, number: SeqNumber) {
        if let Some(old) = self.numbers.get_mut(place) {
            *old = number;
            self.present |= 1 << place;
        }
    }

    /// Sets the number at a place that has one.
    #[inline]
    pub(crate) fn replace(&mut self, place: usize, number: SeqNumber) {
        debug_assert!(self.get(place).is_some(), "there is a number at {place}");
        if let Some(old) = self.numbers.get_mut(place) {
            *old = number;
        }
    }

    /// Sets the number at a place that has one to another, if that comes behind it.
    #[inline]
    pub(crate) fn advance(&mut self, place: usize, number: SeqNumber) {
        debug_assert!(self.get(place).is_some(), "there is a number at {place}");
        if let Some(old) = self.numbers.get_mut(place)
            && old.is_before(number)
        {
            *old = number;
        }
    }

    /// Sets the number at a place, or unsets it.
    pub(crate) fn set(&mut self, place: usize, number: Option<SeqNumber>) {
        self.present &= !(1 << place);
        if let Some(number) = number {
            self.put(place, number);
        }
    }
}

impl<const N: usize> fmt::Debug for Optional<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries((0..N).map(|place| self.get(place)))
            .finish()
    }
}

impl<const N: usize> Pack for Optional<N> {
    fn pack(&self, to: &mut Packer) {
        self.present.pack(to);
        let present = (0..N).filter_map(|place| self.get(place));
        present.for_each(|number| number.pack(to));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let present = u16::unpack(from)?;
        let mut numbers = Self::default();
        for place in (0..N).filter(|place| present >> place & 1 == 1) {
            numbers.put(place, SeqNumber::unpack(from)?);
        }
        Some(numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::Optional;
    use crate::SeqNumber;

    #[test]
    fn what_is_unset_is_none() {
        let mut numbers = Optional::<3>::default();
        assert_eq!([0, 1, 2, 3].map(|place| numbers.get(place)), [None; 4]);
        numbers.put(1, SeqNumber(0));
        numbers.put(2, SeqNumber(7));
        numbers.set(2, None);
        numbers.put(3, SeqNumber(9));
        assert_eq!(
            [0, 1, 2, 3].map(|place| numbers.get(place)),
            [None, Some(SeqNumber(0)), None, None]
        );
        assert_eq!(size_of_val(&numbers), 16);
    }
}
