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

    /// What a packet did to its connection; `None` where its TCP header was not captured.
    #[inline]
    pub(crate) fn observe(&mut self, packet: &Packet<'_>) -> Option<Observation> {
        let seen = self.tracker.observe(packet.segment?);
        self.prepare(packet);
        seen
    }

    /// The same where nothing is wanted but the connection's number.
    #[inline]
    pub(crate) fn follow(&mut self, packet: &Packet<'_>) -> Option<u64> {
        let connection = self.tracker.follow(packet.segment?);
        self.prepare(packet);
        connection
    }

    /// Prepares for the packets that come behind this one, if it is time.
    #[inline(always)]
    fn prepare(&mut self, packet: &Packet<'_>) {
        if self.ahead == 0 {
            self.look_ahead(packet);
        }
        self.ahead -= 1;
    }

    #[inline(never)]
    fn look_ahead(&mut self, packet: &Packet<'_>) {
        self.tracker.anticipate(packet.captures.glances());
        self.ahead = Tracker::AHEAD;
    }
}
