//! `synfin connections`: one row a connection.

mod object;
mod row;
mod rows;
mod table;

use super::row_format::RowFormat;
use crate::facts::{Fact, find};
use crate::failure::{Failure, Outcome};
use crate::input::{InputArgs, Meanwhile};
use crate::output::Output;
use crate::writing::separated::Separator;
use clap::Args;
use row::RowStyle;
use rows::{Form, Limit, RowMaker, Rows};
use table::Table;

/// Options of `connections`.
#[derive(Args, Debug)]
#[command(after_long_help = crate::facts::fields_help())]
pub(crate) struct ConnectionsArgs {
    #[command(flatten)]
    input: InputArgs,

    /// What to print: by default a table on a terminal and JSON Lines elsewhere
    #[arg(long, value_name = "FORMAT")]
    format: Option<RowFormat>,

    /// Sort by this field; -FIELD puts the greatest first. A table is sorted by id where nothing
    /// else is said; elsewhere connections come as they end
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true)]
    sort: Option<String>,

    /// Print at most N connections; 0 means all, and is the default but for a table's 50
    #[arg(long, value_name = "N")]
    limit: Option<usize>,

    /// Only these fields, in this order, separated by commas
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    columns: Vec<String>,
}

/// How many connections a table shows where nothing else is said.
const TABLE_LIMIT: usize = 50;

impl ConnectionsArgs {
    fn format(&self) -> RowFormat {
        RowFormat::chosen(self.format)
    }

    fn limit(&self) -> Result<Limit, Failure> {
        let default = if self.format() == RowFormat::Table {
            TABLE_LIMIT
        } else {
            0
        };
        let sort = self.sort.as_deref().map(|name| {
            let descending = name.strip_prefix('-');
            let fact = fact(descending.unwrap_or(name))?;
            Ok::<_, Failure>((fact, descending.is_some()))
        });
        let by_id = || fact("id").ok().map(|id| (id, false));
        let table = self.format() == RowFormat::Table;
        Ok(Limit {
            sort: sort.transpose()?.or_else(|| table.then(by_id).flatten()),
            most: match self.limit.unwrap_or(default) {
                0 => usize::MAX,
                most => most,
            },
        })
    }

    fn form(&self) -> Result<Form, Failure> {
        let columns = self.columns.iter().map(|name| fact(name.trim()));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        Ok(match self.format() {
            RowFormat::Table => Form::Table(Table::new(columns)),
            RowFormat::Jsonl => Form::Lines(RowStyle::json(&columns)),
            RowFormat::Csv => Form::Lines(RowStyle::separated(Separator::Comma, columns)),
            RowFormat::Tsv => Form::Lines(RowStyle::separated(Separator::Tab, columns)),
        })
    }
}

fn fact(name: &str) -> Result<Fact, Failure> {
    find(name).map_err(|error| Failure::usage(error.to_string()))
}

/// Runs the command.
pub(crate) fn run(args: &ConnectionsArgs, out: Output) -> Result<Outcome, Failure> {
    let meanwhile = Meanwhile::Prints(out.clone());
    let maker = RowMaker::new(args.form()?, args.limit()?);
    let mut rows = Rows::new(&maker, out)?;
    let outcome = args.input.for_each_connection(
        args.input.tracking(),
        &meanwhile,
        |connection, text| maker.make(connection, text),
        |made, line| rows.take(made, line),
    )?;
    rows.finish()?;
    Ok(outcome)
}
