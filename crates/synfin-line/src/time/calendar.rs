//! From a count of days to a date of the Gregorian calendar.
//!
//! Here rather than from a library because a capture's clock may be anywhere in 64 bits, and every
//! count of days must have a date.

/// A date of the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: i64,
    /// From 1.
    pub(super) month: u8,
    /// From 1.
    pub(super) day: u8,
}

/// Days in 400 years, after which the calendar repeats.
const CYCLE: i64 = 146_097;

impl Date {
    /// The date so many days after 1970-01-01.
    pub(super) fn from_days(days: i64) -> Self {
        // Counted from 0000-03-01: the leap day is then a year's last day, and the months' lengths
        // follow one line, 153 days for every five of them.
        let days = days.saturating_add(719_468);
        let day_of_cycle = days.rem_euclid(CYCLE);
        let year_of_cycle = (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36_524
            - day_of_cycle / (CYCLE - 1))
            / 365;
        let day_of_year =
            day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let (month, next_year) = match month_from_march {
            0..=9 => (month_from_march + 3, 0),
            _ => (month_from_march - 9, 1),
        };
        Self {
            year: days.div_euclid(CYCLE) * 400 + year_of_cycle + next_year,
            month: u8::try_from(month).unwrap_or(1),
            day: u8::try_from(day).unwrap_or(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    fn parts(days: i64) -> (i64, u8, u8) {
        let date = Date::from_days(days);
        (date.year, date.month, date.day)
    }

    #[test]
    fn known_days() {
        assert_eq!(parts(0), (1970, 1, 1));
        assert_eq!(parts(11_016), (2000, 2, 29));
        assert_eq!(parts(11_017), (2000, 3, 1));
        assert_eq!(parts(24_855), (2038, 1, 19));
        assert_eq!(parts(47_540), (2100, 2, 28));
        assert_eq!(parts(47_541), (2100, 3, 1));
        assert_eq!(parts(-1), (1969, 12, 31));
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut before = parts(-1);
        for days in 0..300 * 366 {
            let now = parts(days);
            let same_month = (before.0, before.1, before.2 + 1);
            let next_month = (before.0, before.1 + 1, 1);
            let next_year = (before.0 + 1, 1, 1);
            assert!(
                now == same_month
                    || now == next_month
                    || (now == next_year && before.1 == 12 && before.2 == 31),
                "{now:?} after {before:?}"
            );
            before = now;
        }
    }

    #[test]
    fn no_count_of_days_is_too_large() {
        for days in [i64::MIN, i64::MAX, i64::MAX / 86_400] {
            let (_, month, day) = parts(days);
            assert!((1..=12).contains(&month) && (1..=31).contains(&day));
        }
    }
}
