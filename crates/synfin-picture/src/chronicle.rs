//! What happened in one connection, packet by packet, with the uneventful parts folded.
//!
//! Duty: keep what a picture shows. Invariant: memory is bounded by [`MAX_ROWS`], whatever the
//! connection's length. Absence: no layout and no words.

use std::net::SocketAddr;
use synfin::analysis::{Event, Events};
use synfin::tcp::{Note, Observation, Phase, StateChange};
use synfin::{ControlBits, Segment, Side, TcpState, Timestamp};

/// Rows kept at most; what comes after is counted only.
pub const MAX_ROWS: usize = 5_000;

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
    /// The rows, in the order of capture.
    pub rows: Vec<Row>,
    /// Segments that came after the last row that was kept.
    pub left_out: u64,
    unfold: bool,
    quiet_tail: usize,
    max_rows: usize,
}

/// One row of a picture.
#[derive(Clone, Debug)]
pub enum Row {
    /// One segment.
    Step(Box<Step>),
    /// Uneventful segments that followed each other.
    Run(Run),
}

/// One segment, as a picture shows it.
#[derive(Clone, Debug)]
pub struct Step {
    /// The packet's number, from 1.
    pub packet: u64,
    /// Nanoseconds since the connection's first packet.
    pub at: i64,
    /// Which end sent it.
    pub sender: Side,
    /// Its control bits.
    pub control: ControlBits,
    /// SEG.SEQ, relative to the sender's initial sequence number.
    pub seq: Option<i64>,
    /// SEG.ACK, relative to the peer's initial sequence number; `None` without the ACK bit.
    pub ack: Option<i64>,
    /// Payload octets.
    pub payload_len: u32,
    /// Its part in the connection's life.
    pub phase: Phase,
    /// The packet whose step it repeats.
    pub repeats: Option<u64>,
    /// The client's state after it.
    pub client_state: TcpState,
    /// The server's state after it.
    pub server_state: TcpState,
    /// What it changed.
    pub changes: Vec<StateChange>,
    /// What happened in it.
    pub events: Events,
    /// What else was noticed.
    pub notes: Vec<Note>,
}

/// Uneventful segments that followed each other.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// The first packet's number.
    pub first_packet: u64,
    /// The last packet's number.
    pub last_packet: u64,
    /// Nanoseconds since the connection's first packet, of the run's first one.
    pub from: i64,
    /// The same of its last one.
    pub to: i64,
    /// How many segments.
    pub segments: u64,
    /// Payload octets from the client.
    pub client_octets: u64,
    /// Payload octets from the server.
    pub server_octets: u64,
    /// The phase they belong to.
    pub phase: Phase,
}

impl Run {
    fn of(step: &Step) -> Self {
        let mut run = Self {
            first_packet: step.packet,
            last_packet: step.packet,
            from: step.at,
            to: step.at,
            segments: 0,
            client_octets: 0,
            server_octets: 0,
            phase: step.phase,
        };
        run.add(step);
        run
    }

    fn add(&mut self, step: &Step) {
        self.last_packet = step.packet;
        self.to = step.at;
        self.segments += 1;
        match step.sender {
            Side::Client => self.client_octets += u64::from(step.payload_len),
            Side::Server => self.server_octets += u64::from(step.payload_len),
        }
    }
}

impl Step {
    fn new(segment: &Segment<'_>, observation: &Observation, start: Timestamp) -> Self {
        Self {
            packet: segment.packet,
            at: segment.time.nanos_since(start),
            sender: observation.sender,
            control: segment.control,
            seq: observation.relative_seq,
            ack: segment.ack().and(observation.relative_ack),
            payload_len: segment.payload_len,
            phase: observation.phase,
            repeats: observation.repeats,
            client_state: observation.client_state,
            server_state: observation.server_state,
            changes: observation.changes.to_vec(),
            events: observation.events,
            notes: observation.notes.to_vec(),
        }
    }

    /// Nothing but data, or its acknowledgment, that changed no state and showed no trouble.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        matches!(self.phase, Phase::Data | Phase::HalfClosedData)
            && self.changes.is_empty()
            && self.notes.is_empty()
            && self.repeats.is_none()
            && self.events.iter().all(|event| event == Event::WindowUpdate)
    }

    /// Does it show a loss, a reset or something else that went wrong?
    #[must_use]
    pub fn is_trouble(&self) -> bool {
        matches!(self.phase, Phase::Reset | Phase::Refused)
            || self.repeats.is_some()
            || self.events.iter().any(|event| event != Event::WindowUpdate)
    }

    /// The state of one end after it.
    #[must_use]
    pub const fn state(&self, side: Side) -> TcpState {
        match side {
            Side::Client => self.client_state,
            Side::Server => self.server_state,
        }
    }
}

impl Chronicle {
    /// A chronicle that begins with a connection's first segment. With `unfold` every segment is
    /// kept as a row of its own.
    #[must_use]
    pub fn new(segment: &Segment<'_>, observation: &Observation, unfold: bool) -> Self {
        let (client, server) = match observation.sender {
            Side::Client => (segment.source, segment.destination),
            Side::Server => (segment.destination, segment.source),
        };
        Self {
            connection: observation.connection,
            client,
            server,
            start: segment.time,
            rows: Vec::new(),
            left_out: 0,
            unfold,
            quiet_tail: 0,
            max_rows: MAX_ROWS,
        }
    }

    /// The same with at most `max_rows` rows.
    #[must_use]
    pub fn with_max_rows(self, max_rows: usize) -> Self {
        Self {
            max_rows: max_rows.min(MAX_ROWS),
            ..self
        }
    }

    /// Takes the connection's next segment.
    pub fn observe(&mut self, segment: &Segment<'_>, observation: &Observation) {
        let step = Step::new(segment, observation, self.start);
        if !step.is_quiet() || self.unfold {
            self.quiet_tail = 0;
            return self.push(step);
        }
        if let Some(Row::Run(run)) = self.rows.last_mut()
            && run.phase == step.phase
        {
            return run.add(&step);
        }
        if self.quiet_tail < SHOWN_SINGLY {
            self.quiet_tail += 1;
            return self.push(step);
        }
        self.fold(&step);
    }

    fn push(&mut self, step: Step) {
        if self.rows.len() < self.max_rows {
            self.rows.push(Row::Step(Box::new(step)));
        } else {
            self.left_out += 1;
        }
    }

    /// Makes a run of the quiet steps at the end and of `step`.
    fn fold(&mut self, step: &Step) {
        let begin = self.rows.len().saturating_sub(self.quiet_tail);
        let mut run: Option<Run> = None;
        for row in self.rows.drain(begin..) {
            if let Row::Step(quiet) = row {
                match &mut run {
                    Some(run) => run.add(&quiet),
                    None => run = Some(Run::of(&quiet)),
                }
            }
        }
        let run = match run {
            Some(mut run) => {
                run.add(step);
                run
            }
            None => Run::of(step),
        };
        self.quiet_tail = 0;
        self.rows.push(Row::Run(run));
    }

    /// The socket of one side.
    #[must_use]
    pub const fn socket(&self, side: Side) -> SocketAddr {
        match side {
            Side::Client => self.client,
            Side::Server => self.server,
        }
    }

    /// The steps among the rows.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.rows.iter().filter_map(|row| match row {
            Row::Step(step) => Some(&**step),
            Row::Run(_) => None,
        })
    }
}
