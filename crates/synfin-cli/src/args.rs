//! What can be typed: the commands, and the default one.

mod examples;

use crate::commands::{
    connections, packaging, packets, plot, print, report, show, stats, transitions,
};
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
#[command(arg_required_else_help = true, args_override_self = true)]
#[command(override_usage = "synfin FILE...\n       synfin COMMAND [OPTIONS] FILE...")]
#[command(after_help = examples::SYNFIN)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// One tcpdump-style line a TCP packet, annotated with its part in the connection's life
    Print(Box<print::PrintArgs>),
    /// One row a connection: how it opened, how it ended, who ended it, how it went
    #[command(after_help = examples::CONNECTIONS)]
    Connections(connections::ConnectionsArgs),
    /// One JSON object a TCP packet
    #[command(after_help = examples::PACKETS)]
    Packets(packets::PacketsArgs),
    /// One row a state change of an endpoint
    #[command(after_help = examples::TRANSITIONS)]
    Transitions(transitions::TransitionsArgs),
    /// One connection, packet by packet, between the states of its two ends
    #[command(after_help = examples::SHOW)]
    Show(show::ShowArgs),
    /// One connection over time: sequence numbers, octets in flight, round trips, throughput
    #[command(after_help = examples::PLOT)]
    Plot(plot::PlotArgs),
    /// One self-contained page on the whole capture, to send to a colleague
    #[command(after_help = examples::REPORT)]
    Report(report::ReportArgs),
    /// One screen on the whole capture: openings, closings, resets, losses, times, top talkers
    Stats(stats::StatsArgs),
    /// Write a shell's completion script
    #[command(hide = true)]
    Completions(packaging::CompletionsArgs),
    /// Write the manual page
    #[command(hide = true)]
    Man(packaging::ManArgs),
}

/// Is this the name of a command?
pub(crate) fn is_command(word: &str) -> bool {
    word == "help" || <Command as Subcommand>::has_subcommand(word)
}

/// Words that are no captures when they come first.
const FIRST_WORDS: [&str; 4] = ["-h", "--help", "-V", "--version"];

/// Puts `print` where no command was typed: `synfin FILE` prints the file.
pub(crate) fn with_default_command(
    words: impl IntoIterator<Item = OsString>,
) -> impl Iterator<Item = OsString> {
    let mut words: Vec<OsString> = words.into_iter().collect();
    let known = |word: &OsString| {
        let word = word.to_string_lossy();
        FIRST_WORDS.contains(&&*word) || is_command(&word)
    };
    if words.get(1).is_some_and(|word| !known(word)) {
        words.insert(1, "print".into());
    }
    words.into_iter()
}

#[cfg(test)]
mod tests {
    use super::{Args, with_default_command};
    use clap::CommandFactory;

    #[test]
    fn the_definition_holds_together() {
        Args::command().debug_assert();
    }

    #[test]
    fn print_is_the_command_where_none_is_typed() {
        let words = |typed: &str| {
            let words = typed.split(' ').map(Into::into);
            let words: Vec<_> = with_default_command(words).collect();
            words.join(" ".as_ref()).into_string().unwrap()
        };
        assert_eq!(words("synfin"), "synfin");
        assert_eq!(words("synfin a.pcap"), "synfin print a.pcap");
        assert_eq!(words("synfin -nn a.pcap"), "synfin print -nn a.pcap");
        for typed in ["synfin connections a.pcap", "synfin man", "synfin help"] {
            assert_eq!(words(typed), typed);
        }
        assert_eq!(words("synfin --version"), "synfin --version");
    }
}
