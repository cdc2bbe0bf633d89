//! The ladder: time runs down, arrows run between client and server, states stand on the rails.
//!
//! Duty: one layout that every renderer draws. Invariant: rows stand in the order of capture, and
//! every piece of text in them is short and free of control characters. Absence: no widths, no
//! colours; those are the renderers'.

mod fit;
mod label;
mod mermaid;
mod svg;
mod text;

pub use mermaid::mermaid;
pub use svg::svg;
pub use text::{TextStyle, text};

use crate::chronicle::{Chronicle, Row, Run, Step};
use crate::tone::Tone;
use crate::words::{Label, Language};
use synfin::Side;
use synfin::tcp::Phase;

/// A connection laid out as a ladder.
#[derive(Clone, Debug)]
pub struct Ladder<'a> {
    /// What stands over the client's rail.
    pub client: String,
    /// What stands over the server's rail.
    pub server: String,
    /// The rows, from top to bottom.
    pub rows: Vec<LadderRow<'a>>,
}

/// One row of a ladder.
#[derive(Clone, Copy, Debug)]
pub enum LadderRow<'a> {
    /// Another phase of the connection's life begins.
    Band {
        /// Its name.
        name: Label,
        /// Its colour's meaning.
        tone: Tone,
    },
    /// A segment.
    Arrow(Arrow<'a>),
    /// Segments folded, or left out in the middle.
    Fold(Fold<'a>),
}

/// A segment between the rails.
#[derive(Clone, Copy, Debug)]
pub struct Arrow<'a>(&'a Step);

/// Segments that have no arrow of their own.
#[derive(Clone, Copy, Debug)]
pub struct Fold<'a> {
    run: &'a Run,
    is_left_out: bool,
}

/// A state on a rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RailState {
    /// Its name as RFC 9293 writes it.
    pub name: &'static str,
    /// Is it so only if the segment arrived, which nothing had proven yet?
    pub assumed: bool,
}

impl<'a> Ladder<'a> {
    /// Lays a chronicle out.
    #[must_use]
    pub fn new(chronicle: &'a Chronicle) -> Self {
        Self {
            client: format!("client {}", chronicle.client),
            server: format!("server {}", chronicle.server),
            rows: rows(chronicle).collect(),
        }
    }
}

/// The rows of a ladder, from top to bottom.
pub fn rows(chronicle: &Chronicle) -> impl Iterator<Item = LadderRow<'_>> {
    let mut known = "";
    chronicle.rows().flat_map(move |row| {
        let (phase, row) = match row {
            Row::Step(step) => (Some(step.phase), LadderRow::Arrow(Arrow(step))),
            Row::Run(run) => (Some(run.phase), LadderRow::Fold(Fold::of(run, false))),
            Row::LeftOut(run) => (None, LadderRow::Fold(Fold::of(run, true))),
        };
        let begins = phase.filter(|phase| phase.name() != known);
        let band = begins.map(|phase| {
            known = phase.name();
            LadderRow::Band {
                name: name_of(phase),
                tone: tone_of(phase),
            }
        });
        band.into_iter().chain([row])
    })
}

impl<'a> Fold<'a> {
    const fn of(run: &'a Run, is_left_out: bool) -> Self {
        Self { run, is_left_out }
    }

    /// Nanoseconds from the connection's first packet to the first one of these.
    #[must_use]
    pub const fn at(&self) -> i64 {
        self.run.from
    }

    /// What was folded, in English.
    #[must_use]
    pub fn label(&self) -> String {
        self.label_in(Language::English)
    }

    /// What was folded.
    #[must_use]
    pub fn label_in(&self, language: Language) -> String {
        label::folded(self.run, self.is_left_out, language)
    }
}

impl Arrow<'_> {
    /// The packet's number, from 1.
    #[must_use]
    pub const fn packet(&self) -> u64 {
        self.0.packet
    }

    /// Nanoseconds since the connection's first packet.
    #[must_use]
    pub const fn at(&self) -> i64 {
        self.0.at
    }

    /// The end it comes from.
    #[must_use]
    pub const fn sender(&self) -> Side {
        self.0.sender
    }

    /// The step of its phase, control bits, numbers and length.
    #[must_use]
    pub fn label(&self) -> String {
        let mut out = String::with_capacity(32);
        label::push(&mut out, self.0);
        out
    }

    /// Appends the same.
    pub fn push_label(&self, out: &mut String) {
        label::push(out, self.0);
    }

    /// What was noticed about it, most important first.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        self.each_remark(|remark| remarks.push(remark.to_owned()));
        remarks
    }

    /// Gives the same to `take`, one by one.
    pub fn each_remark(&self, take: impl FnMut(&str)) {
        label::each_remark(self.0, take);
    }

    /// Its colour's meaning.
    #[must_use]
    pub fn tone(&self) -> Tone {
        let tone = if self.0.is_trouble() {
            Tone::Trouble
        } else {
            tone_of(self.0.phase)
        };
        match (tone, self.0.sender) {
            (Tone::Plain, Side::Client) => Tone::Client,
            (Tone::Plain, Side::Server) => Tone::Server,
            _ => tone,
        }
    }

    /// The new state of an end, where it changed.
    #[must_use]
    pub fn state(&self, side: Side) -> Option<RailState> {
        let mut changes = self.0.changes().rev();
        let last = changes.find(|change| change.endpoint == side);
        last.map(|change| RailState {
            name: change.to.name(),
            assumed: change.assumed,
        })
    }
}

/// The name of a phase.
const fn name_of(phase: Phase) -> Label {
    match phase {
        Phase::Handshake(_) => Label::PhaseHandshake,
        Phase::SimultaneousOpen => Label::PhaseSimultaneousOpen,
        Phase::Refused => Label::PhaseRefused,
        Phase::HalfClosedData => Label::PhaseHalfClosedData,
        Phase::Teardown(_) => Label::PhaseTeardown,
        Phase::SimultaneousClose => Label::PhaseSimultaneousClose,
        Phase::Reset => Label::PhaseReset,
        Phase::Closed => Label::PhaseClosed,
        _ => Label::PhaseData,
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
