//! A connection that is one SYN so far, in a quarter of the room.
//!
//! Duty: keep the SYN and make the connection again from it. Invariant: what is made again is what
//! there was, for a connection follows from its segments alone. Absence: when it is worth the
//! trouble, which depends on how many flows there are.

use super::held::Kept;
use crate::flow::Probe;
use crate::{Connection, ControlBits, FlowKey, Segment};

/// A SYN whose connection is made again when something else comes.
#[derive(Debug)]
pub(super) struct Asleep {
    id: u64,
    incarnation: u32,
    syn: Kept,
}

impl Asleep {
    /// Can a connection of which this is the only segment be kept like this?
    pub(super) fn can_be(segment: &Segment<'_>) -> bool {
        segment.control == ControlBits::SYN && segment.payload_len == 0
    }

    pub(super) fn new(id: u64, incarnation: u32, syn: &Segment<'_>) -> Self {
        Self {
            id,
            incarnation,
            syn: Kept::new(syn),
        }
    }

    pub(super) const fn id(&self) -> u64 {
        self.id
    }

    pub(super) fn packet(&self) -> u64 {
        self.syn.segment().packet
    }

    pub(super) fn key(&self) -> FlowKey {
        FlowKey::of(&self.syn.segment())
    }

    /// Is it of the flow that is looked for?
    pub(super) fn is(&self, probe: &Probe) -> bool {
        Probe::of(&self.syn.segment()).0 == *probe
    }

    /// The connection.
    pub(super) fn wake(&self, two_msl: i64) -> Box<Connection> {
        let syn = self.syn.segment();
        let mut connection = Box::new(Connection::new(self.id, self.incarnation, &syn));
        connection.observe(&syn, two_msl);
        connection
    }
}
