//! The ladder: time runs down, arrows run between client and server, states stand on the rails.
//!
//! Duty: one layout that every renderer draws. Invariant: rows stand in the order of capture, and
//! every piece of text in them is short and free of control characters. Absence: no widths, no
//! colours; those are the renderers'.

mod label;
mod mermaid;
mod svg;
mod text;

pub use mermaid::mermaid;
pub use svg::svg;
pub use text::{TextStyle, text};

use crate::chronicle::{Chronicle, Row, Step};
use crate::tone::Tone;
use synfin::Side;
use synfin::tcp::Phase;

/// A connection laid out as a ladder.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// What stands over the client's rail.
    pub client: String,
    /// What stands over the server's rail.
    pub server: String,
    /// The rows, from top to bottom.
    pub rows: Vec<LadderRow>,
}

/// One row of a ladder.
#[derive(Clone, Debug)]
pub enum LadderRow {
    /// Another phase of the connection's life begins.
    Band {
        /// Its name.
        name: &'static str,
        /// Its colour's meaning.
        tone: Tone,
    },
    /// A segment.
    Arrow(Arrow),
    /// Segments folded, or left out in the middle.
    Fold {
        /// Nanoseconds since the connection's first packet.
        at: i64,
        /// What was folded.
        label: String,
    },
}

/// A segment between the rails.
#[derive(Clone, Debug)]
pub struct Arrow {
    /// The packet's number, from 1.
    pub packet: u64,
    /// Nanoseconds since the connection's first packet.
    pub at: i64,
    /// The end it comes from.
    pub sender: Side,
    /// The step of its phase, control bits, numbers and length.
    pub label: String,
    /// Its colour's meaning.
    pub tone: Tone,
    /// The client's new state, where it changed.
    pub client_state: Option<RailState>,
    /// The server's new state, where it changed.
    pub server_state: Option<RailState>,
    /// What was noticed about it.
    pub remarks: Vec<String>,
}

/// A state on a rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RailState {
    /// Its name as RFC 9293 writes it.
    pub name: &'static str,
    /// Is it so only if the segment arrived, which nothing had proven yet?
    pub assumed: bool,
}

impl Ladder {
    /// Lays a chronicle out.
    #[must_use]
    pub fn new(chronicle: &Chronicle) -> Self {
        let mut ladder = Self {
            client: format!("client {}", chronicle.client),
            server: format!("server {}", chronicle.server),
            rows: Vec::new(),
        };
        let mut band = "";
        for row in chronicle.rows() {
            let phase = match row {
                Row::Step(step) => step.phase,
                Row::Run(run) | Row::LeftOut(run) => run.phase,
            };
            if phase.name() != band && !matches!(row, Row::LeftOut(_)) {
                band = phase.name();
                ladder.rows.push(LadderRow::Band {
                    name: band,
                    tone: tone_of(phase),
                });
            }
            ladder.rows.push(match row {
                Row::Step(step) => LadderRow::Arrow(Arrow::of(step)),
                Row::Run(run) => LadderRow::Fold {
                    at: run.from,
                    label: label::folded(run),
                },
                Row::LeftOut(run) => LadderRow::Fold {
                    at: run.from,
                    label: format!("left out: {}", label::folded(run)),
                },
            });
        }
        ladder
    }
}

impl Arrow {
    fn of(step: &Step) -> Self {
        let state = |side: Side| {
            let last = step
                .changes
                .iter()
                .rev()
                .find(|change| change.endpoint == side);
            last.map(|change| RailState {
                name: change.to.name(),
                assumed: change.assumed,
            })
        };
        let tone = if step.is_trouble() {
            Tone::Trouble
        } else {
            tone_of(step.phase)
        };
        let tone = match (tone, step.sender) {
            (Tone::Plain, Side::Client) => Tone::Client,
            (Tone::Plain, Side::Server) => Tone::Server,
            _ => tone,
        };
        Self {
            packet: step.packet,
            at: step.at,
            sender: step.sender,
            label: label::of(step),
            tone,
            client_state: state(Side::Client),
            server_state: state(Side::Server),
            remarks: label::remarks(step),
        }
    }
}

/// The colour's meaning of a phase.
const fn tone_of(phase: Phase) -> Tone {
    match phase {
        Phase::Handshake(_) | Phase::SimultaneousOpen => Tone::Handshake,
        Phase::Teardown(_) | Phase::SimultaneousClose | Phase::Closed => Tone::Teardown,
        Phase::Refused | Phase::Reset => Tone::Trouble,
        _ => Tone::Plain,
    }
}
