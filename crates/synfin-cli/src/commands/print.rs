//! `synfin print`: one tcpdump-style line a TCP packet, annotated.

mod annotation;
mod batch;
mod beside;
mod explain;
mod line_args;
mod observer;
mod printing;
mod records;
mod saved;

use crate::colour::ColourArgs;
use crate::failure::{Failure, Outcome};
use crate::input::{InputArgs, Meanwhile, Step};
use crate::language::Language;
use crate::output::{HoldsBack, Output};
use crate::saving::SaveArgs;
use clap::Args;
use line_args::LineArgs;
use printing::Printing;
use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

const EXAMPLES: &str = "\
Examples:
  synfin print trace.pcap                     annotated lines
  synfin print -nn -tttt -r trace.pcap 'tcp port 22 and host 10.0.0.1'
  synfin print --explain --lang zh trace.pcap
  synfin print -C 3 trace.pcap                connection 3 only
  synfin print --plain -nvvr trace.pcap       what tcpdump prints, and nothing else
  synfin print -w resets.pcapng --where reset trace.pcap
  tcpdump -w - | synfin print -               a live capture

The annotation stands behind a TAB: `cut -f1` takes it away. It gives the connection, the step of
its life, state changes (those marked ? are assumed until a later packet proves them), and what
else was noticed.";

/// Options of `print`.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct PrintArgs {
    #[command(flatten)]
    input: InputArgs,

    #[command(flatten)]
    output: OutputArgs,

    #[command(flatten)]
    save: SaveArgs,

    #[command(flatten)]
    line: LineArgs,
}

/// What stands around tcpdump's text.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
struct OutputArgs {
    /// Only tcpdump's text, byte for byte, without the annotation
    #[arg(long)]
    plain: bool,

    /// Explain each step of opening and closing in a sentence under its line
    #[arg(long, conflicts_with = "plain")]
    explain: bool,

    /// The language of --explain [default: by the locale]
    #[arg(long, value_enum, value_name = "LANG", requires = "explain")]
    lang: Option<Language>,

    #[command(flatten)]
    colour: ColourArgs,

    /// Names for hosts, in the form of /etc/hosts; no name is ever looked up anywhere else
    #[arg(long, value_name = "FILE")]
    hosts: Option<PathBuf>,

    /// Print no packets, only how many there are
    #[arg(long)]
    count: bool,

    /// Write each line as soon as it is known
    #[arg(short = 'l')]
    line_buffered: bool,
}

/// Runs the command.
pub(crate) fn run(args: &PrintArgs, out: Output) -> Result<Outcome, Failure> {
    let printing = Rc::new(RefCell::new(Printing::new(args, out)?));
    let meanwhile = Meanwhile::PrintsLater(Rc::clone(&printing) as Rc<RefCell<dyn HoldsBack>>);
    let outcome = if args.save.is_given() {
        let chosen = args.input.choice()?;
        (args.input).follow(&chosen, meanwhile, |step| printing.borrow_mut().take(step))
    } else if printing.borrow().follows_itself() {
        (args.input).give(meanwhile, |packet| {
            printing.borrow_mut().take_unseen(packet)
        })
    } else if args.needs_tracker() {
        let chosen = args.input.choice()?;
        (args.input).follow_packets(&chosen, meanwhile, |packet, seen| {
            printing.borrow_mut().take(Step::Packet(packet, seen))
        })
    } else {
        args.input.pass(
            meanwhile,
            |frame, captures| Ok(printing.borrow_mut().take_quickly(frame, captures)?),
            |packet| printing.borrow_mut().take(Step::Packet(packet, None)),
        )
    };
    // What was printed before a failure shows too.
    let mut printing = printing.borrow_mut();
    let flushed = HoldsBack::flush(&mut *printing);
    let outcome = outcome?;
    flushed?;
    args.input.tell_evicted(printing.evicted());
    printing.finish(args.output.count)?;
    Ok(outcome)
}

impl PrintArgs {
    /// Does what is printed depend on connections?
    const fn needs_tracker(&self) -> bool {
        let annotated = !self.output.plain && !self.output.count;
        annotated || self.input.chooses_connections()
    }
}
