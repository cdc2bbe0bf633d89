//! The ladder as text, fitted to a width.

use super::fit::{centred, cut, stroke, wrapped};
use super::{Arrow, Fold, Ladder, LadderRow, RailState};
use crate::numbers;
use crate::tone::{Line, Tone};
use crate::words::Language;
use synfin::Side;

/// How a ladder is drawn as text.
#[derive(Clone, Copy, Debug)]
pub struct TextStyle {
    /// Columns there are; fewer than 48 are taken for 48. In fewer than 80 states stand under the
    /// arrows, between the rails.
    pub width: usize,
    /// Only ASCII characters.
    pub ascii: bool,
}

/// Columns of packet number, time, and a state with its mark, at least.
const PACKET: usize = 6;
const TIME: usize = 12;
const STATE: usize = 13;
/// The first two where there is little room.
const NARROW_PACKET: usize = 4;
const NARROW_TIME: usize = 9;
/// Fewer columns are narrow, and fewer than these are not heeded.
const WIDE: usize = 80;
const NARROWEST: usize = 48;
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
    let page = Page::new(ladder, strokes, style.width);
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
    /// Columns of packet numbers, and of times.
    numbers: [usize; 2],
    /// Columns of a state on either side; none where states stand under the arrows.
    states: usize,
    /// Columns between the rails.
    between: usize,
    /// Columns behind the server's state.
    remarks: usize,
}

impl Page {
    fn new(ladder: &Ladder<'_>, strokes: &'static Strokes, width: usize) -> Self {
        let width = width.max(NARROWEST);
        let (least, states) = if width < WIDE {
            ((NARROW_PACKET, NARROW_TIME), 0)
        } else {
            ((PACKET, TIME), STATE + 1)
        };
        let [packet, time] = widest_numbers(ladder);
        let (packet, time) = (packet.max(least.0), time.max(least.1));
        let frame = packet + 1 + time + 1 + states + 2 + states;
        let between = width.saturating_sub(frame).min(WIDEST);
        Self {
            strokes,
            numbers: [packet, time],
            states,
            between,
            remarks: width.saturating_sub(frame + between + 1),
        }
    }

    /// What stands in front of a rail: a packet, a time and a state, as far as they are there.
    fn margin(&self, packet: &str, time: &str, state: &str) -> [String; 2] {
        let [packets, times] = self.numbers;
        let states = self.states;
        let state = format!("{state:>0$} ", states.saturating_sub(1));
        let state = if states == 0 { String::new() } else { state };
        [format!("{packet:>packets$} {time:>times$} "), state]
    }

    /// A margin with nothing in it.
    fn blank(&self) -> String {
        self.margin("", "", "").concat()
    }

    fn heads(&self, ladder: &Ladder<'_>) -> Vec<Line> {
        let whole = self.states + self.between + 2 + self.states;
        let (client, server) = (ladder.client.as_str(), ladder.server.as_str());
        let [packet, time] = self.numbers;
        let margin = packet + 1 + time + 1;
        // A long address begins further to the left.
        let longest = client.chars().count().max(server.chars().count());
        let margin = margin.min((margin + whole).saturating_sub(longest));
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
        line.push(Tone::Plain, self.blank());
        line.push(Tone::Faint, strokes.rail.to_string());
        line.push(tone, format!("{left}{title}{right}"));
        line.push(Tone::Faint, strokes.rail.to_string());
        line
    }

    /// A fold's label, on as many lines as it needs; the first has the time.
    fn fold(&self, folded: &Fold<'_>, lines: &mut Vec<Line>) {
        let fold = self.strokes.fold;
        let mut time = numbers::seconds(folded.at());
        // Lines end behind commas only, not between a number and its unit.
        let label = folded.label().replace(' ', "\u{a0}");
        let label = label.replace(",\u{a0}", ", ");
        for part in wrapped(&[label], self.between) {
            let part = part.replace('\u{a0}', " ");
            let mut line = Line::default();
            let margin = self.margin("", &time, "").concat();
            line.push(Tone::Faint, format!("{margin}{fold}"));
            line.push(Tone::Faint, centred(&part, self.between, ' '));
            line.push(Tone::Faint, fold.to_string());
            lines.push(line);
            time.clear();
        }
    }

    fn arrow(&self, arrow: &Arrow<'_>, lines: &mut Vec<Line>) {
        let strokes = self.strokes;
        let mut line = Line::default();
        let [client, server] = [Side::Client, Side::Server].map(|side| state(arrow.state(side)));
        let [numbers, aside] = self.margin(
            &arrow.packet().to_string(),
            &numbers::seconds(arrow.at()),
            &client,
        );
        line.push(Tone::Faint, numbers);
        line.push(Tone::Client, aside);
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
        if self.states > 0 {
            line.push(Tone::Server, format!(" {server:STATE$}"));
        }
        self.remark(arrow, line, lines);
        if self.states == 0 && !(client.is_empty() && server.is_empty()) {
            lines.push(self.states_under(client, server));
        }
    }

    /// Both ends' states, between the rails.
    fn states_under(&self, client: String, server: String) -> Line {
        let used = client.chars().count() + server.chars().count();
        let rail = self.strokes.rail.to_string();
        let mut line = Line::default();
        line.push(Tone::Plain, self.blank());
        line.push(Tone::Faint, rail.clone());
        line.push(Tone::Client, client);
        line.push(Tone::Plain, " ".repeat(self.between.saturating_sub(used)));
        line.push(Tone::Server, server);
        line.push(Tone::Faint, rail);
        line
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
            under.push(Tone::Plain, self.blank());
            under.push(Tone::Faint, self.strokes.rail.to_string());
            under.push(arrow.tone(), centred(&part, self.between, ' '));
            under.push(Tone::Faint, self.strokes.rail.to_string());
            lines.push(under);
        }
    }
}

/// Columns that packet numbers need, and times.
fn widest_numbers(ladder: &Ladder<'_>) -> [usize; 2] {
    let each = ladder.rows.iter().map(|row| match row {
        LadderRow::Band { .. } => [0, 0],
        LadderRow::Fold(fold) => [0, numbers::seconds(fold.at()).len()],
        LadderRow::Arrow(arrow) => [
            arrow.packet().to_string().len(),
            numbers::seconds(arrow.at()).len(),
        ],
    });
    each.fold([0, 0], |[a, b], [c, d]| [a.max(c), b.max(d)])
}

/// A state's name, with the mark of an assumed one.
fn state(state: Option<RailState>) -> String {
    state.map_or_else(String::new, |state| {
        format!("{}{}", state.name, if state.assumed { "?" } else { "" })
    })
}
