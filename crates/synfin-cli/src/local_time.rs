//! Local time, by TZ or the system's setting.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use synfin_line::UtcOffset;

/// The time zone of whoever runs the command.
pub(crate) struct LocalTime(TimeZone);

impl LocalTime {
    /// The zone that TZ names, else the system's; UTC where neither is known, as in the C library.
    pub(crate) fn new() -> Self {
        Self(TimeZone::system())
    }
}

impl UtcOffset for LocalTime {
    fn seconds_east(&self, unix_seconds: i64) -> i32 {
        // Beyond the year 9999 no zone has rules.
        Timestamp::from_second(unix_seconds).map_or(0, |time| self.0.to_offset(time).seconds())
    }
}

#[cfg(test)]
mod tests {
    use super::LocalTime;
    use jiff::tz::TimeZone;
    use synfin_line::UtcOffset;

    #[test]
    fn summer_and_winter_differ() {
        let rules = "CET-1CEST,M3.5.0,M10.5.0/3";
        let local = LocalTime(TimeZone::posix(rules).unwrap());
        assert_eq!(local.seconds_east(1_700_000_000), 3600);
        assert_eq!(local.seconds_east(1_720_000_000), 7200);
        assert_eq!(local.seconds_east(i64::MAX), 0);
    }
}
