//! `synfin packets`: one JSON object a TCP packet.

use crate::facts::PacketRow;
use crate::failure::{Failure, Outcome};
use crate::input::InputArgs;
use clap::Args;
use std::io::{BufWriter, Write};
use synfin::Tracker;

/// Options of `packets`.
#[derive(Args, Debug)]
pub(crate) struct PacketsArgs {
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
pub(crate) fn run(args: &PacketsArgs) -> Result<Outcome, Failure> {
    let mut tracker = Tracker::new();
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let outcome = args.input.for_each_packet(|_, decoded| {
        let Some(segment) = decoded.segment() else {
            return Ok(());
        };
        if let Some(observation) = tracker.observe(segment) {
            let row = PacketRow::new(segment, &observation);
            serde_json::to_writer(&mut out, &row).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(outcome)
}
