//! What a piece of text means, so that colours mean the same in a terminal, SVG and a page.

use std::fmt::Write;

/// The meaning of a piece of text or of a line in a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    Plain,
    /// There for completeness: folded runs, units, rails.
    Faint,
    /// The client and what it sends.
    Client,
    /// The server and what it sends.
    Server,
    /// Opening.
    Handshake,
    /// Closing.
    Teardown,
    /// Resets, losses and whatever else went wrong.
    Trouble,
    /// A title.
    Heading,
}

impl Tone {
    /// The colour on a light ground, `#rrggbb`: Okabe and Ito's palette, which people with any
    /// kind of colour vision can tell apart, darkened where it stands as text.
    #[must_use]
    pub const fn on_light(self) -> &'static str {
        match self {
            Self::Plain | Self::Heading => "#1a1a1a",
            Self::Faint => "#6b6b6b",
            Self::Client => "#0060a0",
            Self::Server => "#8a5a00",
            Self::Handshake => "#00704f",
            Self::Teardown => "#8f3f73",
            Self::Trouble => "#b83f00",
        }
    }

    /// The colour on a dark ground, `#rrggbb`.
    #[must_use]
    pub const fn on_dark(self) -> &'static str {
        match self {
            Self::Plain | Self::Heading => "#ededed",
            Self::Faint => "#9a9a9a",
            Self::Client => "#6cb8ee",
            Self::Server => "#f0b429",
            Self::Handshake => "#3fcf9f",
            Self::Teardown => "#e29ac4",
            Self::Trouble => "#ff8552",
        }
    }

    /// The name of the tone's style class in SVG and HTML.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Faint => "faint",
            Self::Client => "client",
            Self::Server => "server",
            Self::Handshake => "handshake",
            Self::Teardown => "teardown",
            Self::Trouble => "trouble",
            Self::Heading => "heading",
        }
    }

    /// Every tone.
    pub const ALL: [Self; 8] = [
        Self::Plain,
        Self::Faint,
        Self::Client,
        Self::Server,
        Self::Handshake,
        Self::Teardown,
        Self::Trouble,
        Self::Heading,
    ];
}

/// The style sheet of a picture in SVG, for light and dark grounds.
#[must_use]
pub fn style_sheet() -> String {
    let mut sheet = String::from(
        "text{font:13px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace}\n\
         .remark{font-size:11px}.state,.heading{font-weight:bold}\n\
         line{stroke-width:1.6}.rail{stroke:#8a8a8a}.grid{stroke:#8a8a8a;stroke-opacity:.25}.bars,.dots,.steps{fill:none;stroke-width:1.6}.dots{stroke-width:4;stroke-linecap:round}.limit{stroke-dasharray:4 3}rect.band{opacity:.13}.ground{fill:#fff}\n",
    );
    let rules = |sheet: &mut String, colour: fn(Tone) -> &'static str| {
        for tone in Tone::ALL {
            let (class, colour) = (tone.class(), colour(tone));
            // Writing to a string cannot fail.
            let _ = writeln!(
                sheet,
                ".{class}{{fill:{colour}}}line.{class}{{stroke:{colour}}}\
                 .{class}.bars,.{class}.dots,.{class}.steps{{fill:none;stroke:{colour}}}"
            );
        }
    };
    rules(&mut sheet, Tone::on_light);
    sheet.push_str("@media (prefers-color-scheme:dark){.ground{fill:#16181c}\n");
    rules(&mut sheet, Tone::on_dark);
    sheet.push_str("}\n");
    sheet
}

/// One line of text, in pieces of one tone each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pieces: Vec<(Tone, String)>,
}

impl Line {
    /// Adds a piece.
    pub(crate) fn push(&mut self, tone: Tone, text: impl Into<String>) -> &mut Self {
        self.pieces.push((tone, text.into()));
        self
    }

    /// The pieces, from left to right.
    pub fn pieces(&self) -> impl Iterator<Item = (Tone, &str)> {
        self.pieces
            .iter()
            .map(|(tone, text)| (*tone, text.as_str()))
    }

    /// The text without tones and without spaces at its end.
    #[must_use]
    pub fn text(&self) -> String {
        let whole: String = self.pieces.iter().map(|(_, text)| text.as_str()).collect();
        whole.trim_end().to_owned()
    }
}
