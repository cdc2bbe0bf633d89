//! Connections from segments that nobody would send.
//!
//! The promise: every segment is in one connection, every connection is handed out once, asking for
//! it early changes nothing (unless the capture's clock runs back), nor that nothing else is asked
//! for, an endpoint's states follow from each other, what is proven stays proven, and neither other
//! flows nor where the sequence numbers began make a difference.

mod moves;

pub use moves::{Move, segments};

use arbitrary::{Arbitrary, Unstructured};
use std::collections::BTreeMap;
use synfin::tcp::{Observation, Transition};
use synfin::{Connection, Segment, SeqNumber, Side, Tracker};

/// Follows the segments that octets describe.
pub fn run(octets: &[u8]) {
    let mut octets = Unstructured::new(octets);
    let mut moves = Vec::new();
    while !octets.is_empty() && moves.len() < 400 {
        moves.extend(Move::arbitrary(&mut octets));
    }
    let sent = segments(&moves, 0);
    let sent: Vec<Segment<'_>> = sent.iter().map(moves::Sent::segment).collect();
    let (seen, connections) = follow(&sent, false);
    let total: u64 = (connections.iter())
        .flat_map(|one| Side::BOTH.map(|side| one.sent(side).packets()))
        .sum();
    assert_eq!(total, sent.len() as u64, "segments in connections");
    connections.iter().for_each(check);
    // What was handed out as over is gone, if the clock then runs back to before it was.
    if sent.is_sorted_by_key(|segment| segment.time.as_nanos()) {
        draining_changes_nothing(&sent, &connections);
    }
    silence_changes_nothing(&sent, &seen, &connections);
    other_flows_change_nothing(&sent, &seen);
    let shifted = segments(&moves, 0x8765_4321);
    let shifted: Vec<Segment<'_>> = shifted.iter().map(moves::Sent::segment).collect();
    let (seen_shifted, _) = follow(&shifted, false);
    for (at, (one, other)) in seen.iter().zip(&seen_shifted).enumerate() {
        assert_eq!(
            told(one),
            told(other),
            "packet {} with other numbers",
            at + 1
        );
    }
}

/// What each segment did, and all connections in the order of their numbers.
fn follow(sent: &[Segment<'_>], drain: bool) -> (Vec<Observation>, Vec<Connection>) {
    let mut tracker = Tracker::new();
    let mut seen = Vec::new();
    let mut connections = Vec::new();
    for segment in sent {
        seen.extend(tracker.observe(segment));
        if drain {
            connections.extend(tracker.drain_finished());
        }
    }
    connections.extend(tracker.finish());
    connections.sort_by_key(Connection::id);
    assert_eq!(seen.len(), sent.len(), "every segment is told of");
    let ids: Vec<u64> = connections.iter().map(Connection::id).collect();
    let all: Vec<u64> = (1..).take(ids.len()).collect();
    assert_eq!(ids, all, "each connection once");
    (seen, connections)
}

/// What holds of a connection whatever it is made of.
fn check(connection: &Connection) {
    assert!(connection.first_packet() >= 1);
    assert!(connection.first_packet() <= connection.last_packet());
    for side in Side::BOTH {
        let sent = connection.sent(side);
        assert!(sent.unique_bytes() <= sent.bytes(), "octets of {side}");
        let steps: Vec<_> = of(connection, side);
        for pair in steps.windows(2) {
            assert_eq!(pair[0].to, pair[1].from, "states of {side}");
        }
        for step in &steps {
            let packets = connection.first_packet()..=connection.last_packet();
            assert!(step.packet.is_none_or(|packet| packets.contains(&packet)));
        }
        // Of a socket that talks to itself the states are shown as one end's.
        if connection.socket(Side::Client) != connection.socket(Side::Server)
            && let Some(last) = steps.last()
        {
            assert_eq!(last.to, connection.state(side), "the state of {side}");
        }
    }
}

fn of(connection: &Connection, side: Side) -> Vec<Transition> {
    let steps = connection.transitions();
    steps.filter(|step| step.endpoint == side).collect()
}

fn draining_changes_nothing(sent: &[Segment<'_>], connections: &[Connection]) {
    let (_, drained) = follow(sent, true);
    assert_eq!(drained.len(), connections.len());
    for (one, other) in connections.iter().zip(&drained) {
        assert_eq!(summary(one), summary(other));
    }
}

/// Who asks for connections alone is given the same ones, down to what they will do next.
fn silence_changes_nothing(sent: &[Segment<'_>], seen: &[Observation], connections: &[Connection]) {
    let mut tracker = Tracker::new();
    for (segment, seen) in sent.iter().zip(seen) {
        tracker.anticipate([]);
        assert_eq!(tracker.follow(segment), Some(seen.connection));
    }
    let followed: Vec<Connection> = tracker.finish().collect();
    assert_eq!(followed.len(), connections.len());
    for (one, other) in connections.iter().zip(&followed) {
        assert_eq!(format!("{one:?}"), format!("{other:?}"));
    }
}

/// What is told of a connection that the capture's end does not change.
fn summary(connection: &Connection) -> impl PartialEq + std::fmt::Debug {
    let steps: Vec<Transition> = connection.transitions().collect();
    (
        connection.first_packet(),
        connection.last_packet(),
        connection.opening(),
        connection.closing(),
        connection.closed_by(),
        connection.reset_reason(),
        Side::BOTH.map(|side| connection.sent(side).bytes()),
        steps,
    )
}

fn other_flows_change_nothing(sent: &[Segment<'_>], seen: &[Observation]) {
    let mut flows: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, segment) in sent.iter().enumerate() {
        let mut ends = [segment.source, segment.destination];
        ends.sort();
        flows.entry(ends).or_default().push(at);
    }
    if flows.len() < 2 {
        return;
    }
    for places in flows.values() {
        let alone: Vec<Segment<'_>> = places.iter().map(|at| sent[*at]).collect();
        let (seen_alone, _) = follow(&alone, false);
        for (at, alone) in places.iter().zip(&seen_alone) {
            assert_eq!(told(&seen[*at]), told(alone), "packet {} alone", at + 1);
        }
    }
}

/// What is told of a segment, but for its connection's number.
fn told(seen: &Observation) -> impl PartialEq + std::fmt::Debug {
    (
        (seen.sender, seen.phase, seen.repeats),
        (seen.client_state, seen.server_state),
        seen.changes.to_vec(),
        seen.events,
        seen.notes.clone(),
        (seen.relative_seq, seen.relative_ack, seen.scaled_window),
    )
}

/// A sequence number moved on by `by`.
fn shifted(number: SeqNumber, by: u32) -> SeqNumber {
    number.plus(by)
}
