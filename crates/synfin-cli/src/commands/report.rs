//! `synfin report`: one self-contained page on a whole capture, to send to a colleague.
//!
//! Duty: read the capture once, keep what the page shows, write the page. Invariant: the page
//! asks the network for nothing, and nothing that a capture says becomes markup or script in it.
//! Absence: the page's looks and behaviour, which are report/page.css and report/page.js.

mod collect;
mod page;

use crate::failure::{Failure, Outcome};
use crate::input::{InputArgs, Meanwhile, Step};
use crate::language::Language;
use clap::Args;
use collect::Collection;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Options of `report`.
#[derive(Args, Debug)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    input: InputArgs,

    /// The page to write
    #[arg(short = 'o', long, value_name = "OUT.html")]
    output: PathBuf,

    /// Connections kept at most; the least interesting are left out
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    limit: usize,

    /// The stories' language (default: the locale's)
    #[arg(long, value_enum)]
    lang: Option<Language>,
}

/// Runs the command.
pub(crate) fn run(args: &ReportArgs) -> Result<Outcome, Failure> {
    // Made first: where it cannot be written, nothing needs to be read.
    let file =
        File::create(&args.output).map_err(|error| Failure::unwritable(&args.output, error))?;
    let chosen = args.input.choice()?;
    let mut collection = Collection::new(args.limit);
    let outcome = (args.input).follow(&chosen, Meanwhile::Gathers, |step| {
        match step {
            Step::Packet(packet, seen) => {
                collection.frames += 1;
                if let (Some(segment), Some(seen)) = (packet.segment.as_ref(), seen) {
                    collection.observe(segment, seen);
                }
            }
            Step::Over(connection) => collection.finish(*connection),
        }
        Ok(())
    })?;
    let language = args.lang.unwrap_or_else(Language::of_locale).of_stories();
    let mut out = BufWriter::with_capacity(1 << 18, file);
    page::write(&mut out, collection, language)
        .and_then(|()| out.flush())
        .map_err(|error| Failure::unwritable(&args.output, error))?;
    Ok(outcome)
}
