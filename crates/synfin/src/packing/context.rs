//! What was packed before.
//!
//! Duty: know a number near to the next one, which is then written as a distance. Invariant: who
//! writes and who reads learn the same numbers in the same order. Absence: no octets.

/// How many sequence numbers and the like are remembered, to write others as distances from them.
const NEIGHBOURS: usize = 8;

/// A number that is farther than this from its neighbour does not take that one's place.
const NEAR: u32 = 1 << 20;

/// A number above this is worth being remembered, even if it is near to 0.
const SMALL: u32 = 0xff;

/// What was written before, to which what follows may be near.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Context {
    /// The last time, in nanoseconds.
    pub(super) time: i64,
    /// The first of them is always 0: many numbers are small.
    neighbours: [u32; NEIGHBOURS],
    /// Whose place the next number takes that is near to none.
    next: usize,
}

impl Context {
    /// The place of the number that is nearest to this one, and how far that is.
    pub(super) fn nearest(&self, number: u32) -> (usize, i32) {
        let [first, ..] = self.neighbours;
        let mut nearest = (0, number.wrapping_sub(first).cast_signed());
        for (place, near) in self.neighbours.into_iter().enumerate() {
            let distance = number.wrapping_sub(near).cast_signed();
            if distance.unsigned_abs() < nearest.1.unsigned_abs() {
                nearest = (place, distance);
            }
        }
        nearest
    }

    /// Remembers a number that was written as a distance from the one at `place`.
    pub(super) fn learn(&mut self, number: u32, place: usize, distance: i32) {
        let is_far = if place == 0 {
            number > SMALL
        } else {
            distance.unsigned_abs() > NEAR
        };
        let at = if is_far {
            self.next = self.next % (NEIGHBOURS - 1) + 1;
            self.next
        } else {
            place
        };
        if let [_, others @ ..] = &mut self.neighbours
            && let Some(neighbour) = at.checked_sub(1).and_then(|at| others.get_mut(at))
        {
            *neighbour = number;
        }
    }

    /// The number at a place.
    pub(super) fn neighbour(&self, place: usize) -> Option<u32> {
        self.neighbours.get(place).copied()
    }
}
