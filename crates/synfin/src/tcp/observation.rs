//! What one segment did to its connection, as known the moment it was seen.

use super::{Note, Phase, StateChange, TcpState};
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
    /// The packet whose step this one repeats: a retransmitted SYN, SYN-ACK or FIN, or another
    /// acknowledgment of one.
    pub repeats: Option<u64>,
    /// The client's state after the segment.
    pub client_state: TcpState,
    /// The server's state after the segment.
    pub server_state: TcpState,
    /// What the segment changed, in order.
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

/// The changes of one segment, in order.
pub type StateChanges = Vec<StateChange>;

/// The notes on one segment.
pub type Notes = Vec<Note>;

impl Observation {
    /// Puts what an earlier segment of the same connection did before what this one did: the
    /// earlier one was kept until this one told what it was.
    pub(crate) fn prepend(&mut self, earlier: Self) {
        self.changes.splice(..0, earlier.changes);
        self.notes.splice(..0, earlier.notes);
    }
}
