//! One connection: one incarnation of a flow.

use super::{Observation, Phase, TcpState};
use crate::analysis::Traffic;
use crate::{FlowKey, Segment, Side};
use std::fmt;
use std::net::SocketAddr;

/// One incarnation of a flow: who took part, how it went, and both endpoints' states.
#[derive(Clone, Debug)]
pub struct Connection {
    id: u64,
    key: FlowKey,
    client: SocketAddr,
    server: SocketAddr,
    traffic: Traffic,
}

impl Connection {
    pub(crate) fn new(id: u64, first: &Segment<'_>) -> Self {
        let (client, server) = if first.control.syn() && first.control.ack() {
            (first.destination, first.source)
        } else {
            (first.source, first.destination)
        };
        Self {
            id,
            key: FlowKey::of(first),
            client,
            server,
            traffic: Traffic::new(first.time, false),
        }
    }

    /// The connection's number in the capture, from 1 in the order of first packets.
    #[must_use]
    pub const fn id(&self) -> u64 {
        self.id
    }

    /// The unordered pair of sockets.
    #[must_use]
    pub const fn key(&self) -> FlowKey {
        self.key
    }

    /// The socket of one side.
    #[must_use]
    pub const fn socket(&self, side: Side) -> SocketAddr {
        match side {
            Side::Client => self.client,
            Side::Server => self.server,
        }
    }

    /// What was sent in both directions.
    #[must_use]
    pub const fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    pub(crate) fn observe(&mut self, segment: &Segment<'_>) -> Observation {
        let sender = if segment.source == self.client {
            Side::Client
        } else {
            Side::Server
        };
        let verdict = self.traffic.observe(
            self.key.end_of(segment.source),
            self.key.end_of(segment.destination),
            segment,
        );
        Observation {
            connection: self.id,
            sender,
            phase: Phase::Data,
            client_state: TcpState::Closed,
            server_state: TcpState::Closed,
            changes: Vec::new(),
            events: verdict.events,
            notes: Vec::new(),
            relative_seq: verdict.relative_seq,
            relative_ack: verdict.relative_ack,
            scaled_window: verdict.scaled_window,
        }
    }
}

impl fmt::Display for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} > {}", self.id, self.client, self.server)
    }
}
