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
    /// The colour on a light ground, `#rrggbb`. Chosen so that people with any kind of colour
    /// vision can tell the meanings apart and text can be read; a test measures both.
    #[must_use]
    pub const fn on_light(self) -> &'static str {
        match self {
            Self::Plain | Self::Heading => "#1a1a1a",
            Self::Faint => "#6b6b6b",
            Self::Client => "#0050c8",
            Self::Server => "#5f3b00",
            Self::Handshake => "#00805f",
            Self::Teardown => "#8e2a96",
            Self::Trouble => "#d03510",
        }
    }

    /// The colour on a dark ground, `#rrggbb`.
    #[must_use]
    pub const fn on_dark(self) -> &'static str {
        match self {
            Self::Plain | Self::Heading => "#ededed",
            Self::Faint => "#9a9a9a",
            Self::Client => "#5aa9f2",
            Self::Server => "#f5bf3c",
            Self::Handshake => "#58e0ae",
            Self::Teardown => "#d0bce0",
            Self::Trouble => "#ff6a50",
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

    /// Its place in [`Tone::ALL`].
    #[must_use]
    pub const fn index(self) -> u8 {
        self as u8
    }

    /// Every tone, in the order of their declaration.
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

/// The ground that pictures stand on, light and dark, `#rrggbb`.
pub const GROUNDS: [&str; 2] = ["#ffffff", "#16181c"];

/// What a dark ground is chosen by. Paper is light.
const DARK: &str = "@media screen and (prefers-color-scheme:dark)";

/// The palette as CSS variables, `--client`, `--ground` and so on, for a page around pictures.
#[must_use]
pub fn variables() -> String {
    let [light, dark] = GROUNDS;
    let mut sheet = String::new();
    let list = |sheet: &mut String, ground: &str, colour: fn(Tone) -> &'static str| {
        // Writing to a string cannot fail.
        let _ = write!(sheet, ":root{{--ground:{ground}");
        for tone in Tone::ALL {
            let _ = write!(sheet, ";--{}:{}", tone.class(), colour(tone));
        }
        sheet.push_str("}\n");
    };
    list(&mut sheet, light, Tone::on_light);
    sheet.push_str(DARK);
    sheet.push('{');
    list(&mut sheet, dark, Tone::on_dark);
    sheet.push_str("}\n");
    sheet
}

/// The style sheet of a picture in SVG, for light and dark grounds. No variables: not every
/// program that draws SVG knows them.
#[must_use]
pub fn style_sheet() -> String {
    let mut sheet = String::from(
        "svg text{font:13px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace}\n\
         svg .remark{font-size:11px}svg .state,svg .heading,svg .letter{font-weight:bold}\n\
         line{stroke-width:1.6}.rail{stroke:#8a8a8a}.grid{stroke:#8a8a8a;stroke-opacity:.25}\n\
         .bars,.dots,.steps{fill:none;stroke-width:1.6}.bars{stroke-width:2}\
         .dots{stroke-width:5;stroke-linecap:round}.limit{stroke-dasharray:4 3}\n\
         rect.band{opacity:.13}\n",
    );
    let [light, dark] = GROUNDS;
    let rules = |sheet: &mut String, ground: &str, colour: fn(Tone) -> &'static str| {
        // Writing to a string cannot fail.
        let _ = writeln!(sheet, "rect.ground{{fill:{ground}}}");
        for tone in Tone::ALL {
            let (class, colour) = (tone.class(), colour(tone));
            let _ = writeln!(
                sheet,
                "svg .{class}{{fill:{colour}}}svg line.{class}{{stroke:{colour}}}\
                 svg .{class}.bars,svg .{class}.dots,svg .{class}.steps{{fill:none;stroke:{colour}}}"
            );
        }
    };
    rules(&mut sheet, light, Tone::on_light);
    sheet.push_str(DARK);
    sheet.push_str("{\n");
    rules(&mut sheet, dark, Tone::on_dark);
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
