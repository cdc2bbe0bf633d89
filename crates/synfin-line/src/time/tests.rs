use super::{Clock, StampWriter, Utc, UtcOffset};
use crate::line::{Line, NEW_ROOM};
use crate::{Precision, TimeStyle};
use synfin::Timestamp;
use synfin::capture::FileFormat;

/// A clock and what writes its time stamps.
struct Watch(Clock, StampWriter);

fn clock(style: TimeStyle, precision: Precision) -> Watch {
    clock_in(style, precision, Box::new(Utc))
}

fn clock_in(style: TimeStyle, precision: Precision, zone: Box<dyn UtcOffset + Send>) -> Watch {
    Watch(
        Clock::new(style, precision, zone),
        StampWriter::new(style, precision),
    )
}

fn stamp_in(watch: &mut Watch, time: Timestamp, format: FileFormat) -> String {
    let (mut room, Watch(clock, writer)) = (NEW_ROOM, watch);
    let mut line = Line::new(&mut room);
    let (instant, stamp) = clock.stamp(time, format);
    clock.keep(instant);
    writer.append(&mut line, stamp);
    String::from_utf8(line.as_bytes().to_vec()).unwrap()
}

fn stamp(watch: &mut Watch, seconds: i64, nanos: u64) -> String {
    stamp_in(watch, Timestamp::new(seconds, nanos), FileFormat::Pcap)
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
        let time = Timestamp::new(0x8000_0000, 0);
        assert!(!stamp_in(&mut clock, time, FileFormat::Pcapng).starts_with('['));
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
    let mut clock = clock_in(TimeStyle::DateTime, Precision::Micro, zone);
    assert_eq!(stamp(&mut clock, 899, 0), "1970-01-01 00:14:59.000000 ");
    assert_eq!(stamp(&mut clock, 900, 0), "1969-12-31 23:15:00.000000 ");
    assert_eq!(stamp(&mut clock, 901, 0), "1969-12-31 23:15:01.000000 ");
}

#[test]
fn the_longest_text_of_seconds_fits() {
    let mut clock = clock(TimeStyle::DateTime, Precision::Nano);
    let time = Timestamp::new(i64::MAX, 999_999_999);
    let text = stamp_in(&mut clock, time, FileFormat::Pcapng);
    assert_eq!(text, "292277026596-12-04 15:30:07.999999999 ");
}

#[test]
fn only_what_all_formats_show_alike_is_usual() {
    let precise = [Precision::Micro, Precision::Nano];
    let styles = [TimeStyle::TimeOfDay, TimeStyle::DateTime, TimeStyle::Epoch];
    for (seconds, is_sound) in [
        (0, true),
        (0x7fff_ffff, true),
        (1 << 31, false),
        (-1, false),
    ] {
        for (precision, style) in precise
            .iter()
            .flat_map(|it| styles.map(|style| (*it, style)))
        {
            let Watch(mut clock, _) = clock(style, precision);
            let (_, stamp) = clock.stamp(Timestamp::new(seconds, 5), FileFormat::Pcapng);
            let is_usual = is_sound && precision == Precision::Micro && style != TimeStyle::Epoch;
            assert_eq!(stamp.usual, is_usual.then_some(seconds));
        }
    }
}

#[test]
fn within_a_second_the_text_is_the_patient_one() {
    let mut watch = clock(TimeStyle::DateTime, Precision::Micro);
    let within = |seconds, nanos, watch: &Watch| {
        let mut room = NEW_ROOM;
        let mut line = Line::new(&mut room);
        let told = watch
            .1
            .append_within(&mut line, Timestamp::new(seconds, nanos));
        told.map(|()| String::from_utf8(line.as_bytes().to_vec()).unwrap() + " ")
    };
    assert_eq!(within(7, 0, &watch), None);
    for nanos in [0, 999, 1000, 123_456_789, 999_999_999] {
        let patient = stamp(&mut watch, 7, nanos);
        assert_eq!(within(7, nanos, &watch), Some(patient));
    }
    for (seconds, nanos) in [(6, 0), (8, 0), (7, 1_000_000_000), (7, u64::MAX)] {
        assert_eq!(within(seconds, nanos, &watch), None);
    }
    stamp(&mut watch, -1, 0);
    assert_eq!(within(-1, 0, &watch), None);
    watch.1.forget();
    assert_eq!(within(7, 0, &watch), None);
}
