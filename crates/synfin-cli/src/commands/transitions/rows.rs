//! Rows of state changes, in every format.
//!
//! Duty: the text of a row, and what comes before and behind all rows. Invariant: every format
//! has the same fields in the same order. Absence: no choice of connections.

use crate::output::Output;
use crate::writing::separated::{Record, Separator};
use crate::writing::{Append, json};
use std::io::{self, Write};
use synfin::tcp::Transition;
use synfin::{Connection, Side};
use tabled::builder::Builder;
use tabled::settings::Style;

/// The names of a row's fields, in order.
const FIELDS: [&str; 10] = [
    "conn", "client", "server", "time", "endpoint", "from", "to", "packet", "assumed", "reason",
];

/// The form of the rows.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// A JSON object each.
    Json,
    /// A record of CSV or TSV each.
    Separated(Separator),
    /// A line of a table each.
    Table,
}

impl Form {
    /// Makes the rows of a connection's state changes: appends them, or gives a table's cells.
    pub(super) fn make(self, connection: &Connection, text: &mut Vec<u8>) -> Vec<[String; 10]> {
        let transitions = connection.transitions();
        match self {
            Self::Json => {
                // All rows of a connection begin alike.
                let mut beginning = Vec::with_capacity(128);
                append_sockets(&mut beginning, connection);
                for transition in transitions {
                    text.extend_from_slice(&beginning);
                    append_json(text, &transition);
                }
            }
            Self::Separated(separator) => {
                for transition in transitions {
                    append_record(text, separator, connection, &transition);
                }
            }
            Self::Table => {
                return transitions
                    .map(|transition| cells(connection, &transition))
                    .collect();
            }
        }
        Vec::new()
    }
}

/// Where rows go.
pub(super) struct Rows {
    form: Form,
    out: Output,
    table: Builder,
}

impl Rows {
    /// Begins the output, with its header in the formats that have one.
    pub(super) fn new(form: Form, out: Output) -> io::Result<Self> {
        let mut table = Builder::default();
        match form {
            Form::Json => {}
            Form::Separated(separator) => out.gather(|text| {
                let mut record = Record::new(text, separator);
                FIELDS.iter().for_each(|field| record.text(field));
                record.end();
            })?,
            Form::Table => table.push_record(FIELDS),
        }
        Ok(Self { form, out, table })
    }

    /// Takes the rows of a connection, and the text that was appended for them.
    pub(super) fn take(&mut self, cells: Vec<[String; 10]>, text: &[u8]) -> io::Result<()> {
        for row in cells {
            self.table.push_record(row);
        }
        self.out.write_all(text)
    }

    /// Ends the output.
    pub(super) fn finish(mut self) -> io::Result<()> {
        if let Form::Table = self.form {
            writeln!(self.out, "{}", self.table.build().with(Style::psql()))?;
        }
        self.out.flush()
    }
}

/// Appends the members that are the connection's, with what comes before the time.
fn append_sockets(out: &mut Vec<u8>, connection: &Connection) {
    out.text("{\"conn\":");
    out.dec(connection.id());
    out.text(",\"client\":");
    json::quoted(out, |out| out.socket(connection.socket(Side::Client)));
    out.text(",\"server\":");
    json::quoted(out, |out| out.socket(connection.socket(Side::Server)));
}

/// Appends the members that are the transition's.
fn append_json(out: &mut Vec<u8>, transition: &Transition) {
    out.text(",\"time\":");
    json::quoted(out, |out| out.time(transition.time));
    for (name, word) in [
        (",\"endpoint\":", transition.endpoint.name()),
        (",\"from\":", transition.from.name()),
        (",\"to\":", transition.to.name()),
    ] {
        out.text(name);
        json::word(out, word);
    }
    out.text(",\"packet\":");
    json::or_null(out, transition.packet, Append::dec);
    out.text(",\"assumed\":");
    json::flag(out, transition.assumed);
    out.text(",\"reason\":");
    json::text(out, transition.reason.text());
    out.text("}\n");
}

/// Appends a record. The packet of a timer is empty.
fn append_record(
    out: &mut Vec<u8>,
    separator: Separator,
    connection: &Connection,
    transition: &Transition,
) {
    let mut record = Record::new(out, separator);
    record.cell(|out| out.dec(connection.id()));
    for side in Side::BOTH {
        record.cell(|out| out.socket(connection.socket(side)));
    }
    record.cell(|out| out.time(transition.time));
    record.text(transition.endpoint.name());
    record.text(transition.from.name());
    record.text(transition.to.name());
    record.cell(|out| {
        transition
            .packet
            .into_iter()
            .for_each(|packet| out.dec(packet))
    });
    record.cell(|out| json::flag(out, transition.assumed));
    record.text(transition.reason.text());
    record.end();
}

/// The cells of a table's line.
fn cells(connection: &Connection, transition: &Transition) -> [String; 10] {
    let mut time = Vec::new();
    time.time(transition.time);
    [
        connection.id().to_string(),
        connection.socket(Side::Client).to_string(),
        connection.socket(Side::Server).to_string(),
        String::from_utf8_lossy(&time).into_owned(),
        transition.endpoint.name().to_owned(),
        transition.from.name().to_owned(),
        transition.to.name().to_owned(),
        transition
            .packet
            .map_or_else(String::new, |packet| packet.to_string()),
        transition.assumed.to_string(),
        transition.reason.text().to_owned(),
    ]
}
