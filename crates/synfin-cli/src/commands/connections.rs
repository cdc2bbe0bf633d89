//! `synfin connections`: one row a connection.

use crate::facts::Row;
use crate::failure::{Failure, Outcome};
use crate::input::InputArgs;
use clap::Args;
use std::io::{BufWriter, Write};
use synfin::Tracker;

/// Options of `connections`.
#[derive(Args, Debug)]
pub(crate) struct ConnectionsArgs {
    #[command(flatten)]
    input: InputArgs,

    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    format: Format,
}

/// The form of the output.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// One JSON object a line
    Jsonl,
}

/// Runs the command.
pub(crate) fn run(args: &ConnectionsArgs) -> Result<Outcome, Failure> {
    let mut tracker = Tracker::new();
    let outcome = args.input.for_each_packet(|_, decoded| {
        if let Some(segment) = decoded.segment() {
            tracker.observe(segment);
        }
        Ok(())
    })?;
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    for connection in tracker.finish() {
        serde_json::to_writer(&mut out, &Row(&connection)).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(outcome)
}
