//! Numbers as a person reads them: durations, sizes, counts.
//!
//! Absence: no format machinery; a report writes a hundred thousand of them.

/// Appends a whole number.
pub(crate) fn push(out: &mut String, number: impl itoa::Integer) {
    out.push_str(itoa::Buffer::new().format(number));
}

/// Seconds with microseconds: `0.000351`, `-0.000010`.
pub(crate) fn seconds(nanos: i64) -> String {
    let sign = if nanos < 0 { "-" } else { "" };
    let micros = nanos.unsigned_abs() / 1000;
    format!("{sign}{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

/// The names of units of time, one and several: nanoseconds, microseconds, milliseconds, seconds,
/// minutes, hours.
pub(crate) type Units = [(&'static str, &'static str); 6];

/// Short ones, for labels.
pub(crate) const SHORT: Units = [
    ("ns", "ns"),
    ("us", "us"),
    ("ms", "ms"),
    ("s", "s"),
    ("min", "min"),
    ("h", "h"),
];

/// A duration in its natural unit, two or three figures: `351 us`, `20.5 ms`, `1.21 s`, `5 min 12 s`.
pub(crate) fn duration(nanos: i64) -> String {
    let mut out = String::new();
    push_duration(&mut out, nanos, &SHORT);
    out
}

/// Appends a duration in its natural unit.
pub(crate) fn push_duration(out: &mut String, nanos: i64, units: &Units) {
    let [nano, micro, milli, second, minute, hour] = units;
    if nanos < 0 {
        out.push('-');
    }
    let nanos = nanos.unsigned_abs();
    match nanos {
        0..1_000 => push_named(out, nanos, 1, nano),
        1_000..1_000_000 => push_named(out, nanos, 1_000, micro),
        1_000_000..1_000_000_000 => push_named(out, nanos, 1_000_000, milli),
        1_000_000_000..60_000_000_000 => push_named(out, nanos, 1_000_000_000, second),
        _ => {
            let seconds = nanos / 1_000_000_000;
            let (larger, smaller) = match (seconds / 3600, seconds % 3600 / 60, seconds % 60) {
                (0, minutes, rest) => ((minutes, minute), (rest, second)),
                (hours, minutes, _) => ((hours, hour), (minutes, minute)),
            };
            push_named(out, larger.0, 1, larger.1);
            out.push(' ');
            push_named(out, smaller.0, 1, smaller.1);
        }
    }
}

/// Appends octets in their natural unit, powers of 1000: `21 B`, `3.45 kB`, `691 kB`.
pub(crate) fn push_octets(out: &mut String, count: u64) {
    let (unit, name) = match count {
        0..1_000 => (1, "B"),
        1_000..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    push_named(out, count, unit, &(name, name));
}

/// The same as text of its own.
pub(crate) fn octets(count: u64) -> String {
    let mut out = String::new();
    push_octets(&mut out, count);
    out
}

/// Appends `value / unit` and the unit's name, for one or for several.
fn push_named(out: &mut String, value: u64, unit: u64, (one, many): &(&str, &str)) {
    push_figures(out, value, unit);
    out.push(' ');
    out.push_str(if value == unit { one } else { many });
}

/// Appends three figures of `value / unit`, cut, without a zero behind the point.
fn push_figures(out: &mut String, value: u64, unit: u64) {
    let (whole, rest) = (value / unit, value % unit);
    push(out, whole);
    let (digits, rest) = match whole {
        0..10 => (2, rest * 100 / unit),
        10..100 => (1, rest * 10 / unit),
        _ => (0, 0),
    };
    if rest == 0 {
        return;
    }
    out.push('.');
    if digits == 2 && rest < 10 {
        out.push('0');
    }
    let has_zero = digits == 2 && rest.is_multiple_of(10);
    push(out, if has_zero { rest / 10 } else { rest });
}

#[cfg(test)]
mod tests {
    use super::{duration, octets, seconds};

    #[test]
    fn durations_take_their_unit() {
        assert_eq!(duration(351_000), "351 us");
        assert_eq!(duration(20_050_000), "20 ms");
        assert_eq!(duration(1_210_000_000), "1.21 s");
        assert_eq!(duration(1_050_000_000), "1.05 s");
        assert_eq!(duration(312_000_000_000), "5 min 12 s");
        assert_eq!(duration(7_260_000_000_000), "2 h 1 min");
        assert_eq!(duration(-5), "-5 ns");
    }

    #[test]
    fn sizes_and_seconds() {
        assert_eq!(octets(999), "999 B");
        assert_eq!(octets(3450), "3.45 kB");
        assert_eq!(octets(691_234), "691 kB");
        assert_eq!(seconds(351_999), "0.000351");
        assert_eq!(seconds(-1_000_010_000), "-1.000010");
    }
}
