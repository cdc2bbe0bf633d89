//! `synfin connections`.

use crate::failure::{Failure, Outcome};
use crate::input::InputArgs;
use clap::Args;
use synfin::Tracker;

/// Options of `connections`.
#[derive(Args, Debug)]
pub(crate) struct ConnectionsArgs {
    #[command(flatten)]
    input: InputArgs,
}

/// Runs the command.
pub(crate) fn run(args: &ConnectionsArgs) -> Result<Outcome, Failure> {
    let mut tracker = Tracker::new();
    let outcome = args.input.for_each_packet(|_, decoded| {
        if let Some(segment) = decoded.segment() {
            tracker.observe(segment);
        }
        Ok(())
    })?;
    for connection in tracker.finish() {
        println!("{connection}");
    }
    Ok(outcome)
}
