//! Reading a little of an endpoint, so that it is in the processor's caches.
//!
//! Duty: one octet or more of each line of memory. Invariant: what is read means nothing. Absence:
//! when it is worth it.

use super::Endpoint;

impl Endpoint {
    /// Reads of what every segment needs.
    #[inline]
    pub(crate) fn touch(&self) -> u64 {
        let next = self.numbers.snd_nxt().map_or(0, |next| next.0.into());
        u64::from(self.unanswered) ^ next
    }

    /// Reads of the rest of what is in place.
    #[inline]
    pub(crate) fn touch_rest(&self) -> u64 {
        self.fastest.nanos().unwrap_or_default().cast_unsigned()
            ^ self.syn_packet().unwrap_or_default()
            ^ u64::from(self.log.is_empty())
    }

    /// Reads of what is elsewhere.
    #[inline]
    pub(crate) fn touch_further(&self) -> u64 {
        u64::from(self.late().awaited.is_some())
            ^ u64::from(self.log.touch())
            ^ u64::from(self.inbox.touch())
    }
}
