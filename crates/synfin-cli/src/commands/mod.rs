//! The commands, one file each.

pub(crate) mod connections;
mod one_connection;
pub(crate) mod packaging;
pub(crate) mod packets;
mod page;
pub(crate) mod plot;
pub(crate) mod print;
pub(crate) mod report;
mod row_format;
pub(crate) mod show;
pub(crate) mod stats;
pub(crate) mod transitions;

use crate::args::{Args, Command};
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Runs the command that was typed; what it prints goes to `out`.
pub(crate) fn run(args: Args, out: Output) -> Result<Outcome, Failure> {
    match args.command {
        Command::Print(args) => print::run(&args, out),
        Command::Connections(args) => connections::run(&args, out),
        Command::Packets(args) => packets::run(&args, out),
        Command::Transitions(args) => transitions::run(&args, out),
        Command::Show(args) => show::run(&args, out),
        Command::Plot(args) => plot::run(&args, out),
        Command::Report(args) => report::run(&args),
        Command::Stats(args) => stats::run(&args, out),
        Command::Completions(args) => packaging::completions(&args, out),
        Command::Man(args) => packaging::man(&args, out),
    }
}
