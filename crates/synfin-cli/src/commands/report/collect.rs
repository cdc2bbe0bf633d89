//! What the page needs of each connection, kept within bounds while the capture is read.
//!
//! Invariant: at most twice the limit of connections have pictures at any time, and a picture has
//! a bounded number of rows and samples. Absence: no words, no markup.

use std::collections::HashMap;
use synfin::tcp::{Closing, Observation, Opening};
use synfin::{Connection, Segment, Side};
use synfin_picture::Chronicle;
use synfin_picture::plot::Samples;

/// Samples of a connection that are charted.
const CHARTED: u64 = 2_000;
/// Rows of a connection's ladder.
const ROWS: usize = 400;

/// What the page is made of.
pub(super) struct Collection {
    /// Frames read, TCP or not.
    pub(super) frames: u64,
    /// TCP segments that passed the filter.
    pub(super) segments: u64,
    /// The connections kept, with their pictures.
    pub(super) kept: Vec<Entry>,
    /// How many connections there were.
    pub(super) connections: u64,
    /// How many of each opening and closing.
    pub(super) openings: Vec<(Opening, u64)>,
    /// The same of closings.
    pub(super) closings: Vec<(Closing, u64)>,
    /// Payload octets by sender.
    pub(super) octets: [u64; 2],
    /// Resets by sender.
    pub(super) resets: [u64; 2],
    /// Segments with something sent before.
    pub(super) retransmitted: u64,
    limit: usize,
    pictures: HashMap<u64, Picture>,
}

/// One connection of the page.
pub(super) struct Entry {
    /// Its facts.
    pub(super) connection: Connection,
    /// Its rows and samples; none where the capture's packets of it did not pass the filter.
    pub(super) picture: Option<Picture>,
}

/// What a connection's pictures are drawn from.
pub(super) struct Picture {
    /// Its rows.
    pub(super) chronicle: Chronicle,
    /// Its samples.
    pub(super) samples: Samples,
    taken: u64,
    troubles: u64,
}

impl Collection {
    /// Nothing yet, and at most `limit` connections at the end.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            frames: 0,
            segments: 0,
            kept: Vec::new(),
            connections: 0,
            openings: Vec::new(),
            closings: Vec::new(),
            octets: [0; 2],
            resets: [0; 2],
            retransmitted: 0,
            limit: limit.max(1),
            pictures: HashMap::new(),
        }
    }

    /// Takes a segment.
    pub(super) fn observe(&mut self, segment: &Segment<'_>, seen: &Observation) {
        self.segments += 1;
        let picture = self
            .pictures
            .entry(seen.connection)
            .or_insert_with(|| Picture {
                chronicle: Chronicle::new(segment, seen, false).with_max_rows(ROWS),
                samples: Samples::new(segment.time),
                taken: 0,
                troubles: 0,
            });
        picture.chronicle.observe(segment, seen);
        picture.taken += 1;
        picture.troubles += u64::from(!seen.events.is_empty());
        if picture.taken <= CHARTED {
            picture.samples.observe(segment, seen);
        }
        if self.pictures.len() > self.limit.saturating_mul(2) {
            self.drop_dull_pictures();
        }
    }

    /// Keeps the pictures with most troubles and rows.
    fn drop_dull_pictures(&mut self) {
        let rank = |picture: &Picture| (picture.troubles, picture.chronicle.rows.len());
        let mut ranks: Vec<_> = self.pictures.values().map(rank).collect();
        ranks.sort_unstable_by(|one, other| other.cmp(one));
        let least = ranks.get(self.limit).copied().unwrap_or_default();
        let limit = self.limit;
        let mut kept = 0;
        self.pictures.retain(|_, picture| {
            let keep = rank(picture) >= least && kept < limit;
            kept += usize::from(keep);
            keep
        });
    }

    /// Takes a connection that is over.
    pub(super) fn finish(&mut self, connection: Connection) {
        self.connections += 1;
        count(&mut self.openings, connection.opening());
        count(&mut self.closings, connection.closing());
        for (index, side) in [Side::Client, Side::Server].into_iter().enumerate() {
            let sent = connection.sent(side);
            if let (Some(octets), Some(resets)) =
                (self.octets.get_mut(index), self.resets.get_mut(index))
            {
                *octets = octets.saturating_add(sent.bytes());
                *resets = resets.saturating_add(sent.rst());
            }
            self.retransmitted += sent.trouble().retransmitted_packets;
        }
        let picture = self.pictures.remove(&connection.id());
        self.kept.push(Entry {
            connection,
            picture,
        });
        if self.kept.len() > self.limit.saturating_mul(2) {
            self.drop_dull_entries();
        }
    }

    /// The connections kept, at most the limit, in the order of their numbers.
    pub(super) fn drop_dull_entries(&mut self) {
        if self.kept.len() > self.limit {
            self.kept
                .sort_by_cached_key(|entry| std::cmp::Reverse(interest(&entry.connection)));
            self.kept.truncate(self.limit);
            self.kept.sort_by_key(|entry| entry.connection.id());
        }
    }
}

/// How much a connection has to tell: what went wrong first, then how much it carried.
fn interest(connection: &Connection) -> (u64, u64) {
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

fn count<T: PartialEq>(counts: &mut Vec<(T, u64)>, value: T) {
    match counts.iter_mut().find(|(known, _)| *known == value) {
        Some((_, count)) => *count += 1,
        None => counts.push((value, 1)),
    }
}
