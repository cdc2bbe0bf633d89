//! What happened in one connection, packet by packet, with the uneventful parts folded.
//!
//! Duty: keep what a picture shows. Invariant: memory is bounded by [`MAX_ROWS`], whatever the
//! connection's length; of a longer one the beginning and the end are kept, where it opens and
//! closes. Absence: no layout and no words.

mod landmarks;
mod row;

pub use landmarks::{Landmarks, Moment, Pause};
pub use row::{Row, Run, Step};

use row::is_calm;
use std::collections::VecDeque;
use std::net::SocketAddr;
use synfin::tcp::{Observation, Phase};
use synfin::{Segment, Side, Timestamp};

/// Rows kept at most.
pub const MAX_ROWS: usize = 5_000;

/// Enough to open and to close.
const FEWEST_ROWS: usize = 24;

/// Uneventful segments in a row that are still shown one by one.
const SHOWN_SINGLY: usize = 2;

/// What happened in one connection, in rows.
#[derive(Clone, Debug)]
pub struct Chronicle {
    /// The connection's number in the capture, from 1.
    pub connection: u64,
    /// The client's socket.
    pub client: SocketAddr,
    /// The server's socket.
    pub server: SocketAddr,
    /// When its first packet was captured.
    pub start: Timestamp,
    /// The first rows, in the order of capture.
    head: Vec<Row>,
    /// What was left out between the first rows and the last ones.
    left_out: Option<Row>,
    /// The last rows, once the first ones are as many as may be.
    tail: VecDeque<Row>,
    /// The packets that a story names.
    pub landmarks: Landmarks,
    /// A step that was left out, whose place the next one takes.
    spare: Option<Box<Step>>,
    unfold: bool,
    /// Quiet steps at the end of the rows, which become a run if more come.
    quiet: usize,
    max_rows: usize,
}

/// Nothing but data, or its acknowledgment, that changed no state and showed no trouble.
fn is_quiet(observation: &Observation) -> bool {
    matches!(observation.phase, Phase::Data | Phase::HalfClosedData)
        && observation.changes.is_empty()
        && observation.notes.is_empty()
        && observation.repeats.is_none()
        && is_calm(observation.events)
}

impl Chronicle {
    /// A chronicle that begins with a connection's first segment. With `unfold` every segment is
    /// kept as a row of its own.
    #[must_use]
    pub fn new(segment: &Segment<'_>, observation: &Observation, unfold: bool) -> Self {
        let (client, server) = observation.sockets(segment);
        Self {
            connection: observation.connection,
            client,
            server,
            start: segment.time,
            head: Vec::new(),
            left_out: None,
            tail: VecDeque::new(),
            landmarks: Landmarks::default(),
            spare: None,
            unfold,
            quiet: 0,
            max_rows: MAX_ROWS,
        }
    }

    /// The same with at most `max_rows` rows.
    #[must_use]
    pub fn with_max_rows(self, max_rows: usize) -> Self {
        Self {
            max_rows: max_rows.clamp(FEWEST_ROWS, MAX_ROWS),
            ..self
        }
    }

    /// Takes the connection's next segment.
    pub fn observe(&mut self, segment: &Segment<'_>, observation: &Observation) {
        let at = segment.time.nanos_since(self.start);
        self.landmarks.observe(segment, observation, at);
        if self.unfold || !is_quiet(observation) {
            self.quiet = 0;
            let step = self.step(segment, observation);
            let row = self.boxed(step);
            return self.push(row);
        }
        let (packet, payload_len) = (segment.packet, segment.payload_len);
        if let Some(Row::Run(run)) = self.last_row()
            && run.phase == observation.phase
        {
            return run.add(packet, at, observation.sender, payload_len);
        }
        if self.quiet < SHOWN_SINGLY {
            self.quiet += 1;
            let step = self.step(segment, observation);
            let row = self.boxed(step);
            return self.push(row);
        }
        let mut run = self.take_quiet_steps(Run::begin(packet, at, observation.phase));
        run.add(packet, at, observation.sender, payload_len);
        self.push(Row::Run(run));
    }

    fn step(&self, segment: &Segment<'_>, observation: &Observation) -> Step {
        Step::new(segment, observation, self.start)
    }

    /// The step as a row, in the place of one that was left out if there is one.
    fn boxed(&mut self, step: Step) -> Row {
        Row::Step(match self.spare.take() {
            Some(mut spare) => {
                *spare = step;
                spare
            }
            None => Box::new(step),
        })
    }

    fn last_row(&mut self) -> Option<&mut Row> {
        self.tail.back_mut().or_else(|| self.head.last_mut())
    }

    /// Adds a row. Once the first ones are many enough, only the last ones are kept.
    fn push(&mut self, row: Row) {
        if self.head.len() < self.first_rows() && self.tail.is_empty() {
            if self.head.is_empty() {
                self.head.reserve(FEWEST_ROWS / 2);
            }
            return self.head.push(row);
        }
        self.tail.push_back(row);
        if self.tail.len() <= self.max_rows - self.first_rows() {
            return;
        }
        let left_out = match self.tail.pop_front() {
            Some(Row::Step(step)) => {
                let run = Run::of(&step);
                self.spare = Some(step);
                run
            }
            Some(Row::Run(run) | Row::LeftOut(run)) => run,
            None => return,
        };
        match &mut self.left_out {
            Some(Row::LeftOut(earlier)) => earlier.join(&left_out),
            none => *none = Some(Row::LeftOut(left_out)),
        }
    }

    /// How many of the rows are the connection's first ones.
    const fn first_rows(&self) -> usize {
        self.max_rows / 2
    }

    /// Makes the quiet steps at the end part of a run.
    fn take_quiet_steps(&mut self, mut run: Run) -> Run {
        let mut taken = Vec::with_capacity(SHOWN_SINGLY);
        for _ in 0..std::mem::take(&mut self.quiet) {
            match self.tail.pop_back().or_else(|| self.head.pop()) {
                Some(Row::Step(step)) => taken.push(step),
                Some(other) => {
                    self.push(other);
                    break;
                }
                None => break,
            }
        }
        for step in taken.iter().rev() {
            if run.segments == 0 {
                run = Run::begin(step.packet, step.at, step.phase);
            }
            run.add(step.packet, step.at, step.sender, step.payload_len);
        }
        run
    }

    /// The rows, in the order of capture; what was left out stands as one of them.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.head.iter().chain(&self.left_out).chain(&self.tail)
    }

    /// The socket of one side.
    #[must_use]
    pub const fn socket(&self, side: Side) -> SocketAddr {
        match side {
            Side::Client => self.client,
            Side::Server => self.server,
        }
    }

    /// Are all segments in the rows?
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.left_out.is_none()
    }

    /// The steps among the rows.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        let rows = self.head.iter().chain(&self.tail);
        rows.filter_map(|row| match row {
            Row::Step(step) => Some(&**step),
            Row::Run(_) | Row::LeftOut(_) => None,
        })
    }
}
