//! The connections of a shard that are open at the end of the capture.
//!
//! Duty: make their rows, piece by piece, and leave to others what these can make sooner. Invariant:
//! first come those that began before the end, then, when all shards have said what began at the
//! end, these; both in the order of their numbers. Absence: no threads.

use super::made::Made;
use super::shard::Shard;
use std::iter::Peekable;
use std::vec;
use synfin::{Connection, Tracker};

/// Rows that are made at once: a core's second-level cache holds their texts until they are written.
const ROWS_OF_A_PIECE: usize = 64;

/// Connections that were ended, in order.
pub(super) struct Piece<T> {
    /// The rows of the first of them.
    made: Made<T>,
    /// The others.
    rest: vec::IntoIter<Connection>,
}

/// What is left of a shard.
pub(super) struct Remaining<'a, F> {
    shard: Shard<'a, F>,
    connections: Peekable<Box<dyn Iterator<Item = Connection>>>,
    /// The connections up to this number began before the end.
    begun: u64,
    /// Octets of a piece's texts so far, at most.
    text: usize,
}

impl<'a, F> Remaining<'a, F> {
    /// What a shard's tracker has not handed out.
    pub(super) fn new(shard: Shard<'a, F>, tracker: Tracker) -> Self {
        let begun = tracker.begun();
        let connections: Box<dyn Iterator<Item = Connection>> = Box::new(tracker.finish());
        Self {
            shard,
            connections: connections.peekable(),
            begun,
            text: 0,
        }
    }
}

impl<T, F: Fn(&Connection, &mut Vec<u8>) -> T> Remaining<'_, F> {
    /// More connections; none when there are no more, or what is left began at the end and was not
    /// [numbered](Self::number_last). Makes their rows until somebody waits for them.
    pub(super) fn next_piece(&mut self, is_awaited: impl Fn() -> bool) -> Option<Piece<T>> {
        let begun = self.begun;
        let is_known = |connection: &Connection| connection.id() <= begun;
        self.connections.peek().filter(|next| is_known(next))?;
        let mut ended = Vec::with_capacity(ROWS_OF_A_PIECE);
        while ended.len() < ROWS_OF_A_PIECE
            && let Some(connection) = self.connections.next_if(is_known)
        {
            ended.extend(self.shard.numbered(connection));
        }
        let mut piece = Piece {
            made: Made::default(),
            rest: ended.into_iter(),
        };
        self.make_rows(&mut piece, is_awaited);
        Some(piece)
    }

    /// All rows of a piece, of whichever shard.
    pub(super) fn complete(&mut self, mut piece: Piece<T>) -> Made<T> {
        self.make_rows(&mut piece, || false);
        piece.made
    }

    /// Makes the rows of a piece that are not made, until it is to stop.
    fn make_rows(&mut self, piece: &mut Piece<T>, stops: impl Fn() -> bool) {
        piece.made.make_room(self.text);
        while !stops()
            && let Some(connection) = piece.rest.next()
        {
            self.shard.make_row(&mut piece.made, u64::MAX, &connection);
        }
        self.text = self.text.max(piece.made.text.len());
    }

    /// Numbers what began at the end; `None` if another shard never will.
    pub(super) fn number_last(&mut self) -> Option<()> {
        let last: Vec<_> = self.connections.by_ref().collect();
        let begun = last.iter().map(Connection::first_packet).collect();
        self.shard.number_last(begun)?;
        self.begun = u64::MAX;
        let last: Box<dyn Iterator<Item = Connection>> = Box::new(last.into_iter());
        self.connections = last.peekable();
        Some(())
    }
}
