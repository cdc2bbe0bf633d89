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
use std::collections::HashMap;
use synfin::tcp::{Observation, Opening};
use synfin::{Connection, Segment, Side};
use synfin_picture::{Room, Sketch};

/// Rows of all ladders together, about: some 120 octets each.
const ROWS: usize = 30_000;
/// Points of one curve in all pictures together, about; a picture has up to 16 curves, and a point
/// 24 octets.
const POINTS: usize = 30_000;
/// Rows and points of one picture: the most that help, and the least that tell anything.
const MOST: usize = 400;
const LEAST: usize = 40;

/// Connections that are over are kept beyond the limit up to this part of it before the dullest
/// go.
const SLACK: usize = 4;

/// What the page is made of.
pub(super) struct Collection {
    /// The figures of the whole capture.
    pub(super) totals: Totals,
    kept: Vec<Entry>,
    limit: usize,
    /// Connections must tell more than this to be kept, once there are many.
    threshold: Option<Interest>,
    /// The pictures of open connections; of some only that they had to go.
    pictures: HashMap<u64, Option<Box<Taking>>, RandomState>,
    /// How many of these there are.
    taken: usize,
}

/// A picture that is being taken.
struct Taking {
    sketch: Sketch,
    troubles: u64,
    segments: u64,
}

/// How much a connection has to tell: what went wrong first, then how much it carried.
type Interest = (u64, u64);

impl Taking {
    /// Beside so many others.
    fn new(segment: &Segment<'_>, seen: &Observation, many: usize) -> Self {
        let share = |all: usize| (all / (many + 1)).clamp(LEAST, MOST);
        let room = Room {
            rows: share(ROWS),
            points: share(POINTS),
        };
        Self {
            sketch: Sketch::new(segment, seen, room),
            troubles: 0,
            segments: 0,
        }
    }
}

impl Collection {
    /// Nothing yet, and at most `limit` connections at the end.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            totals: Totals::default(),
            kept: Vec::new(),
            limit: limit.max(1),
            threshold: None,
            pictures: HashMap::default(),
            taken: 0,
        }
    }

    /// Takes a segment.
    pub(super) fn observe(&mut self, segment: &Segment<'_>, seen: &Observation) {
        let (many, taken) = (self.taken + self.kept.len(), &mut self.taken);
        let taking = self.pictures.entry(seen.connection).or_insert_with(|| {
            *taken += 1;
            Some(Box::new(Taking::new(segment, seen, many)))
        });
        let Some(taking) = taking else {
            return;
        };
        taking.sketch.observe(segment, seen);
        taking.segments += 1;
        taking.troubles += u64::from(!seen.events.is_empty());
        if self.taken > self.limit.saturating_mul(2) {
            self.drop_dull_pictures();
        }
    }

    /// Keeps the pictures with most troubles and segments, and of equals the earliest.
    fn drop_dull_pictures(&mut self) {
        let rank = |id: u64, taking: &Taking| (taking.troubles, taking.segments, Reverse(id));
        let open = self.pictures.iter();
        let mut ranks: Vec<_> = open
            .filter_map(|(id, taking)| Some(rank(*id, taking.as_ref()?)))
            .collect();
        if self.limit >= ranks.len() {
            return;
        }
        let (_, most, _) = ranks.select_nth_unstable_by_key(self.limit, |rank| Reverse(*rank));
        let most = *most;
        for (id, taking) in &mut self.pictures {
            if taking
                .as_ref()
                .is_some_and(|taking| rank(*id, taking) <= most)
            {
                *taking = None;
            }
        }
        self.taken = self.limit;
    }

    /// Takes a connection that is over.
    pub(super) fn finish(&mut self, connection: Box<Connection>) {
        self.totals.add(&connection);
        let picture = self.pictures.remove(&connection.id()).flatten();
        self.taken -= usize::from(picture.is_some());
        if self
            .threshold
            .is_some_and(|least| interest(&connection) <= least)
        {
            return;
        }
        self.kept.push(Entry {
            connection,
            sketch: picture.map(|taking| Box::new(taking.sketch)),
        });
        if self.kept.len() > self.limit.saturating_add(self.limit / SLACK) {
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
