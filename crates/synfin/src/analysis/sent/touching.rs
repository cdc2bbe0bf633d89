//! Reading a little of what one end sent, so that it is in the processor's caches.
//!
//! Duty: one octet or more of each line of memory. Invariant: what is read means nothing. Absence:
//! when it is worth it.

use super::Sent;

impl Sent {
    /// Reads of all that is in place.
    #[inline]
    pub(crate) fn touch(&self) -> u64 {
        let read = self.time.cast_unsigned() ^ u64::from(self.marks.has(!0));
        let course = self.course.as_ref().map_or(0, |course| {
            let times = course.last_payload.as_nanos() ^ course.echo_time;
            times.cast_unsigned() ^ course.bytes ^ course.duplicate_acks ^ course.rtt.count()
        });
        read ^ u64::from(self.packets) ^ course
    }
}
