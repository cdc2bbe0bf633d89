//! Timing what one end sends until it is acknowledged, and until its timestamps come back.
//!
//! Duty: samples for the round-trip times. Invariant: Karn's rule (RFC 6298, section 3): what was
//! sent more than once, and what was in flight meanwhile, gives no sample. The segment sent last
//! is timed by a mark alone; only those before it are in a list. Absence: no smoothing for a
//! timer; this observes, it does not send.

use super::course::Course;
use super::{Marks, Sent};
use crate::SeqNumber;
use crate::analysis::RttStats;

/// How many segments in flight are timed at once; further ones give no sample.
pub(super) const MOST_TIMED: usize = 512;

impl Sent {
    /// Goes on to a new segment, sent at `time` with this TSval: it is the one sent last. Its
    /// octets begin at the next position, and the numbering still has to move on behind them.
    #[inline(always)]
    pub(in crate::analysis) fn time_new(&mut self, time: i64, value: impl FnOnce() -> Option<u32>) {
        self.settle_timed();
        self.settle_echo();
        self.last_new = time;
        let mut marks = self.marks;
        marks.set(Marks::NEW);
        let course = self.course.as_ref();
        if course.is_none_or(|course| !course.in_flight.are(MOST_TIMED)) {
            marks.set(Marks::TIMED);
        }
        if !marks.has(Marks::WAITING)
            && let Some(value) = value()
        {
            // One at a time. An echo tells which transmission arrived: no need of Karn's rule.
            self.echo = value;
            marks.set(Marks::WAITING | Marks::WAITING_FOR_LAST);
        }
        self.marks = marks;
    }

    /// Something that takes sequence numbers was sent at `time`.
    #[inline]
    pub(super) fn set_new(&mut self, time: i64) {
        self.last_new = time;
        self.marks.set(Marks::NEW);
    }

    /// Something else will be sent last, or the numbering moves on: lists what is timed by a mark.
    #[inline(always)]
    pub(super) fn settle_timed(&mut self) {
        if self.marks.has(Marks::TIMED) {
            self.marks.clear(Marks::TIMED);
            let entry = (self.numbering.next().unwrap_or_default(), self.last_new);
            self.course_mut().in_flight.push(entry);
        }
    }

    /// The same for the timestamp that is waited for.
    #[inline]
    pub(super) fn settle_echo(&mut self) {
        if self.marks.has(Marks::WAITING_FOR_LAST) {
            self.marks.clear(Marks::WAITING_FOR_LAST);
            let time = self.last_new;
            self.course_mut().echo_time = time;
        }
    }

    /// Something was sent again, or not captured: an acknowledgment of anything in flight is
    /// ambiguous now, as it may have waited for what was lost.
    pub(super) fn lose(&mut self) {
        self.marks.clear(Marks::TIMED);
        if let Some(course) = &mut self.course {
            course.in_flight.clear();
        }
    }

    /// Can an acknowledgment give a sample? `all` says whether it covers all that was sent.
    #[inline]
    pub(in crate::analysis) fn may_time(&self, all: bool) -> bool {
        let course = self.course.as_ref();
        course.is_some_and(|course| !course.in_flight.is_empty())
            || all && self.marks.has(Marks::TIMED)
    }

    /// Everything up to `position` was acknowledged at `time`, with this TSecr; `all` says whether
    /// that is all that was sent. One sample, from the last segment that this covers; those before
    /// may have waited for a delayed acknowledgment.
    #[inline(always)]
    pub(in crate::analysis) fn time_acknowledged(
        &mut self,
        position: i64,
        all: bool,
        time: i64,
        echo: impl FnOnce() -> Option<u32>,
    ) {
        let course = self.course.as_ref();
        let listed = course.is_some_and(|course| course.in_flight.begins_before(position));
        if listed || all && self.marks.has(Marks::TIMED) {
            self.time_covered(position, all, time, echo());
        }
    }

    /// The same where this covers something that is timed.
    #[inline(never)]
    fn time_covered(&mut self, position: i64, all: bool, time: i64, echo: Option<u32>) {
        let course = self.course.as_mut();
        let mut covered = course.and_then(|course| course.in_flight.take_covered(position));
        if all && self.marks.clear(Marks::TIMED) {
            covered = Some(self.last_new);
        }
        let Some(sent) = covered else {
            return;
        };
        let nanos = time.checked_sub(sent);
        self.add_trip(nanos.unwrap_or_else(|| time.saturating_sub(sent)));
        // RFC 7323, 4.1: only an ACK that advances the left edge of the window counts.
        if self.marks.has(Marks::WAITING)
            && let Some(echo) = echo
        {
            self.take_echo(echo, time);
        }
    }

