//! The ladder as an SVG file: self-contained, readable on light and dark ground and in print.

use super::{Arrow, Ladder, LadderRow, RailState};
use crate::escape::markup;
use crate::numbers;
use crate::tone::{Tone, style_sheet};
use crate::words::Language;
use std::fmt::Write;
use synfin::Side;

/// Widths in user units; text is set in a font whose characters are at most `CHARACTER` wide.
const CHARACTER: usize = 8;
const ROW: usize = 26;
const REMARK: usize = 16;
const LEFT_RAIL: usize = 300;
const NARROWEST: usize = 360;

/// SVG text of a ladder. Columns grow with the longest text in them, so nothing overlaps.
#[must_use]
pub fn svg(ladder: &Ladder<'_>) -> String {
    let between = between(ladder);
    let right_rail = LEFT_RAIL + between;
    let width = right_rail + 130 + 20;
    let mut body = String::new();
    let mut y = 64;
    for row in &ladder.rows {
        y += row_height(row, &mut body, y, right_rail);
    }
    let height = y + 24;
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" aria-label=\"Ladder diagram: {} to {}\">\n<style>\n{}</style>\n\
         <rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>\n",
        markup(&ladder.client),
        markup(&ladder.server),
        style_sheet()
    );
    let _ = writeln!(
        out,
        "<text class=\"client\" x=\"{LEFT_RAIL}\" y=\"28\" text-anchor=\"middle\">{}</text>\n\
         <text class=\"server\" x=\"{right_rail}\" y=\"28\" text-anchor=\"middle\">{}</text>",
        markup(&ladder.client),
        markup(&ladder.server)
    );
    for rail in [LEFT_RAIL, right_rail] {
        let _ = writeln!(
            out,
            "<line class=\"rail\" x1=\"{rail}\" y1=\"40\" x2=\"{rail}\" y2=\"{}\"/>",
            height - 12
        );
    }
    out.push_str(&body);
    out.push_str("</svg>\n");
    out
}

/// Units between the rails: enough for the longest label, remark and pair of titles.
fn between(ladder: &Ladder<'_>) -> usize {
    let longest = ladder.rows.iter().map(|row| match row {
        LadderRow::Band { name, .. } => name.text(Language::English).chars().count() + 4,
        LadderRow::Fold(fold) => fold.label().chars().count() + 4,
        LadderRow::Arrow(arrow) => {
            let remarks = arrow.remarks();
            let remarks = remarks.iter().map(|remark| remark.chars().count() + 4);
            remarks
                .chain([arrow.label().chars().count() + 6])
                .max()
                .unwrap_or(0)
        }
    });
    let titles = (ladder.client.chars().count() + ladder.server.chars().count()) / 2 + 3;
    (longest.chain([titles]).max().unwrap_or(0) * CHARACTER).max(NARROWEST)
}

/// Draws a row at `y` and gives its height.
fn row_height(row: &LadderRow<'_>, out: &mut String, y: usize, right_rail: usize) -> usize {
    let middle = (LEFT_RAIL + right_rail) / 2;
    match row {
        LadderRow::Band { name, tone } => {
            let width = right_rail - LEFT_RAIL;
            let _ = writeln!(
                out,
                "<rect class=\"band {0}\" x=\"{LEFT_RAIL}\" y=\"{1}\" width=\"{width}\" height=\"20\"/>\
                 <text class=\"{0}\" x=\"{middle}\" y=\"{2}\" text-anchor=\"middle\">{3}</text>",
                tone.class(),
                y - 12,
                y + 3,
                markup(name.text(Language::English))
            );
            ROW + 6
        }
        LadderRow::Fold(fold) => {
            time(out, fold.at(), y);
            let _ = writeln!(
                out,
                "<text class=\"faint\" x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">\u{22ee} {} \u{22ee}</text>",
                y + 4,
                markup(&fold.label())
            );
            ROW
        }
        LadderRow::Arrow(arrow) => draw_arrow(arrow, out, y, right_rail),
    }
}

fn draw_arrow(arrow: &Arrow<'_>, out: &mut String, y: usize, right_rail: usize) -> usize {
    let middle = (LEFT_RAIL + right_rail) / 2;
    let class = arrow.tone().class();
    time(out, arrow.at(), y);
    let _ = writeln!(
        out,
        "<text class=\"faint\" x=\"60\" y=\"{}\" text-anchor=\"end\">#{}</text>",
        y + 4,
        arrow.packet()
    );
    rail_state(
        out,
        arrow.state(Side::Client),
        Tone::Client,
        LEFT_RAIL - 10,
        "end",
        y,
    );
    rail_state(
        out,
        arrow.state(Side::Server),
        Tone::Server,
        right_rail + 10,
        "start",
        y,
    );
    let (from, to, wing) = match arrow.sender() {
        Side::Client => (LEFT_RAIL, right_rail, right_rail - 9),
        Side::Server => (right_rail, LEFT_RAIL, LEFT_RAIL + 9),
    };
    let (above, below) = (y + 2, y + 10);
    let line = y + 6;
    let _ = writeln!(
        out,
        "<line class=\"{class}\" x1=\"{from}\" y1=\"{line}\" x2=\"{to}\" y2=\"{line}\"/>\
         <path class=\"{class} head\" d=\"M{to} {line}L{wing} {above}V{below}Z\"/>\
         <text class=\"{class}\" x=\"{middle}\" y=\"{y}\" text-anchor=\"middle\">{}</text>",
        markup(&arrow.label())
    );
    let remarks = arrow.remarks();
    for (index, remark) in remarks.iter().enumerate() {
        let _ = writeln!(
            out,
            "<text class=\"{class} remark\" x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            y + 20 + index * REMARK,
            markup(remark)
        );
    }
    ROW + remarks.len() * REMARK
}

fn time(out: &mut String, at: i64, y: usize) {
    let seconds = numbers::seconds(at);
    let _ = writeln!(
        out,
        "<text class=\"faint\" x=\"160\" y=\"{}\" text-anchor=\"end\">{seconds}</text>",
        y + 4
    );
}

fn rail_state(
    out: &mut String,
    state: Option<RailState>,
    tone: Tone,
    x: usize,
    anchor: &str,
    y: usize,
) {
    if let Some(RailState { name, assumed }) = state {
        let mark = if assumed { "?" } else { "" };
        let _ = writeln!(
            out,
            "<text class=\"{} state\" x=\"{x}\" y=\"{}\" text-anchor=\"{anchor}\">{name}{mark}</text>",
            tone.class(),
            y + 10
        );
    }
}
