//! The input options that every command shares.

mod alone;
mod connections;
mod files;
mod follow;
mod growing;
mod hint;
mod known_names;
mod link_filter;
mod live;
mod reading;
mod sources;
mod threads;
mod tracking;

pub(crate) use follow::Step;
pub(crate) use reading::{Meanwhile, Packet};

use crate::failure::Failure;
use crate::query::{self, Query};
use clap::Args;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::num::{NonZero, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::thread;
use synfin::TrackerOptions;

/// How many connections are followed at once unless the user says otherwise: 2^20, more than a
/// million.
const MOST_CONNECTIONS: &str = "1048576";

/// What these options stand under in the help; a heading of the whole struct would go on behind it.
const INPUT: &str = "Input";

/// Where packets come from and which of them are wanted.
#[derive(Args, Debug)]
pub(crate) struct InputArgs {
    /// Captures to read, directories of captures, or - for standard input; with -r, the words of
    /// a filter expression
    #[arg(value_name = "FILE")]
    words: Vec<OsString>,

    /// Read this capture; all other words are then a filter expression, as in tcpdump
    #[arg(short = 'r', value_name = "FILE", help_heading = INPUT)]
    read: Option<PathBuf>,

    /// Only packets that this pcap-filter(7) expression lets through
    #[arg(long, value_name = "EXPR", conflicts_with = "read", help_heading = INPUT)]
    filter: Option<String>,

    /// Stop after N packets that passed the filter
    #[arg(short = 'c', value_name = "N", value_parser = packet_count, help_heading = INPUT)]
    max_packets: Option<u64>,

    /// Only connection N, as `synfin connections` numbers them
    #[arg(short = 'C', long, value_name = "N", help_heading = INPUT)]
    connection: Option<u64>,

    /// Only connections whose facts answer this description, as 'closing == reset'
    #[arg(long = "where", value_name = "EXPR", long_help = query::help(), help_heading = INPUT)]
    query: Option<Query>,

    /// At the file's end wait for more of it, and for the next file of its name when it is renamed
    /// or cut, until Ctrl-C
    #[arg(long, help_heading = INPUT)]
    follow: bool,

    /// Go on behind damaged records of classic pcap files, where several plausible record headers
    /// follow each other
    ///
    /// pcap has no marks to find a record by, so this is a guess: what looks like records may be
    /// part of a packet. What was skipped is reported. In pcapng files, where the next block can be
    /// found with certainty, reading always goes on. Of a live input, a packet shows when the
    /// header of the next one has come.
    #[arg(long, help_heading = INPUT)]
    resync: bool,

    /// Follow at most N connections at once; further ones drive out unanswered SYNs, then closing
    /// connections, then those silent for longest
    ///
    /// This bounds memory. What was driven out is said to be so: its close_style is evicted, and
    /// what still comes of it is another connection.
    #[arg(long, value_name = "N", default_value = MOST_CONNECTIONS, hide_short_help = true,
        help_heading = INPUT)]
    max_connections: NonZeroUsize,

    /// How many threads may work, the one that reads included; by default as many as there are
    /// processors where the input is not small and has many connections. The output is the same
    /// for any N
    #[arg(long, value_name = "N", hide_short_help = true, help_heading = INPUT)]
    jobs: Option<u16>,

    /// No progress bar
    #[arg(long, hide_short_help = true, help_heading = INPUT)]
    quiet: bool,
}

impl InputArgs {
    /// How the tracker works where a command has no ideas of its own.
    pub(crate) fn tracking(&self) -> TrackerOptions {
        TrackerOptions {
            max_connections: Some(self.max_connections),
            ..TrackerOptions::default()
        }
    }

    /// The only connection that is wanted, if one was named.
    pub(crate) const fn connection(&self) -> Option<u64> {
        self.connection
    }

    /// Is it connections that are chosen, by `-C` or `--where`?
    pub(crate) const fn chooses_connections(&self) -> bool {
        self.connection.is_some() || self.query.is_some()
    }

    /// Is everything wanted: was no filter typed, and are no connections chosen?
    pub(crate) fn is_whole(&self) -> bool {
        !self.has_filter() && !self.chooses_connections()
    }

    /// How many connections have to begin before threads of their own follow them. Where nobody says how
    /// many threads there are to be, what few connections bring is followed sooner than it is handed
    /// over.
    pub(crate) const fn many_connections(&self) -> u64 {
        if self.jobs.is_some() { 1 } else { 2048 }
    }

    /// How many threads may work.
    pub(crate) fn jobs(&self) -> usize {
        match self.jobs {
            Some(jobs) => jobs.max(1).into(),
            None => thread::available_parallelism().map_or(1, NonZero::get),
        }
    }

    /// Was a filter expression typed?
    fn has_filter(&self) -> bool {
        !self.expression().trim().is_empty()
    }

    /// May how far the work has come be shown? Where standard output is written meanwhile, it
    /// must not be a terminal too, which both would share.
    pub(crate) fn shows_progress(&self, prints_meanwhile: bool) -> bool {
        let shared = prints_meanwhile && io::stdout().is_terminal();
        !self.quiet && !shared && io::stderr().is_terminal()
    }

    /// Is this one of the files that are named?
    pub(crate) fn reads(&self, path: &Path) -> bool {
        let Ok(path) = path.canonicalize() else {
            return false;
        };
        let named = self.captures().unwrap_or_default().into_iter();
        named
            .filter_map(|named| named.canonicalize().ok())
            .any(|named| named == path)
    }

    /// After how many packets to stop.
    fn max_packets(&self) -> u64 {
        self.max_packets.unwrap_or(u64::MAX)
    }

    /// The words that name captures.
    fn captures(&self) -> Result<Vec<&Path>, Failure> {
        match &self.read {
            Some(path) => Ok(vec![path]),
            None if self.words.is_empty() => Err(Failure::usage(
                "no capture was named: give a file, a directory or - for standard input",
            )),
            None if self.follow && self.words.len() > 1 => Err(Failure::usage(
                "--follow waits at the end of one file, so it takes no others",
            )),
            None => Ok(self.words.iter().map(Path::new).collect()),
        }
    }

    /// The filter expression, empty if none was typed.
    fn expression(&self) -> String {
        match (&self.read, &self.filter) {
            (Some(_), _) => self.words.join(" ".as_ref()).to_string_lossy().into_owned(),
            (None, Some(expression)) => expression.clone(),
            (None, None) => String::new(),
        }
    }
}

/// A number of packets from 1, in tcpdump's words if it is none.
fn packet_count(word: &str) -> Result<u64, String> {
    match word.parse() {
        Ok(count) if count > 0 => Ok(count),
        _ => Err(format!("invalid packet count {word}")),
    }
}
