//! What the page needs of each connection, kept within bounds while the capture is read.
//!
//! Invariant: memory is bounded, whatever the capture: at most twice the limit of connections are
//! kept, and about [`ROWS`] rows and [`POINTS`] points of each curve, which many pictures share:
//! the more of them there are, the smaller new ones are. Beyond that only a number is remembered
//! of every connection that is open. Absence: no words, no markup.

use crate::commands::page::Entry;
use crate::commands::stats::Totals;
use foldhash::fast::RandomState;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use synfin::tcp::{Observation, Opening};
use synfin::{Connection, Segment, Side};
use synfin_picture::{Room, Sketch};

/// Rows of all ladders together, about: some 120 octets each.
const ROWS: usize = 40_000;
/// Points of one curve in all pictures together, about; a picture has up to 16 curves, and a point
/// 24 octets.
const POINTS: usize = 30_000;
/// Rows and points of one picture: the most that help, and the least that tell anything.
const MOST: usize = 400;
const LEAST: usize = 40;

/// What the page is made of.
pub(super) struct Collection {
    /// The figures of the whole capture.
    pub(super) totals: Totals,
    kept: Vec<Entry>,
    limit: usize,
    /// Connections must tell more than this to be kept, once there are many.
    threshold: Option<Interest>,
    pictures: HashMap<u64, Taking, RandomState>,
    /// Open connections whose pictures had to go.
    dropped: HashSet<u64>,
}

/// A picture that is being taken.
struct Taking {
    sketch: Box<Sketch>,
    troubles: u64,
    segments: u64,
}

/// How much a connection has to tell: what went wrong first, then how much it carried.
type Interest = (u64, u64);

impl Collection {
    /// Nothing yet, and at most `limit` connections at the end.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            totals: Totals::default(),
            kept: Vec::new(),
            limit: limit.max(1),
            threshold: None,
            pictures: HashMap::default(),
            dropped: HashSet::new(),
        }
    }

    /// Takes a segment.
    pub(super) fn observe(&mut self, segment: &Segment<'_>, seen: &Observation) {
        let many = self.pictures.len() + self.kept.len();
        let Some(taking) = self.taking(segment, seen, many) else {
            return;
        };
        taking.sketch.observe(segment, seen);
        taking.segments += 1;
        taking.troubles += u64::from(!seen.events.is_empty());
        if self.pictures.len() > self.limit.saturating_mul(2) {
            self.drop_dull_pictures();
        }
    }

    /// The picture that the segment belongs to, a new one if it is the connection's first.
    fn taking(
        &mut self,
        segment: &Segment<'_>,
        seen: &Observation,
        many: usize,
    ) -> Option<&mut Taking> {
        let id = seen.connection;
        if !self.dropped.is_empty() && self.dropped.contains(&id) {
            return None;
        }
        let taking = self.pictures.entry(id).or_insert_with(|| {
            let share = |all: usize| (all / (many + 1)).clamp(LEAST, MOST);
            let room = Room {
                rows: share(ROWS),
                points: share(POINTS),
            };
            Taking {
                sketch: Box::new(Sketch::new(segment, seen, room)),
                troubles: 0,
                segments: 0,
            }
        });
        Some(taking)
    }

    /// Keeps the pictures with most troubles and segments.
    fn drop_dull_pictures(&mut self) {
        let rank = |taking: &Taking| (taking.troubles, taking.segments);
        let mut ranks: Vec<_> = self.pictures.values().map(rank).collect();
        let (_, least, _) = ranks.select_nth_unstable_by_key(self.limit, |rank| Reverse(*rank));
        let (least, limit, mut kept) = (*least, self.limit, 0);
        let dropped = &mut self.dropped;
        self.pictures.retain(|id, taking| {
            let keep = rank(taking) >= least && kept < limit;
            kept += usize::from(keep);
            if !keep {
                dropped.insert(*id);
            }
            keep
        });
    }

    /// Takes a connection that is over.
    pub(super) fn finish(&mut self, connection: Box<Connection>) {
        self.totals.add(&connection);
        self.dropped.remove(&connection.id());
        let picture = self.pictures.remove(&connection.id());
        if self
            .threshold
            .is_some_and(|least| interest(&connection) <= least)
        {
            return;
        }
        self.kept.push(Entry {
            connection,
            sketch: picture.map(|taking| taking.sketch),
        });
        if self.kept.len() > self.limit.saturating_mul(2) {
            self.drop_dull_entries();
        }
    }

    fn drop_dull_entries(&mut self) {
        if self.kept.len() > self.limit {
            self.kept
                .sort_by_cached_key(|entry| Reverse(interest(&entry.connection)));
            self.kept.truncate(self.limit);
            let last = self.kept.last();
            self.threshold = last.map(|entry| interest(&entry.connection));
        }
    }

    /// The figures, and the connections kept, in the order of their numbers.
    pub(super) fn into_parts(mut self) -> (Totals, Vec<Entry>) {
        self.drop_dull_entries();
        self.kept.sort_by_key(|entry| entry.connection.id());
        (self.totals, self.kept)
    }
}

fn interest(connection: &Connection) -> Interest {
    let [client, server] = [Side::Client, Side::Server].map(|side| connection.sent(side));
    let of = |sent: &synfin::analysis::Sent| {
        let trouble = sent.trouble();
        trouble.retransmitted_packets + trouble.zero_windows * 2 + sent.rst() * 4
    };
    let odd = match connection.opening() {
        Opening::Handshake | Opening::None => 0,
        _ => 8,
    };
    (
        of(client) + of(server) + odd,
        client.bytes().saturating_add(server.bytes()),
    )
}
