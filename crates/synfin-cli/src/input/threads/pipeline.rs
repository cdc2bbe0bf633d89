//! What the reading thread does with packets.
//!
//! Duty: follow those of the first shard, hand the others to the workers, and give out rows.
//! Invariant: rows come in the order in which one thread would give them out. Absence: no files.

use super::super::alone::Alone;
use super::super::reading::Packet;
use super::batch::Batch;
use super::made::{Made, Rows, merge};
use super::shard::Shard;
use super::worker::{Left, Tracked};
use crate::failure::Failure;
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use synfin::{Connection, Shares, Tracker};

/// Batches that are on their way at once.
const ON_THEIR_WAY: usize = 8;

/// What begins the workers, with what one tracker has followed so far; gives the reading thread's
/// shard.
type Begin<'a, F> = Box<dyn FnOnce(Tracker, Option<HashSet<u64>>) -> Option<Shard<'a, F>> + 'a>;

/// Who follows connections.
pub(super) enum Followers<'a, F> {
    /// The reading thread, as long as there are few. When so many have begun, the workers begin.
    Alone {
        alone: Alone<'a, F>,
        many: u64,
        begin: Begin<'a, F>,
    },
    /// All threads; this is the reading thread's shard.
    All(Shard<'a, F>),
    /// Nobody any more.
    None,
}

/// The reading thread's end of all.
pub(super) struct Pipeline<'a, T, K, F> {
    followers: Followers<'a, F>,
    shares: Shares,
    /// The batch that is being filled.
    filling: Batch,
    /// Batches to be filled again.
    spare: Vec<Batch>,
    /// How many threads there are, this one included.
    threads: usize,
    /// The others, until everything was read.
    workers: Vec<Sender<Arc<Batch>>>,
    tracked: Receiver<Tracked<T>>,
    left: Vec<Receiver<Left<T>>>,
    /// The batches on their way.
    waiting: VecDeque<OnItsWay<T>>,
    /// The number of the first of these.
    first: u64,
    take: K,
}

/// A batch of which some thread has still to make rows.
struct OnItsWay<T> {
    batch: Arc<Batch>,
    /// What was made of it.
    made: Vec<Made<T>>,
}

/// A worker is gone before its time, which only a bug can bring about; its panic comes next.
fn gone() -> Failure {
    Failure::Output(std::io::ErrorKind::BrokenPipe.into())
}

