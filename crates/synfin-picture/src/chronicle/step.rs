//! One segment, as pictures show it.
//!
//! Invariant: little room, since a report keeps many of them; for most segments nothing else is
//! allocated. Absence: addresses, and the packet's octets.

use super::sacked::Sacked;
use synfin::analysis::{Event, Events};
use synfin::tcp::{Note, Observation, Phase, StateChange};
use synfin::{ControlBits, Segment, Side, TcpState};

/// One segment, as a picture shows it.
#[derive(Clone, Debug)]
pub struct Step {
    /// The packet's number, from 1.
    pub packet: u64,
    /// Nanoseconds since the connection's first packet.
    pub at: i64,
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
    /// Which of the next three mean something.
    known: u8,
    seq: i64,
    ack: i64,
    window: u32,
    /// What it changed; anything further is rare.
    changes: [Option<StateChange>; 2],
    rare: Option<Box<Rare>>,
}

/// The bits of what is known of a step.
const SEQ: u8 = 1;
const ACK: u8 = 2;
const WINDOW: u8 = 4;

/// What few segments have.
#[derive(Clone, Debug)]
struct Rare {
    repeats: Option<u64>,
    notes: Vec<Note>,
    /// Changes beyond the second.
    further: Vec<StateChange>,
    sacked: Option<Sacked>,
}

impl Step {
    /// The step of a segment that came so many nanoseconds behind the connection's first packet.
    #[must_use]
    #[inline]
    pub fn new(segment: &Segment<'_>, observation: &Observation, at: i64) -> Self {
        let (seq, ack) = (observation.relative_seq, observation.relative_ack);
        let ack = segment.ack().and(ack);
        let window = observation.scaled_window;
        let bit = |is_known: bool, bit| if is_known { bit } else { 0 };
        let mut changes = observation.changes.iter().copied();
        Self {
            packet: segment.packet,
            at,
            sender: observation.sender,
            control: segment.control,
            known: bit(seq.is_some(), SEQ)
                | bit(ack.is_some(), ACK)
                | bit(window.is_some(), WINDOW),
            seq: seq.unwrap_or_default(),
            ack: ack.unwrap_or_default(),
            window: window.unwrap_or_default(),
            payload_len: segment.payload_len,
            phase: observation.phase,
            client_state: observation.client_state,
            server_state: observation.server_state,
            changes: [changes.next(), changes.next()],
            events: observation.events,
            rare: Rare::of(segment, observation, ack),
        }
    }

    /// SEG.SEQ, relative to the sender's initial sequence number.
    #[must_use]
    #[inline]
    pub fn seq(&self) -> Option<i64> {
        self.has(SEQ).then_some(self.seq)
    }

    /// SEG.ACK, relative to the peer's initial sequence number; `None` without the ACK bit.
    #[must_use]
    #[inline]
    pub fn ack(&self) -> Option<i64> {
        self.has(ACK).then_some(self.ack)
    }

    /// The window in octets after scaling, where the scale is known.
    #[must_use]
    #[inline]
    pub fn window(&self) -> Option<u32> {
        self.has(WINDOW).then_some(self.window)
    }

    const fn has(&self, bit: u8) -> bool {
        self.known & bit != 0
    }

    /// What it acknowledges out of order.
    #[inline]
    pub(crate) fn sacked(&self) -> Option<&Sacked> {
        self.rare.as_ref()?.sacked.as_ref()
    }

    /// The packet whose step it repeats.
    #[must_use]
    pub fn repeats(&self) -> Option<u64> {
        self.rare.as_ref().and_then(|rare| rare.repeats)
    }

    /// What it changed, in order.
    pub fn changes(&self) -> impl DoubleEndedIterator<Item = StateChange> {
        let further = self.rare.iter().flat_map(|rare| &rare.further);
        self.changes.iter().flatten().chain(further).copied()
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
            && self.changes == [None, None]
            && self.rare.as_deref().is_none_or(Rare::is_quiet)
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
    #[inline]
    fn of(segment: &Segment<'_>, seen: &Observation, ack: Option<i64>) -> Option<Box<Self>> {
        let sacked = Sacked::of(segment, ack);
        let is_usual = seen.repeats.is_none() && seen.notes.is_empty() && seen.changes.len() <= 2;
        if is_usual && sacked.is_none() {
            return None;
        }
        Some(Box::new(Self {
            repeats: seen.repeats,
            notes: seen.notes.clone(),
            further: seen.changes.get(2..).unwrap_or_default().to_vec(),
            sacked,
        }))
    }

    fn is_quiet(&self) -> bool {
        self.repeats.is_none() && self.notes.is_empty()
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
        assert!(size_of::<Step>() <= 72);
    }
}
