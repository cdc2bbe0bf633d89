//! `synfin stats`: one screen on the whole capture.
//!
//! Duty: print the figures that `totals` adds up and `figures` puts into words. Absence: no figure of its own.

mod figures;
mod talkers;
mod times;
mod totals;

pub(crate) use figures::{Figure, Figures};
pub(crate) use totals::Totals;

use talkers::Talk;
use totals::Share;

use crate::failure::{Failure, Outcome};
use crate::input::{InputArgs, Meanwhile, Step};
use crate::output::Output;
use clap::Args;
use std::cell::RefCell;
use std::io::Write;
use synfin_picture::Language;

/// Options of `stats`.
#[derive(Args, Debug)]
pub(crate) struct StatsArgs {
    #[command(flatten)]
    input: InputArgs,
}

/// Runs the command.
pub(crate) fn run(args: &StatsArgs, mut out: Output) -> Result<Outcome, Failure> {
    let mut totals = Totals::default();
    let outcome = if args.input.is_whole() {
        add_all(args, &mut totals)?
    } else {
        add_chosen(args, &mut totals)?
    };
    print(&totals.figures(), &mut out)?;
    out.flush()?;
    Ok(outcome)
}

/// Adds up everything, which several threads may do.
fn add_all(args: &StatsArgs, totals: &mut Totals) -> Result<Outcome, Failure> {
    let totals = RefCell::new(totals);
    args.input.for_each_packet_and_connection(
        args.input.tracking(),
        &Meanwhile::Gathers,
        |packet| {
            let is_read = packet.segment.is_some();
            totals.borrow_mut().add_packet(packet, is_read);
        },
        |connection, _| Share::of(connection),
        |share, _| {
            totals.borrow_mut().add_share(&share);
            Ok(())
        },
    )
}

/// Adds up what the filter lets through, and the connections that are chosen.
fn add_chosen(args: &StatsArgs, totals: &mut Totals) -> Result<Outcome, Failure> {
    let chosen = args.input.choice()?;
    (args.input).follow(&chosen, Meanwhile::Gathers, |step| {
        match step {
            Step::Packet(packet, seen) => totals.add_packet(packet, seen.is_some()),
            Step::Over(connection) => totals.add(&connection),
        }
        Ok(())
    })
}

/// Prints the figures in two columns.
fn print(figures: &Figures, out: &mut impl Write) -> Result<(), Failure> {
    let language = Language::English;
    for figure in figures.rows(language) {
        let indent = if figure.is_part { "  " } else { "" };
        let mut title = format!("{indent}{}", figure.label.text(language));
        for value in &figure.values {
            writeln!(out, "{title:<17}{value}")?;
            title.clear();
        }
    }
    writeln!(out, "top talkers      octets sent, connections")?;
    for (address, talk) in &figures.talkers {
        let Talk {
            octets,
            connections,
        } = talk;
        writeln!(out, "  {address:<39} {octets:>14} {connections:>9}")?;
    }
    if let Some(remark) = figures.talkers_remark(language) {
        writeln!(out, "  {remark}")?;
    }
    Ok(())
}
