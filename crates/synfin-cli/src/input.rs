//! The input options every command shares, and the one loop that reads frames.

use crate::failure::{Failure, Outcome};
use clap::Args;
use std::path::{Path, PathBuf};
use synfin::{Capture, Decoded, Filter, Frame, LinkType};

/// Where packets come from and which of them are wanted.
#[derive(Args, Debug)]
#[command(next_help_heading = "Input")]
pub(crate) struct InputArgs {
    /// Captures to read, directories of captures, or - for standard input; with -r, the words of
    /// a filter expression
    #[arg(value_name = "FILE")]
    words: Vec<String>,

    /// Read this capture; all other words are then a filter expression, as in tcpdump
    #[arg(short = 'r', value_name = "FILE")]
    read: Option<PathBuf>,

    /// Only packets that this pcap-filter(7) expression lets through
    #[arg(long, value_name = "EXPR", conflicts_with = "read")]
    filter: Option<String>,

    /// Stop after N packets that passed the filter
    #[arg(short = 'c', value_name = "N", value_parser = packet_count)]
    max_packets: Option<u64>,

    /// Only connection N, as `synfin connections` numbers them
    #[arg(short = 'C', long, value_name = "N")]
    connection: Option<u64>,

    /// Threads to use; the output is the same for any N
    #[arg(long, value_name = "N", hide_short_help = true)]
    jobs: Option<u16>,

    /// No progress bar
    #[arg(long, hide_short_help = true)]
    quiet: bool,
}

impl InputArgs {
    /// Gives every frame that passes the filter to `take`, until the end, until `-c` of them were
    /// given, or until `take` fails. Without a filter those pass that carry TCP.
    pub(crate) fn for_each_packet(
        &self,
        mut take: impl FnMut(&Frame<'_>, &Decoded<'_>) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let (paths, expression) = self.paths_and_filter()?;
        let mut outcome = Outcome::Complete;
        let mut left = self.max_packets.unwrap_or(u64::MAX);
        for path in paths {
            if let Err(error) = read_one(&path, &expression, &mut left, &mut take)? {
                anstream::eprintln!("synfin: {error}");
                outcome = Outcome::Damaged;
            }
        }
        Ok(outcome)
    }

    fn paths_and_filter(&self) -> Result<(Vec<PathBuf>, String), Failure> {
        match &self.read {
            Some(path) => Ok((vec![path.clone()], self.words.join(" "))),
            None if self.words.is_empty() => Err(Failure::usage(
                "no capture was named: give a file, a directory or - for standard input",
            )),
            None => Ok((
                self.words.iter().map(PathBuf::from).collect(),
                self.filter.clone().unwrap_or_default(),
            )),
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

/// Opens a capture; `-` is standard input.
fn open(path: &Path) -> Result<Capture, synfin::Error> {
    if path.as_os_str() == "-" {
        Capture::from_reader("standard input", Box::new(std::io::stdin()))
    } else {
        Capture::open(path)
    }
}

/// Reads one capture; the inner result is what was wrong with it.
fn read_one(
    path: &Path,
    expression: &str,
    left: &mut u64,
    take: &mut impl FnMut(&Frame<'_>, &Decoded<'_>) -> Result<(), Failure>,
) -> Result<Result<(), synfin::Error>, Failure> {
    let mut capture = match open(path) {
        Ok(capture) => capture,
        Err(error) => return Ok(Err(error)),
    };
    let mut filter = LinkFilter::new(expression);
    while *left > 0 {
        let frame = match capture.next_frame() {
            Ok(Some(frame)) => frame,
            Ok(None) => break,
            Err(error) => return Ok(Err(error)),
        };
        if !filter.passes(&frame)? {
            continue;
        }
        let decoded = frame.decode();
        if filter.is_given() || decoded.carries_tcp() {
            *left -= 1;
            take(&frame, &decoded)?;
        }
    }
    Ok(Ok(()))
}

/// A filter expression, compiled for the link type of the last frame.
struct LinkFilter<'a> {
    expression: &'a str,
    compiled: Option<(LinkType, Filter)>,
}

impl<'a> LinkFilter<'a> {
    fn new(expression: &'a str) -> Self {
        Self {
            expression: expression.trim(),
            compiled: None,
        }
    }

    const fn is_given(&self) -> bool {
        !self.expression.is_empty()
    }

    /// Does the frame pass? Everything does where no expression was given.
    fn passes(&mut self, frame: &Frame<'_>) -> Result<bool, Failure> {
        if !self.is_given() {
            return Ok(true);
        }
        let link_type = frame.link_type;
        let current = match self.compiled.take() {
            Some(current) if current.0 == link_type => current,
            _ => Filter::compile(self.expression, link_type)
                .map(|filter| (link_type, filter))
                .map_err(|error| Failure::usage(error.to_string()))?,
        };
        let (_, filter) = self.compiled.insert(current);
        Ok(filter.matches(frame))
    }
}
