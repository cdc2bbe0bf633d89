//! The charts of a connection: sequence numbers per direction, octets in flight, round trips,
//! throughput.

use super::curve::{Curve, Point, Shape};
use super::samples::{Direction, Letter, Samples};
use crate::tone::Tone;
use crate::words::Label;
use std::borrow::Cow;
use synfin::Side;

/// One chart: several series over the same time.
#[derive(Clone, Debug)]
pub struct Chart<'a> {
    /// What stands over it.
    pub title: Label,
    /// What its values are.
    pub unit: Unit,
    /// What is drawn in it, the last on top.
    pub series: Vec<Series<'a>>,
}

/// What a chart's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Octets, or sequence numbers.
    Octets,
    /// Nanoseconds.
    Nanoseconds,
    /// Octets a second.
    OctetsPerSecond,
}

impl Unit {
    /// The unit's name for those who draw charts elsewhere.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Octets => "octets",
            Self::Nanoseconds => "nanoseconds",
            Self::OctetsPerSecond => "octets/s",
        }
    }
}

/// One series of a chart.
#[derive(Clone, Debug)]
pub struct Series<'a> {
    /// Its name in the legend.
    pub name: Label,
    /// Its colour's meaning.
    pub tone: Tone,
    /// How its points are drawn.
    pub shape: Shape,
    /// Its points, in the order of capture.
    pub points: Cow<'a, [Point]>,
    /// The control bits that are marked with a letter.
    pub letters: &'a [Letter],
}

impl Series<'_> {
    /// Has it nothing to show?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.points.is_empty() && self.letters.is_empty()
    }
}

impl Samples {
    /// The charts, those without a point left out.
    #[must_use]
    pub fn charts(&self) -> Vec<Chart<'_>> {
        let mut charts = self.all_charts();
        charts.retain(|chart| chart.series.iter().any(|series| !series.is_empty()));
        charts
    }

    /// The charts, also the empty ones, always in the same order and with the same series.
    #[must_use]
    pub fn all_charts(&self) -> Vec<Chart<'_>> {
        let both = |title, unit, shape, curve: fn(&Direction) -> &Curve| Chart {
            title,
            unit,
            series: self.of_both(shape, |side| Cow::Borrowed(curve(side).points())),
        };
        vec![
            self.sequence(Side::Client),
            self.sequence(Side::Server),
            both(Label::InFlight, Unit::Octets, Shape::Steps, |side| {
                &side.in_flight
            }),
            both(
                Label::RoundTripTime,
                Unit::Nanoseconds,
                Shape::Dots,
                |side| &side.round_trips,
            ),
            Chart {
                title: Label::Throughput,
                unit: Unit::OctetsPerSecond,
                series: self.of_both(Shape::Steps, |side| Cow::Owned(side.rate.points())),
            },
        ]
    }

    /// Gives the points of every series to `take`, in the order of [`Self::all_charts`].
    pub fn each_series(&self, mut take: impl FnMut(Shape, &[Point])) {
        let sides = [Side::Client, Side::Server].map(|side| self.direction(side));
        for side in sides {
            take(Shape::Limit, side.window.points());
            take(Shape::Steps, side.acked.points());
            take(Shape::Bars, side.sacked.points());
            take(Shape::Bars, side.sent.points());
            take(Shape::Bars, side.sent_again.points());
        }
        for side in sides {
            take(Shape::Steps, side.in_flight.points());
        }
        for side in sides {
            take(Shape::Dots, side.round_trips.points());
        }
        for side in sides {
            take(Shape::Steps, &side.rate.points());
        }
    }

    /// What one side sent, what its peer acknowledged and allowed.
    fn sequence(&self, side: Side) -> Chart<'_> {
        let direction = self.direction(side);
        let (title, tone) = match side {
            Side::Client => (Label::ClientSequence, Tone::Client),
            Side::Server => (Label::ServerSequence, Tone::Server),
        };
        Chart {
            title,
            unit: Unit::Octets,
            series: vec![
                of_curve(Label::Window, Tone::Faint, Shape::Limit, &direction.window),
                of_curve(
                    Label::Acked,
                    Tone::Handshake,
                    Shape::Steps,
                    &direction.acked,
                ),
                of_curve(
                    Label::Sacked,
                    Tone::Teardown,
                    Shape::Bars,
                    &direction.sacked,
                ),
                Series {
                    letters: &direction.letters,
                    ..of_curve(Label::Sent, tone, Shape::Bars, &direction.sent)
                },
                of_curve(
                    Label::SentAgain,
                    Tone::Trouble,
                    Shape::Bars,
                    &direction.sent_again,
                ),
            ],
        }
    }

    /// One series for each side.
    fn of_both<'a>(
        &'a self,
        shape: Shape,
        points: impl Fn(&'a Direction) -> Cow<'a, [Point]>,
    ) -> Vec<Series<'a>> {
        let sides = [
            (Label::Client, Tone::Client, Side::Client),
            (Label::Server, Tone::Server, Side::Server),
        ];
        let series = sides.map(|(name, tone, side)| Series {
            name,
            tone,
            shape,
            points: points(self.direction(side)),
            letters: &[],
        });
        series.into()
    }
}

fn of_curve<'a>(name: Label, tone: Tone, shape: Shape, curve: &'a Curve) -> Series<'a> {
    Series {
        name,
        tone,
        shape,
        points: Cow::Borrowed(curve.points()),
        letters: &[],
    }
}
