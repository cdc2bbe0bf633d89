use super::{Clock, Utc, UtcOffset};
use crate::{Precision, TimeStyle};
use synfin::Timestamp;
use synfin::capture::FileFormat;

fn clock(style: TimeStyle, precision: Precision) -> Clock {
    Clock::new(style, precision, Box::new(Utc))
}

fn stamp(clock: &mut Clock, seconds: i64, nanos: u64) -> String {
    let mut out = Vec::new();
    let instant = clock.append(&mut out, Timestamp::new(seconds, nanos), FileFormat::Pcap);
    clock.keep(instant);
    String::from_utf8(out).unwrap()
}

#[test]
fn each_style_has_its_form() {
    for (style, expected) in [
        (TimeStyle::TimeOfDay, "17:16:09.000042 "),
        (TimeStyle::None, ""),
        (TimeStyle::Epoch, "1418145369.000042 "),
        (TimeStyle::DateTime, "2014-12-09 17:16:09.000042 "),
        (TimeStyle::SincePrevious, " 00:00:00.000000 "),
        (TimeStyle::SinceFirst, " 00:00:00.000000 "),
    ] {
        let mut clock = clock(style, Precision::Micro);
        assert_eq!(stamp(&mut clock, 1_418_145_369, 42_999), expected);
    }
}

#[test]
fn differences_count_from_the_previous_or_the_first_packet() {
    let times = [(10, 0), (11, 500_000_000), (9, 999_999_000), (90_000, 0)];
    for (style, expected) in [
        (
            TimeStyle::SincePrevious,
            [
                " 00:00:00.000000 ",
                " 00:00:01.500000 ",
                "-00:00:01.500001 ",
                " 00:59:50.000001 ",
            ],
        ),
        (
            TimeStyle::SinceFirst,
            [
                " 00:00:00.000000 ",
                " 00:00:01.500000 ",
                "-00:00:00.000001 ",
                " 00:59:50.000000 ",
            ],
        ),
    ] {
        let mut clock = clock(style, Precision::Micro);
        for ((seconds, nanos), expected) in times.into_iter().zip(expected) {
            assert_eq!(stamp(&mut clock, seconds, nanos), expected);
        }
    }
}

#[test]
fn a_reference_at_the_epoch_is_none() {
    let mut clock = clock(TimeStyle::SinceFirst, Precision::Micro);
    assert_eq!(stamp(&mut clock, 0, 0), " 00:00:00.000000 ");
    assert_eq!(stamp(&mut clock, 5, 0), " 00:00:00.000000 ");
    assert_eq!(stamp(&mut clock, 6, 0), " 00:00:01.000000 ");
}

#[test]
fn nine_digits_on_request() {
    let mut clock = clock(TimeStyle::Epoch, Precision::Nano);
    assert_eq!(stamp(&mut clock, 1, 42), "1.000000042 ");
    assert_eq!(stamp(&mut clock, 1, 42_000), "1.000042000 ");
}

#[test]
fn odd_fractions_are_marked() {
    let mut micro = clock(TimeStyle::Epoch, Precision::Micro);
    let mut nano = clock(TimeStyle::Epoch, Precision::Nano);
    let second = 1_000_000_000;
    assert_eq!(stamp(&mut micro, 1, second), "1.1000000 (invalid us) ");
    assert_eq!(stamp(&mut nano, 1, second), "1.1000000000 (invalid ns) ");
    // 2^31 microseconds in a microsecond file, 2^31 nanoseconds in a nanosecond file.
    let micro_file = 2_147_483_648_000;
    let nano_file = 2_147_483_648;
    assert_eq!(
        stamp(&mut micro, 1, micro_file),
        "1.2147483648 (invalid us) "
    );
    assert_eq!(stamp(&mut nano, 1, micro_file), "1.000000000 ");
    assert_eq!(
        stamp(&mut micro, 1, nano_file),
        "1.4292819813 (invalid us) "
    );
    assert_eq!(stamp(&mut nano, 1, nano_file), "1.2147483648 (invalid ns) ");
}

#[test]
fn classic_seconds_are_signed() {
    for style in [TimeStyle::TimeOfDay, TimeStyle::DateTime, TimeStyle::Epoch] {
        let mut clock = clock(style, Precision::Micro);
        assert_eq!(stamp(&mut clock, 0x8000_0000, 0), "[timestamp overflow] ");
        let mut out = Vec::new();
        let time = Timestamp::new(0x8000_0000, 0);
        clock.append(&mut out, time, FileFormat::Pcapng);
        assert!(!out.starts_with(b"["));
    }
}

struct East(i32);

impl UtcOffset for East {
    fn seconds_east(&self, unix_seconds: i64) -> i32 {
        if unix_seconds < 900 { 0 } else { self.0 }
    }
}

#[test]
fn local_time_may_be_another_day_and_change() {
    let zone = Box::new(East(-3600));
    let mut clock = Clock::new(TimeStyle::DateTime, Precision::Micro, zone);
    assert_eq!(stamp(&mut clock, 899, 0), "1970-01-01 00:14:59.000000 ");
    assert_eq!(stamp(&mut clock, 900, 0), "1969-12-31 23:15:00.000000 ");
    assert_eq!(stamp(&mut clock, 901, 0), "1969-12-31 23:15:01.000000 ");
}
