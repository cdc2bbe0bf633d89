//! Which positions one end has used.
//!
//! Duty: keep the set in two bits as long as it has no hole and ends where the numbering does,
//! which is all the time for most ends; otherwise in a list. Invariant: which of the two it is
//! shows nowhere. Absence: the list itself, and how far it may grow: [`OctetSet`].

use super::{Marks, Sent};
use crate::analysis::octets::{OctetSet, overlap};
use std::ops::Range;

impl Sent {
    /// How many positions of `range` were used.
    pub(in crate::analysis) fn count(&self, range: &Range<i64>) -> u64 {
        if let Some(set) = self.listed() {
            set.count(range)
        } else {
            self.whole().map_or(0, |used| overlap(&used, range))
        }
    }

    /// The lowest position that was used.
    pub(in crate::analysis) fn lowest(&self) -> Option<i64> {
        match self.listed() {
            Some(set) => set.lowest(),
            None => Some(self.whole()?.start),
        }
    }

    /// Are all positions from one to another used, for all that can be seen at a glance?
    #[inline]
    pub(in crate::analysis) fn has_all(&self, from: i64, to: i64) -> bool {
        match self.listed() {
            Some(set) => set.is_in_highest(from, to),
            None => self
                .whole()
                .is_some_and(|used| used.start <= from && to <= used.end),
        }
    }

    /// Do octets at the next position follow those that were used, without a hole? Also at the very
    /// beginning.
    #[inline]
    pub(in crate::analysis) fn goes_on_at_next(&self) -> bool {
        self.marks.has(Marks::FROM_SYN | Marks::FROM_DATA) || self.list_goes_on()
    }

    fn list_goes_on(&self) -> bool {
        let next = self.numbering.next_position();
        match self.listed() {
            Some(set) => set.ends_at(next),
            None => next == 1,
        }
    }

    /// Adds so many octets where the used ones [go on](Self::goes_on_at_next), and moves the
    /// numbering on.
    #[inline]
    pub(in crate::analysis) fn go_on(&mut self, len: u32) {
        if self.marks.has(Marks::FROM_SYN | Marks::FROM_DATA) {
            self.numbering.move_on(len);
        } else {
            self.go_on_elsewhere(len);
        }
    }

    fn go_on_elsewhere(&mut self, len: u32) {
        let start = self.numbering.next_position();
        self.numbering.move_on(len);
        let end = self.numbering.next_position();
        if !self.is_listed() {
            self.marks.set(Marks::FROM_DATA);
        } else if let Some(set) = self.listed_mut() {
            set.grow(start, end);
        }
    }

    /// Is there a list?
    #[inline]
    pub(in crate::analysis) const fn is_listed(&self) -> bool {
        self.marks.has(Marks::LISTED)
    }

    /// The list, if there is one.
    #[inline]
    pub(super) fn listed(&self) -> Option<&OctetSet> {
        if !self.is_listed() {
            return None;
        }
        self.odd()?.used.as_deref()
    }

    fn listed_mut(&mut self) -> Option<&mut OctetSet> {
        self.course.as_mut()?.odd.as_mut()?.used.as_deref_mut()
    }

    /// All positions used, if they are one range and end where the numbering does.
    fn whole(&self) -> Option<Range<i64>> {
        let start = if self.marks.has(Marks::FROM_SYN) {
            0
        } else if self.marks.has(Marks::FROM_DATA) {
            1
        } else {
            return None;
        };
        Some(start..self.numbering.next()?)
    }

    /// Turns to a list, as the numbering is about to move away from what was used.
    pub(super) fn list_if_whole(&mut self) {
        if self.marks.has(Marks::FROM_SYN | Marks::FROM_DATA) {
            self.list();
        }
    }

    fn list(&mut self) -> &mut OctetSet {
        let whole = self.whole();
        if !self.marks.has(Marks::LISTED) {
            self.marks.clear(Marks::FROM_SYN | Marks::FROM_DATA);
            self.marks.set(Marks::LISTED);
        }
        let set = self.odd_mut().used.get_or_insert_default();
        if let Some(whole) = whole {
            set.insert(whole);
        }
        set
    }

    /// Adds a segment's positions; the numbering moves on behind them next.
    pub(super) fn insert(&mut self, range: Range<i64>) {
        let joins = self
            .whole()
            .is_some_and(|used| used.start <= range.start && range.start <= used.end);
        let is_first = !self
            .marks
            .has(Marks::LISTED | Marks::FROM_SYN | Marks::FROM_DATA)
            && self.numbering.next().is_none_or(|next| next <= range.end);
        match range.start {
            _ if joins => {}
            0 if is_first => self.marks.set(Marks::FROM_SYN),
            1 if is_first => self.marks.set(Marks::FROM_DATA),
            _ => {
                let end = self
                    .numbering
                    .next()
                    .map_or(range.end, |next| next.max(range.end));
                let set = self.list();
                set.insert(range);
                let from = set.only_range().filter(|only| only.end == end);
                let mark = match from.map(|only| only.start) {
                    Some(0) => Marks::FROM_SYN,
                    Some(1) => Marks::FROM_DATA,
                    _ => return,
                };
                self.forget_used();
                self.marks.set(mark);
            }
        }
    }

    /// Forgets all positions.
    pub(super) fn forget_used(&mut self) {
        self.marks
            .clear(Marks::LISTED | Marks::FROM_SYN | Marks::FROM_DATA);
        if let Some(odd) = self.course.as_mut().and_then(|course| course.odd.as_mut()) {
            odd.used = None;
        }
    }
}
