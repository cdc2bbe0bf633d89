//! One segment, as pictures show it.
//!
//! Invariant: two cache lines hold it, and for most segments nothing else is allocated. Absence:
//! addresses, and the packet's octets.

use synfin::analysis::{Event, Events};
use synfin::tcp::{Note, Observation, Phase, StateChange, StateChanges};
use synfin::{ControlBits, Segment, Side, TcpState, Timestamp};

/// One segment, as a picture shows it.
#[derive(Clone, Debug)]
pub struct Step {
    /// The packet's number, from 1.
    pub packet: u64,
    /// Nanoseconds since the connection's first packet.
    pub at: i64,
    /// SEG.SEQ, relative to the sender's initial sequence number.
    pub seq: Option<i64>,
    /// SEG.ACK, relative to the peer's initial sequence number; `None` without the ACK bit.
    pub ack: Option<i64>,
    /// What happened in it.
    pub events: Events,
    /// Payload octets.
    pub payload_len: u32,
    /// Its control bits.
    pub control: ControlBits,
    /// Its part in the connection's life.
    pub phase: Phase,
    /// Which end sent it.
    pub sender: Side,
    /// The client's state after it.
    pub client_state: TcpState,
    /// The server's state after it.
    pub server_state: TcpState,
    changes: StateChanges,
    rare: Option<Box<Rare>>,
}

/// What few segments have.
#[derive(Clone, Debug)]
struct Rare {
    repeats: Option<u64>,
    notes: Vec<Note>,
}

impl Step {
    /// The step of a segment; time counts from `start`, that of the connection's first packet.
    #[must_use]
    #[inline]
    pub fn new(segment: &Segment<'_>, observation: &Observation, start: Timestamp) -> Self {
        let is_rare = observation.repeats.is_some() || !observation.notes.is_empty();
        Self {
            packet: segment.packet,
            at: segment.time.nanos_since(start),
            sender: observation.sender,
            control: segment.control,
            seq: observation.relative_seq,
            ack: segment.ack().and(observation.relative_ack),
            payload_len: segment.payload_len,
            phase: observation.phase,
            client_state: observation.client_state,
            server_state: observation.server_state,
            changes: observation.changes,
            events: observation.events,
            rare: is_rare.then(|| Rare::of(observation)),
        }
    }

    /// The packet whose step it repeats.
    #[must_use]
    pub fn repeats(&self) -> Option<u64> {
        self.rare.as_ref().and_then(|rare| rare.repeats)
    }

    /// What it changed.
    #[must_use]
    pub fn changes(&self) -> &[StateChange] {
        &self.changes
    }

    /// What else was noticed.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        self.rare.as_ref().map_or(&[], |rare| &rare.notes)
    }

    /// SEG.LEN in sequence numbers: payload octets, and one for SYN and for FIN.
    pub(crate) fn seq_len(&self) -> u32 {
        self.payload_len
            .saturating_add(u32::from(self.control.syn()))
            .saturating_add(u32::from(self.control.fin()))
    }

    /// Is it nothing but data, or its acknowledgment, that changed no state and showed no trouble?
    pub(super) fn is_quiet(&self) -> bool {
        matches!(self.phase, Phase::Data | Phase::HalfClosedData)
            && self.changes.is_empty()
            && self.rare.is_none()
            && is_calm(self.events)
    }

    /// Does it show a loss, a reset or something else that went wrong?
    #[must_use]
    pub fn is_trouble(&self) -> bool {
        matches!(self.phase, Phase::Reset | Phase::Refused)
            || self.repeats().is_some()
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

impl Rare {
    #[cold]
    fn of(observation: &Observation) -> Box<Self> {
        Box::new(Self {
            repeats: observation.repeats,
            notes: observation.notes.clone(),
        })
    }
}

/// Does it name no event, or nothing but a wider window?
fn is_calm(events: Events) -> bool {
    events.is_empty() || events.iter().all(|event| event == Event::WindowUpdate)
}

#[cfg(test)]
mod tests {
    use super::Step;

    #[test]
    fn a_step_is_small() {
        assert!(size_of::<Step>() <= 128);
    }
}
