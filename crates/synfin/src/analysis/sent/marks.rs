//! Yes and no about one end, a bit each.

use crate::packing::packed;

/// A set of marks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Marks(u16);

impl Marks {
    /// It acknowledged something.
    pub(super) const ACK: u16 = 1;
    /// It sent something that takes sequence numbers.
    pub(super) const NEW: u16 = 1 << 1;
    /// What it sent last, up to its next number, is timed and not yet acknowledged.
    pub(super) const TIMED: u16 = 1 << 2;
    /// The echo of one of its timestamps is waited for ...
    pub(super) const WAITING: u16 = 1 << 3;
    /// ... and that was sent with what was new last.
    pub(super) const WAITING_FOR_LAST: u16 = 1 << 4;
    /// One round trip was timed.
    pub(super) const TRIP: u16 = 1 << 5;
    /// The same one by timestamps.
    pub(super) const ECHO_TRIP: u16 = 1 << 6;
    /// Its last packet was a keep-alive.
    pub(super) const KEPT_ALIVE: u16 = 1 << 7;
    /// Its last packet probed a closed window.
    pub(super) const PROBED: u16 = 1 << 8;
    /// All positions from 0, where the SYN is, to the next one were used.
    pub(super) const FROM_SYN: u16 = 1 << 9;
    /// All positions from 1 to the next one were used.
    pub(super) const FROM_DATA: u16 = 1 << 10;
    /// Something that it sent again is not yet acknowledged, as far as timestamps can tell.
    pub(super) const AGAIN: u16 = 1 << 12;
    /// Which positions were used is in a list.
    pub(super) const LISTED: u16 = 1 << 11;

    /// Is one of these set?
    #[inline]
    pub(super) const fn has(self, marks: u16) -> bool {
        self.0 & marks != 0
    }

    /// Sets all of these.
    #[inline]
    pub(super) const fn set(&mut self, marks: u16) {
        self.0 |= marks;
    }

    /// Takes all of these away; was one of them set?
    #[inline]
    pub(super) const fn clear(&mut self, marks: u16) -> bool {
        let had = self.has(marks);
        self.0 &= !marks;
        had
    }
}

packed!(newtype Marks);
