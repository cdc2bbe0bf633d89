//! Which sequence numbers one end has used: a set of ranges, bounded in memory.
//!
//! Duty: answer "how many of these were there before?" for every segment. Invariant: the ranges
//! are sorted, disjoint and never touch; the highest one is kept inline, so that a flow without
//! holes needs no allocation and constant time. Absence: no sequence number wraps here; positions
//! are 64 bits wide.

use crate::packing::packed;
use std::ops::Range;

/// How many ranges below the highest one are remembered for one direction: 16 KiB of them.
///
/// A flow that leaves more holes than that has its two lowest ranges joined. The hole between
/// them stays counted as missing, but a segment that fills it later is taken for a repetition.
pub(crate) const MOST_RANGES: usize = 1024;

/// A set of positions in a sequence space.
#[derive(Clone, Debug, Default)]
pub(crate) struct OctetSet {
    /// The highest range; empty while the set is.
    top: Range<i64>,
    /// The ranges below, from low to high.
    below: Vec<Range<i64>>,
    /// Positions in all ranges, without what joining added.
    len: u64,
    /// Was a hole forgotten, as there were more than [`MOST_RANGES`]?
    overflowed: bool,
}

impl OctetSet {
    /// Is nothing in the set?
    pub(crate) fn is_empty(&self) -> bool {
        self.top.is_empty()
    }

    /// The lowest position in the set.
    pub(crate) fn lowest(&self) -> Option<i64> {
        let lowest = self.below.first().unwrap_or(&self.top);
        (!lowest.is_empty()).then_some(lowest.start)
    }

    /// The one range that the set is, if nothing was forgotten.
    pub(crate) fn only_range(&self) -> Option<&Range<i64>> {
        (self.below.is_empty() && !self.overflowed).then_some(&self.top)
    }

    /// Was a hole forgotten, as there were too many?
    pub(crate) const fn overflowed(&self) -> bool {
        self.overflowed
    }

    /// How many positions between the lowest and the highest are not in the set.
    pub(crate) fn missing(&self) -> u64 {
        self.lowest().map_or(0, |lowest| {
            self.top.end.abs_diff(lowest).saturating_sub(self.len)
        })
    }

    /// Are all positions from one to another in the highest range?
    pub(crate) const fn is_in_highest(&self, from: i64, to: i64) -> bool {
        self.top.start <= from && to <= self.top.end
    }

    /// Is nothing in the set, or nothing from a position on and what is right before it?
    pub(crate) fn ends_at(&self, position: i64) -> bool {
        self.top.end == position || self.is_empty()
    }

    /// Adds a range where the set [ends](Self::ends_at).
    pub(crate) fn grow(&mut self, start: i64, end: i64) {
        if self.is_empty() {
            self.top.start = start;
        }
        self.top.end = end;
        self.len += start.abs_diff(end);
    }

    /// How many positions of `range` are in the set.
    pub(crate) fn count(&self, range: &Range<i64>) -> u64 {
        if range.start >= self.top.end {
            return 0;
        }
        let first = self.below.partition_point(|known| known.end <= range.start);
        let below: u64 = self
            .below
            .iter()
            .skip(first)
            .take_while(|known| known.start < range.end)
            .map(|known| overlap(known, range))
            .sum();
        below + overlap(&self.top, range)
    }

    /// Adds `range`; gives how many of its positions were in the set before.
    pub(crate) fn insert(&mut self, range: Range<i64>) -> u64 {
        if range.is_empty() {
            return 0;
        }
        let new = range.start.abs_diff(range.end);
        if self.is_empty() {
            self.top = range;
            self.len = new;
            return 0;
        }
        let known = self.count(&range);
        self.len += new - known;
        if range.start > self.top.end {
            let top = std::mem::replace(&mut self.top, range);
            self.below.push(top);
            self.forget();
        } else if range.end >= self.top.start {
            self.top = self.top.start.min(range.start)..self.top.end.max(range.end);
            self.absorb();
        } else {
            self.insert_below(range);
        }
        known
    }

