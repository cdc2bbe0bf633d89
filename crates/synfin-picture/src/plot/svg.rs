//! Charts as SVG, one under the other.

use super::axis::{Axis, label};
use super::charts::{Chart, Series, Unit};
use super::curve::{Point, Shape};
use super::samples::Letter;
use crate::escape::markup;
use crate::tone::{Tone, style_sheet};
use crate::words::Language;
use std::collections::HashSet;
use std::fmt::Write;

const WIDTH: i64 = 900;
const LEFT: i64 = 90;
const RIGHT: i64 = 20;
const TOP: i64 = 46;
const PLOT: i64 = 240;
const BOTTOM: i64 = 34;
const HEIGHT: i64 = TOP + PLOT + BOTTOM;
/// Units that a letter takes.
const LETTER: i64 = 9;

/// An SVG file of charts, one under the other over the same time, with its own style sheet.
/// Points that fall on the same pixel are drawn once, so its size follows the picture's and not
/// the connection's.
#[must_use]
pub fn svg(charts: &[Chart<'_>], title: &str) -> String {
    let count = i64::try_from(charts.len().max(1)).unwrap_or(1);
    let height = count.saturating_mul(HEIGHT) + 10;
    let title = markup(title);
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" role=\"img\" aria-label=\"{title}\">\n<title>{title}</title>\n\
         <style>\n{}</style>\n<rect class=\"ground\" width=\"{WIDTH}\" height=\"{height}\"/>\n",
        style_sheet()
    );
    let time = Axis::of_time(charts, WIDTH - LEFT - RIGHT);
    for (index, chart) in (0_i64..).zip(charts) {
        let _ = writeln!(out, "<g transform=\"translate(0 {})\">", index * HEIGHT);
        draw(chart, &time, &mut out);
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

fn draw(chart: &Chart<'_>, time: &Axis, out: &mut String) {
    let values = Axis::of_values(chart, PLOT);
    let _ = writeln!(
        out,
        "<text class=\"heading\" x=\"{LEFT}\" y=\"20\">{}</text>",
        markup(chart.title.text(Language::English))
    );
    legend(chart, &values, out);
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
        draw_series(series, time, &values, out);
    }
    // On top of all bars, so that none of them hides a letter.
    for series in &chart.series {
        draw_letters(series, time, &values, out);
    }
}

fn legend(chart: &Chart<'_>, values: &Axis, out: &mut String) {
    let mut x = LEFT;
    for series in chart.series.iter().filter(|series| values.shows(series)) {
        let (class, name) = (series.tone.class(), series.name.text(Language::English));
        let _ = writeln!(
            out,
            "<rect class=\"{class}\" x=\"{x}\" y=\"29\" width=\"12\" height=\"8\"/>\
             <text class=\"{class}\" x=\"{}\" y=\"37\">{}</text>",
            x + 16,
            name
        );
        x += 40 + i64::try_from(name.len()).unwrap_or(0) * 8;
    }
}

/// Draws a series as one path.
fn draw_series(series: &Series<'_>, time: &Axis, values: &Axis, out: &mut String) {
    let class = series.tone.class();
    let place = |point: &Point| {
        let y = |value| TOP + PLOT - values.place(value);
        (LEFT + time.place(point.at), y(point.from), y(point.to))
    };
    let limit = series.shape == Shape::Limit;
    let near = series
        .points
        .iter()
        .filter(|point| !limit || values.contains(point.to));
    let path = path(series.shape, near.map(place));
    if !path.is_empty() {
        let kind = match series.shape {
            Shape::Bars => "bars",
            Shape::Dots => "dots",
            Shape::Steps => "steps",
            Shape::Limit => "steps limit",
        };
        let _ = writeln!(out, "<path class=\"{class} {kind}\" d=\"{path}\"/>");
    }
}

/// A path through points at `x`, from one height to another; what is drawn already is not drawn
/// again.
fn path(shape: Shape, points: impl Iterator<Item = (i64, i64, i64)>) -> String {
    let is_line = matches!(shape, Shape::Steps | Shape::Limit);
    let mut seen = HashSet::new();
    let mut path = String::new();
    // Where a line is, and the height that it has to leave that column at.
    let (mut column, mut left) = (0, None);
    for (x, from, to) in points {
        if let (true, Some(height)) = (is_line && x != column, left) {
            let _ = write!(path, "V{height}");
        }
        let is_new = seen.insert((x, from, to));
        (column, left) = (x, (!is_new).then_some(to));
        if !is_new {
            continue;
        }
        let _ = match shape {
            Shape::Bars => write!(path, "M{x} {from}V{}", to.min(from - 2)),
            Shape::Dots => write!(path, "M{x} {to}h0"),
            Shape::Steps | Shape::Limit if path.is_empty() => write!(path, "M{x} {to}"),
            Shape::Steps | Shape::Limit => write!(path, "H{x}V{to}"),
        };
    }
    if let (true, Some(height)) = (is_line, left) {
        let _ = write!(path, "V{height}");
    }
    path
}

/// Writes the letters of SYN, FIN and RST above where they lie, each place once.
fn draw_letters(series: &Series<'_>, time: &Axis, values: &Axis, out: &mut String) {
    let mut seen = HashSet::new();
    for &Letter { at, value, letter } in series.letters {
        let x = LEFT + time.place(at).max(6);
        let y = TOP + PLOT - values.place(value) - 5;
        if seen.insert((x / LETTER, y / LETTER)) {
            let class = if letter == 'R' {
                Tone::Trouble
            } else {
                Tone::Heading
            }
            .class();
            let _ = writeln!(
                out,
                "<text class=\"{class} letter\" x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{letter}</text>"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Shape, path};

    #[test]
    fn a_line_leaves_a_column_at_its_last_height() {
        let points = [
            (0, 9),
            (0, 2),
            (0, 9),
            (0, 2),
            (0, 9),
            (5, 9),
            (5, 4),
            (5, 9),
        ];
        let drawn = |shape| path(shape, points.into_iter().map(|(x, y)| (x, y, y)));
        assert_eq!(drawn(Shape::Steps), "M0 9H0V2V9H5V9H5V4V9");
        assert_eq!(drawn(Shape::Dots), "M0 9h0M0 2h0M5 9h0M5 4h0");
    }
}
