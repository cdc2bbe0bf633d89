//! The ladder as a Mermaid sequence diagram, for wikis and issue trackers.

use super::{Ladder, LadderRow, RailState};
use crate::numbers;
use crate::words::Language;
use std::fmt::Write;
use synfin::Side;

/// Mermaid's text of a ladder. Characters that mean something to Mermaid are written as its
/// entity codes, so nothing in a label can end or change a statement.
#[must_use]
pub fn mermaid(ladder: &Ladder<'_>) -> String {
    let mut out = String::from("sequenceDiagram\n");
    // Writing to a string cannot fail.
    let _ = writeln!(out, "    participant C as {}", entity(&ladder.client));
    let _ = writeln!(out, "    participant S as {}", entity(&ladder.server));
    for row in &ladder.rows {
        match row {
            LadderRow::Band { name, .. } => {
                let _ = writeln!(
                    out,
                    "    Note over C,S: {}",
                    entity(name.text(Language::English))
                );
            }
            LadderRow::Fold(fold) => {
                let _ = writeln!(out, "    Note over C,S: ... {} ...", entity(&fold.label()));
            }
            LadderRow::Arrow(arrow) => {
                let ends = match arrow.sender() {
                    Side::Client => "C->>S",
                    Side::Server => "S->>C",
                };
                let at = numbers::seconds(arrow.at());
                let _ = write!(out, "    {ends}: {at} s  {}", entity(&arrow.label()));
                let remarks = arrow.remarks();
                if !remarks.is_empty() {
                    let _ = write!(out, " ({})", entity(&remarks.join(", ")));
                }
                out.push('\n');
                let states = [
                    ("left of C", arrow.state(Side::Client)),
                    ("right of S", arrow.state(Side::Server)),
                ];
                for (place, state) in states {
                    if let Some(RailState { name, assumed }) = state {
                        let mark = if assumed { "?" } else { "" };
                        let _ = writeln!(out, "    Note {place}: {name}{mark}");
                    }
                }
            }
        }
    }
    out
}

/// The text with everything but letters, digits and harmless signs as `#code;`.
fn entity(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_alphanumeric() || " .,-+/()[]?=".contains(character) {
            safe.push(character);
        } else {
            let _ = write!(safe, "#{};", u32::from(character));
        }
    }
    safe
}
