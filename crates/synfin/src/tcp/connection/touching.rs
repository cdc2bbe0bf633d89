//! Reading a little of everything that a segment needs, so that it is in the processor's caches.
//!
//! Duty: one octet or more of each line of memory. Invariant: what is read means nothing, and decides
//! nothing that is often otherwise, as a wrong guess would have to wait for it. Absence: when it is
//! worth it.

use super::Connection;
use crate::End;

impl Connection {
    /// Reads of the connection itself, for a segment that is `plain` or not.
    #[inline]
    pub(crate) fn touch(&self, plain: bool) -> u64 {
        let (lower, upper) = (self.traffic.sent(End::Lower), self.traffic.sent(End::Upper));
        let mut read = self.id ^ u64::from(self.calm.0) ^ self.last.0;
        read ^= self.traffic.touch() ^ lower.touch() ^ upper.touch();
        read ^= self.summary.touch() ^ self.lower.touch() ^ self.upper.touch();
        if !plain {
            read ^= self.lower.touch_rest() ^ self.upper.touch_rest();
            read ^= self.first.0 ^ u64::from(self.steps.is_split());
        }
        read
    }

    /// Reads of what it has elsewhere, which a segment that is `plain` seldom needs.
    #[inline]
    pub(crate) fn touch_further(&self, plain: bool) -> u64 {
        if plain {
            return 0;
        }
        let mut read = self.lower.touch_further() ^ self.upper.touch_further();
        read ^= u64::from(self.steps.is_closed());
        read ^ self.traffic.ack_rtt().unwrap_or_default()
    }
}
