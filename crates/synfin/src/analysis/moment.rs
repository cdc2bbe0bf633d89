//! A time or none, in eight octets.

use crate::Timestamp;
use crate::packing::packed;

/// A time in nanoseconds, or none. The first nanosecond of all that there are stands for none; a
/// capture that claims it is understood to mean the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment(i64);

impl Default for Moment {
    fn default() -> Self {
        Self::NONE
    }
}

impl Moment {
    /// No time.
    const NONE: Self = Self(i64::MIN);

    /// A time.
    pub(super) fn at(nanos: i64) -> Self {
        Self(nanos.max(i64::MIN + 1))
    }

    /// A time, if it is the first.
    pub(super) fn first(first: bool, nanos: i64) -> Self {
        if first { Self::at(nanos) } else { Self::NONE }
    }

    /// The time, if there is one.
    pub(super) fn nanos(self) -> Option<i64> {
        (self.0 != i64::MIN).then_some(self.0)
    }

    /// The same as a time stamp.
    pub(super) fn timestamp(self) -> Option<Timestamp> {
        self.nanos().map(Timestamp::from_nanos)
    }

    /// Sets it, if there was none.
    #[inline]
    pub(super) fn get_or_insert(&mut self, nanos: i64) {
        if self.nanos().is_none() {
            *self = Self::at(nanos);
        }
    }
}

packed!(newtype Moment);
