//! `synfin stats`: one screen on the whole capture.
//!
//! Duty: print the figures that `totals` adds up. Absence: no figure of its own.

mod totals;

pub(crate) use totals::{Figures, Totals};

use crate::failure::{Failure, Outcome};
use crate::input::{InputArgs, Meanwhile, Step};
use crate::output::Output;
use clap::Args;
use std::io::Write;

/// Options of `stats`.
#[derive(Args, Debug)]
pub(crate) struct StatsArgs {
    #[command(flatten)]
    input: InputArgs,
}

/// Runs the command.
pub(crate) fn run(args: &StatsArgs, mut out: Output) -> Result<Outcome, Failure> {
    let mut totals = Totals::default();
    let chosen = args.input.choice()?;
    let outcome = (args.input).follow(&chosen, Meanwhile::Gathers, |step| {
        match step {
            Step::Packet(packet, seen) => totals.add_packet(packet, seen.is_some()),
            Step::Over(connection) => totals.add(&connection),
        }
        Ok(())
    })?;
    print(&totals.figures(), &mut out)?;
    out.flush()?;
    Ok(outcome)
}

/// Prints the figures in two columns.
fn print(figures: &Figures, out: &mut impl Write) -> Result<(), Failure> {
    for (title, value) in &figures.rows {
        writeln!(out, "{title:<17}{value}")?;
    }
    writeln!(out, "top talkers      octets sent, connections")?;
    for (address, bytes, connections) in &figures.talkers {
        writeln!(out, "  {address:<39} {bytes:>14} {connections:>9}")?;
    }
    Ok(())
}
