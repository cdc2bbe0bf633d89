//! What can be typed: the commands, and the default one.

use crate::commands::{connections, packets, print, transitions};
use clap::{Parser, Subcommand};
use std::ffi::OsString;

/// Every TCP connection in a capture, from SYN to FIN.
#[derive(Debug, Parser)]
#[command(
    name = "synfin",
    version,
    about,
    propagate_version = true,
    max_term_width = 100
)]
#[command(arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// One tcpdump-style line a TCP packet, annotated with its part in the connection's life
    Print(print::PrintArgs),
    /// One row a connection: how it opened, how it ended, who ended it, how it went
    Connections(connections::ConnectionsArgs),
    /// One JSON object a TCP packet
    Packets(packets::PacketsArgs),
    /// One row a state change of an endpoint
    Transitions(transitions::TransitionsArgs),
}

/// The commands' names: what is none of them makes the first word belong to `print`.
const COMMANDS: [&str; 5] = ["print", "connections", "packets", "transitions", "help"];

/// Puts `print` where no command was typed: `synfin FILE` prints the file.
pub(crate) fn with_default_command(
    words: impl IntoIterator<Item = OsString>,
) -> impl Iterator<Item = OsString> {
    let mut words: Vec<OsString> = words.into_iter().collect();
    let named = words.get(1).is_none_or(|word| {
        let word = word.to_string_lossy();
        COMMANDS.contains(&&*word) || ["-h", "--help", "-V", "--version"].contains(&&*word)
    });
    if !named {
        words.insert(1, "print".into());
    }
    words.into_iter()
}

#[cfg(test)]
mod tests {
    use super::{Args, COMMANDS};
    use clap::CommandFactory;

    #[test]
    fn the_definition_holds_together() {
        Args::command().debug_assert();
    }

    #[test]
    fn every_command_is_known_by_name() {
        let command = Args::command();
        for name in command.get_subcommands().map(clap::Command::get_name) {
            assert!(COMMANDS.contains(&name), "{name} is missing from COMMANDS");
        }
    }
}
