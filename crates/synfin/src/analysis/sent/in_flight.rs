//! Segments in flight whose round trips are timed.
//!
//! Duty: keep the position behind each, and when it was captured, in order of both. Invariant: the
//! first few, mostly all, are in place; there are none elsewhere unless the place is full. Absence:
//! which segments may be timed.

use crate::packing::packed;
use std::collections::VecDeque;

/// How many are in place.
const FEW: usize = 3;

/// The position behind a segment, and when it was captured, in nanoseconds.
type Timed = (i64, i64);

/// Timed segments, in the order in which they were sent.
#[derive(Clone, Debug, Default)]
pub(super) struct InFlight {
    /// How many of those in place there are.
    len: u8,
    first: [Timed; FEW],
    #[expect(
        clippy::box_collection,
        reason = "most have none, and shall have eight octets less than 32 for it"
    )]
    rest: Option<Box<VecDeque<Timed>>>,
}

impl InFlight {
    /// Are there at least so many, which are more than are in place?
    #[inline]
    pub(super) fn are(&self, many: usize) -> bool {
        let elsewhere = |rest: &VecDeque<Timed>| rest.len() >= many - FEW;
        self.rest.as_ref().is_some_and(|rest| elsewhere(rest))
    }

    /// Are there none?
    #[inline]
    pub(super) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        usize::from(self.len) + self.rest.as_ref().map_or(0, |rest| rest.len())
    }

    /// Adds the one sent last.
    #[inline]
    pub(super) fn push(&mut self, timed: Timed) {
        if let Some(place) = self.first.get_mut(usize::from(self.len)) {
            *place = timed;
            self.len += 1;
        } else {
            self.push_elsewhere(timed);
        }
    }

    #[inline(never)]
    fn push_elsewhere(&mut self, timed: Timed) {
        self.rest.get_or_insert_default().push_back(timed);
    }

    /// Fills the place that became free.
    #[inline(never)]
    fn fetch(&mut self) {
        if let Some(next) = self.rest.as_mut().and_then(|rest| rest.pop_front()) {
            self.push(next);
        }
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.len = 0;
        self.rest = None;
    }

    /// Is there one that lies before `position`?
    #[inline]
    pub(super) const fn begins_before(&self, position: i64) -> bool {
        let [(end, _), ..] = self.first;
        self.len > 0 && end <= position
    }

    /// Takes out all that lie before `position`; says when the last of them was captured.
    #[inline]
    pub(super) fn take_covered(&mut self, position: i64) -> Option<i64> {
        if !self.begins_before(position) {
            return None;
        }
        loop {
            let [(_, covered), second, third] = self.first;
            self.first = [second, third, third];
            self.len -= 1;
            if self.rest.is_some() {
                self.fetch();
            }
            if !self.begins_before(position) {
                return Some(covered);
            }
        }
    }
}

packed!(InFlight { len, first, rest });

#[cfg(test)]
mod tests {
    use super::InFlight;

    #[test]
    fn what_is_covered_leaves_in_order() {
        let mut segments = InFlight::default();
        assert_eq!((segments.len(), segments.take_covered(9)), (0, None));
        (1..=10).for_each(|end| segments.push((end, end * 100)));
        assert_eq!((segments.len(), segments.take_covered(0)), (10, None));
        assert_eq!((segments.take_covered(1), segments.len()), (Some(100), 9));
        assert_eq!((segments.take_covered(6), segments.len()), (Some(600), 4));
        segments.push((11, 1100));
        assert_eq!((segments.take_covered(20), segments.len()), (Some(1100), 0));
        segments.push((12, 1200));
        segments.clear();
        assert_eq!((segments.len(), segments.take_covered(20)), (0, None));
    }
}
