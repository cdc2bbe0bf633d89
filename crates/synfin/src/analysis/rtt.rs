//! Round-trip times, as seen from the capture point.

use crate::packing::packed;

/// Round-trip times in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RttStats {
    count: u64,
    sum: u64,
    min: u64,
    max: u64,
}

impl RttStats {
    /// How many samples there are.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The shortest, in nanoseconds.
    #[must_use]
    pub fn min(&self) -> Option<u64> {
        (self.count > 0).then_some(self.min)
    }

    /// The longest, in nanoseconds.
    #[must_use]
    pub fn max(&self) -> Option<u64> {
        (self.count > 0).then_some(self.max)
    }

    /// The mean, in nanoseconds, rounded down.
    #[must_use]
    pub fn mean(&self) -> Option<u64> {
        self.sum.checked_div(self.count)
    }

    /// Adds a sample. Times that run backwards in the capture give none.
    #[inline]
    pub(super) fn add(&mut self, nanos: i64) {
        let Ok(nanos) = u64::try_from(nanos) else {
            return;
        };
        self.min = if self.count == 0 {
            nanos
        } else {
            self.min.min(nanos)
        };
        self.max = self.max.max(nanos);
        // More than 584 years of waiting is a broken clock's work.
        self.sum = self.sum.saturating_add(nanos);
        self.count += 1;
    }
}

packed!(RttStats {
    count,
    sum,
    min,
    max
});
