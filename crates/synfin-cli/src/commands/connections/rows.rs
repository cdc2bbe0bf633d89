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
use std::cmp;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};
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

/// Makes rows of connections; several threads may share it.
pub(super) struct RowMaker {
    form: Form,
    limit: Limit,
    /// With sorting and a limit: the key of the last row that is within it so far. Rows that come
    /// later and are no less need not be made.
    last_within: RwLock<Option<Value>>,
    /// Without sorting: are there as many rows as are wanted?
    is_enough: AtomicBool,
}

/// Takes rows, and prints them.
pub(super) struct Rows<'a> {
    maker: &'a RowMaker,
    out: Output,
    written: usize,
    total: usize,
    held: Vec<Held>,
}

/// What a row is sorted by, and its cells where it is one of a table.
pub(super) struct Made {
    key: Option<Value>,
    cells: Box<[Cell]>,
}

/// A row that waits, for the table or for its place in the order.
struct Held {
    key: Value,
    line: Box<[u8]>,
    cells: Box<[Cell]>,
}

impl RowMaker {
    pub(super) const fn new(form: Form, limit: Limit) -> Self {
        Self {
            form,
            limit,
            last_within: RwLock::new(None),
            is_enough: AtomicBool::new(false),
        }
    }

    /// Makes a connection's row: appends its text, if it is a line of its own.
    pub(super) fn make(&self, connection: &Connection, text: &mut Vec<u8>) -> Made {
        let mut made = Made {
            key: None,
            cells: Box::default(),
        };
        if let Some((fact, descending)) = self.limit.sort {
            let key = fact.of(connection);
            let last = self.last_within.read();
            let last = *last.unwrap_or_else(PoisonError::into_inner);
            if last.is_some_and(|last| !order(&key, &last, descending).is_lt()) {
                return made;
            }
            made.key = Some(key);
        } else if self.is_enough.load(Ordering::Relaxed) {
            return made;
        }
        match &self.form {
            Form::Lines(style) => style.append(text, connection),
            Form::Table(table) => made.cells = table.cells(connection),
        }
        made
    }
}

impl<'a> Rows<'a> {
    /// Begins the output, with its header in the formats that have one.
    pub(super) fn new(maker: &'a RowMaker, out: Output) -> Result<Self, Failure> {
        if let Form::Lines(style) = &maker.form {
            out.gather(|text| style.append_header(text))?;
        }
        Ok(Self {
            maker,
            out,
            written: 0,
            total: 0,
            held: Vec::new(),
        })
    }

    /// Takes the next row, and the text that was appended for it.
    pub(super) fn take(&mut self, made: Made, line: &[u8]) -> Result<(), Failure> {
        self.total += 1;
        if self.maker.limit.sort.is_none() {
            if self.written < self.maker.limit.most {
                self.written += 1;
                self.out.gather(|text| text.extend_from_slice(line))?;
            } else {
                self.maker.is_enough.store(true, Ordering::Relaxed);
            }
        } else if let Some(key) = made.key {
            self.held.push(Held {
                key,
                line: line.into(),
                cells: made.cells,
            });
            if self.held.len() >= self.maker.limit.most.saturating_mul(2) {
                self.sort();
                let last = self.held.last().map(|last| last.key);
                let place = self.maker.last_within.write();
                *place.unwrap_or_else(PoisonError::into_inner) = last;
            }
        }
        Ok(())
    }

    /// Writes what is left, and says what was left out.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        self.sort();
        let held = std::mem::take(&mut self.held);
        let Form::Table(table) = &self.maker.form else {
            for held in held {
                self.out.write_all(&held.line)?;
            }
            return Ok(self.out.flush()?);
        };
        let shown = held.len();
        let rows = held.into_iter().map(|held| held.cells);
        let text = table.text(rows, terminal_width());
        writeln!(self.out, "{text}")?;
        if shown < self.total {
            writeln!(
                self.out,
                "{shown} of {} connections; --limit 0 prints all, --where chooses",
                self.total
            )?;
        }
        Ok(self.out.flush()?)
    }

    /// Puts the rows held in order and lets go of those beyond the limit.
    fn sort(&mut self) {
        let limit = &self.maker.limit;
        if let Some((_, descending)) = limit.sort {
            self.held
                .sort_by(|one, other| order(&one.key, &other.key, descending));
            self.held.truncate(limit.most);
        }
    }
}

/// The order of two keys. What is unknown comes last either way.
fn order(one: &Value, other: &Value, descending: bool) -> cmp::Ordering {
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
