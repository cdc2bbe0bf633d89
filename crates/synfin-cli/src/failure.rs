//! What went wrong, and the exit status it makes: 0 all read, 1 damaged input, 2 wrong usage.

use std::io;
use std::process::ExitCode;

/// Why a command stopped early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Wrong usage that clap could not see.
    #[error("{0}")]
    Usage(String),
    /// Output cannot be written.
    #[error("cannot write: {0}")]
    Output(#[from] io::Error),
}

impl Failure {
    /// Wrong usage, in a word that tells what to do.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
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

/// Reports a failure and gives the status; a closed pipe ends quietly.
pub(crate) fn exit_code(result: Result<Outcome, Failure>) -> ExitCode {
    match result {
        Ok(Outcome::Complete) => ExitCode::SUCCESS,
        Ok(Outcome::Damaged) => ExitCode::from(1),
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(failure) => {
            anstream::eprintln!("synfin: {failure}");
            ExitCode::from(if matches!(failure, Failure::Usage(_)) {
                2
            } else {
                1
            })
        }
    }
}
