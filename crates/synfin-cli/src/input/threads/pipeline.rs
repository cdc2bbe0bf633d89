//! What the reading thread does with packets.
//!
//! Duty: put them into batches for the shards, of which this thread follows the first, and give out
//! rows. Invariant: rows come in the order in which one thread would give them out. Absence: no
//! files.

use super::super::alone::Alone;
use super::super::reading::Packet;
use super::left::LeftOut;
use super::made::{Made, Rows, merge};
use super::shard::Shard;
use crate::failure::Failure;
use crate::sharing::{Gathering, Gone};
use std::collections::HashSet;
use synfin::{Connection, Shares, Tracker};

/// What begins the workers, with what one tracker has followed so far; gives what the reading
/// thread goes on with.
type Begin<'a, T, F> =
    Box<dyn FnOnce(Tracker, Option<HashSet<u64>>) -> Option<Begun<'a, T, F>> + 'a>;

/// The reading thread's shard and the batches on their way, and where rows come out at the end.
pub(super) struct Begun<'a, T, F: Fn(&Connection, &mut Vec<u8>) -> T> {
    pub(super) gathering: Gathering<Shard<'a, F>, ()>,
    pub(super) left: Vec<LeftOut<T>>,
}

/// Who follows connections.
pub(super) enum Followers<'a, T, F: Fn(&Connection, &mut Vec<u8>) -> T> {
    /// The reading thread, as long as there are few. When so many have begun, the workers begin.
    Alone {
        alone: Box<Alone<'a, F>>,
        many: u64,
        begin: Begin<'a, T, F>,
    },
    /// All threads.
    All(Box<Begun<'a, T, F>>),
    /// Nobody any more.
    None,
}

/// The reading thread's end of all.
pub(super) struct Pipeline<'a, T, K, F: Fn(&Connection, &mut Vec<u8>) -> T> {
    pub(super) followers: Followers<'a, T, F>,
    pub(super) shares: Shares,
    pub(super) take: K,
}

fn gone(_: Gone) -> Failure {
    Failure::Output(std::io::ErrorKind::BrokenPipe.into())
}

impl<'a, T, K, F> Pipeline<'a, T, K, F>
where
    K: FnMut(T, &[u8]) -> Result<(), Failure>,
    F: Fn(&Connection, &mut Vec<u8>) -> T,
{
    /// Takes a packet.
    #[inline]
    pub(super) fn push(&mut self, packet: &Packet<'_>) -> Result<(), Failure> {
        match &mut self.followers {
            Followers::All(begun) => {
                let Some(segment) = packet.segment else {
                    return Ok(());
                };
                let thread = self.shares.taker_of(segment) as usize;
                let filling = &mut begun.gathering.filling;
                filling.push(thread, segment, packet.passes);
                if filling.is_full() {
                    begun.gathering.send(()).map_err(gone)?;
                    self.give_out()?;
                }
            }
            Followers::Alone { alone, many, .. } => {
                alone.follow(packet, &mut self.take)?;
                if alone.begun() >= *many {
                    self.begin();
                }
            }
            Followers::None => {}
        }
        Ok(())
    }

    /// Lets the workers begin.
    fn begin(&mut self) {
        let followers = std::mem::replace(&mut self.followers, Followers::None);
        if let Followers::Alone { alone, begin, .. } = followers {
            let (tracker, passed) = (*alone).into_parts();
            let begun = begin(tracker, passed).map(Box::new);
            self.followers = begun.map_or(Followers::None, Followers::All);
        }
    }

    /// Gives out the rows of complete batches.
    fn give_out(&mut self) -> Result<(), Failure> {
        if let Followers::All(begun) = &mut self.followers {
            while let Some(((), complete)) = begun.gathering.next_complete() {
                let rows = complete.into_iter().map(Rows::from).collect();
                merge(rows, |_| None, &mut self.take)?;
            }
        }
        Ok(())
    }

    /// Sends what was gathered so far.
    fn send_rest(&mut self) -> Result<(), Failure> {
        match &mut self.followers {
            Followers::All(begun) if !begun.gathering.filling.is_empty() => {
                begun.gathering.send(()).map_err(gone)
            }
            _ => Ok(()),
        }
    }

    /// Waits until all rows were given out that the packets so far bring about.
    pub(super) fn hand_on(&mut self) -> Result<(), Failure> {
        self.send_rest()?;
        if let Followers::All(begun) = &mut self.followers {
            begun.gathering.settle(|| ()).map_err(gone)?;
        }
        self.give_out()
    }

    /// Gives out all that is left when everything was read. Says how many connections were removed to
    /// bound memory, as far as one thread followed them.
    pub(super) fn finish(mut self) -> Result<u64, Failure> {
        self.send_rest()?;
        if let Followers::All(begun) = &mut self.followers {
            begun.gathering.end().map_err(gone)?;
        }
        self.give_out()?;
        let Begun { gathering, left } = match self.followers {
            Followers::Alone { alone, .. } => return (*alone).finish(&mut self.take),
            Followers::All(begun) => *begun,
            Followers::None => return Ok(0),
        };
        let mut here = gathering.here.finish();
        // First what began in the capture, then what began at its end.
        for is_last in [false, true] {
            if is_last {
                here.number_last().ok_or_else(|| gone(Gone))?;
            }
            let none = (0..=left.len()).map(|_| Rows::from(Made::default()));
            let refill = |shard: usize| {
                let piece = match shard.checked_sub(1) {
                    None => here.next_piece(|| true),
                    Some(worker) => left.get(worker)?.next(),
                };
                Some(Rows::from(here.complete(piece?)))
            };
            merge(none.collect(), refill, &mut self.take)?;
        }
        Ok(0)
    }
}
