//! Colour: when, and which.
//!
//! Duty: decide whether standard output is coloured, and hold the escape sequences as text.
//! Invariant: without colour every sequence is empty, so that printers need no second path.
//! Absence: no colour carries what the words beside it do not say.

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use clap::{Args, ValueEnum};
use std::io;
use synfin::Side;

/// When output is coloured.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct ColourArgs {
    /// Colour the output: on a terminal unless NO_COLOR is set, always, or never
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    color: When,
}

/// The values of `--color`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum When {
    /// On a terminal, heeding NO_COLOR, CLICOLOR_FORCE and TERM.
    Auto,
    /// Also into files and pipes.
    Always,
    /// Not at all.
    Never,
}

impl ColourArgs {
    /// Is standard output to be coloured?
    pub(crate) fn wanted(self) -> bool {
        match self.color {
            When::Always => true,
            When::Never => false,
            When::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
        }
    }
}

/// Escape sequences by what they mark, ready to be appended.
#[derive(Clone, Debug, Default)]
pub(crate) struct Palette {
    /// What the client sends.
    pub(crate) client: String,
    /// What the server sends.
    pub(crate) server: String,
    /// The phase of opening.
    pub(crate) opening: String,
    /// The phase of closing.
    pub(crate) closing: String,
    /// Resets and what went wrong.
    pub(crate) trouble: String,
    /// States.
    pub(crate) state: String,
    /// What is there for reference only.
    pub(crate) faint: String,
    /// Back to the terminal's own.
    pub(crate) reset: String,
}

impl Palette {
    /// The palette of a terminal, or the one without any colour.
    pub(crate) fn new(coloured: bool) -> Self {
        if !coloured {
            return Self::default();
        }
        let colour = |colour: AnsiColor| colour.on_default();
        Self {
            client: colour(AnsiColor::Cyan).render().to_string(),
            server: colour(AnsiColor::Yellow).render().to_string(),
            opening: colour(AnsiColor::Green).bold().render().to_string(),
            closing: colour(AnsiColor::Magenta).bold().render().to_string(),
            trouble: colour(AnsiColor::Red).bold().render().to_string(),
            state: Style::new().bold().render().to_string(),
            faint: Style::new().dimmed().render().to_string(),
            reset: anstyle::Reset.render().to_string(),
        }
    }

    /// Is it the one without any colour?
    pub(crate) const fn is_plain(&self) -> bool {
        self.reset.is_empty()
    }

    /// The colour of what one side sends.
    pub(crate) fn of_sender(&self, sender: Side) -> &str {
        match sender {
            Side::Client => &self.client,
            Side::Server => &self.server,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Palette;

    #[test]
    fn without_colour_nothing_is_added() {
        let none = Palette::new(false);
        for sequence in [&none.client, &none.trouble, &none.reset] {
            assert_eq!(sequence, "");
        }
        assert_eq!(Palette::new(true).client, "\x1b[36m");
        assert_eq!(Palette::new(true).reset, "\x1b[0m");
    }
}
