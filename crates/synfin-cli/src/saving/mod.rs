//! `--write` and `--split`: packets into capture files.
//!
//! Duty: say what is wanted, and hand each chosen packet to the writers. Invariant: octets, times
//! and lengths are the input's; what a packet was is added as a comment where the format has room
//! for one. Absence: no choice of packets, no words for the comment.

mod format;
mod split;

use crate::failure::Failure;
use crate::input::InputArgs;
use crate::output::Output;
use clap::Args;
use format::{Format, Writer};
use split::Split;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use synfin::tcp::Observation;
use synfin::{Frame, Segment};

/// Where packets are to be saved.
#[derive(Args, Debug)]
#[command(next_help_heading = "Saving packets")]
pub(crate) struct SaveArgs {
    /// Write the packets to FILE instead of printing them; - is standard output
    ///
    /// The file is a pcapng with each packet's part in its connection's life as comment, or, if
    /// its name ends in .pcap, a classic pcap without comments.
    #[arg(short = 'w', long, value_name = "FILE")]
    write: Option<PathBuf>,

    /// Write each connection's packets to a file of its own in DIR, which is made if need be
    ///
    /// The files are named by the connection's number and its ends, as
    /// 000001_10.0.0.1.1234_10.0.0.2.80.pcapng. What stands in files of these names is replaced.
    #[arg(long, value_name = "DIR", conflicts_with = "write")]
    split: Option<PathBuf>,

    /// Print the packets as well when they are written to files
    #[arg(long)]
    print: bool,
}

/// A packet to be saved.
pub(crate) struct Saved<'a> {
    /// Its frame.
    pub(crate) frame: &'a Frame<'a>,
    /// Its connection, if it belongs to one.
    pub(crate) connection: Option<Ends>,
    /// What is to be said of it.
    pub(crate) comment: &'a str,
}

/// A connection, by what its file is named after.
#[derive(Clone, Copy)]
pub(crate) struct Ends {
    /// Its number.
    pub(crate) id: u64,
    /// Who is taken for the client so far.
    pub(crate) client: SocketAddr,
    /// The other end.
    pub(crate) server: SocketAddr,
}

impl Ends {
    /// The connection of a segment.
    pub(crate) fn of(segment: &Segment<'_>, observation: &Observation) -> Self {
        let (client, server) = observation.sockets(segment);
        Self {
            id: observation.connection,
            client,
            server,
        }
    }
}

/// Where packets go.
pub(crate) enum Saver {
    /// Into one file.
    One(PathBuf, Writer<Box<dyn Write>>),
    /// Into one file a connection.
    Split(Split),
}

impl SaveArgs {
    /// Are packets to be saved?
    pub(crate) const fn is_given(&self) -> bool {
        self.write.is_some() || self.split.is_some()
    }

    /// Are packets to be printed?
    pub(crate) const fn prints(&self) -> bool {
        self.print || !self.is_given()
    }

    /// Opens what is to be written, which must be none of the files that are read; `out` is what
    /// `-w -` stands for.
    pub(crate) fn saver(&self, input: &InputArgs, out: &Output) -> Result<Option<Saver>, Failure> {
        match (&self.write, &self.split) {
            (Some(path), _) if input.reads(path) => Err(Failure::usage(format!(
                "{} is read, so it cannot be written",
                path.display()
            ))),
            (Some(path), _) => {
                let file: Box<dyn Write> = if path.as_os_str() == "-" {
                    Box::new(out.clone())
                } else {
                    let file = File::create(path).map_err(|error| failure(path, error))?;
                    Box::new(BufWriter::with_capacity(1 << 16, file))
                };
                let writer = Writer::new(Format::of(path), file);
                let writer = writer.map_err(|error| failure(path, error))?;
                Ok(Some(Saver::One(path.clone(), writer)))
            }
            (None, Some(folder)) => Ok(Some(Saver::Split(Split::new(folder)?))),
            (None, None) => Ok(None),
        }
    }
}

impl Saver {
    /// Saves a packet. In `--split`, one without a connection is left out.
    pub(crate) fn save(&mut self, packet: &Saved<'_>) -> Result<(), Failure> {
        match self {
            Self::One(path, writer) => writer
                .write(packet.frame, packet.comment)
                .map_err(|error| failure(path, error)),
            Self::Split(split) => split.save(packet),
        }
    }

    /// A connection is over: nothing more will come of it.
    pub(crate) fn over(&mut self, connection: u64) -> Result<(), Failure> {
        match self {
            Self::One(..) => Ok(()),
            Self::Split(split) => split.over(connection),
        }
    }

    /// Writes what is left.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        match self {
            Self::One(path, mut writer) => writer
                .complete()
                .and_then(|()| writer.output().flush())
                .map_err(|error| failure(&path, error)),
            Self::Split(split) => split.finish(),
        }
    }
}

/// What became of a file; standard output is the command's own.
fn failure(path: &Path, error: io::Error) -> Failure {
    if path.as_os_str() == "-" {
        Failure::Output(error)
    } else {
        Failure::unwritable(path, error)
    }
}
