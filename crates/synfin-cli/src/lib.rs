//! The `synfin` command as a library, so that tests can run it within their own process.
//!
//! Duty: parse, run, turn the result into an exit status. Invariant: nothing outlives a
//! [`run`], and two do not know of each other. Absence: anything that a program could use; that is
//! in the crate `synfin`.

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
mod progress;
mod query;
mod saving;
mod sharing;
mod stop;
mod writing;

use clap::Parser;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

pub use stop::heed_interrupts;

/// Runs the command that `words` type, the program's own name first. What it prints goes to
/// `out`; what is wrong, and clap's help, where the process's own go.
pub fn run(
    words: impl IntoIterator<Item = OsString>,
    out: impl Write + Send + 'static,
) -> ExitCode {
    match args::Args::try_parse_from(args::with_default_command(words)) {
        Ok(args) => failure::exit_code(commands::run(args, output::Output::new(out))),
        Err(refused) => {
            // Nothing is left to say when what it is written to is closed.
            let _ = refused.print();
            u8::try_from(refused.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
        }
    }
}

/// Which of some connections a `--where` expression chooses; for tests of many expressions.
///
/// # Errors
///
/// When the expression means nothing.
#[doc(hidden)]
pub fn chosen(expression: &str, connections: &[synfin::Connection]) -> Result<Vec<bool>, String> {
    let query: query::Query = (expression.parse()).map_err(|error| format!("{error}"))?;
    Ok(connections.iter().map(|one| query.matches(one)).collect())
}
