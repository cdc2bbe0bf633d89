//! `synfin plot`: one connection's sequence numbers, octets in flight, round trips and throughput
//! over time.
//!
//! Duty: give the charts in the format asked for. Absence: what is charted and how it is drawn,
//! which are the picture crate's.

use super::one_connection::{columns, follow, write_line};
use crate::colour::{ColourArgs, Palette};
use crate::failure::{Failure, Outcome};
use crate::input::InputArgs;
use crate::output::Output;
use clap::{Args, ValueEnum};
use std::io::Write;
use synfin_picture::plot::{self, Samples};

/// Options of `plot`.
#[derive(Args, Debug)]
pub(crate) struct PlotArgs {
    #[command(flatten)]
    input: InputArgs,

    /// What to draw
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Draw with ASCII characters only
    #[arg(long)]
    ascii: bool,

    #[command(flatten)]
    colour: ColourArgs,
}

/// What `plot` draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal.
    Text,
    /// An SVG file.
    Svg,
}

/// Runs the command.
pub(crate) fn run(args: &PlotArgs, mut out: Output) -> Result<Outcome, Failure> {
    let mut samples: Option<Samples> = None;
    let (outcome, connection) = follow(&args.input, &mut out, |segment, seen| {
        samples
            .get_or_insert_with(|| Samples::new(segment.time))
            .observe(segment, seen);
    })?;
    if let (Some(connection), Some(samples)) = (connection, samples) {
        let charts = samples.charts();
        match args.format {
            Format::Svg => out.write_all(plot::svg(&charts, &connection.to_string()).as_bytes())?,
            Format::Text => {
                let palette = Palette::new(args.colour.wanted());
                for line in plot::terminal(&charts, columns(), args.ascii) {
                    write_line(&mut out, &line, &palette)?;
                }
            }
        }
    }
    out.flush()?;
    Ok(outcome)
}
