//! What one segment did to its connection, as known the moment it was seen.

use super::TcpState;
use crate::Side;
use crate::analysis::Events;

/// One segment's part in the life of its connection.
///
/// A receiver's state is *assumed* until a later segment of its own proves it; what the whole
/// capture proves is in the connection's transitions.
#[derive(Clone, Debug)]
pub struct Observation {
    /// The connection's number in the capture, from 1 in the order of first packets.
    pub connection: u64,
    /// Which end sent the segment.
    pub sender: Side,
    /// The segment's part in the connection's life.
    pub phase: Phase,
    /// The client's state after the segment.
    pub client_state: TcpState,
    /// The server's state after the segment.
    pub server_state: TcpState,
    /// What the segment changed.
    pub changes: StateChanges,
    /// What happened in the segment, as a set of named events.
    pub events: Events,
    /// What else was noticed.
    pub notes: Notes,
    /// Octets from the sender's initial sequence number to SEG.SEQ, in 64 bits.
    pub relative_seq: Option<i64>,
    /// Octets from the peer's initial sequence number to SEG.ACK, in 64 bits.
    pub relative_ack: Option<i64>,
    /// The window in octets after scaling, where the scale is known.
    pub scaled_window: Option<u32>,
}

/// A change of one endpoint's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateChange {
    /// Whose state.
    pub endpoint: Side,
    /// The state before.
    pub from: TcpState,
    /// The state after.
    pub to: TcpState,
    /// Is this so only if the segment arrived, which nothing has proven yet?
    pub assumed: bool,
}

/// The changes of one segment, in order.
pub type StateChanges = Vec<StateChange>;

/// A segment's part in the connection's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phase {
    /// Opening, with the step: 1 to 3 of 3.
    Handshake(u8),
    /// Open, or not known to be anything else.
    Data,
    /// Closing, with the step: 1 to 4 of 4.
    Teardown(u8),
    /// Closing, where one segment is both the second and the third step.
    TeardownTwoAndThree,
    /// A reset.
    Reset,
}

/// Something odd but well formed about a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// Sequence numbers that an earlier packet carried.
    RetransmissionOf {
        /// That packet's number.
        packet: u64,
    },
}

/// The notes on one segment.
pub type Notes = Vec<Note>;
