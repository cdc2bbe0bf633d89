//! The table of connections, fitted to the terminal.

use crate::escape::escaped;
use crate::facts::{Fact, Value, find};
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

/// The facts of the default columns.
pub(super) fn default_columns() -> Vec<Fact> {
    DEFAULT.iter().filter_map(|name| find(name).ok()).collect()
}

/// The terminal's width in characters, if standard output is one.
pub(super) fn terminal_width() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(std::io::stdout())?;
    Some(width.0.into())
}

/// A table of rows of cells, not wider than `width` characters.
pub(super) fn table(
    columns: &[Fact],
    rows: impl Iterator<Item = Vec<Value>>,
    width: Option<usize>,
) -> String {
    let mut builder = Builder::default();
    builder.push_record(columns.iter().map(heading));
    let mut right = vec![true; columns.len()];
    for row in rows {
        for (right, value) in right.iter_mut().zip(&row) {
            *right &= is_numeric(value);
        }
        builder.push_record(row.iter().map(cell));
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

/// A cell's text: times to the microsecond are enough for people.
fn cell(value: &Value) -> String {
    match value {
        Value::Unknown => "-".to_owned(),
        Value::Seconds(_) | Value::Time(_) => {
            let mut text = value.to_string();
            text.truncate(text.len().saturating_sub(3));
            text
        }
        other => escaped(&other.to_string()).into_owned(),
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