    #[inline]
    fn take_echo(&mut self, echo: u32, time: i64) {
        if echo == self.echo {
            let waiting = match &self.course {
                Some(course) if !self.marks.has(Marks::WAITING_FOR_LAST) => course.echo_time,
                _ => self.last_new,
            };
            self.add_echo_trip(time.saturating_sub(waiting));
        }
        // An echo of an earlier value is on its way still; one of a later value means that the
        // one waited for will not come.
        if !SeqNumber(echo).is_before(SeqNumber(self.echo)) {
            self.marks.clear(Marks::WAITING | Marks::WAITING_FOR_LAST);
        }
    }

    /// Adds a round trip. The first one, mostly the handshake's, needs no course.
    #[inline]
    fn add_trip(&mut self, nanos: i64) {
        if let Some(course) = &mut self.course {
            course.rtt.add(nanos);
        } else {
            self.add_early_trip(nanos);
        }
    }

    fn add_early_trip(&mut self, nanos: i64) {
        match u32::try_from(nanos) {
            Ok(trip) if !self.marks.has(Marks::TRIP) => {
                self.trip = trip;
                self.marks.set(Marks::TRIP);
            }
            _ => self.course_mut().rtt.add(nanos),
        }
    }

    /// Adds a round trip by timestamps.
    fn add_echo_trip(&mut self, nanos: i64) {
        let same = self.marks.has(Marks::TRIP) && i64::from(self.trip) == nanos;
        if same && self.course.is_none() && !self.marks.has(Marks::ECHO_TRIP) {
            self.marks.set(Marks::ECHO_TRIP);
        } else {
            self.course_mut().echo_rtt.add(nanos);
        }
    }

    /// The statistics of one round trip, if `mark` says that there was one.
    #[inline]
    pub(super) fn first_trip(&self, mark: u16) -> RttStats {
        let mut stats = RttStats::default();
        if self.marks.has(mark) {
            stats.add(self.trip.into());
        }
        stats
    }

    /// The course; what was kept in marks until there was one is in it then.
    #[inline]
    pub(super) fn course_mut(&mut self) -> &mut Course {
        if self.course.is_none() {
            self.course = Some(self.new_course());
        }
        self.course.get_or_insert_default()
    }

    #[inline(never)]
    fn new_course(&self) -> Course {
        Course {
            rtt: self.first_trip(Marks::TRIP),
            echo_rtt: self.first_trip(Marks::ECHO_TRIP),
            ..Course::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_TIMED, Sent};

    /// An end that sent segments up to these positions at these times.
    fn sent(segments: impl IntoIterator<Item = (i64, i64)>) -> Sent {
        let mut sent = Sent::default();
        for (end, time) in segments {
            sent.time_new(time, || None);
            sent.numbering.advance(end);
        }
        sent
    }

    #[test]
    fn an_acknowledgment_gives_one_sample_from_the_last_segment_it_covers() {
        let mut sent = sent([(100, 1_000), (200, 2_000), (300, 3_000)]);
        sent.time_acknowledged(250, false, 5_000, || None);
        sent.time_acknowledged(300, true, 4_000, || None);
        let stats = sent.rtt();
        assert_eq!(
            (stats.count(), stats.min(), stats.max()),
            (2, Some(1_000), Some(3_000))
        );
        assert_eq!(stats.mean(), Some(2_000));
    }

    #[test]
    fn what_was_sent_again_gives_no_sample() {
        let mut sent = sent([(100, 0), (200, 0)]);
        sent.lose();
        sent.time_acknowledged(200, true, 9, || None);
        assert_eq!((sent.rtt().count(), sent.rtt().mean()), (0, None));
    }

    #[test]
    fn one_segment_at_a_time_needs_no_course() {
        let mut sent = sent([(100, 0)]);
        sent.time_acknowledged(100, true, 70, || None);
        assert!(sent.course.is_none());
        assert_eq!(sent.rtt().mean(), Some(70));
        sent.time_new(100, || Some(7));
        sent.numbering.advance(200);
        sent.time_acknowledged(200, true, 130, || Some(7));
        assert_eq!((sent.rtt().count(), sent.rtt().mean()), (2, Some(50)));
        assert_eq!(sent.echo_rtt().mean(), Some(30));
    }

    #[test]
    fn time_that_runs_backwards_gives_no_sample_and_memory_is_bounded() {
        let mut sent = sent((0..2_000).map(|end| (end, 50)));
        let listed = |sent: &Sent| sent.course.as_ref().unwrap().in_flight.len();
        assert_eq!(listed(&sent), MOST_TIMED);
        sent.time_acknowledged(1_999, true, 10, || None);
        assert_eq!((sent.rtt().count(), listed(&sent)), (0, 0));
    }
}
