//! Round trips from a segment to its acknowledgment, as seen from the capture point.
//!
//! Duty: time what one end sends until the other acknowledges it. Invariant: Karn's rule (RFC
//! 6298, section 3): what was sent more than once, and what was in flight meanwhile, gives no
//! sample. Absence: no smoothing for a timer; this observes, it does not send.

use crate::SeqNumber;
use std::collections::VecDeque;

/// How many segments in flight are timed at once; further ones give no sample.
const MOST_TIMED: usize = 512;

/// Round-trip times in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RttStats {
    count: u64,
    sum: u64,
    min: u64,
    max: u64,
}

impl RttStats {
    /// How many samples there are.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The shortest, in nanoseconds.
    #[must_use]
    pub fn min(&self) -> Option<u64> {
        (self.count > 0).then_some(self.min)
    }

    /// The longest, in nanoseconds.
    #[must_use]
    pub fn max(&self) -> Option<u64> {
        (self.count > 0).then_some(self.max)
    }

    /// The mean, in nanoseconds, rounded down.
    #[must_use]
    pub fn mean(&self) -> Option<u64> {
        self.sum.checked_div(self.count)
    }

    /// Adds a sample. Times that run backwards in the capture give none.
    fn add(&mut self, nanos: i64) {
        let Ok(nanos) = u64::try_from(nanos) else {
            return;
        };
        self.min = if self.count == 0 {
            nanos
        } else {
            self.min.min(nanos)
        };
        self.max = self.max.max(nanos);
        // More than 584 years of waiting is a broken clock's work.
        self.sum = self.sum.saturating_add(nanos);
        self.count += 1;
    }
}

/// Times what one end sends.
#[derive(Clone, Debug, Default)]
pub(super) struct RttMeter {
    /// For each segment in flight the position behind it and when it was captured, in order.
    in_flight: VecDeque<(i64, i64)>,
    stats: RttStats,
}

impl RttMeter {
    pub(super) const fn stats(&self) -> &RttStats {
        &self.stats
    }

    /// New octets up to `end` were sent at `time`.
    pub(super) fn sent(&mut self, end: i64, time: i64) {
        if self.in_flight.len() < MOST_TIMED {
            self.in_flight.push_back((end, time));
        }
    }

    /// Something was sent again, or not captured: an acknowledgment of anything in flight is
    /// ambiguous now, as it may have waited for what was lost.
    pub(super) fn lose(&mut self) {
        self.in_flight.clear();
    }

    /// Everything up to `position` was acknowledged at `time`: one sample, from the last segment
    /// that this covers; those before may have waited for a delayed acknowledgment. Says whether
    /// there was one.
    pub(super) fn acknowledged(&mut self, position: i64, time: i64) -> bool {
        let mut covered = None;
        while let Some((_, sent)) = self.in_flight.pop_front_if(|(end, _)| *end <= position) {
            covered = Some(sent);
        }
        if let Some(sent) = covered {
            self.stats.add(time.saturating_sub(sent));
        }
        covered.is_some()
    }
}

/// Times what one end's timestamps take to come back (RFC 7323, 4): one at a time.
///
/// An echo tells which transmission arrived, so Karn's rule is not needed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct EchoMeter {
    /// A TSval and when it was first captured.
    pending: Option<(u32, i64)>,
    stats: RttStats,
}

impl EchoMeter {
    pub(super) const fn stats(&self) -> &RttStats {
        &self.stats
    }

    /// New octets were sent at `time` with this TSval.
    pub(super) fn sent(&mut self, value: u32, time: i64) {
        self.pending.get_or_insert((value, time));
    }

    /// An acknowledgment of new octets came at `time` with this TSecr.
    pub(super) fn echoed(&mut self, echo: u32, time: i64) {
        let Some((value, sent)) = self.pending else {
            return;
        };
        if echo == value {
            self.stats.add(time.saturating_sub(sent));
        }
        // An echo of an earlier value is on its way still; one of a later value means that the
        // one waited for will not come.
        if !SeqNumber(echo).is_before(SeqNumber(value)) {
            self.pending = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_TIMED, RttMeter};

    #[test]
    fn an_acknowledgment_gives_one_sample_from_the_last_segment_it_covers() {
        let mut meter = RttMeter::default();
        meter.sent(100, 1_000);
        meter.sent(200, 2_000);
        meter.sent(300, 3_000);
        meter.acknowledged(250, 5_000);
        meter.acknowledged(300, 4_000);
        let stats = meter.stats();
        assert_eq!(
            (stats.count(), stats.min(), stats.max()),
            (2, Some(1_000), Some(3_000))
        );
        assert_eq!(stats.mean(), Some(2_000));
    }

    #[test]
    fn what_was_sent_again_gives_no_sample() {
        let mut meter = RttMeter::default();
        meter.sent(100, 0);
        meter.lose();
        meter.acknowledged(100, 9);
        assert_eq!((meter.stats().count(), meter.stats().mean()), (0, None));
    }

    #[test]
    fn time_that_runs_backwards_gives_no_sample_and_memory_is_bounded() {
        let mut meter = RttMeter::default();
        for end in 0..2_000 {
            meter.sent(end, 50);
        }
        assert_eq!(meter.in_flight.len(), MOST_TIMED);
        meter.acknowledged(5_000, 10);
        assert_eq!(meter.stats().count(), 0);
        assert!(meter.in_flight.is_empty());
    }
}
