//! What not every end of a connection has.
//!
//! Duty: hold what comes with data and what comes with trouble. Invariant: an end that only
//! opened, or was only scanned, has neither. Absence: nothing is worked out here.

use super::in_flight::InFlight;
use crate::Timestamp;
use crate::analysis::evidence::Evidence;
use crate::analysis::moment::Moment;
use crate::analysis::octets::OctetSet;
use crate::analysis::{RttStats, Trouble};
use crate::packing::packed;

/// What comes with data, with a FIN, or with a second round trip: 192 octets, in place.
#[derive(Clone, Debug, Default)]
pub(super) struct Course {
    /// Payload octets sent.
    pub(super) bytes: u64,
    pub(super) first_payload: Moment,
    /// If there was a first one.
    pub(super) last_payload: Timestamp,
    pub(super) first_fin: Moment,
    pub(super) rtt: RttStats,
    pub(super) echo_rtt: RttStats,
    /// When the timestamp was sent that is waited for, in nanoseconds, unless with what was new
    /// last.
    pub(super) echo_time: i64,
    /// Duplicate acknowledgments; [`Odd::trouble`] does not have them.
    pub(super) duplicate_acks: u64,
    /// Segments in flight before what was sent last.
    pub(super) in_flight: InFlight,
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
    pub(super) carried: Option<Box<Carried>>,
}

/// What small counts have carried over when they were full.
#[derive(Clone, Debug, Default)]
pub(super) struct Carried {
    pub(super) packets: u64,
    pub(super) syn: u64,
    pub(super) fin: u64,
    pub(super) rst: u64,
}

packed!(Carried {
    packets,
    syn,
    fin,
    rst
});
packed!(Odd {
    trouble,
    evidence,
    not_unique,
    used,
    carried
});
packed!(Course {
    bytes,
    first_payload,
    last_payload,
    first_fin,
    rtt,
    echo_rtt,
    echo_time,
    duplicate_acks,
    in_flight,
    odd,
});
