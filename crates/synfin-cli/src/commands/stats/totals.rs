//! What all connections of a capture add up to.
//!
//! Invariant: every count follows from the facts that `synfin connections` prints; memory is
//! bounded, whatever the capture. Absence: no words.

use super::talkers::Talkers;
use super::times::Times;
use crate::input::Packet;
use std::collections::BTreeMap;
use std::net::IpAddr;
use synfin::tcp::Closing;
use synfin::{Connection, Side};

/// What all connections add up to.
#[derive(Default)]
pub(crate) struct Totals {
    /// Packets that carry TCP.
    pub(super) packets: u64,
    /// Packets that carry TCP, but no whole TCP header or not the end of a datagram.
    pub(super) unread: u64,
    /// The number of the last packet that carries TCP.
    pub(super) last_frame: u64,
    pub(super) connections: u64,
    /// Connections by how they opened.
    pub(super) openings: BTreeMap<&'static str, u64>,
    /// Connections by how they closed.
    pub(super) closings: BTreeMap<&'static str, u64>,
    /// Connections reset by the client and by the server.
    pub(super) resets: [u64; 2],
    pub(super) segments: u64,
    /// Octets of payload.
    pub(super) bytes: u64,
    /// Segments sent again.
    pub(super) retransmitted: u64,
    /// Sequence numbers that were not captured.
    pub(super) missing: u64,
    /// The handshakes' round trips.
    pub(super) handshakes: Times,
    /// What each address sent.
    pub(super) talkers: Talkers,
}

/// What one connection adds.
pub(super) struct Share {
    opening: &'static str,
    closing: &'static str,
    reset_by: Option<Side>,
    sent: [SentShare; 2],
    /// The handshake's round trip, nanoseconds.
    handshake: Option<u64>,
}

/// What one end's packets add.
struct SentShare {
    host: IpAddr,
    segments: u64,
    bytes: u64,
    retransmitted: u64,
    missing: u64,
}

impl Share {
    /// A connection's share.
    pub(super) fn of(connection: &Connection) -> Self {
        let closing = connection.closing();
        let traffic = connection.traffic();
        let halves = traffic.syn_ack_rtt().zip(traffic.ack_rtt());
        Self {
            opening: connection.opening().name(),
            closing: closing.name(),
            reset_by: (connection.closed_by()).filter(|_| closing == Closing::Reset),
            sent: Side::BOTH.map(|side| {
                let sent = connection.sent(side);
                SentShare {
                    host: connection.socket(side).ip(),
                    segments: sent.packets(),
                    bytes: sent.bytes(),
                    retransmitted: sent.trouble().retransmitted_packets,
                    missing: sent.missing_bytes(),
                }
            }),
            handshake: halves.map(|(server, client)| server.saturating_add(client)),
        }
    }
}

impl Totals {
    /// Counts a connection that is over.
    pub(crate) fn add(&mut self, connection: &Connection) {
        self.add_share(&Share::of(connection));
    }

    /// Counts a connection by its share.
    pub(super) fn add_share(&mut self, share: &Share) {
        self.connections += 1;
        *self.openings.entry(share.opening).or_default() += 1;
        *self.closings.entry(share.closing).or_default() += 1;
        let [by_client, by_server] = &mut self.resets;
        match share.reset_by {
            Some(Side::Client) => *by_client += 1,
            Some(Side::Server) => *by_server += 1,
            None => {}
        }
        for sent in &share.sent {
            self.segments += sent.segments;
            self.bytes += sent.bytes;
            self.retransmitted += sent.retransmitted;
            self.missing += sent.missing;
            self.talkers.add(sent.host, sent.bytes);
        }
        if let Some(nanos) = share.handshake {
            self.handshakes.add(nanos);
        }
    }

    /// Counts a packet that carries TCP; `is_read` says whether its TCP header was there.
    pub(crate) fn add_packet(&mut self, packet: &Packet<'_>, is_read: bool) {
        self.last_frame = packet.frame.number;
        self.packets += 1;
        self.unread += u64::from(!is_read);
    }

    /// How many connections were added.
    pub(crate) const fn connections(&self) -> u64 {
        self.connections
    }
}
