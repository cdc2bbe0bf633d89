//! The rows of a picture: single segments, and runs of them.

use synfin::analysis::{Event, Events};
use synfin::tcp::{Note, Observation, Phase, StateChange};
use synfin::{ControlBits, Segment, Side, TcpState, Timestamp};

/// One row of a picture.
#[derive(Clone, Debug)]
pub enum Row {
    /// One segment.
    Step(Box<Step>),
    /// Uneventful segments that followed each other.
    Run(Run),
    /// Segments in the middle of a long connection, of which nothing else is kept.
    LeftOut(Run),
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

/// Segments that followed each other.
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
    pub(super) const fn begin(packet: u64, at: i64, phase: Phase) -> Self {
        Self {
            first_packet: packet,
            last_packet: packet,
            from: at,
            to: at,
            segments: 0,
            client_octets: 0,
            server_octets: 0,
            phase,
        }
    }

    pub(super) fn of(step: &Step) -> Self {
        let mut run = Self::begin(step.packet, step.at, step.phase);
        run.add(step.packet, step.at, step.sender, step.payload_len);
        run
    }

    /// One more segment.
    pub(super) fn add(&mut self, packet: u64, at: i64, sender: Side, payload_len: u32) {
        self.last_packet = packet;
        self.to = at;
        self.segments += 1;
        match sender {
            Side::Client => self.client_octets += u64::from(payload_len),
            Side::Server => self.server_octets += u64::from(payload_len),
        }
    }

    /// The segments of a later run, too.
    pub(super) fn join(&mut self, later: &Self) {
        self.last_packet = later.last_packet;
        self.to = later.to;
        self.segments += later.segments;
        self.client_octets += later.client_octets;
        self.server_octets += later.server_octets;
    }
}

impl Step {
    pub(super) fn new(segment: &Segment<'_>, observation: &Observation, start: Timestamp) -> Self {
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

    /// Does it show a loss, a reset or something else that went wrong?
    #[must_use]
    pub fn is_trouble(&self) -> bool {
        matches!(self.phase, Phase::Reset | Phase::Refused)
            || self.repeats.is_some()
            || !is_calm(self.events)
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

/// Does it name no event, or nothing but a wider window?
pub(super) fn is_calm(events: Events) -> bool {
    events.is_empty() || events.iter().all(|event| event == Event::WindowUpdate)
}
