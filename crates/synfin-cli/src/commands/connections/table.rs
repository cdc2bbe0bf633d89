//! The table of connections, fitted to the terminal.

use crate::escape::escaped;
use crate::facts::{Fact, Value, find};
use synfin::Connection;
use tabled::builder::Builder;
use tabled::settings::object::Columns;
use tabled::settings::peaker::PriorityMax;
use tabled::settings::{Alignment, Style, Width};

/// The columns of a table where none were named.
const DEFAULT: [&str; 11] = [
    "id",
    "client",
    "server",
    "duration",
    "opening",
    "closing",
    "closed_by",
    "client_to_server.bytes",
    "server_to_client.bytes",
    "client_to_server.retransmitted_packets",
    "server_to_client.retransmitted_packets",
];

/// A table of connections.
pub(super) struct Table(Vec<Fact>);

/// A cell: its text, and whether it is a number or nothing.
pub(super) struct Cell {
    text: Box<str>,
    is_numeric: bool,
}

impl Table {
    /// A table with these columns; with the usual ones, if there are none.
    pub(super) fn new(columns: Vec<Fact>) -> Self {
        if columns.is_empty() {
            Self(default_columns())
        } else {
            Self(columns)
        }
    }

    /// A connection's cells.
    pub(super) fn cells(&self, connection: &Connection) -> Box<[Cell]> {
        let Self(columns) = self;
        columns
            .iter()
            .map(|fact| Cell::of(&fact.of(connection)))
            .collect()
    }

    /// The table of these rows, not wider than `width` characters.
    pub(super) fn text(
        &self,
        rows: impl Iterator<Item = Box<[Cell]>>,
        width: Option<usize>,
    ) -> String {
        let Self(columns) = self;
        let mut builder = Builder::default();
        builder.push_record(columns.iter().map(heading));
        let mut right = vec![true; columns.len()];
        for row in rows {
            for (right, cell) in right.iter_mut().zip(&row) {
                *right &= cell.is_numeric;
            }
            builder.push_record(row.into_iter().map(|cell| cell.text.into_string()));
        }
        let mut table = builder.build();
        table.with(Style::psql());
        for (number, right) in right.into_iter().enumerate() {
            if right {
                table.modify(Columns::one(number), Alignment::right());
            }
        }
        if let Some(width) = width {
            table.with(Width::wrap(width).priority(PriorityMax::right()));
        }
        table.to_string()
    }
}

/// The facts of the default columns.
fn default_columns() -> Vec<Fact> {
    DEFAULT.iter().filter_map(|name| find(name).ok()).collect()
}

/// The terminal's width in characters, if standard output is one.
pub(super) fn terminal_width() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(std::io::stdout())?;
    Some(width.0.into())
}

/// A column's heading: the field's name, short for a direction.
fn heading(fact: &Fact) -> String {
    match fact {
        Fact::Direction("client_to_server", _, fact) => format!("c>s {}", short(fact.name)),
        Fact::Direction(_, _, fact) => format!("s>c {}", short(fact.name)),
        other => other.name().into_owned(),
    }
}

/// A shorter form of the longest names.
fn short(name: &str) -> &str {
    match name {
        "retransmitted_packets" => "rexmt",
        other => other,
    }
}

impl Cell {
    /// A fact's cell: times to the microsecond are enough for people.
    fn of(value: &Value) -> Self {
        let text = match value {
            Value::Unknown => "-".to_owned(),
            Value::Seconds(_) | Value::Time(_) => {
                let mut text = value.to_string();
                text.truncate(text.len().saturating_sub(3));
                text
            }
            other => escaped(&other.to_string()).into_owned(),
        };
        Self {
            text: text.into(),
            is_numeric: is_numeric(value),
        }
    }
}

const fn is_numeric(value: &Value) -> bool {
    matches!(
        value,
        Value::Unknown
            | Value::Number(_)
            | Value::Octets(_)
            | Value::Millis(_)
            | Value::Seconds(_)
            | Value::Time(_)
    )
}

#[cfg(test)]
mod tests {
    use super::{DEFAULT, default_columns};

    #[test]
    fn every_default_column_is_a_field() {
        assert_eq!(default_columns().len(), DEFAULT.len());
    }
}
