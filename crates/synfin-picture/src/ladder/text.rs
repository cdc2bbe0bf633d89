//! The ladder as text, fitted to a width.

use super::{Arrow, Fold, Ladder, LadderRow, RailState};
use crate::numbers;
use crate::tone::{Line, Tone};
use crate::words::Language;
use synfin::Side;

/// How a ladder is drawn as text.
#[derive(Clone, Copy, Debug)]
pub struct TextStyle {
    /// Columns there are; fewer than 80 are taken for 80.
    pub width: usize,
    /// Only ASCII characters.
    pub ascii: bool,
}

/// Columns of packet number, time, and a state with its mark.
const PACKET: usize = 6;
const TIME: usize = 12;
const STATE: usize = 13;
/// The space between the rails grows to this.
const WIDEST: usize = 56;

/// The characters lines are made of.
struct Strokes {
    rail: char,
    dash: char,
    to_left: char,
    to_right: char,
    band: char,
    fold: char,
}

const UNICODE: Strokes = Strokes {
    rail: '│',
    dash: '─',
    to_left: '◀',
    to_right: '▶',
    band: '═',
    fold: '┆',
};
const ASCII: Strokes = Strokes {
    rail: '|',
    dash: '-',
    to_left: '<',
    to_right: '>',
    band: '=',
    fold: ':',
};

/// Draws a ladder: packet, time, the client's state, the arrow, the server's state. Remarks stand
/// under their arrow, or behind the server's state where the width allows.
#[must_use]
pub fn text(ladder: &Ladder<'_>, style: TextStyle) -> Vec<Line> {
    let strokes = if style.ascii { &ASCII } else { &UNICODE };
    let frame = PACKET + 1 + TIME + 1 + STATE + 1 + 2 + 1 + STATE;
    let between = style.width.max(80).saturating_sub(frame).min(WIDEST);
    let page = Page {
        strokes,
        between,
        remarks: style.width.saturating_sub(frame + between + 1),
    };
    let mut lines = page.heads(ladder);
    for row in &ladder.rows {
        match row {
            LadderRow::Band { name, tone } => {
                lines.push(page.band(name.text(Language::English), *tone))
            }
            LadderRow::Arrow(arrow) => page.arrow(arrow, &mut lines),
            LadderRow::Fold(fold) => page.fold(fold, &mut lines),
        }
    }
    lines
}

struct Page {
    strokes: &'static Strokes,
    /// Columns between the rails.
    between: usize,
    /// Columns behind the server's state.
    remarks: usize,
}

impl Page {
    fn heads(&self, ladder: &Ladder<'_>) -> Vec<Line> {
        let margin = PACKET + 1 + TIME + 1;
        let whole = STATE + 1 + self.between + 2 + 1 + STATE;
        let (client, server) = (ladder.client.as_str(), ladder.server.as_str());
        let mut line = Line::default();
        line.push(Tone::Plain, " ".repeat(margin))
            .push(Tone::Client, client);
        let used = client.chars().count() + server.chars().count();
        if used < whole {
            line.push(Tone::Plain, " ".repeat(whole - used))
                .push(Tone::Server, server);
            return vec![line];
        }
        let mut second = Line::default();
        let space = margin + whole.saturating_sub(server.chars().count());
        second
            .push(Tone::Plain, " ".repeat(space))
            .push(Tone::Server, server);
        vec![line, second]
    }

    fn band(&self, name: &str, tone: Tone) -> Line {
        let strokes = self.strokes;
        let title = format!(" {name} ");
        let rest = self.between.saturating_sub(title.chars().count());
        let left = stroke(strokes.band, rest / 2);
        let right = stroke(strokes.band, rest - rest / 2);
        let mut line = Line::default();
        line.push(Tone::Plain, " ".repeat(PACKET + 1 + TIME + 1 + STATE + 1));
        line.push(Tone::Faint, strokes.rail.to_string());
        line.push(tone, format!("{left}{title}{right}"));
        line.push(Tone::Faint, strokes.rail.to_string());
        line
    }