    /// Joins the ranges that the highest one has grown to touch.
    fn absorb(&mut self) {
        while let Some(last) = self.below.pop_if(|last| last.end >= self.top.start) {
            self.top.start = self.top.start.min(last.start);
        }
    }

    /// Inserts a range that ends before the highest one begins.
    fn insert_below(&mut self, mut range: Range<i64>) {
        let first = self.below.partition_point(|known| known.end < range.start);
        let behind = self.below.partition_point(|known| known.start <= range.end);
        for known in self.below.iter().take(behind).skip(first) {
            range = range.start.min(known.start)..range.end.max(known.end);
        }
        if first < behind {
            self.below.drain(first + 1..behind);
            if let Some(known) = self.below.get_mut(first) {
                *known = range;
            }
        } else {
            self.below.insert(first, range);
            self.forget();
        }
    }

    /// Keeps the number of ranges bounded by joining the two lowest.
    fn forget(&mut self) {
        if self.below.len() <= MOST_RANGES {
            return;
        }
        self.overflowed = true;
        let lowest = self.below.remove(0);
        match self.below.first_mut() {
            Some(next) => next.start = lowest.start,
            None => self.top.start = lowest.start,
        }
    }
}

/// How many positions two ranges share.
pub(super) fn overlap(one: &Range<i64>, other: &Range<i64>) -> u64 {
    let shared = one.start.max(other.start)..one.end.min(other.end);
    if shared.is_empty() {
        0
    } else {
        shared.start.abs_diff(shared.end)
    }
}

packed!(OctetSet {
    top,
    below,
    len,
    overflowed
});

#[cfg(test)]
mod tests {
    use super::{MOST_RANGES, OctetSet};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn data_in_order_stays_one_range_without_allocation() {
        let mut set = OctetSet::default();
        for start in (0..100_000).step_by(1000) {
            assert_eq!(set.insert(start..start + 1000), 0);
        }
        assert_eq!((set.missing(), set.below.capacity()), (0, 0));
        assert_eq!(set.insert(500..1500), 1000);
    }

    #[test]
    fn a_hole_is_missing_until_it_is_filled() {
        let mut set = OctetSet::default();
        set.insert(0..10);
        set.insert(20..30);
        assert_eq!(set.missing(), 10);
        assert_eq!(set.insert(5..25), 10);
        assert_eq!((set.missing(), set.lowest()), (0, Some(0)));
        assert!(set.below.is_empty());
    }

    #[test]
    fn memory_is_bounded_and_what_was_missing_stays_missing() {
        let mut set = OctetSet::default();
        let holes = i64::try_from(MOST_RANGES).unwrap() + 500;
        for hole in 0..=holes {
            set.insert(hole * 10..hole * 10 + 5);
        }
        assert!(set.overflowed());
        assert!(set.below.len() <= MOST_RANGES);
        assert_eq!(set.missing(), holes.unsigned_abs() * 5);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 256 }))]

        #[test]
        fn agrees_with_a_plain_set(ranges in prop::collection::vec((-50i64..200, 0i64..30), 1..40)) {
            let (mut set, mut plain) = (OctetSet::default(), BTreeSet::new());
            for (start, len) in ranges {
                let range = start..start + len;
                let known = range.clone().filter(|at| plain.contains(at)).count() as u64;
                prop_assert_eq!(set.count(&range), known);
                prop_assert_eq!(set.insert(range.clone()), known);
                plain.extend(range);
                let (low, high) = (plain.first().copied(), plain.last().copied());
                let span = low.zip(high).map_or(0, |(low, high)| low.abs_diff(high) + 1);
                prop_assert_eq!(set.lowest(), low);
                prop_assert_eq!(set.missing(), span - plain.len() as u64);
                prop_assert!(set.below.is_sorted_by(|a, b| a.end < b.start));
            }
        }
    }
}
