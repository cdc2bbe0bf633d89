//! Charts as SVG, one under the other.

use super::axis::{Axis, label};
use super::charts::{Chart, Mark, Point, Series, Shape, Unit};
use crate::escape::markup;
use crate::tone::style_sheet;
use std::collections::HashSet;
use std::fmt::Write;

const WIDTH: i64 = 900;
const LEFT: i64 = 90;
const RIGHT: i64 = 20;
const TOP: i64 = 46;
const PLOT: i64 = 240;
const BOTTOM: i64 = 34;
const HEIGHT: i64 = TOP + PLOT + BOTTOM;

/// SVG text of charts. Points that fall on the same pixel are drawn once, so the file's size
/// follows the picture's and not the connection's.
#[must_use]
pub fn svg(charts: &[Chart], title: &str) -> String {
    let count = i64::try_from(charts.len().max(1)).unwrap_or(1);
    let height = count.saturating_mul(HEIGHT) + 10;
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" role=\"img\" aria-label=\"{}\">\n<style>\n{}.grid{{stroke:#8a8a8a;stroke-opacity:.25}}\
         polyline{{fill:none;stroke-width:1.4}}\n</style>\n\
         <rect class=\"ground\" width=\"{WIDTH}\" height=\"{height}\"/>\n",
        markup(title),
        style_sheet()
    );
    for (index, chart) in (0_i64..).zip(charts) {
        let _ = writeln!(out, "<g transform=\"translate(0 {})\">", index * HEIGHT);
        draw(chart, &mut out);
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

fn draw(chart: &Chart, out: &mut String) {
    let time = Axis::of_time(chart, WIDTH - LEFT - RIGHT);
    let values = Axis::of_values(chart, PLOT);
    let _ = writeln!(
        out,
        "<text class=\"heading\" x=\"{LEFT}\" y=\"20\">{}</text>",
        markup(&chart.title)
    );
    legend(chart, out);
    for tick in values.ticks(5) {
        let y = TOP + PLOT - values.place(tick);
        let _ = writeln!(
            out,
            "<line class=\"grid\" x1=\"{LEFT}\" y1=\"{y}\" x2=\"{}\" y2=\"{y}\"/>\
             <text class=\"faint\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            WIDTH - RIGHT,
            LEFT - 6,
            y + 4,
            label(tick, chart.unit)
        );
    }
    for tick in time.ticks(6) {
        let x = LEFT + time.place(tick);
        let _ = writeln!(
            out,
            "<line class=\"grid\" x1=\"{x}\" y1=\"{TOP}\" x2=\"{x}\" y2=\"{}\"/>\
             <text class=\"faint\" x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            TOP + PLOT,
            TOP + PLOT + 16,
            label(tick, Unit::Nanoseconds)
        );
    }
    for series in &chart.series {
        draw_series(series, &time, &values, out);
    }
}

fn legend(chart: &Chart, out: &mut String) {
    let mut x = LEFT;
    for series in chart
        .series
        .iter()
        .filter(|series| !series.points.is_empty())
    {
        let class = series.tone.class();
        let _ = writeln!(
            out,
            "<rect class=\"{class}\" x=\"{x}\" y=\"29\" width=\"12\" height=\"8\"/>\
             <text class=\"{class}\" x=\"{}\" y=\"37\">{}</text>",
            x + 16,
            series.name
        );
        x += 40 + i64::try_from(series.name.len()).unwrap_or(0) * 8;
    }
}

fn draw_series(series: &Series, time: &Axis, values: &Axis, out: &mut String) {
    let class = series.tone.class();
    let place = |point: &Point| {
        let y = |value| TOP + PLOT - values.place(value);
        (LEFT + time.place(point.at), y(point.from), y(point.to))
    };
    let mut seen = HashSet::new();
    let limit = series.shape == Shape::Limit;
    let near = series
        .points
        .iter()
        .filter(|point| !limit || values.contains(point.to));
    let places = near.map(|point| (place(point), point.mark));
    let distinct = places.filter(|(place, mark)| *mark != Mark::None || seen.insert(*place));
    let mut steps = String::new();
    let mut last: Option<i64> = None;
    for ((x, from, to), mark) in distinct {
        let _ = match series.shape {
            Shape::Bars => {
                let to = to.min(from - 2);
                writeln!(
                    out,
                    "<line class=\"{class}\" x1=\"{x}\" y1=\"{from}\" x2=\"{x}\" y2=\"{to}\"/>"
                )
            }
            Shape::Dots => writeln!(
                out,
                "<circle class=\"{class}\" cx=\"{x}\" cy=\"{to}\" r=\"2\"/>"
            ),
            Shape::Steps | Shape::Limit => write!(steps, "{x},{} {x},{to} ", last.unwrap_or(to)),
        };
        if let Mark::Letter(letter) = mark {
            let y = to - 4;
            let _ = writeln!(
                out,
                "<text class=\"{class}\" x=\"{}\" y=\"{y}\">{letter}</text>",
                x + 3
            );
        }
        last = Some(to);
    }
    if !steps.is_empty() {
        let dashes = if limit {
            " stroke-dasharray=\"4 3\""
        } else {
            ""
        };
        let _ = writeln!(
            out,
            "<polyline class=\"{class}\"{dashes} points=\"{}\"/>",
            steps.trim_end()
        );
    }
}
