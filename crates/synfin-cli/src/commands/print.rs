//! `synfin print`: one tcpdump-style line a TCP packet, annotated.

mod line_args;

use crate::failure::{Failure, Outcome};
use crate::input::InputArgs;
use clap::Args;
use line_args::LineArgs;
use std::io::{self, BufWriter, Write};
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
    let options = args.line.line_options()?;
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    if args.count {
        return count(args, &mut out);
    }
    let _ = args.plain;
    let mut printer = LinePrinter::new(options);
    let mut record = Vec::new();
    let outcome = args.input.for_each_packet(|frame, decoded| {
        record.clear();
        printer.print(frame, decoded, &mut record);
        out.write_all(&record)?;
        if args.line_buffered {
            out.flush()?;
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(outcome)
}

/// `--count`: how many packets there are, in tcpdump's words.
fn count(args: &PrintArgs, out: &mut impl Write) -> Result<Outcome, Failure> {
    let mut packets = 0_u64;
    let outcome = args.input.for_each_packet(|_, _| {
        packets += 1;
        Ok(())
    })?;
    let plural = if packets == 1 { "" } else { "s" };
    writeln!(out, "{packets} packet{plural}")?;
    out.flush()?;
    Ok(outcome)
}
