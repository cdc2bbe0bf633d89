//! Reading a little of what one end sent, so that it is in the processor's caches.
//!
//! Duty: one octet or more of each line of memory. Invariant: what is read means nothing. Absence:
//! when it is worth it.

use super::Sent;

impl Sent {
    /// Reads of what is in place.
    #[inline]
    pub(crate) fn touch(&self) -> u64 {
        let numbers = u64::from(self.numbering.next().is_some());
        numbers
            .wrapping_add(self.time.cast_unsigned())
            .wrapping_add(self.packets.into())
    }

    /// Reads of what is elsewhere.
    #[inline]
    pub(crate) fn touch_further(&self) -> u64 {
        self.course.as_ref().map_or(0, |course| {
            course
                .bytes
                .wrapping_add(course.rtt.count())
                .wrapping_add(course.echo_time.cast_unsigned())
        })
    }
}
