//! `synfin show`: one connection, packet by packet, between the states of its two ends.
//!
//! Duty: a row a packet. Invariant: numbers are relative to the initial sequence numbers where
//! those are known. Absence: nothing of other connections, save the list to choose from.

use crate::failure::{Failure, Outcome};
use crate::input::{Dropped, InputArgs, Reading};
use crate::output::Output;
use clap::Args;
use std::fmt::Write as _;
use std::io::Write;
use std::ops::ControlFlow::{Break, Continue};
use synfin::tcp::Observation;
use synfin::{Connection, Segment, Side, Timestamp, Tracker};

/// Connections that are listed where one has to be chosen.
const LISTED: usize = 20;

/// Columns between the states, for the arrow.
const ARROW: usize = 46;

/// Options of `show`.
#[derive(Args, Debug)]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    input: InputArgs,
}

/// Runs the command.
pub(crate) fn run(args: &ShowArgs) -> Result<Outcome, Failure> {
    let wanted = args.input.connection();
    let mut tracker = Tracker::new();
    let mut rows = Rows::new();
    let mut left = args.input.max_packets();
    let reading = Reading {
        dropped: Dropped::Give,
        before_waiting: || Ok(()),
    };
    let outcome = args.input.read(reading, |packet| {
        let Some(segment) = packet.decoded.segment() else {
            return Ok(Continue(()));
        };
        let observation = tracker.observe(segment);
        if let Some(seen) = observation
            && packet.passes
            && seen.connection == wanted.unwrap_or(1)
        {
            rows.add(segment, &seen);
            left -= 1;
        }
        Ok(if left == 0 { Break(()) } else { Continue(()) })
    })?;
    let connections: Vec<_> = tracker.finish().collect();
    let mut out = Output::stdout();
    match (wanted, connections.as_slice()) {
        (None, [only]) => rows.write(&mut out, only)?,
        (None, []) => writeln!(out, "There is no TCP connection.")?,
        (None, several) => list(&mut out, several)?,
        (Some(id), all) => match all.iter().find(|connection| connection.id() == id) {
            Some(connection) => rows.write(&mut out, connection)?,
            None => return Err(none_such(id, all.len())),
        },
    }
    out.flush()?;
    Ok(outcome)
}

fn none_such(id: u64, count: usize) -> Failure {
    Failure::usage(format!(
        "there is no connection {id}: the input has {count}, as `synfin connections` numbers them"
    ))
}

/// The connections to choose from.
fn list(out: &mut impl Write, connections: &[Connection]) -> Result<(), Failure> {
    let count = connections.len();
    writeln!(
        out,
        "There are {count} connections; choose one with -C N:\n"
    )?;
    for connection in connections.iter().take(LISTED) {
        writeln!(out, "  {connection}")?;
    }
    if count > LISTED {
        let more = count - LISTED;
        writeln!(out, "  ... and {more} more: see `synfin connections`")?;
    }
    Ok(())
}

/// The rows of the connection shown.
struct Rows {
    text: String,
    first: Option<Timestamp>,
}

impl Rows {
    const fn new() -> Self {
        Self {
            text: String::new(),
            first: None,
        }
    }

    /// Adds a packet. Writing to a string cannot fail.
    fn add(&mut self, segment: &Segment<'_>, seen: &Observation) {
        let first = *self.first.get_or_insert(segment.time);
        let micros = segment.time.nanos_since(first) / 1000;
        let sign = if micros < 0 { "-" } else { "" };
        let time = format!(
            "{sign}{}.{:06}",
            micros.unsigned_abs() / 1_000_000,
            micros.unsigned_abs() % 1_000_000
        );
        let _ = write!(self.text, "{time:>12}  {:<12}  ", seen.client_state);
        let what = describe(segment, seen);
        let dashes = "-".repeat(ARROW.saturating_sub(what.chars().count() + 4).max(1));
        let _ = match seen.sender {
            Side::Client => write!(self.text, "{what} {dashes}->"),
            Side::Server => write!(self.text, "<-{dashes} {what}"),
        };
        let _ = writeln!(self.text, "  {:<12}  {}", seen.server_state, seen.phase);
    }

    fn write(&self, out: &mut impl Write, connection: &Connection) -> Result<(), Failure> {
        writeln!(
            out,
            "Connection {}: client {}, server {}\n",
            connection.id(),
            connection.socket(Side::Client),
            connection.socket(Side::Server)
        )?;
        let arrow = " ".repeat(ARROW - 2);
        writeln!(
            out,
            "{:>12}  {:<12}  {arrow}  {:<12}  phase",
            "time", "client", "server"
        )?;
        out.write_all(self.text.as_bytes())?;
        Ok(())
    }
}

/// A segment in a few words, numbers relative.
fn describe(segment: &Segment<'_>, seen: &Observation) -> String {
    let mut what = format!("[{}] seq ", segment.control);
    let _ = match seen.relative_seq {
        Some(relative) => write!(what, "{relative}"),
        None => write!(what, "{}", segment.seq),
    };
    match (segment.ack(), seen.relative_ack) {
        (None, _) => {}
        (Some(_), Some(relative)) => {
            let _ = write!(what, " ack {relative}");
        }
        (Some(absolute), None) => {
            let _ = write!(what, " ack {absolute}");
        }
    }
    if segment.payload_len > 0 {
        let _ = write!(what, " len {}", segment.payload_len);
    }
    what
}
