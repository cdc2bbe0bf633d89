//! `synfin transitions`: one row a state change of an endpoint.

use crate::failure::{Failure, Outcome};
use crate::input::{InputArgs, Meanwhile};
use crate::output::Output;
use clap::Args;
use serde::Serialize;
use std::io::Write;
use std::net::SocketAddr;
use synfin::tcp::Transition;
use synfin::{Connection, Side, Timestamp};

/// Options of `transitions`.
#[derive(Args, Debug)]
pub(crate) struct TransitionsArgs {
    #[command(flatten)]
    input: InputArgs,

    #[arg(long)]
    format: Option<String>,
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

/// Runs the command.
pub(crate) fn run(args: &TransitionsArgs) -> Result<Outcome, Failure> {
    let mut out = Output::stdout();
    let meanwhile = Meanwhile::Prints(out.clone());
    let outcome = (args.input).for_each_connection(meanwhile, |connection| {
        for transition in connection.transitions() {
            let row = Row::of(connection, transition);
            serde_json::to_writer(&mut out, &row).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(outcome)
}
