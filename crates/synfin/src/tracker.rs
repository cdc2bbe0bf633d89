//! Which connection each segment belongs to.

use crate::tcp::Observation;
use crate::{Connection, FlowKey, Segment};
use std::collections::HashMap;

/// Follows every connection of a capture.
#[derive(Debug, Default)]
pub struct Tracker {
    current: HashMap<FlowKey, usize, foldhash::fast::RandomState>,
    connections: Vec<Connection>,
}

impl Tracker {
    /// A tracker that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next segment of the capture, in the order of capture.
    pub fn observe(&mut self, segment: &Segment<'_>) -> Option<Observation> {
        let next = self.connections.len();
        let entry = self.current.entry(FlowKey::of(segment)).or_insert(next);
        let earlier = self.connections.get(*entry);
        let followed = earlier.is_some_and(|earlier| earlier.is_followed_by(segment));
        if earlier.is_none() || followed {
            let incarnation = earlier.map_or(0, Connection::incarnation) + 1;
            *entry = next;
            self.connections
                .push(Connection::new(next as u64 + 1, incarnation, segment));
        }
        self.connections
            .get_mut(*entry)
            .map(|connection| connection.observe(segment))
    }

    /// The connections that were not handed out before, in the order of their first packets.
    pub fn finish(self) -> impl Iterator<Item = Connection> {
        self.connections.into_iter().map(|mut connection| {
            connection.finish();
            connection
        })
    }
}
