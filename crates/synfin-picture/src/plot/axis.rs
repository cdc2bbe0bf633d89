//! Axes: from values to places, and round numbers to write beside them.

use super::charts::{Chart, Series, Unit};
use super::curve::Shape;
use crate::numbers;

/// A range of values laid on a range of places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    low: i64,
    high: i64,
    places: i64,
}

impl Axis {
    /// The axis of time, which all charts share, so that they can be compared.
    pub(super) fn of_time(charts: &[Chart<'_>], places: i64) -> Self {
        let series = charts.iter().flat_map(|chart| &chart.series);
        let times = series.flat_map(|series| {
            let letters = series.letters.iter().map(|letter| letter.at);
            series.points.iter().map(|point| point.at).chain(letters)
        });
        Self::of(times, places)
    }

    /// The axis of a chart's values; a limit that lies far off does not make the rest flat.
    pub(super) fn of_values(chart: &Chart<'_>, places: i64) -> Self {
        let scaling = chart
            .series
            .iter()
            .filter(|series| series.shape != Shape::Limit);
        let points = scaling.flat_map(|series| series.points.iter());
        Self::of(points.flat_map(|point| [point.from, point.to]), places)
    }

    fn of(values: impl Iterator<Item = i64>, places: i64) -> Self {
        let mut range: Option<(i64, i64)> = None;
        for value in values {
            let (low, high) = range.unwrap_or((value, value));
            range = Some((low.min(value), high.max(value)));
        }
        let (low, high) = range.unwrap_or((0, 1));
        let low = if (0..high / 2 + 1).contains(&low) {
            0
        } else {
            low
        };
        Self {
            low,
            high: high.max(low.saturating_add(1)),
            places: places.max(1),
        }
    }

    /// Where a value lies: 0 to the number of places.
    pub(super) fn place(&self, value: i64) -> i64 {
        let span = i128::from(self.high) - i128::from(self.low);
        let offset = (i128::from(value) - i128::from(self.low)).clamp(0, span);
        i64::try_from(offset * i128::from(self.places) / span).unwrap_or(self.places)
    }

    /// Does a value lie on the axis?
    pub(super) fn contains(&self, value: i64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Has a series anything in the picture? A window may be far above everything else.
    pub(super) fn shows(&self, series: &Series<'_>) -> bool {
        let mut points = series.points.iter();
        points.any(|point| series.shape != Shape::Limit || self.contains(point.to))
    }

    /// Round values for at most `count` marks: 1, 2 or 5 times a power of ten apart.
    pub(super) fn ticks(&self, count: i64) -> Vec<i64> {
        let span = self.high.saturating_sub(self.low);
        let mut step = 1_i64;
        let factors = [2, 5, 10];
        let mut decade = 1_i64;
        'wider: while span / step.max(1) > count {
            for factor in factors {
                step = decade.saturating_mul(factor);
                if span / step <= count {
                    break 'wider;
                }
            }
            decade = decade.saturating_mul(10);
        }
        let first = self.low.div_euclid(step).saturating_mul(step);
        let marks = (0..=count + 1).map(|index| first.saturating_add(step.saturating_mul(index)));
        marks
            .filter(|mark| (self.low..=self.high).contains(mark))
            .collect()
    }
}

/// A value of a unit, written short.
pub(super) fn label(value: i64, unit: Unit) -> String {
    match unit {
        _ if value == 0 => "0".to_owned(),
        Unit::Nanoseconds => numbers::duration(value),
        Unit::Octets if value < 0 => value.to_string(),
        Unit::Octets => numbers::octets(value.unsigned_abs()),
        Unit::OctetsPerSecond => format!("{}/s", numbers::octets(value.unsigned_abs())),
    }
}

#[cfg(test)]
mod tests {
    use super::Axis;

    #[test]
    fn ticks_are_round_and_few() {
        let axis = Axis {
            low: 0,
            high: 3451,
            places: 100,
        };
        assert_eq!(axis.ticks(5), [0, 1000, 2000, 3000]);
        assert_eq!(axis.place(3451), 100);
        assert_eq!(axis.place(-5), 0);
        let huge = Axis {
            low: i64::MIN,
            high: i64::MAX,
            places: 10,
        };
        assert!(huge.ticks(5).len() <= 7);
        assert_eq!(huge.place(0), 5);
    }
}
