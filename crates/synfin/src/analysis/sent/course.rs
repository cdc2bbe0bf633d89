//! What not every end of a connection has.
//!
//! Duty: hold what comes with data and what comes with trouble. Invariant: an end that only
//! opened, or was only scanned, has neither. Absence: nothing is worked out here.

use crate::Timestamp;
use crate::analysis::evidence::Evidence;
use crate::analysis::octets::OctetSet;
use crate::analysis::{RttStats, Trouble};
use std::collections::VecDeque;

/// What comes with data, with a FIN, or with a second round trip: 120 octets.
#[derive(Clone, Debug, Default)]
pub(super) struct Course {
    /// Payload octets sent.
    pub(super) bytes: u64,
    pub(super) first_payload: Moment,
    pub(super) last_payload: Moment,
    pub(super) first_fin: Moment,
    pub(super) rtt: RttStats,
    pub(super) echo_rtt: RttStats,
    /// When the timestamp was sent that is waited for, in nanoseconds, unless with what was new
    /// last.
    pub(super) echo_time: i64,
    /// Segments in flight before what was sent last: the position behind each, and when it was
    /// captured, in order.
    pub(super) in_flight: Option<Box<VecDeque<(i64, i64)>>>,
    pub(super) odd: Option<Box<Odd>>,
}

/// What comes with trouble, or with very much of something.
#[derive(Clone, Debug, Default)]
pub(super) struct Odd {
    pub(super) trouble: Trouble,
    pub(super) evidence: Evidence,
    /// Payload octets that had been sent before, or count for nothing.
    pub(super) not_unique: u64,
    /// The positions that were used, if they do not follow from where the numbering has got to.
    pub(super) used: Option<Box<OctetSet>>,
    pub(super) carried: Carried,
}

/// What small counts have carried over when they were full.
#[derive(Clone, Debug, Default)]
pub(super) struct Carried {
    pub(super) packets: u64,
    pub(super) syn: u64,
    pub(super) fin: u64,
    pub(super) rst: u64,
}

/// A time in nanoseconds, or none, in eight octets. The first nanosecond of all that there are
/// stands for none; a capture that claims it is understood to mean the next.
#[derive(Clone, Copy, Debug)]
pub(in crate::analysis) struct Moment(i64);

impl Default for Moment {
    fn default() -> Self {
        Self::NONE
    }
}

impl Moment {
    /// No time.
    pub(in crate::analysis) const NONE: Self = Self(i64::MIN);

    /// A time.
    pub(in crate::analysis) fn at(nanos: i64) -> Self {
        Self(nanos.max(i64::MIN + 1))
    }

    /// The time, if there is one.
    pub(in crate::analysis) fn nanos(self) -> Option<i64> {
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
