//! An interface's time stamps: 64-bit counts of a unit that the interface chooses.
//!
//! Duty: turn a count into seconds and nanoseconds, cut, never rounded. Invariant: any unit that
//! if_tsresol can say (10^-127 to 1, 2^-127 to 1) is read, without overflow.

use crate::Timestamp;

const NANOS: u128 = 1_000_000_000;

/// How an interface counts time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::capture) struct Clock {
    unit: Unit,
    /// Seconds to be added (if_tsoffset).
    offset: i64,
}

/// The unit of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// Microseconds: what holds where nothing is said.
    Micro,
    Nano,
    /// 10 to the minus this.
    Decimal(u8),
    /// 2 to the minus this.
    Binary(u8),
}

impl Default for Clock {
    fn default() -> Self {
        Self {
            unit: Unit::Micro,
            offset: 0,
        }
    }
}

impl Clock {
    /// Sets the unit by if_tsresol's octet: a negative power of 2 with the top bit, else of 10.
    pub(super) fn set_resolution(&mut self, exponent: u8) {
        self.unit = match exponent {
            6 => Unit::Micro,
            9 => Unit::Nano,
            0..=0x7f => Unit::Decimal(exponent),
            _ => Unit::Binary(exponent & 0x7f),
        };
    }

    /// Sets the seconds to be added to every time stamp.
    pub(super) fn set_offset(&mut self, seconds: i64) {
        self.offset = seconds;
    }

    /// The time stamp that a count stands for.
    #[inline]
    pub(in crate::capture) fn timestamp(&self, ticks: u64) -> Timestamp {
        let (seconds, nanoseconds) = match self {
            Self {
                unit: Unit::Micro,
                offset: 0,
            } => (ticks / 1_000_000, ticks % 1_000_000 * 1000),
            Self {
                unit: Unit::Nano,
                offset: 0,
            } => (ticks / 1_000_000_000, ticks % 1_000_000_000),
            _ => return self.odd_timestamp(ticks),
        };
        Timestamp::new(seconds.cast_signed(), nanoseconds)
    }

    /// The time stamp that a count stands for, whatever the unit and the offset.
    #[cold]
    #[inline(never)]
    fn odd_timestamp(&self, ticks: u64) -> Timestamp {
        let (seconds, nanoseconds) = self.unit.split(ticks.into());
        // Only counts of whole seconds can be beyond 2^63; they saturate.
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
        Timestamp::new(seconds.saturating_add(self.offset), nanoseconds)
    }
}

impl Unit {
    /// Whole seconds and nanoseconds of a count of units.
    fn split(self, ticks: u128) -> (u64, u64) {
        let (seconds, nanoseconds) = match self {
            Self::Micro => (ticks / 1_000_000, ticks % 1_000_000 * 1000),
            Self::Nano => (ticks / NANOS, ticks % NANOS),
            Self::Decimal(exponent) => match 10_u128.checked_pow(exponent.into()) {
                // Less than 2^64 units, each below 10^-38 seconds: less than a nanosecond.
                None => (0, 0),
                Some(units) if units <= NANOS => (ticks / units, ticks % units * (NANOS / units)),
                Some(units) => (ticks / units, ticks % units / (units / NANOS)),
            },
            // Below 2^64 units, the remainder times 10^9 stays below 2^94.
            Self::Binary(exponent) => {
                let seconds = ticks >> exponent;
                (
                    seconds,
                    ((ticks - (seconds << exponent)) * NANOS) >> exponent,
                )
            }
        };
        let fit = |value| u64::try_from(value).unwrap_or(u64::MAX);
        (fit(seconds), fit(nanoseconds))
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;
    use crate::Timestamp;

    fn read(exponent: u8, ticks: u64) -> Timestamp {
        let mut clock = Clock::default();
        clock.set_resolution(exponent);
        clock.timestamp(ticks)
    }

    #[test]
    fn every_unit_gives_the_same_point_in_time() {
        let half = Timestamp::new(1, 500_000_000);
        assert_eq!(Clock::default().timestamp(1_500_000), half);
        for exponent in 1..=18 {
            assert_eq!(
                read(exponent, 15 * 10_u64.pow(u32::from(exponent) - 1)),
                half
            );
        }
        for exponent in 1..=62 {
            assert_eq!(read(0x80 | exponent, 3 << (exponent - 1)), half);
        }
        assert_eq!(read(0, 7), Timestamp::new(7, 0));
        assert_eq!(read(0x80, 7), Timestamp::new(7, 0));
    }

    #[test]
    fn no_unit_and_no_count_overflows() {
        for exponent in 0..=u8::MAX {
            for ticks in [0, 1, u64::MAX >> 1, u64::MAX] {
                assert!(read(exponent, ticks).subsec_nanos() < 1_000_000_000);
            }
        }
        assert_eq!(read(0, u64::MAX), Timestamp::new(i64::MAX, 0));
        assert_eq!(read(19, u64::MAX), Timestamp::new(1, 844_674_407));
        assert_eq!(read(20, u64::MAX), Timestamp::new(0, 184_467_440));
        assert_eq!(read(0xc0, u64::MAX), Timestamp::new(0, 999_999_999));
    }

    #[test]
    fn the_usual_units_need_no_long_division() {
        for ticks in [0, 1, 999_999, 1_700_000_000_123_456_789, u64::MAX] {
            for exponent in [6, 9] {
                let mut clock = Clock::default();
                clock.set_resolution(exponent);
                assert_eq!(clock.timestamp(ticks), clock.odd_timestamp(ticks));
            }
        }
    }

    #[test]
    fn the_offset_is_added_in_seconds() {
        let mut clock = Clock::default();
        clock.set_offset(-2);
        assert_eq!(clock.timestamp(1), Timestamp::new(-2, 1000));
        clock.set_offset(i64::MAX);
        assert_eq!(clock.timestamp(5_000_000), Timestamp::new(i64::MAX, 0));
    }
}
