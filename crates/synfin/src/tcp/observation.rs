//! What one segment did to its connection, as known the moment it was seen.

use super::{Note, Phase, StateChange, TcpState};
use crate::analysis::Events;
use crate::{Segment, Side};
use std::fmt;
use std::net::SocketAddr;
use std::ops::Deref;

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

/// The same in brief, for who has to tell the extraordinary: most segments carry on what goes on in
/// an open connection, and of these there is little to say.
#[derive(Clone, Debug)]
pub enum Brief {
    /// The segment's phase is [`Phase::Data`]; it changed no state, repeats no step, and nothing was
    /// noted.
    Data {
        /// As [`Observation::connection`].
        connection: u64,
        /// As [`Observation::events`].
        events: Events,
    },
    /// There may be more to say, which is all here.
    Whole(Observation),
}

impl Brief {
    /// The connection's number in the capture, from 1 in the order of first packets.
    #[must_use]
    #[inline]
    pub const fn connection(&self) -> u64 {
        match self {
            Self::Data { connection, .. } => *connection,
            Self::Whole(observation) => observation.connection,
        }
    }
}

impl From<Observation> for Brief {
    fn from(observation: Observation) -> Self {
        Self::Whole(observation)
    }
}

/// The changes of one segment, in order; as a slice of them. There are never many.
#[derive(Clone, Copy)]
pub struct StateChanges {
    changes: [StateChange; MOST],
    len: u8,
}

/// A segment changes each end's state once, the sender's up to three times: what was assumed of it
/// turns out true, what it did, and what follows. A segment kept until now may have done as much.
const MOST: usize = 8;

impl StateChanges {
    /// No change.
    #[must_use]
    pub const fn new() -> Self {
        let none = StateChange {
            endpoint: Side::Client,
            from: TcpState::Closed,
            to: TcpState::Closed,
            assumed: false,
        };
        Self {
            changes: [none; MOST],
            len: 0,
        }
    }

    /// Adds a change behind the others.
    pub(super) fn push(&mut self, change: StateChange) {
        if let Some(place) = self.changes.get_mut(usize::from(self.len)) {
            *place = change;
            self.len += 1;
        }
    }
}

impl Default for StateChanges {
    fn default() -> Self {
        Self::new()
    }
}

impl Deref for StateChanges {
    type Target = [StateChange];

    fn deref(&self) -> &[StateChange] {
        self.changes
            .get(..usize::from(self.len))
            .unwrap_or_default()
    }
}

impl fmt::Debug for StateChanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'a> IntoIterator for &'a StateChanges {
    type Item = &'a StateChange;
    type IntoIter = std::slice::Iter<'a, StateChange>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The notes on one segment.
pub type Notes = Vec<Note>;

impl Observation {
    /// The client's socket and the server's, as far as is known by now; of the observed segment.
    #[must_use]
    pub const fn sockets(&self, segment: &Segment<'_>) -> (SocketAddr, SocketAddr) {
        match self.sender {
            Side::Client => (segment.source, segment.destination),
            Side::Server => (segment.destination, segment.source),
        }
    }

    /// Puts what an earlier segment of the same connection did before what this one did: the
    /// earlier one was kept until this one told what it was.
    pub(crate) fn prepend(&mut self, earlier: Self) {
        let later = std::mem::replace(&mut self.changes, earlier.changes);
        later.iter().for_each(|change| self.changes.push(*change));
        self.notes.splice(..0, earlier.notes);
    }
}
