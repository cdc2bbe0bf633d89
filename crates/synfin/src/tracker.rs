//! Which connection each segment belongs to.

use crate::tcp::Observation;
use crate::{Connection, FlowKey, Segment, Timestamp};
use std::collections::HashMap;

/// Follows every connection of a capture.
#[derive(Debug, Default)]
pub struct Tracker {
    current: HashMap<FlowKey, usize, foldhash::fast::RandomState>,
    connections: Vec<Connection>,
    latest: Option<Timestamp>,
}

/// 2 MSL in nanoseconds (RFC 9293, 3.4.2).
const TWO_MSL: i64 = 240_000_000_000;

impl Tracker {
    /// A tracker that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next segment of the capture, in the order of capture.
    pub fn observe(&mut self, segment: &Segment<'_>) -> Option<Observation> {
        let next = self.connections.len();
        if self
            .latest
            .is_none_or(|latest| segment.time.nanos_since(latest) > 0)
        {
            self.latest = Some(segment.time);
        }
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
            .map(|connection| connection.observe(segment, TWO_MSL))
    }

    /// The connections that were not handed out before, in the order of their first packets.
    pub fn finish(self) -> impl Iterator<Item = Connection> {
        let latest = self.latest.unwrap_or_default();
        self.connections.into_iter().map(move |mut connection| {
            connection.finish(latest, TWO_MSL);
            connection
        })
    }
}
