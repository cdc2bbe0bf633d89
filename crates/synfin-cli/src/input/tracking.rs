//! A tracker beside the reading loop.
//!
//! Duty: show it each packet, and now and then what comes next. Invariant: what it says of a packet
//! does not depend on what lay ahead. Absence: no choice of packets.

use super::reading::Packet;
use synfin::tcp::Observation;
use synfin::{Tracker, TrackerOptions};

/// A tracker, and for how many packets it was prepared.
pub(crate) struct Tracking {
    pub(crate) tracker: Tracker,
    ahead: usize,
}

impl Tracking {
    /// A tracker that has seen nothing.
    pub(crate) fn new(options: TrackerOptions) -> Self {
        Self {
            tracker: Tracker::with_options(options),
            ahead: 0,
        }
    }

    /// The same tracker again.
    pub(crate) const fn with(tracker: Tracker) -> Self {
        Self { tracker, ahead: 0 }
    }

    /// What a packet did to its connection; `None` where its TCP header was not captured.
    #[inline]
    pub(crate) fn observe(&mut self, packet: &Packet<'_>) -> Option<Observation> {
        let segment = packet.segment?;
        if self.ahead == 0 {
            self.tracker.anticipate(packet.captures.glances());
            self.ahead = Tracker::AHEAD;
        }
        self.ahead -= 1;
        self.tracker.observe(segment)
    }
}