impl<'a, T, K, F> Pipeline<'a, T, K, F>
where
    K: FnMut(T, &[u8]) -> Result<(), Failure>,
    F: Fn(&Connection, &mut Vec<u8>) -> T,
{
    /// Workers who wait for batches, and where their rows come out.
    pub(super) fn new(
        shares: Shares,
        followers: Followers<'a, F>,
        workers: Vec<Sender<Arc<Batch>>>,
        (tracked, left): (Receiver<Tracked<T>>, Vec<Receiver<Left<T>>>),
        take: K,
    ) -> Self {
        Self {
            followers,
            shares,
            filling: Batch::new(workers.len()),
            spare: Vec::new(),
            threads: workers.len() + 1,
            workers,
            tracked,
            left,
            waiting: VecDeque::new(),
            first: 0,
            take,
        }
    }

    /// Takes a packet.
    #[inline]
    pub(super) fn push(&mut self, packet: &Packet<'_>) -> Result<(), Failure> {
        match &mut self.followers {
            Followers::All(here) => {
                let Some(segment) = packet.segment else {
                    return Ok(());
                };
                match (self.shares.taker_of(segment) as usize).checked_sub(1) {
                    None => {
                        here.follow(packet, segment);
                        self.filling.pass(segment);
                    }
                    Some(worker) => {
                        here.pass_time(segment.packet, segment.time);
                        self.filling.push(worker, segment, packet.passes);
                    }
                }
                if self.filling.is_full() {
                    self.send()?;
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
            let (tracker, passed) = alone.into_parts();
            self.followers = begin(tracker, passed).map_or(Followers::None, Followers::All);
        }
    }

    /// Sends the batch to all workers. Where enough are on their way, waits for the first of them.
    #[inline(never)]
    fn send(&mut self) -> Result<(), Failure> {
        let next = self.spare.pop();
        let next = next.unwrap_or_else(|| Batch::new(self.threads - 1));
        let batch = Arc::new(std::mem::replace(&mut self.filling, next));
        for worker in &self.workers {
            worker.send(Arc::clone(&batch)).map_err(|_| gone())?;
        }
        self.waiting.push_back(OnItsWay {
            batch,
            made: Vec::new(),
        });
        if let Followers::All(here) = &mut self.followers {
            here.end_batch();
        }
        while let Ok(Tracked { number, made }) = self.tracked.try_recv() {
            self.receive(number, made)?;
        }
        self.wait_for_all_but(ON_THEIR_WAY)
    }

    /// Waits until no more than so many batches are on their way.
    fn wait_for_all_but(&mut self, count: usize) -> Result<(), Failure> {
        while let Some((number, made)) = self.made_here() {
            self.receive(number, made)?;
        }
        while self.waiting.len() > count {
            self.make_all_but(count)?;
            if self.waiting.len() > count {
                let Tracked { number, made } = self.tracked.recv().map_err(|_| gone())?;
                self.receive(number, made)?;
            }
        }
        Ok(())
    }

    /// What is due of the reading thread's shard.
    fn made_here(&mut self) -> Option<(u64, Made<T>)> {
        match &mut self.followers {
            Followers::All(here) => here.made_if_known(),
            _ => None,
        }
    }

    /// Makes the rows of the reading thread's shard, but those of so many batches.
    fn make_all_but(&mut self, count: usize) -> Result<(), Failure> {
        while let Followers::All(here) = &mut self.followers
            && let Some((number, made)) = here.made_of_all_but(count).map_err(|()| gone())?
        {
            self.receive(number, made)?;
        }
        Ok(())
    }

    /// Waits until all rows were given out that the packets so far bring about.
    pub(super) fn hand_on(&mut self) -> Result<(), Failure> {
        if !self.filling.is_empty() {
            self.send()?;
        }
        if !self.waiting.is_empty() {
            // The rows of a batch are made when the next one was tracked.
            self.send()?;
            self.wait_for_all_but(1)?;
        }
        Ok(())
    }

    /// Takes what a thread made of a batch; gives out what is complete.
    fn receive(&mut self, number: u64, made: Made<T>) -> Result<(), Failure> {
        let place = usize::try_from(number - self.first);
        if let Some(waiting) = place.ok().and_then(|place| self.waiting.get_mut(place)) {
            waiting.made.push(made);
        }
        let threads = self.threads;
        let is_complete = |waiting: &mut OnItsWay<T>| waiting.made.len() == threads;
        while let Some(complete) = self.waiting.pop_front_if(is_complete) {
            self.first += 1;
            if let Some(mut batch) = Arc::into_inner(complete.batch) {
                batch.clear();
                self.spare.push(batch);
            }
            let rows = complete.made.into_iter().map(Rows::from).collect();
            merge(rows, |_| None, &mut self.take)?;
        }
        Ok(())
    }

    /// Gives out all that is left when everything was read. Says how many connections were removed to
    /// bound memory, as far as one thread followed them.
    pub(super) fn finish(mut self) -> Result<u64, Failure> {
        match std::mem::replace(&mut self.followers, Followers::None) {
            Followers::Alone { alone, .. } => return alone.finish(&mut self.take),
            followers => self.followers = followers,
        }
        if !self.filling.is_empty() {
            self.send()?;
        }
        self.workers.clear();
        self.wait_for_all_but(0)?;
        let Followers::All(here) = self.followers else {
            return Ok(0);
        };
        let mut here = here.finish();
        // First what began in the capture, then what began at its end.
        for is_last in [false, true] {
            if is_last {
                here.number_last().ok_or_else(gone)?;
            }
            let none = (0..self.threads).map(|_| Rows::from(Made::default()));
            let refill = |shard: usize| match shard.checked_sub(1) {
                None => here.next_piece().map(Rows::from),
                Some(worker) => match self.left.get(worker)?.recv() {
                    Ok(Left::Rows(made)) => Some(Rows::from(made)),
                    Ok(Left::AllBegun) | Err(_) => None,
                },
            };
            merge(none.collect(), refill, &mut self.take)?;
        }
        Ok(0)
    }
}
