//! Numbers as a person reads them: durations, sizes, counts.

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
const SHORT: Units = [
    ("ns", "ns"),
    ("us", "us"),
    ("ms", "ms"),
    ("s", "s"),
    ("min", "min"),
    ("h", "h"),
];

/// A duration in its natural unit, two or three figures: `351 us`, `20.5 ms`, `1.21 s`, `5 min 12 s`.
pub(crate) fn duration(nanos: i64) -> String {
    duration_in(nanos, &SHORT)
}

/// The same in words.
pub(crate) fn duration_in(nanos: i64, units: &Units) -> String {
    let [nano, micro, milli, second, minute, hour] = units;
    let sign = if nanos < 0 { "-" } else { "" };
    let nanos = nanos.unsigned_abs();
    let named = |figures: String, (one, many): &(&str, &str)| {
        let name = if figures == "1" { one } else { many };
        format!("{figures} {name}")
    };
    let text = match nanos {
        0..1_000 => named(nanos.to_string(), nano),
        1_000..1_000_000 => named(figures(nanos, 1_000), micro),
        1_000_000..1_000_000_000 => named(figures(nanos, 1_000_000), milli),
        1_000_000_000..60_000_000_000 => named(figures(nanos, 1_000_000_000), second),
        _ => {
            let seconds = nanos / 1_000_000_000;
            let whole = |count: u64, unit| named(count.to_string(), unit);
            match (seconds / 3600, seconds % 3600 / 60, seconds % 60) {
                (0, minutes, rest) => format!("{} {}", whole(minutes, minute), whole(rest, second)),
                (hours, minutes, _) => format!("{} {}", whole(hours, hour), whole(minutes, minute)),
            }
        }
    };
    format!("{sign}{text}")
}

/// Octets in their natural unit, powers of 1000: `21 B`, `3.45 kB`, `691 kB`.
pub(crate) fn octets(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} B"),
        1_000..1_000_000 => format!("{} kB", figures(count, 1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", figures(count, 1_000_000)),
        _ => format!("{} GB", figures(count, 1_000_000_000)),
    }
}

/// Three figures of `value / unit`, cut, without a zero behind the point.
fn figures(value: u64, unit: u64) -> String {
    let (whole, rest) = (value / unit, value % unit);
    let (digits, rest) = match whole {
        0..10 => (2, rest * 100 / unit),
        10..100 => (1, rest * 10 / unit),
        _ => (0, 0),
    };
    if rest == 0 {
        return whole.to_string();
    }
    let fraction = format!("{rest:0digits$}");
    format!("{whole}.{}", fraction.trim_end_matches('0'))
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
