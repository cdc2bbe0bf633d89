//! Room for slots, some at once.
//!
//! Duty: give out chunks, and take them back. Invariant: a chunk stays at its place. Absence: whose
//! they are.

use super::slot::Slot;
use crate::tracker::blocks::Blocks;

/// Chunks of `N` slots.
#[derive(Debug, Default)]
pub(super) struct Chunks<const N: usize>
where
    [Slot; N]: Default,
{
    chunks: Blocks<[Slot; N]>,
    /// The places of those that are free.
    free: Vec<u32>,
}

impl<const N: usize> Chunks<N>
where
    [Slot; N]: Default,
{
    /// The place of a chunk that nobody has; `None` if there is no place left.
    pub(super) fn take(&mut self) -> Option<u32> {
        if let Some(place) = self.free.pop() {
            return Some(place);
        }
        let place = u32::try_from(self.chunks.len()).ok()?;
        self.chunks.push(Default::default());
        Some(place)
    }

    /// Takes a chunk back.
    pub(super) fn give_back(&mut self, place: u32) {
        self.free.push(place);
    }

    #[inline]
    pub(super) fn get(&self, place: u32) -> Option<&[Slot]> {
        self.chunks.get(place as usize).map(<[Slot; N]>::as_slice)
    }

    #[inline]
    pub(super) fn get_mut(&mut self, place: u32) -> Option<&mut [Slot]> {
        let slots = self.chunks.get_mut(place as usize);
        slots.map(<[Slot; N]>::as_mut_slice)
    }

    /// How many chunks there are.
    #[cfg(test)]
    pub(super) const fn len(&self) -> usize {
        self.chunks.len()
    }
}
