//! The input options every command shares, and the one loop that reads frames.

mod link_filter;
mod live;
mod sources;

use crate::failure::{Failure, Outcome, report};
use clap::Args;
use link_filter::LinkFilter;
use live::{BeforeWaiting, LiveInput};
use sources::Source;
use std::io;
use std::ops::ControlFlow::{self, Break, Continue};
use std::path::{Path, PathBuf};
use synfin::capture::Names;
use synfin::{Capture, Decoded, Error, Frame};

/// Where packets come from and which of them are wanted.
#[derive(Args, Debug)]
#[command(next_help_heading = "Input")]
pub(crate) struct InputArgs {
    /// Captures to read, directories of captures, or - for standard input; with -r, the words of
    /// a filter expression
    #[arg(value_name = "FILE", help_heading = None::<&str>)]
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

/// How the reading loop is to go about it.
pub(crate) struct Reading<F> {
    /// What becomes of packets that the filter drops.
    pub(crate) dropped: Dropped,
    /// Called when standard input may keep the loop waiting, and before a defect is reported: so
    /// what was printed shows before.
    pub(crate) before_waiting: F,
}

/// What becomes of packets that the filter drops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dropped {
    /// The loop does not give them out.
    Skip,
    /// The loop gives them out: a connection's life needs all of its packets.
    Give,
}

/// A packet as the reading loop gives it.
pub(crate) struct Packet<'a> {
    /// Its frame.
    pub(crate) frame: &'a Frame<'a>,
    /// What was read of it.
    pub(crate) decoded: Decoded<'a>,
    /// Does it pass the filter, or, without one, does it carry TCP?
    pub(crate) passes: bool,
    /// The names of hosts that the capture has given so far.
    pub(crate) names: Option<&'a Names>,
}

impl InputArgs {
    /// The only connection that is wanted, if one was named.
    pub(crate) const fn connection(&self) -> Option<u64> {
        self.connection
    }

    /// After how many packets to stop.
    pub(crate) fn max_packets(&self) -> u64 {
        self.max_packets.unwrap_or(u64::MAX)
    }

    /// Gives every packet that passes the filter to `take`, until the end, until `-c` of them were
    /// given, or until `take` fails. Without a filter those pass that carry TCP.
    pub(crate) fn for_each_packet(
        &self,
        mut take: impl FnMut(&Frame<'_>, &Decoded<'_>) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let mut left = self.max_packets();
        let reading = Reading {
            dropped: Dropped::Skip,
            before_waiting: || Ok(()),
        };
        self.read(reading, |packet| {
            left -= 1;
            take(packet.frame, &packet.decoded)?;
            Ok(if left == 0 { Break(()) } else { Continue(()) })
        })
    }

    /// Gives packets to `take` until the end, or until it breaks off.
    pub(crate) fn read(
        &self,
        reading: Reading<impl Fn() -> io::Result<()> + Send + Clone + 'static>,
        mut take: impl FnMut(&Packet<'_>) -> Result<ControlFlow<()>, Failure>,
    ) -> Result<Outcome, Failure> {
        let expression = self.expression();
        let mut filter = LinkFilter::new(&expression);
        let mut outcome = Outcome::Complete;
        for word in self.captures()? {
            let sources = sources::of_word(word);
            if let Err(error) = &sources {
                let folder = word.display();
                report(&format_args!(
                    "{folder}: cannot read the directory: {error}"
                ));
                outcome = Outcome::Damaged;
            }
            for source in sources.unwrap_or_default() {
                let (read, flow) = read_source(&source, &reading, &mut filter, &mut take)?;
                outcome = outcome.with(read);
                if flow.is_break() {
                    return Ok(outcome);
                }
            }
        }
        filter.prepare(None)?;
        Ok(outcome)
    }

    /// The words that name captures.
    fn captures(&self) -> Result<Vec<&Path>, Failure> {
        match &self.read {
            Some(path) => Ok(vec![path]),
            None if self.words.is_empty() => Err(Failure::usage(
                "no capture was named: give a file, a directory or - for standard input",
            )),
            None => Ok(self.words.iter().map(Path::new).collect()),
        }
    }

    /// The filter expression, empty if none was typed.
    fn expression(&self) -> String {
        match (&self.read, &self.filter) {
            (Some(_), _) => self.words.join(" "),
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

/// Opens a capture; `-` is standard input.
fn open(path: &Path, before_waiting: BeforeWaiting) -> Result<Capture, Error> {
    if path.as_os_str() == "-" {
        Capture::from_reader("standard input", Box::new(LiveInput::new(before_waiting)))
    } else {
        Capture::open(path)
    }
}

/// Reads one source to its end and reports what is wrong with it.
fn read_source(
    source: &Source,
    reading: &Reading<impl Fn() -> io::Result<()> + Send + Clone + 'static>,
    filter: &mut LinkFilter<'_>,
    take: &mut impl FnMut(&Packet<'_>) -> Result<ControlFlow<()>, Failure>,
) -> Result<(Outcome, ControlFlow<()>), Failure> {
    let flush = &reading.before_waiting;
    let mut capture = match open(&source.path, Box::new(flush.clone())) {
        Ok(capture) => capture,
        Err(Error::NotACapture { .. } | Error::Empty { .. }) if source.found => {
            return Ok((Outcome::Complete, Continue(())));
        }
        Err(error) => {
            flush()?;
            report(&error);
            return Ok((Outcome::Damaged, Continue(())));
        }
    };
    filter.prepare(capture.link_type())?;
    let read = read_capture(&mut capture, filter, reading.dropped, take)?;
    // What was printed comes before its defects, also where both go to one place.
    flush()?;
    for defect in capture.defects() {
        match defect.count - 1 {
            0 => report(&defect.first),
            more => report(&format_args!(
                "{} (and {more} more of the kind)",
                defect.first
            )),
        }
    }
    let whole = read.is_ok() && capture.defects().is_empty();
    let outcome = if whole {
        Outcome::Complete
    } else {
        Outcome::Damaged
    };
    let flow = read.unwrap_or_else(|error| {
        report(&error);
        Continue(())
    });
    Ok((outcome, flow))
}

/// Gives the packets of a capture to `take`; the inner error is what ended the capture.
fn read_capture(
    capture: &mut Capture,
    filter: &mut LinkFilter<'_>,
    dropped: Dropped,
    take: &mut impl FnMut(&Packet<'_>) -> Result<ControlFlow<()>, Failure>,
) -> Result<Result<ControlFlow<()>, Error>, Failure> {
    loop {
        match capture.advance() {
            Ok(true) => {}
            Ok(false) => return Ok(Ok(Continue(()))),
            Err(error) => return Ok(Err(error)),
        }
        let Some(frame) = capture.frame() else {
            continue;
        };
        let let_through = filter.passes(&frame)?;
        if !let_through && dropped == Dropped::Skip {
            continue;
        }
        let decoded = frame.decode();
        let passes = let_through && (filter.is_given() || decoded.carries_tcp());
        if !passes && dropped == Dropped::Skip {
            continue;
        }
        let packet = Packet {
            frame: &frame,
            decoded,
            passes,
            names: capture.names(),
        };
        if take(&packet)?.is_break() {
            return Ok(Ok(Break(())));
        }
    }
}
