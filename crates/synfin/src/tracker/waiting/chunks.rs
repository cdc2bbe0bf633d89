//! Room for slots, some at once.
//!
//! Duty: give out chunks, and take them back. Invariant: a chunk stays at its place. Absence: whose
//! they are.
//!
//! Flows have chunks of different lengths, and whoever comes to a flow cannot guess which of them is
//! its last one. So a chunk is one or more equal units side by side, all of which lie in one list:
//! to find a slot takes no branch.

use super::slot::Slot;
use crate::tracker::blocks::Blocks;

/// Slots of a unit.
pub(super) const UNIT: usize = 6;

/// Chunks of a flow at most. All are one unit, the first of which holds a handshake and a segment,
/// but for the last one.
const CHUNKS: usize = 3;

/// The last one, from 0.
const LAST: usize = CHUNKS - 1;

/// Units of the last one.
const MANY: usize = 5;

/// Slots of a flow at most. More would save little time, and take room.
pub(super) const MOST: usize = UNIT * (LAST + MANY);

/// A unit, in as few lines of memory as can be.
#[derive(Debug)]
#[repr(align(64))]
struct Unit([Slot; UNIT]);

/// The chunks of all flows.
#[derive(Debug, Default)]
pub(super) struct Chunks {
    units: Blocks<Unit>,
    /// The places of those of one unit that are free.
    free: Vec<u32>,
    /// The same of those of many.
    free_of_many: Vec<u32>,
}

/// The places of a flow's chunks, as far as it has them.
pub(super) type Places = [u32; CHUNKS];

impl Chunks {
    /// Gives a flow the chunk that its slot with that number lies in, from 0, if it is the first one
    /// there; `None` if there is no place left.
    #[inline]
    pub(super) fn make_room(&mut self, places: &mut Places, slot: usize) -> Option<()> {
        // Each chunk's first unit has the chunk's own number.
        let unit = slot / UNIT;
        if slot.is_multiple_of(UNIT) && unit < CHUNKS {
            return self.take(places, unit);
        }
        Some(())
    }

    #[inline(never)]
    fn take(&mut self, places: &mut Places, chunk: usize) -> Option<()> {
        let place = match self.free_of(chunk).pop() {
            Some(place) => place,
            None => {
                let units = if chunk == LAST { MANY } else { 1 };
                let place = self.units.len();
                u32::try_from(place + units).ok()?;
                for _ in 0..units {
                    self.units.push(Unit([Slot::default(); UNIT]));
                }
                u32::try_from(place).ok()?
            }
        };
        *places.get_mut(chunk)? = place;
        Some(())
    }

    /// Takes a flow's chunks back, which has so many slots.
    pub(super) fn give_back(&mut self, places: Places, slots: usize) {
        for (chunk, place) in places.into_iter().enumerate() {
            if slots > chunk * UNIT {
                self.free_of(chunk).push(place);
            }
        }
    }

    /// The places that are free for the how many-th chunk of a flow, from 0.
    const fn free_of(&mut self, chunk: usize) -> &mut Vec<u32> {
        match chunk {
            LAST => &mut self.free_of_many,
            _ => &mut self.free,
        }
    }

    /// A flow's slot, the how many-th from 0; any one if the flow has not so many.
    #[inline]
    pub(super) fn get(&self, places: &Places, slot: usize) -> Option<&Slot> {
        let unit = self.units.get(unit_of(places, slot / UNIT)?)?;
        unit.0.get(slot % UNIT)
    }

    #[inline]
    pub(super) fn get_mut(&mut self, places: &Places, slot: usize) -> Option<&mut Slot> {
        let unit = self.units.get_mut(unit_of(places, slot / UNIT)?)?;
        unit.0.get_mut(slot % UNIT)
    }

    /// The units of a flow that has so many slots.
    pub(super) fn units(
        &self,
        places: &Places,
        slots: usize,
    ) -> impl Iterator<Item = &[Slot; UNIT]> {
        let units = 0..slots.div_ceil(UNIT);
        units.filter_map(|unit| Some(&self.units.get(unit_of(places, unit)?)?.0))
    }

    /// How many units there are.
    #[cfg(test)]
    pub(super) const fn len(&self) -> usize {
        self.units.len()
    }
}

/// The place of a flow's unit, the how many-th from 0.
#[inline]
fn unit_of(places: &Places, unit: usize) -> Option<usize> {
    let chunk = unit.min(LAST);
    let place = *places.get(chunk)? as usize;
    (unit * UNIT < MOST).then_some(place + unit - chunk)
}
