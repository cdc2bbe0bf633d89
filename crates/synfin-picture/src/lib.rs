//! Pictures of one TCP connection's life: what happened in it, as a ladder between client and
//! server and as a story.
//!
//! The flow: segments and observations → [`Chronicle`] (what is worth a row, the rest folded) →
//! [`ladder`] (one layout for text, SVG and Mermaid) and [`mod@story`] (sentences drawn from facts).
//! Invariant: every renderer draws the same rows. Absence: no I/O, no clock, no terminal; colours
//! are named by meaning ([`Tone`]) and chosen by whoever shows them.

mod chronicle;
pub mod escape;
pub mod ladder;
mod numbers;
mod paragraph;
pub mod plot;
mod sketch;
pub mod story;
mod tone;
pub mod words;

pub use chronicle::{Chronicle, Landmarks, MAX_ROWS, Moment, Pause, Row, Run, Step};
pub use paragraph::wrapped;
pub use sketch::{Picture, Room, Sketch};
pub use story::story;
pub use tone::{GROUNDS, Line, Tone, style_sheet, variables};
pub use words::Language;
