//! `synfin print`: one tcpdump-style line a TCP packet, annotated.

mod annotation;
mod explain;
mod line_args;
mod records;
mod saved;

use crate::colour::ColourArgs;
use crate::failure::{Failure, Outcome};
use crate::input::{InputArgs, Meanwhile, Packet, Step};
use crate::language::Language;
use crate::output::Output;
use crate::saving::SaveArgs;
use clap::Args;
use line_args::LineArgs;
use records::Records;
use saved::Saving;
use std::io::Write;
use std::path::PathBuf;
use synfin::tcp::Observation;

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
    let mut printing = Printing {
        records: Records::new(args)?,
        saving: args.save.saver(&args.input, &out)?.map(Saving::new),
        out: out.clone(),
        prints: args.save.prints() && !args.output.count,
        line_buffered: args.output.line_buffered,
        packets: 0,
    };
    let meanwhile = Meanwhile::Prints(out);
    let outcome = if args.needs_tracker() {
        let chosen = args.input.choice()?;
        (args.input).follow(&chosen, meanwhile, |step| printing.take(step))?
    } else {
        let pass = |packet: &Packet<'_>| printing.take(Step::Packet(packet, None));
        args.input.pass(meanwhile, pass)?
    };
    printing.finish(args.output.count)?;
    Ok(outcome)
}

impl PrintArgs {
    /// Does what comes out depend on connections?
    const fn needs_tracker(&self) -> bool {
        let annotated = !self.output.plain && !self.output.count;
        annotated || self.save.is_given() || self.input.chooses_connections()
    }
}

/// Where packets go: to standard output, into files, or only into a count.
struct Printing {
    records: Records,
    saving: Option<Saving>,
    out: Output,
    prints: bool,
    line_buffered: bool,
    packets: u64,
}

impl Printing {
    fn take(&mut self, step: Step<'_>) -> Result<(), Failure> {
        match (step, &mut self.saving) {
            (Step::Packet(packet, seen), saving) => {
                if let Some(saving) = saving {
                    saving.packet(packet, seen)?;
                }
                self.print(packet, seen)
            }
            (Step::Over(connection), Some(saving)) => saving.over(&connection),
            (Step::Over(_), None) => Ok(()),
        }
    }

    fn print(&mut self, packet: &Packet<'_>, seen: Option<&Observation>) -> Result<(), Failure> {
        self.packets += 1;
        if self.prints {
            let records = &mut self.records;
            (self.out).gather(|text| records.append(text, packet, seen))?;
            if self.line_buffered {
                self.out.flush()?;
            }
        }
        Ok(())
    }

    fn finish(mut self, count: bool) -> Result<(), Failure> {
        if let Some(saving) = self.saving {
            saving.finish()?;
        }
        if count {
            let plural = if self.packets == 1 { "" } else { "s" };
            writeln!(self.out, "{} packet{plural}", self.packets)?;
        }
        self.out.flush()?;
        Ok(())
    }
}
