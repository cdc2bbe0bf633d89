//! Rows of connections: rendered one by one, sorted and cut if so wished, written as they come.
//!
//! Duty: the order and number of rows, and their text in every format but the table. Invariant:
//! without sorting a row is written the moment it is added; with sorting and a limit at most twice
//! that many are held. Absence: no choice of connections.

use super::{Format, table};
use crate::escape::escaped;
use crate::facts::{Fact, Row, Value, all};
use crate::failure::Failure;
use crate::output::Output;
use std::cmp::Ordering;
use std::io::{self, Write};
use synfin::Connection;

/// Which rows are printed, and in what order.
pub(super) struct Limit {
    /// By which fact, and whether the greatest comes first; else in the order of the capture.
    pub(super) sort: Option<(Fact, bool)>,
    /// How many at most.
    pub(super) most: usize,
}

/// Takes connections and prints their rows.
pub(super) struct Rows {
    format: Format,
    columns: Vec<Fact>,
    limit: Limit,
    out: Output,
    written: usize,
    total: usize,
    held: Vec<Held>,
}

/// A row that waits, for the table or for its place in the order.
struct Held {
    key: Value,
    cells: Vec<Value>,
    json: Vec<u8>,
}

impl Rows {
    /// Begins the output, with its header in the formats that have one.
    pub(super) fn new(
        format: Format,
        mut columns: Vec<Fact>,
        limit: Limit,
        out: Output,
    ) -> Result<Self, Failure> {
        if columns.is_empty() && format == Format::Table {
            columns = table::default_columns();
        } else if columns.is_empty() && format != Format::Jsonl {
            columns = all().collect();
        }
        let mut rows = Self {
            format,
            columns,
            limit,
            out,
            written: 0,
            total: 0,
            held: Vec::new(),
        };
        if matches!(format, Format::Csv | Format::Tsv) {
            let names: Vec<_> = rows.columns.iter().map(|fact| fact.name()).collect();
            rows.write_record(names.iter().map(AsRef::as_ref))?;
        }
        Ok(rows)
    }

    /// Takes the next connection.
    pub(super) fn add(&mut self, connection: &Connection) -> Result<(), Failure> {
        self.total += 1;
        if self.limit.sort.is_some() {
            let row = self.render(connection)?;
            self.held.push(row);
            if self.held.len() >= self.limit.most.saturating_mul(2) {
                self.sort();
            }
        } else if self.written < self.limit.most {
            let row = self.render(connection)?;
            self.write(&row)?;
        }
        Ok(())
    }

    /// Writes what is left, and says what was left out.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        self.sort();
        let held = std::mem::take(&mut self.held);
        if self.format == Format::Table {
            self.written = held.len();
            let cells = held.into_iter().map(|row| row.cells);
            let table = table::table(&self.columns, cells, table::terminal_width());
            writeln!(self.out, "{table}")?;
            if self.written < self.total {
                writeln!(
                    self.out,
                    "{} of {} connections; --limit 0 prints all, --where chooses",
                    self.written, self.total
                )?;
            }
        } else {
            for row in &held {
                self.write(row)?;
            }
        }
        Ok(self.out.flush()?)
    }

    fn render(&self, connection: &Connection) -> Result<Held, Failure> {
        let sort = self.limit.sort.as_ref();
        let mut row = Held {
            key: sort.map_or(Value::Unknown, |(fact, _)| fact.of(connection)),
            cells: self
                .columns
                .iter()
                .map(|fact| fact.of(connection))
                .collect(),
            json: Vec::new(),
        };
        if self.format == Format::Jsonl {
            if self.columns.is_empty() {
                serde_json::to_writer(&mut row.json, &Row(connection)).map_err(io::Error::from)?;
            } else {
                let mut serializer = serde_json::Serializer::new(&mut row.json);
                let members = self.columns.iter().map(|fact| fact.name()).zip(&row.cells);
                serde::Serializer::collect_map(&mut serializer, members)
                    .map_err(io::Error::from)?;
            }
            row.cells = Vec::new();
        }
        Ok(row)
    }

    fn write(&mut self, row: &Held) -> Result<(), Failure> {
        self.written += 1;
        if self.format == Format::Jsonl {
            self.out.write_all(&row.json)?;
            self.out.write_all(b"\n")?;
            return Ok(());
        }
        let cells: Vec<_> = row.cells.iter().map(harmless).collect();
        self.write_record(cells.iter().map(String::as_str))
    }

    fn write_record<'a>(&mut self, cells: impl Iterator<Item = &'a str>) -> Result<(), Failure> {
        let delimiter = if self.format == Format::Tsv {
            b'\t'
        } else {
            b','
        };
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .from_writer(Vec::new());
        writer.write_record(cells).map_err(io::Error::from)?;
        let line = writer
            .into_inner()
            .map_err(|error| io::Error::other(error.to_string()))?;
        Ok(self.out.write_all(&line)?)
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

/// A cell's text, which no spreadsheet takes for a formula and no terminal for a command.
fn harmless(value: &Value) -> String {
    let Value::Text(text) = value else {
        return value.to_string();
    };
    let text = escaped(text);
    if text.starts_with(['=', '+', '-', '@']) {
        format!("'{text}")
    } else {
        text.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{harmless, order};
    use crate::facts::Value;
    use std::cmp::Ordering;

    #[test]
    fn text_is_no_formula_and_numbers_stay_numbers() {
        assert_eq!(harmless(&Value::Text("=1+1".into())), "'=1+1");
        assert_eq!(
            harmless(&Value::Text("@SUM(A1)\x1b[2J".into())),
            "'@SUM(A1)\\x1b[2J"
        );
        assert_eq!(harmless(&Value::Text("\tx".into())), "\\tx");
        assert_eq!(harmless(&Value::Seconds(-1)), "-0.000000001");
    }

    #[test]
    fn unknown_comes_last_either_way() {
        let (one, two, none) = (Value::Number(1), Value::Number(2), Value::Unknown);
        assert_eq!(order(&one, &two, false), Ordering::Less);
        assert_eq!(order(&one, &two, true), Ordering::Greater);
        assert_eq!(order(&one, &none, true), Ordering::Less);
        assert_eq!(order(&none, &two, false), Ordering::Greater);
    }
}
