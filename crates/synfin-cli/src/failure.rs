//! What went wrong, and the exit status it makes: 0 all read, 1 damaged input, 2 wrong usage.

use crate::escape::escaped;
use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use synfin::filter::FilterError;

/// Why a command stopped early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Wrong usage that clap could not see.
    #[error("{0}")]
    Usage(String),
    /// Output cannot be written.
    #[error("cannot write: {0}")]
    Output(#[from] io::Error),
    /// A file cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Failure {
    /// Wrong usage, in a word that tells what to do.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    /// A file that cannot be written.
    pub(crate) fn unwritable(path: &Path, source: io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            source,
        }
    }

    /// A filter expression that was refused, with a caret under the place.
    pub(crate) fn filter(expression: &str, error: &FilterError) -> Self {
        let shown = error.in_expression(expression);
        Self::Usage(format!("wrong filter expression: {shown}"))
    }
}

/// Did all of the input get read?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything was read.
    Complete,
    /// Some input was damaged; it was reported on standard error.
    Damaged,
}

/// Says on standard error what was wrong, in one line.
pub(crate) fn report(message: &impl Display) {
    eprint(&escaped(&message.to_string()));
}

/// Reports a failure and gives the status; a closed pipe ends quietly.
pub(crate) fn exit_code(result: Result<Outcome, Failure>) -> ExitCode {
    match result {
        Ok(Outcome::Complete) => ExitCode::SUCCESS,
        Ok(Outcome::Damaged) => ExitCode::from(1),
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(Failure::Usage(message)) => {
            eprint(&message);
            ExitCode::from(2)
        }
        Err(failure) => {
            report(&failure);
            ExitCode::from(1)
        }
    }
}

/// Nothing is left to say when standard error is closed too.
fn eprint(message: &str) {
    use std::io::Write;
    let _ = writeln!(io::stderr(), "synfin: {message}");
}