    /// A fold's label, on as many lines as it needs; the first has the time.
    fn fold(&self, folded: &Fold<'_>, lines: &mut Vec<Line>) {
        let fold = self.strokes.fold;
        let mut time = numbers::seconds(folded.at());
        for part in wrapped(&[folded.label()], self.between) {
            let mut line = Line::default();
            let margin = format!("{:PACKET$} {time:>TIME$} {:STATE$} {fold}", "", "");
            line.push(Tone::Faint, margin);
            line.push(Tone::Faint, centred(&part, self.between, ' '));
            line.push(Tone::Faint, fold.to_string());
            lines.push(line);
            time.clear();
        }
    }

    fn arrow(&self, arrow: &Arrow<'_>, lines: &mut Vec<Line>) {
        let strokes = self.strokes;
        let mut line = Line::default();
        line.push(Tone::Faint, format!("{:>PACKET$} ", arrow.packet()));
        line.push(
            Tone::Faint,
            format!("{:>TIME$} ", numbers::seconds(arrow.at())),
        );
        line.push(
            Tone::Client,
            format!("{:>STATE$} ", state(arrow.state(Side::Client))),
        );
        line.push(Tone::Faint, strokes.rail.to_string());
        let shaft = self.between.saturating_sub(1);
        let label = format!(" {} ", cut(&arrow.label(), shaft.saturating_sub(4)));
        let shaft = centred(&label, shaft, strokes.dash);
        line.push(
            arrow.tone(),
            match arrow.sender() {
                Side::Client => format!("{shaft}{}", strokes.to_right),
                Side::Server => format!("{}{shaft}", strokes.to_left),
            },
        );
        line.push(Tone::Faint, strokes.rail.to_string());
        line.push(
            Tone::Server,
            format!(" {:STATE$}", state(arrow.state(Side::Server))),
        );
        self.remark(arrow, line, lines);
    }

    /// Puts the remarks behind the line where they fit, else on lines of their own under it.
    fn remark(&self, arrow: &Arrow<'_>, mut line: Line, lines: &mut Vec<Line>) {
        let all = arrow.remarks();
        let remarks = all.join("; ");
        if remarks.is_empty() {
            return lines.push(line);
        }
        if remarks.chars().count() < self.remarks {
            line.push(arrow.tone(), format!(" {remarks}"));
            return lines.push(line);
        }
        lines.push(line);
        for part in wrapped(&all, self.between) {
            let mut under = Line::default();
            under.push(Tone::Plain, " ".repeat(PACKET + 1 + TIME + 1 + STATE + 1));
            under.push(Tone::Faint, self.strokes.rail.to_string());
            under.push(arrow.tone(), centred(&part, self.between, ' '));
            under.push(Tone::Faint, self.strokes.rail.to_string());
            lines.push(under);
        }
    }
}

/// A state's name, with the mark of an assumed one.
fn state(state: Option<RailState>) -> String {
    state.map_or_else(String::new, |state| {
        format!("{}{}", state.name, if state.assumed { "?" } else { "" })
    })
}

fn stroke(character: char, count: usize) -> String {
    std::iter::repeat_n(character, count).collect()
}

/// The text in the middle of `width` columns filled with `fill`.
fn centred(text: &str, width: usize, fill: char) -> String {
    let rest = width.saturating_sub(text.chars().count());
    format!(
        "{}{text}{}",
        stroke(fill, rest / 2),
        stroke(fill, rest - rest / 2)
    )
}

/// The text, or as much of it as fits with three dots behind.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(3)).collect();
    format!("{kept}...")
}

/// Remarks in as many lines of `width` columns as they need.
fn wrapped(remarks: &[String], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for remark in remarks {
        for word in remark.split(' ') {
            match lines.last_mut() {
                Some(last) if last.chars().count() + 1 + word.chars().count() <= width => {
                    last.push(' ');
                    last.push_str(word);
                }
                _ => lines.push(cut(word, width)),
            }
        }
        if let Some(last) = lines.last_mut() {
            last.push(';');
        }
    }
    if let Some(last) = lines.last_mut() {
        last.pop();
    }
    lines
}
