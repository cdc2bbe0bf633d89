//! The `synfin` command: parse, run, turn the result into an exit status.

mod args;
mod colour;
mod commands;
mod escape;
mod facts;
mod failure;
mod input;
mod language;
mod local_time;
mod names;
mod output;
mod query;
mod saving;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = args::Args::parse_from(args::with_default_command(std::env::args_os()));
    failure::exit_code(commands::run(args))
}
