//! The way of a calm segment where there are few flows.
//!
//! Duty: where nothing waits, and all that is known of flows fits into the processor's caches, take
//! a calm segment of IPv4 with no more than that needs. Invariant: it is taken as any other way
//! would take it, or nothing is changed but where flows are looked for first. Absence: every other
//! segment.

use super::Tracker;
use crate::flow::Ipv4Pair;
use crate::{Connection, End, Segment};

impl Tracker {
    /// Are there so few flows that a segment may go this way? How long a connection was silent matters
    /// to one that is over, or where the user says so.
    #[inline]
    pub(super) fn has_few(&self) -> bool {
        self.flows.len() < self.crowd.many && self.options.idle.is_none()
    }

    /// The connection of the segment to which the capture has come, if it is found at a glance and the
    /// short way may be tried, and which end of it sent the segment.
    #[inline(always)]
    pub(super) fn calm_at_a_glance(
        &mut self,
        segment: &Segment<'_>,
    ) -> Option<(&mut Connection, End)> {
        self.now = segment.time;
        let (pair, sender) = Ipv4Pair::of(segment)?;
        let flow = self.flows.at_a_glance(pair)?;
        Some((flow.calm()?, sender))
    }
}
