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
    /// Octets of the last piece's texts.
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
        let (mut made, mut rest) = (Made::with_room(self.text), ended.into_iter());
        while !is_awaited()
            && let Some(connection) = rest.next()
        {
            self.shard.make_row(&mut made, u64::MAX, &connection);
        }
        Some(Piece { made, rest })
    }

    /// All rows of a piece, of whichever shard.
    pub(super) fn complete(&mut self, piece: Piece<T>) -> Made<T> {
        let Piece { mut made, rest } = piece;
        for connection in rest {
            self.shard.make_row(&mut made, u64::MAX, &connection);
        }
        self.text = made.text.len();
        made
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
