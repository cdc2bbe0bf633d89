//! Local time, by TZ or the system's setting.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::ffi::OsStr;
use std::path::{Component, Path};
use std::{env, fs};
use synfin_line::UtcOffset;

/// Where the system keeps its zone (localtime(5)).
const SYSTEM: &str = "/etc/localtime";

/// Where the system keeps all zones (tzfile(5)).
const ZONES: &str = "/usr/share/zoneinfo";

/// The time zone of whoever runs the command.
pub(crate) struct LocalTime(TimeZone);

impl LocalTime {
    /// The zone that TZ names, else the system's; UTC where neither is known, as in the C library.
    pub(crate) fn new() -> Self {
        Self(quickly().unwrap_or_else(TimeZone::system))
    }
}

/// The zone, if it takes no more than reading its file: who asks for it by name has all files of
/// [`ZONES`] listed first, which takes longer than printing a small capture.
fn quickly() -> Option<TimeZone> {
    match env::var_os("TZ") {
        None => read(Path::new(SYSTEM)),
        Some(_) if env::var_os("TZDIR").is_some() => None,
        Some(name) => named(&name),
    }
}

/// The zone of a file's name below [`ZONES`], if it is one.
fn named(name: &OsStr) -> Option<TimeZone> {
    let name = Path::new(name);
    let is_plain = |part| matches!(part, Component::Normal(_));
    let may_be_one = name.file_name().is_some() && name.components().all(is_plain);
    may_be_one.then(|| read(&Path::new(ZONES).join(name)))?
}

fn read(file: &Path) -> Option<TimeZone> {
    TimeZone::tzif("local", &fs::read(file).ok()?).ok()
}

impl UtcOffset for LocalTime {
    fn seconds_east(&self, unix_seconds: i64) -> i32 {
        // Beyond the year 9999 no zone has rules.
        Timestamp::from_second(unix_seconds).map_or(0, |time| self.0.to_offset(time).seconds())
    }
}

#[cfg(test)]
mod tests {
    use super::{LocalTime, named};
    use jiff::tz::TimeZone;
    use std::path::Path;
    use synfin_line::UtcOffset;

    #[test]
    fn summer_and_winter_differ() {
        let rules = "CET-1CEST,M3.5.0,M10.5.0/3";
        let local = LocalTime(TimeZone::posix(rules).unwrap());
        assert_eq!(local.seconds_east(1_700_000_000), 3600);
        assert_eq!(local.seconds_east(1_720_000_000), 7200);
        assert_eq!(local.seconds_east(i64::MAX), 0);
    }
    #[test]
    fn a_name_is_looked_for_below_the_zones_only() {
        for name in [
            "",
            "/etc/localtime",
            "../zoneinfo/UTC",
            ":UTC",
            "none of these",
        ] {
            assert!(named(name.as_ref()).is_none(), "{name:?}");
        }
        if Path::new("/usr/share/zoneinfo/Europe/Berlin").exists() {
            let local = LocalTime(named("Europe/Berlin".as_ref()).unwrap());
            assert_eq!(local.seconds_east(1_700_000_000), 3600);
            assert_eq!(local.seconds_east(1_720_000_000), 7200);
        }
    }
}
