//! The forms of output that commands with rows have in common.
//!
//! Duty: name the forms, and choose one where the user did not. Invariant: a table only goes to a
//! terminal or where it was asked for. Absence: no row is written here.

use clap::ValueEnum;
use std::io::{self, IsTerminal};

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RowFormat {
    /// A table for people
    Table,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values with a header
    Csv,
    /// Tab-separated values with a header
    Tsv,
}

impl RowFormat {
    /// What was asked for; else a table on a terminal and JSON Lines elsewhere.
    pub(super) fn chosen(asked: Option<Self>) -> Self {
        asked.unwrap_or_else(|| {
            if io::stdout().is_terminal() {
                Self::Table
            } else {
                Self::Jsonl
            }
        })
    }
}
