//! What all connections of a capture add up to.
//!
//! Invariant: every count follows from the facts that `synfin connections` prints; `stats` and
//! `report` show the same figures because they are made here. Absence: no layout.

use crate::input::Packet;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use synfin::tcp::Closing;
use synfin::{Connection, Side};

/// Hosts that are listed.
const TALKERS: usize = 10;

/// What all connections add up to.
#[derive(Default)]
pub(crate) struct Totals {
    packets: u64,
    /// Packets that carry TCP, but no whole TCP header or not the end of a datagram.
    unread: u64,
    last_frame: u64,
    connections: u64,
    openings: BTreeMap<&'static str, u64>,
    closings: BTreeMap<&'static str, u64>,
    /// Connections reset by the client and by the server.
    resets: [u64; 2],
    segments: u64,
    bytes: u64,
    retransmitted: u64,
    missing: u64,
    handshakes: Vec<u64>,
    /// Octets sent and connections, by address.
    hosts: HashMap<IpAddr, (u64, u64)>,
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
            let host = self.hosts.entry(sent.host).or_default();
            host.0 += sent.bytes;
            host.1 += 1;
        }
        self.handshakes.extend(share.handshake);
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

    /// The figures as a person reads them, in order.
    pub(crate) fn figures(mut self) -> Figures {
        let others = self.last_frame.saturating_sub(self.packets);
        let [by_client, by_server] = self.resets;
        self.handshakes.sort_unstable();
        let at = |percent| percentile(&self.handshakes, percent);
        Figures {
            rows: vec![
                ("packets", format!("{} with TCP", self.packets)),
                ("", format!("{others} others up to the last of them")),
                (
                    "",
                    format!("{} cut, or earlier fragments of a datagram", self.unread),
                ),
                ("connections", self.connections.to_string()),
                ("  by opening", counts(&self.openings)),
                ("  by closing", counts(&self.closings)),
                (
                    "resets",
                    format!("{by_client} by the client, {by_server} by the server"),
                ),
                ("payload octets", self.bytes.to_string()),
                (
                    "retransmitted",
                    format!(
                        "{} of {} segments ({})",
                        self.retransmitted,
                        self.segments,
                        percent(self.retransmitted, self.segments)
                    ),
                ),
                ("not captured", format!("{} sequence numbers", self.missing)),
                (
                    "handshake times",
                    format!(
                        "50 %: {}, 90 %: {}, 99 %: {} ({} handshakes)",
                        at(50),
                        at(90),
                        at(99),
                        self.handshakes.len()
                    ),
                ),
            ],
            talkers: talkers(self.hosts),
        }
    }
}

/// The figures of a capture, in words.
pub(crate) struct Figures {
    /// Titles and what stands beside them; a row without title goes on with the one before.
    pub(crate) rows: Vec<(&'static str, String)>,
    /// The hosts that sent most: address, payload octets, connections.
    pub(crate) talkers: Vec<(IpAddr, u64, u64)>,
}

/// `fin 12, reset 3`.
fn counts(counts: &BTreeMap<&'static str, u64>) -> String {
    let words = counts.iter().map(|(word, count)| format!("{word} {count}"));
    words.collect::<Vec<_>>().join(", ")
}

fn talkers(hosts: HashMap<IpAddr, (u64, u64)>) -> Vec<(IpAddr, u64, u64)> {
    let mut hosts: Vec<_> = hosts.into_iter().collect();
    hosts.sort_unstable_by_key(|(address, (bytes, _))| (Reverse(*bytes), *address));
    let first = hosts.into_iter().take(TALKERS);
    first
        .map(|(address, (bytes, connections))| (address, bytes, connections))
        .collect()
}

/// A share in hundredths of a percent.
fn percent(part: u64, whole: u64) -> String {
    match u128::from(part) * 10_000 {
        share if whole > 0 => {
            let share = share / u128::from(whole);
            format!("{}.{:02} %", share / 100, share % 100)
        }
        _ => "-".to_owned(),
    }
}

/// The value that so many percent of the sorted values do not exceed, in milliseconds.
fn percentile(sorted: &[u64], percent: usize) -> String {
    let rank = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(rank).map_or_else(
        || "-".to_owned(),
        |nanos| format!("{}.{:03} ms", nanos / 1_000_000, nanos / 1000 % 1000),
    )
}

#[cfg(test)]
mod tests {
    use super::{percent, percentile};

    #[test]
    fn shares_and_ranks() {
        assert_eq!(
            (percent(1, 3), percent(0, 0)),
            ("33.33 %".into(), "-".into())
        );
        let values: Vec<u64> = (1..=100).map(|value| value * 1_000_000).collect();
        assert_eq!(percentile(&values, 50), "50.000 ms");
        assert_eq!(percentile(&values, 99), "99.000 ms");
        assert_eq!(percentile(&values[..1], 99), "1.000 ms");
        assert_eq!(percentile(&[], 50), "-");
    }
}
