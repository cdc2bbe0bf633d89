//! Reading a little of everything that a calm segment needs, so that it is in the processor's caches.
//!
//! Duty: one octet or more of each line of memory. Invariant: what is read means nothing. Absence:
//! when it is worth it.

use super::Connection;
use crate::End;
use crate::analysis::Sent;
use crate::tcp::endpoint::Endpoint;

impl Connection {
    /// Reads of the connection itself.
    #[inline]
    pub(crate) fn touch(&self) -> u64 {
        let (lower, upper) = (self.traffic.sent(End::Lower), self.traffic.sent(End::Upper));
        let ends = [&self.lower, &self.upper].map(Endpoint::touch);
        let sent = [lower, upper].map(Sent::touch);
        let own = [
            self.id,
            self.last.0,
            u64::from(self.calm.0),
            self.summary.touch(),
        ];
        let all = own.into_iter().chain(ends).chain(sent);
        all.fold(self.traffic.touch(), u64::wrapping_add)
    }

    /// Reads of what it has elsewhere.
    #[inline]
    pub(crate) fn touch_further(&self) -> u64 {
        let (lower, upper) = (self.traffic.sent(End::Lower), self.traffic.sent(End::Upper));
        lower.touch_further().wrapping_add(upper.touch_further())
    }
}
