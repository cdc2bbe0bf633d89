//! A list that grows without moving what is in it.
//!
//! Duty: places that do not change, and no more room than is needed. Invariant: places are counted
//! from 0 and never go. Absence: what is in them.

/// How many places a block has.
const BLOCK: usize = 1024;

/// A list in blocks.
#[derive(Debug)]
pub(super) struct Blocks<T> {
    /// All but the last one are full.
    blocks: Vec<Vec<T>>,
}

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Self { blocks: Vec::new() }
    }
}

impl<T> Blocks<T> {
    /// How many places there are.
    #[inline]
    pub(super) const fn len(&self) -> usize {
        match self.blocks.as_slice() {
            [full @ .., last] => full.len() * BLOCK + last.len(),
            [] => 0,
        }
    }

    #[inline]
    pub(super) fn get(&self, place: usize) -> Option<&T> {
        self.blocks.get(place / BLOCK)?.get(place % BLOCK)
    }

    #[inline]
    pub(super) fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        self.blocks.get_mut(place / BLOCK)?.get_mut(place % BLOCK)
    }

    /// Adds one behind the others.
    pub(super) fn push(&mut self, new: T) {
        match self.blocks.last_mut() {
            Some(last) if last.len() < BLOCK => last.push(new),
            // A few take little room; where there are many, more will come.
            None => self.blocks.push(vec![new]),
            Some(_) => {
                let mut block = Vec::with_capacity(BLOCK);
                block.push(new);
                self.blocks.push(block);
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.blocks.iter().flatten()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.blocks.iter_mut().flatten()
    }

    pub(super) fn into_iter(self) -> impl Iterator<Item = T> {
        self.blocks.into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Blocks};

    #[test]
    fn everything_stays_at_its_place() {
        let mut blocks = Blocks::default();
        for number in 0..3 * BLOCK {
            assert_eq!(blocks.len(), number);
            blocks.push(number);
        }
        for place in [0, 1, BLOCK - 1, BLOCK, 3 * BLOCK - 1] {
            assert_eq!(blocks.get(place), Some(&place));
        }
        assert_eq!(blocks.get_mut(3 * BLOCK), None);
        assert!(blocks.iter().copied().eq(0..3 * BLOCK));
        assert!(blocks.into_iter().eq(0..3 * BLOCK));
    }
}
