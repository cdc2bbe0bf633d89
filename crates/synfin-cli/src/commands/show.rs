//! `synfin show`: one connection as a ladder between its two ends, and its story.
//!
//! Duty: choose the connection, and give its picture in the format asked for. Invariant: nothing
//! of other connections is shown, save the list to choose from. Absence: layout and words, which
//! are the picture crate's.

use crate::colour::{ColourArgs, Palette};
use crate::failure::{Failure, Outcome};
use crate::input::{Dropped, InputArgs, Reading};
use crate::language::Language;
use crate::output::Output;
use clap::{Args, ValueEnum};
use std::io::{IsTerminal, Write};
use std::ops::ControlFlow::{Break, Continue};
use synfin::{Connection, Tracker};
use synfin_picture::ladder::{self, Ladder, TextStyle};
use synfin_picture::{Chronicle, Line, Tone};

/// Connections that are listed where one has to be chosen.
const LISTED: usize = 20;

/// Columns where standard output is no terminal.
const COLUMNS: usize = 100;

/// Options of `show`.
#[derive(Args, Debug)]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    input: InputArgs,

    /// What to draw
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Show every segment: uneventful ones are folded otherwise
    #[arg(long)]
    unfold: bool,

    /// Draw with ASCII characters only
    #[arg(long)]
    ascii: bool,

    /// The story's language (default: the locale's)
    #[arg(long, value_enum)]
    lang: Option<Language>,

    #[command(flatten)]
    colour: ColourArgs,
}

/// What `show` draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Facts, ladder and story for a terminal.
    Text,
    /// The ladder as an SVG file.
    Svg,
    /// The ladder as a Mermaid sequence diagram.
    Mermaid,
}

/// Runs the command.
pub(crate) fn run(args: &ShowArgs) -> Result<Outcome, Failure> {
    let wanted = args.input.connection();
    let mut tracker = Tracker::new();
    let mut chronicle: Option<Chronicle> = None;
    let mut left = args.input.max_packets();
    let reading = Reading {
        dropped: Dropped::Give,
        before_waiting: || Ok(()),
    };
    let outcome = args.input.read(reading, |packet| {
        let Some(segment) = packet.decoded.segment() else {
            return Ok(Continue(()));
        };
        let observation = tracker.observe(segment);
        if let Some(seen) = observation
            && packet.passes
            && seen.connection == wanted.unwrap_or(1)
        {
            chronicle
                .get_or_insert_with(|| Chronicle::new(segment, &seen, args.unfold))
                .observe(segment, &seen);
            left -= 1;
        }
        Ok(if left == 0 { Break(()) } else { Continue(()) })
    })?;
    let connections: Vec<_> = tracker.finish().collect();
    let mut out = Output::stdout();
    match choose(wanted, &connections)? {
        Some(connection) => {
            if let Some(chronicle) = &chronicle {
                args.draw(&mut out, connection, chronicle)?;
            }
        }
        None if connections.is_empty() => writeln!(out, "There is no TCP connection.")?,
        None => list(&mut out, &connections)?,
    }
    out.flush()?;
    Ok(outcome)
}

/// The connection asked for, or the only one.
fn choose(wanted: Option<u64>, all: &[Connection]) -> Result<Option<&Connection>, Failure> {
    match (wanted, all) {
        (None, [only]) => Ok(Some(only)),
        (None, _) => Ok(None),
        (Some(id), _) => match all.iter().find(|connection| connection.id() == id) {
            Some(connection) => Ok(Some(connection)),
            None => Err(Failure::usage(format!(
                "there is no connection {id}: the input has {}, as `synfin connections` numbers them",
                all.len()
            ))),
        },
    }
}

/// The connections to choose from.
fn list(out: &mut impl Write, connections: &[Connection]) -> Result<(), Failure> {
    let count = connections.len();
    writeln!(
        out,
        "There are {count} connections; choose one with -C N:\n"
    )?;
    for connection in connections.iter().take(LISTED) {
        writeln!(out, "  {connection}")?;
    }
    if count > LISTED {
        let more = count - LISTED;
        writeln!(out, "  ... and {more} more: see `synfin connections`")?;
    }
    Ok(())
}

impl ShowArgs {
    fn draw(
        &self,
        out: &mut impl Write,
        connection: &Connection,
        chronicle: &Chronicle,
    ) -> Result<(), Failure> {
        let ladder = Ladder::new(chronicle);
        match self.format {
            Format::Svg => out.write_all(ladder::svg(&ladder).as_bytes())?,
            Format::Mermaid => out.write_all(ladder::mermaid(&ladder).as_bytes())?,
            Format::Text => {
                let palette = Palette::new(self.colour.wanted());
                writeln!(out, "{connection}\n")?;
                let style = TextStyle {
                    width: columns(),
                    ascii: self.ascii,
                };
                for line in ladder::text(&ladder, style) {
                    write_line(out, &line, &palette)?;
                }
                self.tell(out, connection, chronicle)?;
            }
        }
        Ok(())
    }

    fn tell(
        &self,
        out: &mut impl Write,
        connection: &Connection,
        chronicle: &Chronicle,
    ) -> Result<(), Failure> {
        let language = match self.lang.unwrap_or_else(Language::of_locale) {
            Language::En => synfin_picture::Language::English,
            Language::Zh => synfin_picture::Language::Chinese,
        };
        writeln!(out)?;
        for sentence in synfin_picture::story(connection, chronicle, language) {
            writeln!(out, "{sentence}")?;
        }
        Ok(())
    }
}

/// The terminal's width, or a fixed one.
fn columns() -> usize {
    let terminal = std::io::stdout().is_terminal();
    let size = terminal.then(terminal_size::terminal_size).flatten();
    size.map_or(COLUMNS, |(width, _)| width.0.into())
}

fn write_line(out: &mut impl Write, line: &Line, palette: &Palette) -> Result<(), Failure> {
    if palette.reset.is_empty() {
        writeln!(out, "{}", line.text())?;
        return Ok(());
    }
    for (tone, text) in line.pieces() {
        let colour = match tone {
            Tone::Plain => "",
            Tone::Faint => &palette.faint,
            Tone::Client => &palette.client,
            Tone::Server => &palette.server,
            Tone::Handshake => &palette.opening,
            Tone::Teardown => &palette.closing,
            Tone::Trouble => &palette.trouble,
            Tone::Heading => &palette.state,
        };
        write!(out, "{colour}{text}{}", palette.reset)?;
    }
    writeln!(out)?;
    Ok(())
}
