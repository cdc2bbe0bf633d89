//! Charts in a terminal: a grid of characters each.

use super::axis::{Axis, label};
use super::charts::{Chart, Series, Unit};
use super::curve::Shape;
use crate::tone::{Line, Tone};
use crate::words::Language;

const HEIGHT: i64 = 16;
const MARGIN: usize = 11;

/// Draws charts `width` columns wide. With `ascii` only ASCII characters are used.
#[must_use]
pub fn terminal(charts: &[Chart<'_>], width: usize, ascii: bool) -> Vec<Line> {
    let columns = width.clamp(40, 200) - MARGIN - 2;
    let last_column = i64::try_from(columns).unwrap_or(1) - 1;
    let time = Axis::of_time(charts, last_column);
    charts
        .iter()
        .flat_map(|chart| draw(chart, &time, columns, ascii))
        .collect()
}

/// What is drawn in one cell: the last series on top, letters above all.
type Cell = Option<(Tone, char)>;

fn draw(chart: &Chart<'_>, time: &Axis, columns: usize, ascii: bool) -> Vec<Line> {
    let values = Axis::of_values(chart, HEIGHT - 1);
    let mut grid: Vec<Vec<Cell>> = vec![vec![None; columns]; usize::try_from(HEIGHT).unwrap_or(1)];
    for series in &chart.series {
        draw_series(series, time, &values, &mut grid, ascii);
    }
    for series in &chart.series {
        draw_letters(series, time, &values, &mut grid);
    }
    let mut lines = title(chart, &values, columns + MARGIN + 2);
    let ticks: Vec<(i64, i64)> = values
        .ticks(4)
        .iter()
        .map(|&tick| (values.place(tick), tick))
        .collect();
    for (row, cells) in (0..HEIGHT).rev().zip(grid.iter().rev()) {
        let tick = ticks.iter().find(|(place, _)| *place == row);
        let text = tick.map_or_else(String::new, |(_, tick)| label(*tick, chart.unit));
        let mut line = Line::default();
        line.push(
            Tone::Faint,
            format!("{text:>MARGIN$} {}", if ascii { '|' } else { '│' }),
        );
        for cell in cells {
            let (tone, character) = cell.unwrap_or((Tone::Plain, ' '));
            line.push(tone, character.to_string());
        }
        lines.push(line);
    }
    lines.push(time_line(time, columns));
    lines.push(Line::default());
    lines
}

fn draw_series(
    series: &Series<'_>,
    time: &Axis,
    values: &Axis,
    grid: &mut [Vec<Cell>],
    ascii: bool,
) {
    let (character, ascii_character) = match series.shape {
        Shape::Bars => ('█', '#'),
        Shape::Steps | Shape::Limit => ('·', '.'),
        Shape::Dots => ('•', '*'),
    };
    let character = if ascii { ascii_character } else { character };
    let mut last: Option<(i64, i64)> = None;
    for point in series.points.iter() {
        if series.shape == Shape::Limit && !values.contains(point.to) {
            last = None;
            continue;
        }
        let column = time.place(point.at);
        let (low, high) = (values.place(point.from), values.place(point.to));
        if let Some((from, row)) = last {
            for column in from..column {
                set(grid, column, row, series.tone, character);
            }
        }
        for row in low..=high {
            set(grid, column, row, series.tone, character);
        }
        last = matches!(series.shape, Shape::Steps | Shape::Limit).then_some((column, high));
    }
}

/// The letters of SYN, FIN and RST, where they lie.
fn draw_letters(series: &Series<'_>, time: &Axis, values: &Axis, grid: &mut [Vec<Cell>]) {
    for letter in series.letters {
        let tone = if letter.letter == 'R' {
            Tone::Trouble
        } else {
            Tone::Heading
        };
        let (column, row) = (time.place(letter.at), values.place(letter.value));
        set(grid, column, row, tone, letter.letter);
    }
}

fn set(grid: &mut [Vec<Cell>], column: i64, row: i64, tone: Tone, character: char) {
    let place = usize::try_from(row).ok().zip(usize::try_from(column).ok());
    let cell = place.and_then(|(row, column)| grid.get_mut(row)?.get_mut(column));
    if let Some(cell) = cell {
        *cell = Some((tone, character));
    }
}

/// The title, and the names of what is drawn, on as many lines as they need.
fn title(chart: &Chart<'_>, values: &Axis, width: usize) -> Vec<Line> {
    let title = chart.title.text(Language::English);
    let mut used = title.len() + 1;
    let mut line = Line::default();
    line.push(Tone::Heading, title);
    line.push(Tone::Plain, " ");
    let mut lines = Vec::new();
    for series in chart.series.iter().filter(|series| values.shows(series)) {
        let name = format!(" [{}]", series.name.text(Language::English));
        if used + name.len() > width {
            lines.push(std::mem::take(&mut line));
            used = 1;
            line.push(Tone::Plain, " ");
        }
        used += name.len();
        line.push(series.tone, name);
    }
    lines.push(line);
    lines
}

/// Time marks under a chart, as many as do not touch.
fn time_line(time: &Axis, columns: usize) -> Line {
    let mut text = " ".repeat(MARGIN + 2);
    for tick in time.ticks(5) {
        let at = MARGIN + 2 + usize::try_from(time.place(tick)).unwrap_or(0);
        let label = label(tick, Unit::Nanoseconds);
        let used = text.chars().count();
        if at >= used && at + label.chars().count() <= MARGIN + 2 + columns {
            text.push_str(&" ".repeat(at - used));
            text.push_str(&label);
            text.push(' ');
        }
    }
    text.truncate(text.trim_end().len());
    let mut line = Line::default();
    line.push(Tone::Faint, text);
    line
}
