//! `synfin report`: one self-contained page on a whole capture, to send to a colleague.
//!
//! Duty: read the capture once, keep what the page shows, write the page. Invariant: the page
//! asks the network for nothing, and nothing that a capture says becomes markup or script in it.
//! Absence: what the page looks like and how it behaves, which is `page`'s.

mod collect;

use super::page::Page;
use crate::failure::{Failure, Outcome};
use crate::input::{InputArgs, Meanwhile, Step};
use crate::language::Language;
use crate::progress::Progress;
use clap::Args;
use collect::Collection;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::time::Instant;
use synfin_picture::words::Label;

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
    if args.input.reads(&args.output) {
        return Err(Failure::usage(format!(
            "{} is read, so it cannot be written",
            args.output.display()
        )));
    }
    // Made first: where it cannot be written, nothing needs to be read.
    let file =
        File::create(&args.output).map_err(|error| Failure::unwritable(&args.output, error))?;
    let begun = Instant::now();
    let chosen = args.input.choice()?;
    let mut collection = Collection::new(args.limit);
    let outcome = (args.input).follow(&chosen, Meanwhile::Gathers, |step| {
        match step {
            Step::Packet(packet, seen) => {
                collection.totals.add_packet(packet, seen.is_some());
                if let (Some(segment), Some(seen)) = (packet.segment, seen) {
                    collection.observe(segment, seen);
                }
            }
            Step::Over(connection) => collection.finish(connection),
        }
        Ok(())
    })?;
    let mut out = BufWriter::with_capacity(1 << 18, file);
    let page = args.page(collection);
    let is_shown = args.input.shows_progress(false);
    let mut progress = Progress::of_drawing(is_shown, page.entries.len() as u64, begun);
    page.write(&mut out, || progress.connection())
        .and_then(|()| out.flush())
        .map_err(|error| Failure::unwritable(&args.output, error))?;
    Ok(outcome)
}

impl ReportArgs {
    /// The page on what was collected.
    fn page(&self, collection: Collection) -> Page {
        let language = self.lang.unwrap_or_else(Language::of_locale).catalogue();
        let (totals, entries) = collection.into_parts();
        let kept = entries.len();
        let left_out = totals.connections().saturating_sub(kept as u64);
        let remark = (left_out > 0)
            .then(|| Label::LeftOut.with(language, &[("kept", &kept), ("left_out", &left_out)]));
        Page {
            title: Label::Title.text(language).to_owned(),
            figures: Some(totals.figures()),
            remark,
            entries,
            language,
        }
    }
}
