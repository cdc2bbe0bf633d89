//! Numbers as a person reads them: durations, sizes, counts.

/// Seconds with microseconds: `0.000351`, `-0.000010`.
pub(crate) fn seconds(nanos: i64) -> String {
    let sign = if nanos < 0 { "-" } else { "" };
    let micros = nanos.unsigned_abs() / 1000;
    format!("{sign}{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

/// A duration in its natural unit, two or three figures: `351 us`, `20.5 ms`, `1.21 s`, `5 min 12 s`.
pub(crate) fn duration(nanos: i64) -> String {
    let sign = if nanos < 0 { "-" } else { "" };
    let nanos = nanos.unsigned_abs();
    let text = match nanos {
        0..1_000 => format!("{nanos} ns"),
        1_000..1_000_000 => figures(nanos, 1_000, "us"),
        1_000_000..1_000_000_000 => figures(nanos, 1_000_000, "ms"),
        1_000_000_000..60_000_000_000 => figures(nanos, 1_000_000_000, "s"),
        _ => {
            let seconds = nanos / 1_000_000_000;
            match (seconds / 3600, seconds % 3600 / 60, seconds % 60) {
                (0, minutes, rest) => format!("{minutes} min {rest} s"),
                (hours, minutes, _) => format!("{hours} h {minutes} min"),
            }
        }
    };
    format!("{sign}{text}")
}

/// Octets in their natural unit, powers of 1000: `21 B`, `3.45 kB`, `691 kB`.
pub(crate) fn octets(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} B"),
        1_000..1_000_000 => figures(count, 1_000, "kB"),
        1_000_000..1_000_000_000 => figures(count, 1_000_000, "MB"),
        _ => figures(count, 1_000_000_000, "GB"),
    }
}

/// Three figures of `value / unit`, cut, without a zero behind the point.
fn figures(value: u64, unit: u64, name: &str) -> String {
    let (whole, rest) = (value / unit, value % unit);
    let (digits, rest) = match whole {
        0..10 => (2, rest * 100 / unit),
        10..100 => (1, rest * 10 / unit),
        _ => (0, 0),
    };
    if rest == 0 {
        return format!("{whole} {name}");
    }
    let fraction = format!("{rest:0digits$}");
    format!("{whole}.{} {name}", fraction.trim_end_matches('0'))
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
