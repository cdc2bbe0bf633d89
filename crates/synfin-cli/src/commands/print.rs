//! `synfin print`: one tcpdump-style line a TCP packet, annotated.

mod line_args;

use crate::failure::{Failure, Outcome};
use crate::input::{Dropped, InputArgs, Packet, Reading};
use crate::output::Output;
use clap::Args;
use line_args::LineArgs;
use std::io::Write;
use std::ops::ControlFlow::{Break, Continue};
use synfin::Tracker;
use synfin_line::LinePrinter;

/// Options of `print`.
#[derive(Args, Debug)]
pub(crate) struct PrintArgs {
    #[command(flatten)]
    input: InputArgs,

    /// Only tcpdump's text, byte for byte, without the annotation
    #[arg(long)]
    plain: bool,

    /// Print no packets, only how many there are
    #[arg(long)]
    count: bool,

    /// Write each line as soon as it is known
    #[arg(short = 'l')]
    line_buffered: bool,

    #[command(flatten)]
    line: LineArgs,
}

/// Runs the command.
pub(crate) fn run(args: &PrintArgs) -> Result<Outcome, Failure> {
    let mut printer = LinePrinter::new(args.line.line_options()?);
    let mut out = Output::stdout();
    let mut selection = Selection::new(args);
    let (mut packets, mut record) = (0, Vec::new());
    let reading = Reading {
        dropped: selection.dropped(),
        before_waiting: out.flusher(),
    };
    let outcome = args.input.read(reading, |packet| {
        if !selection.selects(packet) {
            return Ok(Continue(()));
        }
        packets += 1;
        if !args.count {
            record.clear();
            printer.print(packet.frame, &packet.decoded, &mut record);
            out.write_all(&record)?;
            if args.line_buffered {
                out.flush()?;
            }
        }
        let enough = packets == args.input.max_packets();
        Ok(if enough { Break(()) } else { Continue(()) })
    })?;
    if args.count {
        let plural = if packets == 1 { "" } else { "s" };
        writeln!(out, "{packets} packet{plural}")?;
    }
    out.flush()?;
    Ok(outcome)
}

/// Which packets are wanted, with the tracker where connections matter.
struct Selection {
    tracker: Option<Tracker>,
    connection: Option<u64>,
}

impl Selection {
    fn new(args: &PrintArgs) -> Self {
        let connection = args.input.connection();
        Self {
            tracker: connection.is_some().then(Tracker::new),
            connection,
        }
    }

    /// The tracker needs all packets of a connection; without it the filter saves the decoding.
    const fn dropped(&self) -> Dropped {
        if self.tracker.is_some() {
            Dropped::Give
        } else {
            Dropped::Skip
        }
    }

    fn selects(&mut self, packet: &Packet<'_>) -> bool {
        let observation = match (&mut self.tracker, packet.decoded.segment()) {
            (Some(tracker), Some(segment)) => tracker.observe(segment),
            _ => None,
        };
        let id = observation.map(|observation| observation.connection);
        packet.passes && (self.connection.is_none() || self.connection == id)
    }
}
