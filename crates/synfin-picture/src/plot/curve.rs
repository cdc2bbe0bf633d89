//! The points of one series, as many as a picture can show.
//!
//! Invariant: a curve never holds more points than it was allowed; when it is full, neighbours
//! become one, so a long connection is drawn whole and not only its beginning. Absence: no places,
//! no drawing.

/// One point of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Nanoseconds since the connection's first packet.
    pub at: i64,
    /// The value, or the lower end of a bar.
    pub from: i64,
    /// The value again, or the upper end of a bar.
    pub to: i64,
}

impl Point {
    /// A point that is no bar.
    pub(super) const fn new(at: i64, value: i64) -> Self {
        Self {
            at,
            from: value,
            to: value,
        }
    }
}

/// How points are drawn, and so how two of them become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A vertical bar each. Bars that touch become one; of others the longer one stays.
    Bars,
    /// A line that keeps its value until the next point. The later one stays.
    Steps,
    /// A dot each. The higher one stays.
    Dots,
    /// As steps, but only where it comes near the other series.
    Limit,
}

impl Shape {
    fn merged(self, one: Point, next: Point) -> Point {
        match self {
            Self::Bars if next.from <= one.to && one.from <= next.to => Point {
                at: one.at,
                from: one.from.min(next.from),
                to: one.to.max(next.to),
            },
            Self::Bars if next.to.saturating_sub(next.from) > one.to.saturating_sub(one.from) => {
                next
            }
            Self::Dots if next.to > one.to => next,
            Self::Bars | Self::Dots => one,
            Self::Steps | Self::Limit => next,
        }
    }
}

/// Points that a curve has room for at once.
const FIRST: usize = 8;

/// A series' points while they come.
#[derive(Clone, Debug)]
pub(super) struct Curve {
    shape: Shape,
    points: Vec<Point>,
    /// How many points that came stand in one that is kept.
    stride: u32,
    /// How many of them stand in the last one.
    filled: u32,
    /// The value of the last point that came, merged or not.
    last: Option<i64>,
}

impl Curve {
    pub(super) const fn new(shape: Shape) -> Self {
        Self {
            shape,
            points: Vec::new(),
            stride: 1,
            filled: 1,
            last: None,
        }
    }

    /// The next point in the order of capture; at most `most` are kept.
    pub(super) fn push(&mut self, point: Point, most: usize) {
        self.last = Some(point.to);
        if self.filled < self.stride
            && let Some(last) = self.points.last_mut()
        {
            *last = self.shape.merged(*last, point);
            self.filled += 1;
            return;
        }
        if self.points.is_empty() {
            self.points.reserve(FIRST);
        } else if self.points.len() >= most.max(2) {
            self.halve();
        }
        self.points.push(point);
        self.filled = 1;
    }

    /// The same, unless the value is the one before.
    pub(super) fn push_change(&mut self, point: Point, most: usize) {
        if self.last != Some(point.to) {
            self.push(point, most);
        }
    }

    /// Makes one point of every two.
    fn halve(&mut self) {
        let shape = self.shape;
        let mut pairs = Vec::with_capacity(self.points.len());
        for pair in self.points.chunks(2) {
            if let [one, rest @ ..] = pair {
                let next = rest.first().copied();
                pairs.push(next.map_or(*one, |next| shape.merged(*one, next)));
            }
        }
        self.points = pairs;
        self.stride = self.stride.saturating_mul(2);
    }

    pub(super) fn points(&self) -> &[Point] {
        &self.points
    }

    /// Do points stand for several that came?
    pub(super) const fn is_thinned(&self) -> bool {
        self.stride > 1
    }
}

#[cfg(test)]
mod tests {
    use super::{Curve, Point, Shape};

    #[test]
    fn a_full_curve_still_covers_everything() {
        let mut bars = Curve::new(Shape::Bars);
        for index in 0..10_000 {
            let (from, to) = (index * 100, (index + 1) * 100);
            bars.push(
                Point {
                    at: index,
                    from,
                    to,
                },
                64,
            );
            assert!(bars.points().len() <= 64);
        }
        assert!(bars.is_thinned());
        let (first, last) = (bars.points()[0], bars.points()[bars.points().len() - 1]);
        assert_eq!((first.from, last.to), (0, 1_000_000));
        for pair in bars.points().windows(2) {
            assert!(pair[1].from <= pair[0].to, "{pair:?}");
        }
    }

    #[test]
    fn bars_that_do_not_touch_are_not_joined() {
        let far = |at: i64, from| Point {
            at,
            from,
            to: from + 10,
        };
        assert_eq!(Shape::Bars.merged(far(0, 0), far(1, 500)), far(0, 0));
        assert_eq!(
            Shape::Dots.merged(Point::new(0, 7), Point::new(1, 9)),
            Point::new(1, 9)
        );
        assert_eq!(
            Shape::Steps.merged(Point::new(0, 7), Point::new(1, 3)),
            Point::new(1, 3)
        );
    }

    #[test]
    fn a_value_that_stays_is_no_new_point() {
        let mut line = Curve::new(Shape::Steps);
        for at in 0..5 {
            line.push_change(Point::new(at, at / 3), 8);
        }
        assert_eq!(line.points(), [Point::new(0, 0), Point::new(3, 1)]);
    }
}
