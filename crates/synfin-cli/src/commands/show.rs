//! `synfin show`: one connection as a ladder between its two ends, and its story.
//!
//! Duty: give its picture in the format asked for. Invariant: nothing of other connections is
//! shown, save the list to choose from. Absence: layout and words, which are the picture crate's.

use super::one_connection::{columns, follow, write_line};
use super::page::{Entry, Page};
use crate::colour::{ColourArgs, Palette};
use crate::failure::{Failure, Outcome};
use crate::input::InputArgs;
use crate::language::Language;
use crate::output::Output;
use clap::{Args, ValueEnum};
use std::io::{self, IsTerminal, Write};
use synfin::Connection;
use synfin_picture::ladder::{self, Ladder, TextStyle};
use synfin_picture::plot::MAX_POINTS;
use synfin_picture::{Chronicle, MAX_ROWS, Picture, Room, wrapped};

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
    /// One self-contained page: facts, story, ladder and charts.
    Html,
}

/// Runs the command.
pub(crate) fn run(args: &ShowArgs, mut out: Output) -> Result<Outcome, Failure> {
    let mut picture: Option<Picture> = None;
    let room = Room {
        rows: MAX_ROWS,
        points: MAX_POINTS,
    };
    let (outcome, connection) = follow(&args.input, &mut out, |segment, seen| {
        picture
            .get_or_insert_with(|| Picture::new(segment, seen, args.unfold, room))
            .observe(segment, seen);
    })?;
    if let (Some(connection), Some(picture)) = (connection, picture) {
        args.draw(&mut out, connection, picture)?;
    }
    out.flush()?;
    Ok(outcome)
}

impl ShowArgs {
    fn draw(
        &self,
        out: &mut impl Write,
        connection: Connection,
        picture: Picture,
    ) -> Result<(), Failure> {
        let ladder = Ladder::new(&picture.chronicle);
        match self.format {
            Format::Svg => out.write_all(ladder::svg(&ladder).as_bytes())?,
            Format::Mermaid => out.write_all(ladder::mermaid(&ladder).as_bytes())?,
            Format::Html => self.page(connection, picture).write(out, || {})?,
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
                self.tell(out, &connection, &picture.chronicle)?;
            }
        }
        Ok(())
    }

    fn language(&self) -> synfin_picture::Language {
        self.lang.unwrap_or_else(Language::of_locale).catalogue()
    }

    fn page(&self, connection: Connection, picture: Picture) -> Page {
        Page {
            title: connection.to_string(),
            figures: None,
            remark: None,
            entries: vec![Entry {
                connection: Box::new(connection),
                sketch: Some(Box::new(picture.into())),
            }],
            language: self.language(),
        }
    }

    fn tell(
        &self,
        out: &mut impl Write,
        connection: &Connection,
        chronicle: &Chronicle,
    ) -> Result<(), Failure> {
        writeln!(out)?;
        // A program that reads it gets a sentence a line.
        let width = if io::stdout().is_terminal() {
            columns()
        } else {
            usize::MAX
        };
        for sentence in synfin_picture::story(connection, chronicle, self.language()) {
            for line in wrapped(&sentence, width) {
                writeln!(out, "{line}")?;
            }
        }
        Ok(())
    }
}
