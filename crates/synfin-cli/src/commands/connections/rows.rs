//! Rows of connections: sorted and cut if so wished, written as they come.
//!
//! Duty: the order and number of rows. Invariant: without sorting a row is written the moment it
//! is added; with sorting and a limit at most twice that many are held. Absence: no choice of
//! connections, no text of a row.

use super::row::RowStyle;
use super::table::{Cell, Table, terminal_width};
use crate::facts::{Fact, Value};
use crate::failure::Failure;
use crate::output::Output;
use std::cmp::Ordering;
use std::io::Write;
use synfin::Connection;

/// Which rows are printed, and in what order.
pub(super) struct Limit {
    /// By which fact, and whether the greatest comes first; else in the order of the capture.
    pub(super) sort: Option<(Fact, bool)>,
    /// How many at most.
    pub(super) most: usize,
}

/// What becomes of a row.
pub(super) enum Form {
    /// It is a line of text of its own.
    Lines(RowStyle),
    /// It is a line of a table.
    Table(Table),
}

/// Takes connections and prints their rows.
pub(super) struct Rows {
    form: Form,
    limit: Limit,
    out: Output,
    written: usize,
    total: usize,
    held: Vec<Held>,
    /// With sorting and a limit: the key of the last row that is within it so far.
    last_within: Option<Value>,
}

/// A row that waits, for the table or for its place in the order.
struct Held {
    key: Value,
    row: HeldRow,
}

/// What is held of a row.
enum HeldRow {
    Line(Box<[u8]>),
    Cells(Box<[Cell]>),
}

impl Rows {
    /// Begins the output, with its header in the formats that have one.
    pub(super) fn new(form: Form, limit: Limit, out: Output) -> Result<Self, Failure> {
        if let Form::Lines(style) = &form {
            out.gather(|text| style.append_header(text))?;
        }
        Ok(Self {
            form,
            limit,
            out,
            written: 0,
            total: 0,
            held: Vec::new(),
            last_within: None,
        })
    }

    /// Takes the next connection.
    pub(super) fn add(&mut self, connection: &Connection) -> Result<(), Failure> {
        self.total += 1;
        match (&self.limit.sort, &self.form) {
            (Some((fact, descending)), _) => {
                let key = fact.of(connection);
                let is_beyond = |last: &Value| !order(&key, last, *descending).is_lt();
                if !self.last_within.as_ref().is_some_and(is_beyond) {
                    self.hold(key, connection);
                }
            }
            (None, Form::Lines(style)) if self.written < self.limit.most => {
                self.written += 1;
                self.out.gather(|text| style.append(text, connection))?;
            }
            (None, _) => {}
        }
        Ok(())
    }

    /// Keeps a row until its place is known.
    fn hold(&mut self, key: Value, connection: &Connection) {
        let row = match &self.form {
            Form::Lines(style) => {
                let mut line = Vec::new();
                style.append(&mut line, connection);
                HeldRow::Line(line.into())
            }
            Form::Table(table) => HeldRow::Cells(table.cells(connection)),
        };
        self.held.push(Held { key, row });
        if self.held.len() >= self.limit.most.saturating_mul(2) {
            self.sort();
            self.last_within = self.held.last().map(|last| last.key);
        }
    }

    /// Writes what is left, and says what was left out.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        self.sort();
        let held = std::mem::take(&mut self.held);
        match &self.form {
            Form::Lines(_) => {
                for held in held {
                    if let HeldRow::Line(line) = held.row {
                        self.out.write_all(&line)?;
                    }
                }
            }
            Form::Table(table) => {
                let shown = held.len();
                let rows = held.into_iter().filter_map(|held| match held.row {
                    HeldRow::Cells(cells) => Some(cells),
                    HeldRow::Line(_) => None,
                });
                let text = table.text(rows, terminal_width());
                writeln!(self.out, "{text}")?;
                if shown < self.total {
                    writeln!(
                        self.out,
                        "{shown} of {} connections; --limit 0 prints all, --where chooses",
                        self.total
                    )?;
                }
            }
        }
        Ok(self.out.flush()?)
    }

    /// Puts the rows held in order and lets go of those beyond the limit.
    fn sort(&mut self) {
        if let Some((_, descending)) = self.limit.sort {
            self.held
                .sort_by(|one, other| order(&one.key, &other.key, descending));
            self.held.truncate(self.limit.most);
        }
    }
}

/// The order of two keys. What is unknown comes last either way.
fn order(one: &Value, other: &Value, descending: bool) -> Ordering {
    let unknown = [one, other]
        .into_iter()
        .any(|value| *value == Value::Unknown);
    if descending && !unknown {
        other.order(one)
    } else {
        one.order(other)
    }
}

#[cfg(test)]
mod tests {
    use super::order;
    use crate::facts::Value;
    use std::cmp::Ordering;

    #[test]
    fn unknown_comes_last_either_way() {
        let (one, two, none) = (Value::Number(1), Value::Number(2), Value::Unknown);
        assert_eq!(order(&one, &two, false), Ordering::Less);
        assert_eq!(order(&one, &two, true), Ordering::Greater);
        assert_eq!(order(&one, &none, true), Ordering::Less);
        assert_eq!(order(&none, &two, false), Ordering::Greater);
    }
}
