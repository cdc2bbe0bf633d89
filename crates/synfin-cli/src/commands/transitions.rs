//! `synfin transitions`: one row a state change of an endpoint.

use crate::failure::{Failure, Outcome};
use crate::input::{InputArgs, Meanwhile};
use crate::output::Output;
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io::{self, IsTerminal, Write};
use std::net::SocketAddr;
use synfin::tcp::Transition;
use synfin::{Connection, Side, Timestamp, Tracker, TrackerOptions};
use tabled::builder::Builder;
use tabled::settings::Style;

/// Options of `transitions`.
#[derive(Args, Debug)]
pub(crate) struct TransitionsArgs {
    #[command(flatten)]
    input: InputArgs,

    /// What to print: by default a table on a terminal and JSON Lines elsewhere
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,

    /// How long TIME-WAIT lasts; by RFC 9293 twice the maximum segment lifetime, by Linux 60
    #[arg(long, value_name = "SECONDS", default_value_t = 240)]
    time_wait: u32,

    /// End connections that are silent for longer than this; by default silence ends nothing
    #[arg(long, value_name = "SECONDS")]
    idle: Option<u32>,
}

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for people
    Table,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values with a header
    Csv,
    /// Tab-separated values with a header
    Tsv,
}

/// One row, as it is written.
#[derive(Debug, Serialize)]
struct Row {
    conn: u64,
    client: SocketAddr,
    server: SocketAddr,
    time: String,
    endpoint: &'static str,
    from: &'static str,
    to: &'static str,
    packet: Option<u64>,
    assumed: bool,
    reason: &'static str,
}

/// The names of a row's fields, in order.
const FIELDS: [&str; 10] = [
    "conn", "client", "server", "time", "endpoint", "from", "to", "packet", "assumed", "reason",
];

impl Row {
    fn of(connection: &Connection, transition: &Transition) -> Self {
        Self {
            conn: connection.id(),
            client: connection.socket(Side::Client),
            server: connection.socket(Side::Server),
            time: epoch(transition.time),
            endpoint: transition.endpoint.name(),
            from: transition.from.name(),
            to: transition.to.name(),
            packet: transition.packet,
            assumed: transition.assumed,
            reason: transition.reason.text(),
        }
    }

    /// The fields as text; that of a timer has no packet.
    fn cells(&self) -> [String; 10] {
        [
            self.conn.to_string(),
            self.client.to_string(),
            self.server.to_string(),
            self.time.clone(),
            self.endpoint.to_owned(),
            self.from.to_owned(),
            self.to.to_owned(),
            self.packet
                .map_or_else(String::new, |packet| packet.to_string()),
            self.assumed.to_string(),
            self.reason.to_owned(),
        ]
    }
}

/// Where rows go.
enum Rows {
    Json(Output),
    Separated(Box<csv::Writer<Output>>),
    Table(Output, Builder),
}

impl Rows {
    fn new(format: Format, out: Output) -> io::Result<Self> {
        let separator = match format {
            Format::Jsonl => return Ok(Self::Json(out)),
            Format::Table => {
                let mut table = Builder::default();
                table.push_record(FIELDS);
                return Ok(Self::Table(out, table));
            }
            Format::Csv => b',',
            Format::Tsv => b'\t',
        };
        let mut writer = csv::WriterBuilder::new()
            .delimiter(separator)
            .from_writer(out);
        writer.write_record(FIELDS).map_err(io::Error::from)?;
        Ok(Self::Separated(Box::new(writer)))
    }

    fn add(&mut self, row: &Row) -> io::Result<()> {
        match self {
            Self::Json(out) => {
                serde_json::to_writer(&mut *out, row)?;
                out.write_all(b"\n")
            }
            Self::Separated(writer) => writer.write_record(row.cells()).map_err(io::Error::from),
            Self::Table(_, table) => {
                table.push_record(row.cells());
                Ok(())
            }
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Json(mut out) => out.flush(),
            Self::Separated(mut writer) => writer.flush(),
            Self::Table(mut out, table) => {
                writeln!(out, "{}", table.build().with(Style::psql()))?;
                out.flush()
            }
        }
    }
}

/// Seconds since 1970 with nine decimals.
fn epoch(time: Timestamp) -> String {
    let nanos = time.as_nanos();
    let sign = if nanos < 0 { "-" } else { "" };
    let nanos = nanos.unsigned_abs();
    format!(
        "{sign}{}.{:09}",
        nanos / 1_000_000_000,
        nanos % 1_000_000_000
    )
}

/// Whole seconds in nanoseconds.
fn nanoseconds(seconds: u32) -> i64 {
    i64::from(seconds) * 1_000_000_000
}

/// Runs the command.
pub(crate) fn run(args: &TransitionsArgs, out: Output) -> Result<Outcome, Failure> {
    let format = args.format.unwrap_or_else(|| {
        if io::stdout().is_terminal() {
            Format::Table
        } else {
            Format::Jsonl
        }
    });
    let tracker = Tracker::with_options(TrackerOptions {
        time_wait: nanoseconds(args.time_wait),
        idle: args.idle.map(nanoseconds),
    });
    let meanwhile = Meanwhile::Prints(out.clone());
    let mut rows = Rows::new(format, out)?;
    let outcome = (args.input).for_each_connection_by(tracker, meanwhile, |connection| {
        for transition in connection.transitions() {
            rows.add(&Row::of(connection, transition))?;
        }
        Ok(())
    })?;
    rows.finish()?;
    Ok(outcome)
}
