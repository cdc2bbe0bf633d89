//! `synfin packets`: one JSON object a TCP packet.

use crate::facts::append_packet;
use crate::failure::{Failure, Outcome};
use crate::input::{InputArgs, Meanwhile};
use crate::output::Output;
use clap::Args;
use std::io::Write;

/// Options of `packets`.
#[derive(Args, Debug)]
#[command(after_long_help = crate::facts::members_help())]
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
pub(crate) fn run(args: &PacketsArgs, mut out: Output) -> Result<Outcome, Failure> {
    let meanwhile = Meanwhile::Prints(out.clone());
    let chosen = args.input.choice()?;
    let outcome = (args.input).follow_packets(&chosen, meanwhile, |packet, seen| {
        if let (Some(observation), Some(segment)) = (seen, packet.segment) {
            out.gather(|text| append_packet(text, segment, observation))?;
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(outcome)
}
