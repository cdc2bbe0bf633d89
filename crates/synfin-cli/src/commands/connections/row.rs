//! The text of one row: a JSON object, or a record of CSV or TSV.
//!
//! Duty: append a connection's facts to a buffer. Invariant: the text depends on the connection
//! alone; nothing is allocated but the buffer's own growth. Absence: no order of rows, no table.

use super::object::Object;
use crate::escape::escaped;
use crate::facts::{self, Fact, FactName, FactSink, Value};
use crate::writing::Append;
use crate::writing::json;
use crate::writing::separated::{Record, Separator};
use synfin::Connection;

/// Which facts a row has, and in what form.
#[derive(Clone, Debug)]
pub(super) enum RowStyle {
    /// All facts, as nested JSON objects.
    Json,
    /// Some facts, as a flat JSON object: each with its name and what comes before its value.
    JsonOf(Vec<(Vec<u8>, Fact)>),
    /// All facts.
    Separated(Separator),
    /// Some facts.
    SeparatedOf(Separator, Vec<Fact>),
}

impl RowStyle {
    /// JSON objects of these facts; of all, if there are none.
    pub(super) fn json(columns: &[Fact]) -> Self {
        if columns.is_empty() {
            return Self::Json;
        }
        let member = |(number, fact): (usize, &Fact)| {
            let mut text = vec![if number == 0 { b'{' } else { b',' }];
            json::text(&mut text, &fact.name());
            text.push(b':');
            (text, *fact)
        };
        Self::JsonOf(columns.iter().enumerate().map(member).collect())
    }

    /// Records of these facts; of all, if there are none.
    pub(super) fn separated(separator: Separator, columns: Vec<Fact>) -> Self {
        if columns.is_empty() {
            Self::Separated(separator)
        } else {
            Self::SeparatedOf(separator, columns)
        }
    }

    /// Appends what comes before the first row.
    pub(super) fn append_header(&self, out: &mut Vec<u8>) {
        match self {
            Self::Json | Self::JsonOf(_) => {}
            Self::Separated(separator) => append_names(out, *separator, facts::all()),
            Self::SeparatedOf(separator, columns) => {
                append_names(out, *separator, columns.iter().copied());
            }
        }
    }

    /// Appends a connection's row, with its line feed.
    pub(super) fn append(&self, out: &mut Vec<u8>, connection: &Connection) {
        match self {
            Self::Json => {
                let mut object = Object::new(out);
                facts::each(connection, &mut object);
                object.end();
            }
            Self::JsonOf(members) => {
                for (before, fact) in members {
                    out.extend_from_slice(before);
                    fact.of(connection).write_json(out);
                }
                out.text("}\n");
            }
            Self::Separated(separator) => {
                let mut record = Record::new(out, *separator);
                facts::each(connection, &mut record);
                record.end();
            }
            Self::SeparatedOf(separator, columns) => {
                let mut record = Record::new(out, *separator);
                for fact in columns {
                    cell(&mut record, &fact.of(connection));
                }
                record.end();
            }
        }
    }
}

fn append_names(out: &mut Vec<u8>, separator: Separator, columns: impl Iterator<Item = Fact>) {
    let mut record = Record::new(out, separator);
    for fact in columns {
        record.text(&fact.name());
    }
    record.end();
}

impl FactSink for Record<'_> {
    #[inline(always)]
    fn take(&mut self, _: &'static FactName, value: Value) {
        cell(self, &value);
    }
}

/// Appends a cell, which no spreadsheet takes for a formula and no terminal for a command.
#[inline(always)]
fn cell(record: &mut Record<'_>, value: &Value) {
    match value {
        Value::Word(word) => record.text(word),
        Value::Text(text) if text.is_plain() => {
            record.cell(|out| out.extend_from_slice(text.as_bytes()));
        }
        Value::Text(_) | Value::Socket(_) => record.text(&harmless(value.text().as_str())),
        _ => record.cell(|out| value.write(out)),
    }
}

/// Text that no spreadsheet takes for a formula, and no terminal for a command.
fn harmless(text: &str) -> std::borrow::Cow<'_, str> {
    let text = escaped(text);
    if text.starts_with(['=', '+', '-', '@']) {
        format!("'{text}").into()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{Record, Separator, cell};
    use crate::facts::Value;

    #[test]
    fn text_is_no_formula_and_numbers_stay_numbers() {
        let written = |value: Value| {
            let mut out = Vec::new();
            let mut record = Record::new(&mut out, Separator::Comma);
            cell(&mut record, &value);
            record.end();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written(Value::Text("=1+1".into())), "'=1+1\n");
        assert_eq!(
            written(Value::Text("@SUM(A1)\x1b[2J".into())),
            "'@SUM(A1)\\x1b[2J\n"
        );
        assert_eq!(written(Value::Text("\tx".into())), "\\tx\n");
        assert_eq!(written(Value::Seconds(-1)), "-0.000000001\n");
        assert_eq!(written(Value::Unknown), "\"\"\n");
    }
}
