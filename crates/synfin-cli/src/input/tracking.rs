//! A tracker beside the reading loop.
//!
//! Duty: show it each packet, and now and then what comes next. Invariant: what it says of a packet
//! does not depend on what lay ahead. Absence: no choice of packets.

use super::reading::Packet;
use synfin::tcp::Observation;
use synfin::{Glance, Tracker, TrackerOptions};

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
        let seen = self.tracker.observe(packet.segment?);
        self.prepare(packet, |_| true);
        seen
    }

    /// The same where nothing is wanted but the connection's number.
    #[inline]
    pub(crate) fn follow(&mut self, packet: &Packet<'_>) -> Option<u64> {
        self.follow_some(packet, |_| true)
    }

    /// The same where the tracker is not given all packets, but those that look like this.
    #[inline]
    pub(crate) fn follow_some(
        &mut self,
        packet: &Packet<'_>,
        is_given: impl Fn(&Glance) -> bool,
    ) -> Option<u64> {
        let connection = self.tracker.follow(packet.segment?);
        self.prepare(packet, is_given);
        connection
    }

    /// Prepares for the packets that come behind this one, if it is time: for those that look as if
    /// they are given to the tracker.
    #[inline(always)]
    pub(crate) fn prepare(&mut self, packet: &Packet<'_>, is_given: impl Fn(&Glance) -> bool) {
        if self.ahead == 0 {
            self.look_ahead(packet, is_given);
        }
        self.ahead -= 1;
    }

    #[inline(never)]
    fn look_ahead(&mut self, packet: &Packet<'_>, is_given: impl Fn(&Glance) -> bool) {
        let glances = packet.captures.glances().filter(is_given);
        self.tracker.anticipate(glances);
        self.ahead = Tracker::AHEAD;
    }
}
