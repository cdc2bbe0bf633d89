//! `synfin completions` and `synfin man`: what packagers put beside the binary.

use crate::args;
use crate::failure::{Failure, Outcome};
use crate::output::Output;
use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;
use std::io::Write;

/// Options of `completions`.
#[derive(Args, Debug)]
pub(crate) struct CompletionsArgs {
    /// The shell to complete in
    shell: Shell,
}

/// Options of `man`.
#[derive(Args, Debug)]
pub(crate) struct ManArgs {
    /// The page of this command; without it, the page of synfin itself
    command: Option<String>,
}

/// Writes the completion script of a shell.
pub(crate) fn completions(args: &CompletionsArgs, out: Output) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut args::Args::command(),
        "synfin",
        &mut script,
    );
    write_out(out, &script)
}

/// Writes a manual page.
pub(crate) fn man(args: &ManArgs, out: Output) -> Result<Outcome, Failure> {
    let mut whole = args::Args::command();
    whole.build();
    let described = match &args.command {
        None => whole,
        Some(name) => page_of(&whole, name)?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(described).render(&mut page)?;
    write_out(out, &page)
}

/// A command as one that stands alone: its page is called `synfin-NAME`.
fn page_of(whole: &Command, name: &str) -> Result<Command, Failure> {
    let command = whole
        .find_subcommand(name)
        .ok_or_else(|| Failure::usage(format!("there is no command {name}")))?;
    let (page, usage) = (format!("synfin-{name}"), format!("synfin {name}"));
    Ok(command.clone().name(page).bin_name(usage))
}

fn write_out(mut out: Output, octets: &[u8]) -> Result<Outcome, Failure> {
    out.write_all(octets)?;
    out.flush()?;
    Ok(Outcome::Complete)
}
