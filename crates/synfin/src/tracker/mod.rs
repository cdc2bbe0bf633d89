//! Which connection each segment belongs to.
//!
//! Duty: one connection at a time for each pair of sockets, a new one where a SYN begins it, and
//! none made up. Invariant: where a connection begins and ends depends on nothing but its own
//! flow's packets in the order of capture: not on other flows, not on how full the table is, not
//! on when connections are handed out. Absence: what happens within a connection.
//!
//! VLAN tags and capture interfaces do not tell connections apart. Neither silence nor FIN nor RST
//! ends a connection by itself: what still arrives belongs to it. But once it is over and twice
//! the maximum segment lifetime has passed in its flow, nothing of it can arrive any more (RFC
//! 9293, 3.4.2), and a segment that comes then is the first of a connection whose opening was not
//! captured.

mod held;
mod placing;

use crate::tcp::Observation;
use crate::{Connection, FlowKey, Segment, Timestamp};
use placing::{Flow, Placing};
use std::collections::{HashMap, VecDeque};

/// How long connections live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrackerOptions {
    /// How long TIME-WAIT lasts, in nanoseconds: 2 MSL, by RFC 9293, 3.4.2, four minutes. Linux
    /// takes one minute.
    pub time_wait: i64,
    /// After how many nanoseconds without a packet a connection ends; by default never, however
    /// long it is silent.
    pub idle: Option<i64>,
}

impl Default for TrackerOptions {
    fn default() -> Self {
        Self {
            time_wait: 240_000_000_000,
            idle: None,
        }
    }
}

/// Follows every connection of a capture.
#[derive(Debug, Default)]
pub struct Tracker {
    options: TrackerOptions,
    flows: HashMap<FlowKey, Flow, foldhash::fast::RandomState>,
    /// How many connections there were.
    count: u64,
    /// Connections that another one followed.
    followed: Vec<Connection>,
    /// Flows whose connection is over, by the time from which it may be handed out.
    ending: VecDeque<(Timestamp, FlowKey)>,
    /// The time of the last segment; the capture may run backwards.
    now: Timestamp,
}

impl Tracker {
    /// A tracker that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A tracker that has seen nothing, with its own idea of how long connections live.
    #[must_use]
    pub fn with_options(options: TrackerOptions) -> Self {
        Self {
            options,
            ..Self::default()
        }
    }

    /// Takes the next segment of the capture, in the order of capture.
    pub fn observe(&mut self, segment: &Segment<'_>) -> Option<Observation> {
        self.now = segment.time;
        let key = FlowKey::of(segment);
        let flow = self.flows.entry(key).or_default();
        let mut placing = Placing {
            options: &self.options,
            count: &mut self.count,
            followed: &mut self.followed,
        };
        let was_over = flow.is_over();
        let observation = placing.take(flow, segment);
        if !was_over && flow.is_over() {
            self.ending.push_back((segment.time, key));
        }
        observation
    }

    /// Lets time pass: the capture has come to `now` without a segment of these flows. Where each
    /// of several trackers takes a [shard](FlowKey::shard) of the flows, this keeps their clocks
    /// together.
    pub const fn pass_time(&mut self, now: Timestamp) {
        self.now = now;
    }

    /// How many connections have begun. They are numbered as they begin: a segment began those
    /// between this number before and after it was [observed](Self::observe), and those with a
    /// higher number that [`finish`](Self::finish) hands out begin at the end, in the order of
    /// their [first packets](Connection::first_packet). Thus who follows shards of the flows can
    /// [number](Connection::set_id) their connections as one tracker would.
    #[must_use]
    pub const fn begun(&self) -> u64 {
        self.count
    }

    /// Hands out the connections that are over for good, in no particular order; each of them is
    /// handed out once. Calling this changes nothing else: a program that needs the connections
    /// only at the end may never call it.
    pub fn drain_finished(&mut self) -> impl Iterator<Item = Connection> {
        let now = self.now;
        let linger = self.options.time_wait;
        let mut finished = std::mem::take(&mut self.followed);
        while let Some((since, key)) = self.ending.front().copied() {
            if now.nanos_since(since) <= linger {
                break;
            }
            self.ending.pop_front();
            let Some(flow) = self.flows.get_mut(&key) else {
                continue;
            };
            let Some(last) = flow.latest_time().filter(|_| flow.is_over()) else {
                continue;
            };
            if now.nanos_since(last) > linger {
                finished.extend(flow.end(now, &self.options));
            } else {
                // Something came since.
                self.ending.push_back((last, key));
            }
        }
        finished.into_iter()
    }

    /// The connections that were not handed out before, in the order of their first packets.
    pub fn finish(mut self) -> impl Iterator<Item = Connection> {
        let end = self.now;
        let mut connections = std::mem::take(&mut self.followed);
        let mut flows: Vec<Flow> = self.flows.into_values().collect();
        // A SYN that waits for its answer to the end begins a connection: in order of capture.
        flows.sort_unstable_by_key(Flow::held_packet);
        for flow in &mut flows {
            let mut placing = Placing {
                options: &self.options,
                count: &mut self.count,
                followed: &mut connections,
            };
            placing.release_at_the_end(flow);
            connections.extend(flow.end(end, &self.options));
        }
        connections.sort_unstable_by_key(Connection::id);
        connections.into_iter()
    }
}
