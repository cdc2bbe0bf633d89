//! A SYN inside a live connection, until its answer tells what it was.
//!
//! Duty: what the connection makes of such a SYN. Invariant: no state changes. Absence: which
//! SYNs are held, and for how long, which is the tracker's to say.

use super::Connection;
use super::observing::both;
use crate::analysis::Events;
use crate::tcp::{HandshakeStep, Note, Observation, Phase, StateChanges};
use crate::{Segment, Side};

impl Connection {
    /// Takes a SYN that may open another connection: its answer will tell.
    pub(crate) fn observe_held(&mut self, segment: &Segment<'_>) -> Observation {
        let sender = self.key.end_of(segment.source);
        let (_, peer) = both(sender, &mut self.lower, &mut self.upper);
        peer.challenge();
        Observation {
            connection: self.id,
            sender: self.side(sender),
            phase: Phase::Handshake(HandshakeStep::Syn),
            repeats: None,
            client_state: self.shown_state(Side::Client),
            server_state: self.shown_state(Side::Server),
            changes: StateChanges::new(),
            events: Events::default(),
            notes: vec![Note::SynInLiveConnection],
            relative_seq: None,
            relative_ack: None,
            scaled_window: None,
        }
    }

    /// Takes a SYN that turned out to open nothing: it is counted, and changes nothing else
    /// (RFC 9293, 3.10.7.4, fourth).
    pub(crate) fn absorb(&mut self, segment: &Segment<'_>) {
        let sender = self.key.end_of(segment.source);
        let receiver = self.key.end_of(segment.destination);
        self.unsettle();
        self.traffic
            .observe((sender, receiver), self.client, segment);
        if segment.packet > self.last.0 {
            self.last = (segment.packet, segment.time);
        }
        self.latest = self.latest.max(segment.time.as_nanos());
    }
}
