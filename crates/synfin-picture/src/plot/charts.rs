//! The charts of a connection: sequence numbers per direction, octets in flight, round trips,
//! throughput.

use super::{Sample, Samples};
use crate::tone::Tone;
use std::collections::VecDeque;
use synfin::Side;

/// One chart: several series over the same time.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What stands over it.
    pub title: String,
    /// What its values are.
    pub unit: Unit,
    /// What is drawn in it, the last on top.
    pub series: Vec<Series>,
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

/// One series of a chart.
#[derive(Clone, Debug)]
pub struct Series {
    /// Its name in the legend.
    pub name: &'static str,
    /// Its colour's meaning.
    pub tone: Tone,
    /// How its points are drawn.
    pub shape: Shape,
    /// Its points, in the order of capture: nanoseconds and values, from and to.
    pub points: Vec<Point>,
}

/// One point of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Nanoseconds since the connection's first packet.
    pub at: i64,
    /// The value, or the lower end of a bar.
    pub from: i64,
    /// The value again, or the upper end of a bar.
    pub to: i64,
    /// What is special about it.
    pub mark: Mark,
}

/// What is special about a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    #[default]
    None,
    /// A letter: `S`, `F` or `R`.
    Letter(char),
}

/// How points are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A vertical bar each.
    Bars,
    /// A line that keeps its value until the next point.
    Steps,
    /// A dot each.
    Dots,
    /// As steps, but only where it comes near the other series.
    Limit,
}

/// Bins of the throughput chart.
const BINS: i64 = 100;
/// Segments waiting for their ACK that are remembered for round trips.
const OUTSTANDING: usize = 4096;

impl Samples {
    /// The charts, those without a point left out.
    #[must_use]
    pub fn charts(&self) -> Vec<Chart> {
        let mut charts = Vec::new();
        for side in [Side::Client, Side::Server] {
            charts.push(self.sequence(side));
        }
        charts.push(self.both(
            "Octets in flight",
            Unit::Octets,
            Shape::Steps,
            Self::in_flight,
        ));
        charts.push(self.both(
            "Round-trip time",
            Unit::Nanoseconds,
            Shape::Dots,
            Self::round_trips,
        ));
        charts.push(self.both(
            "Throughput",
            Unit::OctetsPerSecond,
            Shape::Steps,
            Self::throughput,
        ));
        charts.retain(|chart| chart.series.iter().any(|series| !series.points.is_empty()));
        charts
    }

    /// What one side sent, what its peer acknowledged and allowed.
    fn sequence(&self, side: Side) -> Chart {
        let of = |again: bool| {
            let sent = self
                .iter()
                .filter(move |sample| sample.sender == side && sample.again == again);
            sent.filter_map(|sample| {
                let (from, to) = sample.seq?;
                let mark = sample.mark.map_or(Mark::None, Mark::Letter);
                (to > from).then_some(Point {
                    at: sample.at,
                    from,
                    to,
                    mark,
                })
            })
        };
        let answers = |value: fn(&Sample) -> Option<i64>| {
            let peers = self.iter().filter(move |sample| sample.sender != side);
            peers.filter_map(move |sample| value(sample).map(|value| point(sample.at, value)))
        };
        let sacked = self
            .iter()
            .filter(|sample| sample.sender != side)
            .flat_map(|sample| {
                let at = sample.at;
                sample.sacked.iter().map(move |&(from, to)| Point {
                    at,
                    from,
                    to,
                    mark: Mark::None,
                })
            });
        let (title, tone) = match side {
            Side::Client => ("Client to server: sequence numbers", Tone::Client),
            Side::Server => ("Server to client: sequence numbers", Tone::Server),
        };
        let series = |name, tone, shape, points| Series {
            name,
            tone,
            shape,
            points,
        };
        Chart {
            title: title.to_owned(),
            unit: Unit::Octets,
            series: vec![
                series(
                    "window",
                    Tone::Faint,
                    Shape::Limit,
                    answers(|s| s.edge).collect(),
                ),
                series(
                    "ACK",
                    Tone::Handshake,
                    Shape::Steps,
                    answers(|s| s.ack).collect(),
                ),
                series("SACK", Tone::Teardown, Shape::Bars, sacked.collect()),
                series("sent", tone, Shape::Bars, of(false).collect()),
                series("sent again", Tone::Trouble, Shape::Bars, of(true).collect()),
            ],
        }
    }

    /// A chart with one series for each side.
    fn both(
        &self,
        title: &str,
        unit: Unit,
        shape: Shape,
        points: impl Fn(&Self, Side) -> Vec<Point>,
    ) -> Chart {
        let series = |name, tone, side| Series {
            name,
            tone,
            shape,
            points: points(self, side),
        };
        Chart {
            title: title.to_owned(),
            unit,
            series: vec![
                series("client", Tone::Client, Side::Client),
                series("server", Tone::Server, Side::Server),
            ],
        }
    }

    /// Octets sent by a side and not acknowledged, after each of its segments and their ACKs.
    fn in_flight(&self, side: Side) -> Vec<Point> {
        let (mut next, mut acked) = (None, None);
        let mut points = Vec::new();
        for sample in self.iter() {
            if sample.sender == side {
                next = next.max(sample.seq.map(|(_, to)| to));
            } else {
                acked = acked.max(sample.ack);
            }
            if let (Some(next), Some(acked)) = (next, acked) {
                let next: i64 = next;
                points.push(point(sample.at, next.saturating_sub(acked).max(0)));
            }
        }
        points.dedup_by_key(|point| point.to);
        points
    }

    /// Time from each segment that was sent once to the first ACK that covers it (Karn's rule).
    fn round_trips(&self, side: Side) -> Vec<Point> {
        let mut outstanding: VecDeque<(i64, i64)> = VecDeque::new();
        let mut points = Vec::new();
        for sample in self.iter() {
            if sample.sender == side {
                match sample.seq {
                    Some(_) if sample.again => outstanding.clear(),
                    Some((from, to)) if to > from && outstanding.len() < OUTSTANDING => {
                        outstanding.push_back((to, sample.at));
                    }
                    _ => {}
                }
            } else if let Some(ack) = sample.ack {
                let mut latest = None;
                while let Some(&(end, at)) = outstanding.front().filter(|(end, _)| *end <= ack) {
                    latest = (end == ack).then_some(at);
                    outstanding.pop_front();
                }
                points.extend(latest.map(|sent| point(sample.at, sample.at.saturating_sub(sent))));
            }
        }
        points
    }

    /// Payload octets a second, in bins of equal length.
    fn throughput(&self, side: Side) -> Vec<Point> {
        let last = self.iter().map(|sample| sample.at).max().unwrap_or(0);
        let bin = (last / BINS).max(1_000_000);
        let mut sums: Vec<i64> = Vec::new();
        for sample in self
            .iter()
            .filter(|sample| sample.sender == side && sample.payload_len > 0)
        {
            let Ok(index) = usize::try_from(sample.at.max(0) / bin) else {
                continue;
            };
            if sums.len() <= index {
                sums.resize(index + 1, 0);
            }
            if let Some(sum) = sums.get_mut(index) {
                *sum = sum.saturating_add(sample.payload_len.into());
            }
        }
        if sums.is_empty() {
            return Vec::new();
        }
        sums.push(0);
        let rate = |sum: i64| sum.saturating_mul(1_000_000_000) / bin;
        (0_i64..)
            .zip(sums)
            .map(|(index, sum)| point(index * bin, rate(sum)))
            .collect()
    }
}

const fn point(at: i64, value: i64) -> Point {
    Point {
        at,
        from: value,
        to: value,
        mark: Mark::None,
    }
}
