//! The input options every command shares, and the one loop that reads frames.

use crate::failure::{Failure, Outcome};
use clap::Args;
use std::path::PathBuf;
use synfin::{Capture, Filter, Frame};

/// Where packets come from and which of them are wanted.
#[derive(Args, Debug)]
pub(crate) struct InputArgs {
    /// Captures to read; with -r, the words of a filter expression
    #[arg(value_name = "FILE")]
    words: Vec<String>,

    /// Read this capture; the remaining words are then a filter expression, as in tcpdump
    #[arg(short = 'r', value_name = "FILE")]
    read: Option<PathBuf>,

    /// Only packets that this pcap-filter(7) expression lets through
    #[arg(long, value_name = "EXPR", conflicts_with = "read")]
    filter: Option<String>,
}

impl InputArgs {
    /// Gives every frame that passes the filter to `take`, until the end or until `take` fails.
    pub(crate) fn for_each_frame(
        &self,
        mut take: impl FnMut(&Frame<'_>) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let (paths, expression) = self.paths_and_filter()?;
        let mut outcome = Outcome::Complete;
        for path in paths {
            if let Err(error) = read_one(&path, &expression, &mut take)? {
                anstream::eprintln!("synfin: {error}");
                outcome = Outcome::Damaged;
            }
        }
        Ok(outcome)
    }

    fn paths_and_filter(&self) -> Result<(Vec<PathBuf>, String), Failure> {
        match &self.read {
            Some(path) => Ok((vec![path.clone()], self.words.join(" "))),
            None if self.words.is_empty() => Err(Failure::Usage("no capture was named".into())),
            None => Ok((
                self.words.iter().map(PathBuf::from).collect(),
                self.filter.clone().unwrap_or_default(),
            )),
        }
    }
}

/// Reads one capture; the inner result is what was wrong with it.
fn read_one(
    path: &PathBuf,
    expression: &str,
    take: &mut impl FnMut(&Frame<'_>) -> Result<(), Failure>,
) -> Result<Result<(), synfin::Error>, Failure> {
    let mut capture = match Capture::open(path) {
        Ok(capture) => capture,
        Err(error) => return Ok(Err(error)),
    };
    let mut filter = None;
    loop {
        let frame = match capture.next_frame() {
            Ok(Some(frame)) => frame,
            Ok(None) => return Ok(Ok(())),
            Err(error) => return Ok(Err(error)),
        };
        if filter.is_none() {
            let compiled = Filter::compile(expression, frame.link_type)
                .map_err(|error| Failure::Usage(error.to_string()))?;
            filter = Some(compiled);
        }
        if filter.as_ref().is_some_and(|filter| filter.matches(&frame)) {
            take(&frame)?;
        }
    }
}
