//! What happened in one connection, packet by packet, with the uneventful parts folded.
//!
//! Duty: keep what a picture shows. Invariant: memory is bounded by [`MAX_ROWS`], whatever the
//! connection's length; of a longer one the beginning and the end are kept, where it opens and
//! closes. Absence: no layout and no words.

mod landmarks;
mod row;
mod sacked;
mod step;

pub use landmarks::{Landmarks, Moment, Pause};
pub use row::{Row, Run};
pub(crate) use sacked::Sacked;
pub use step::Step;

use std::collections::VecDeque;
use std::net::SocketAddr;
use synfin::tcp::Observation;
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
    unfold: bool,
    /// Quiet steps at the end of the rows, which become a run if more come.
    quiet: usize,
    max_rows: usize,
}

impl Chronicle {
    /// A chronicle that begins with a connection's first segment. With `unfold` every segment is
    /// kept as a row of its own.
    #[must_use]
    pub fn new(segment: &Segment<'_>, observation: &Observation, unfold: bool) -> Self {
        let (client, server) = observation.sockets(segment);
        let beginning = (observation.connection, client, server, segment.time);
        Self::begin(beginning, unfold)
    }

    /// The same by the connection's number, the client's socket, the server's, and the time of the
    /// first segment.
    pub(crate) const fn begin(
        (connection, client, server, start): (u64, SocketAddr, SocketAddr, Timestamp),
        unfold: bool,
    ) -> Self {
        Self {
            connection,
            client,
            server,
            start,
            head: Vec::new(),
            left_out: None,
            tail: VecDeque::new(),
            landmarks: Landmarks::NONE,
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
        self.take(Step::new(segment, observation, at));
    }

    /// Takes the connection's next step.
    pub fn take(&mut self, step: Step) {
        self.landmarks.take(&step);
        if self.unfold || !step.is_quiet() {
            self.quiet = 0;
            return self.push(Row::Step(step));
        }
        if let Some(Row::Run(run)) = self.last_row()
            && run.phase == step.phase
        {
            return run.add(&step);
        }
        if self.quiet < SHOWN_SINGLY {
            self.quiet += 1;
            return self.push(Row::Step(step));
        }
        let mut run = self.take_quiet_steps(Run::begin(&step));
        run.add(&step);
        self.push(Row::Run(run));
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
        match (&mut self.left_out, self.tail.front()) {
            (Some(Row::LeftOut(run)), Some(Row::Step(step))) => run.add(step),
            (Some(Row::LeftOut(run)), Some(Row::Run(later) | Row::LeftOut(later))) => {
                run.join(later);
            }
            (none, Some(Row::Step(step))) => *none = Some(Row::LeftOut(Run::of(step))),
            (none, Some(Row::Run(run) | Row::LeftOut(run))) => *none = Some(Row::LeftOut(*run)),
            (_, None) => {}
        }
        self.tail.pop_front();
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
                run = Run::begin(step);
            }
            run.add(step);
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
            Row::Step(step) => Some(step),
            Row::Run(_) | Row::LeftOut(_) => None,
        })
    }
}
