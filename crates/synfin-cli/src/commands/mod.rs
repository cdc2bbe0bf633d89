//! The commands, one file each.

pub(crate) mod connections;
mod one_connection;
pub(crate) mod packaging;
pub(crate) mod packets;
pub(crate) mod plot;
pub(crate) mod print;
pub(crate) mod report;
pub(crate) mod show;
pub(crate) mod stats;
pub(crate) mod transitions;

use crate::args::{Args, Command};
use crate::failure::{Failure, Outcome};

/// Runs the command that was typed.
pub(crate) fn run(args: Args) -> Result<Outcome, Failure> {
    match args.command {
        Command::Print(args) => print::run(&args),
        Command::Connections(args) => connections::run(&args),
        Command::Packets(args) => packets::run(&args),
        Command::Transitions(args) => transitions::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Plot(args) => plot::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Stats(args) => stats::run(&args),
        Command::Completions(args) => packaging::completions(&args),
        Command::Man(args) => packaging::man(&args),
    }
}
