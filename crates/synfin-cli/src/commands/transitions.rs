//! `synfin transitions`: one row a state change of an endpoint.

mod rows;

use super::row_format::RowFormat;
use crate::failure::{Failure, Outcome};
use crate::input::{InputArgs, Meanwhile};
use crate::output::Output;
use crate::writing::separated::Separator;
use clap::Args;
use rows::{Form, Rows};
use synfin::TrackerOptions;

/// Options of `transitions`.
#[derive(Args, Debug)]
pub(crate) struct TransitionsArgs {
    #[command(flatten)]
    input: InputArgs,

    /// What to print: by default a table on a terminal and JSON Lines elsewhere
    #[arg(long, value_name = "FORMAT")]
    format: Option<RowFormat>,

    /// How long TIME-WAIT lasts; by RFC 9293 twice the maximum segment lifetime, by Linux 60
    #[arg(long, value_name = "SECONDS", default_value_t = 240)]
    time_wait: u32,

    /// End connections that are silent for longer than this; by default silence ends nothing
    #[arg(long, value_name = "SECONDS")]
    idle: Option<u32>,
}

impl TransitionsArgs {
    fn form(&self) -> Form {
        match RowFormat::chosen(self.format) {
            RowFormat::Table => Form::Table,
            RowFormat::Jsonl => Form::Json,
            RowFormat::Csv => Form::Separated(Separator::Comma),
            RowFormat::Tsv => Form::Separated(Separator::Tab),
        }
    }
}

/// Whole seconds in nanoseconds.
fn nanoseconds(seconds: u32) -> i64 {
    i64::from(seconds) * 1_000_000_000
}

/// Runs the command.
pub(crate) fn run(args: &TransitionsArgs, out: Output) -> Result<Outcome, Failure> {
    let options = TrackerOptions {
        time_wait: nanoseconds(args.time_wait),
        idle: args.idle.map(nanoseconds),
        ..args.input.tracking()
    };
    let meanwhile = Meanwhile::Prints(out.clone());
    let form = args.form();
    let mut rows = Rows::new(form, out)?;
    let outcome = args.input.for_each_connection(
        options,
        &meanwhile,
        |connection, text| form.make(connection, text),
        |cells, text| Ok(rows.take(cells, text)?),
    )?;
    rows.finish()?;
    Ok(outcome)
}
