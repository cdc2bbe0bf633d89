//! Connections followed by several threads.
//!
//! Duty: read and decode here, follow connections here too as long as there are few, then let each
//! worker follow those of its shard, and give their
//! rows out in the order in which one thread would. Invariant: what is given out, and in which
//! order, does not depend on the number of threads nor on their speed. Absence: what rows are.
//!
//! A batch of segments goes to all workers. Each of them tracks its shard's segments, lets time pass
//! for the others, and reports which packets began connections; when all have reported, those
//! connections are numbered, and rows can be made of what the batch ended.

mod batch;
mod follower;
mod made;
mod numbers;
mod worker;

use super::InputArgs;
use super::alone::Alone;
use super::reading::{Dropped, Extent, Meanwhile, Packet};
use crate::failure::{Failure, Outcome};
use batch::Batch;
use made::{Made, Rows, merge};
use numbers::Numbers;
use std::cell::RefCell;
use std::collections::{HashSet, VecDeque};
use std::num::NonZeroU32;
use std::ops::ControlFlow::{Break, Continue};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::thread;
use synfin::{Connection, Tracker, TrackerOptions};
use worker::{Left, Outlets, Shared, Tracked, Worker};

/// Batches that are on their way at once.
const ON_THEIR_WAY: usize = 8;

/// Pieces of rows that wait at the end of the capture, for each worker.
const PIECES_WAITING: usize = 2;

/// What begins the workers, with what one tracker has followed so far.
type Begin<'a> = Box<dyn FnOnce(Tracker, Option<HashSet<u64>>) + 'a>;

/// What comes before the workers.
struct Before<'a, F> {
    alone: Alone<'a, F>,
    /// When so many connections have begun, the workers do.
    many: u64,
    begin: Begin<'a>,
}

/// The reading thread's end of all.
struct Pipeline<'a, T, K, F> {
    shards: NonZeroU32,
    /// As long as there are few connections, they are followed here.
    before: Option<Before<'a, F>>,
    /// The batch that is being filled.
    filling: Batch,
    /// Batches to be filled again.
    spare: Vec<Batch>,
    workers: Vec<Sender<Arc<Batch>>>,
    tracked: Receiver<Tracked<T>>,
    left: Vec<Receiver<Left<T>>>,
    /// For each batch on its way what was made of it.
    waiting: VecDeque<Vec<Tracked<T>>>,
    /// The number of the first of these.
    first: u64,
    take: K,
}

impl InputArgs {
    /// [`for_each_packet_and_connection`](Self::for_each_packet_and_connection) by so many workers,
    /// from when so many connections have begun.
    pub(super) fn for_each_connection_by_threads<T: Send>(
        &self,
        (shards, many): (NonZeroU32, u64),
        options: TrackerOptions,
        meanwhile: &Meanwhile<'_>,
        look: impl FnMut(&Packet<'_>),
        make: impl Fn(&Connection, &mut Vec<u8>) -> T + Sync,
        take: impl FnMut(T, &[u8]) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let chosen = self.chosen_by_facts();
        let shared = Shared {
            numbers: Numbers::new(shards.get().try_into().unwrap_or(usize::MAX)),
            chosen: &chosen,
            make: &make,
            evicted: AtomicU64::new(0),
        };
        let outcome = thread::scope(|scope| {
            let (tracked_in, tracked) = channel();
            let mut pipeline = Pipeline::new(shards, tracked, take);
            let mut inlets = Vec::new();
            for _ in 0..shards.get() {
                let (sender, batches) = channel();
                let (left_in, left) = sync_channel(PIECES_WAITING);
                let outlets = Outlets {
                    tracked: tracked_in.clone(),
                    left: left_in,
                };
                inlets.push((batches, outlets));
                pipeline.workers.push(sender);
                pipeline.left.push(left);
            }
            drop(tracked_in);
            let shared = &shared;
            let begin = move |tracker: Tracker, passed: Option<HashSet<u64>>| {
                shared.numbers.count_from(tracker.begun());
                let shares = (0..).zip(tracker.share(shards)).zip(inlets);
                for ((shard, tracker), (batches, outlets)) in shares {
                    let share = (tracker, passed.clone());
                    let worker = Worker::new(shard, shared, share, outlets);
                    scope.spawn(move || worker.run(&batches));
                }
            };
            let alone = Alone::new(options, self.has_filter(), &chosen, &make);
            pipeline.before = Some(Before {
                alone,
                many,
                begin: Box::new(begin),
            });
            let pipeline = RefCell::new(pipeline);
            let outcome = self.feed(&pipeline, meanwhile, look)?;
            let evicted = pipeline.into_inner().finish()?;
            shared.evicted.fetch_add(evicted, Ordering::Relaxed);
            Ok(outcome)
        });
        self.tell_evicted(shared.evicted.into_inner());
        outcome
    }

    /// Reads everything into the pipeline.
    fn feed<T, K, F>(
        &self,
        pipeline: &RefCell<Pipeline<'_, T, K, F>>,
        meanwhile: &Meanwhile<'_>,
        mut look: impl FnMut(&Packet<'_>),
    ) -> Result<Outcome, Failure>
    where
        K: FnMut(T, &[u8]) -> Result<(), Failure>,
        F: Fn(&Connection, &mut Vec<u8>) -> T,
    {
        let mut left = self.max_packets();
        let hand_on = || {
            pipeline.borrow_mut().hand_on()?;
            meanwhile.flush()
        };
        let meanwhile = match meanwhile {
            Meanwhile::Prints(_) => Meanwhile::HandsOn(&hand_on),
            other => other.clone(),
        };
        self.read(Dropped::Give, Extent::Whole, meanwhile, |packet| {
            pipeline.borrow_mut().push(packet)?;
            if packet.passes {
                look(packet);
                left -= 1;
            }
            Ok(if left == 0 { Break(()) } else { Continue(()) })
        })
    }
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
    fn new(shards: NonZeroU32, tracked: Receiver<Tracked<T>>, take: K) -> Self {
        Self {
            shards,
            before: None,
            filling: Batch::new(shards),
            spare: Vec::new(),
            workers: Vec::new(),
            tracked,
            left: Vec::new(),
            waiting: VecDeque::new(),
            first: 0,
            take,
        }
    }

    /// Takes a packet.
    fn push(&mut self, packet: &Packet<'_>) -> Result<(), Failure> {
        if let Some(Before { alone, many, .. }) = &mut self.before {
            alone.follow(packet, &mut self.take)?;
            if alone.begun() >= *many {
                self.begin();
            }
            return Ok(());
        }
        self.filling.push(packet);
        if self.filling.is_full() {
            self.send()?;
        }
        Ok(())
    }

    /// Lets the workers begin.
    fn begin(&mut self) {
        if let Some(Before { alone, begin, .. }) = self.before.take() {
            let (tracker, passed) = alone.into_parts();
            begin(tracker, passed);
        }
    }

    /// Sends the batch to all workers. Where enough are on their way, waits for the first of them.
    fn send(&mut self) -> Result<(), Failure> {
        let next = self.spare.pop();
        let next = next.unwrap_or_else(|| Batch::new(self.shards));
        let batch = Arc::new(std::mem::replace(&mut self.filling, next));
        for worker in &self.workers {
            worker.send(Arc::clone(&batch)).map_err(|_| gone())?;
        }
        self.waiting.push_back(Vec::new());
        while let Ok(tracked) = self.tracked.try_recv() {
            self.receive(tracked)?;
        }
        self.wait_for_all_but(ON_THEIR_WAY)
    }

    /// Waits until no more than so many batches are on their way.
    fn wait_for_all_but(&mut self, count: usize) -> Result<(), Failure> {
        while self.waiting.len() > count {
            let tracked = self.tracked.recv().map_err(|_| gone())?;
            self.receive(tracked)?;
        }
        Ok(())
    }

    /// Waits until all rows were given out that the packets so far bring about.
    fn hand_on(&mut self) -> Result<(), Failure> {
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

    /// Takes what a worker made of a batch; gives out what is complete.
    fn receive(&mut self, tracked: Tracked<T>) -> Result<(), Failure> {
        let place = usize::try_from(tracked.number - self.first);
        if let Some(waiting) = place.ok().and_then(|place| self.waiting.get_mut(place)) {
            waiting.push(tracked);
        }
        let shards = usize::try_from(self.shards.get()).unwrap_or(usize::MAX);
        while let Some(complete) = self.waiting.pop_front_if(|all| all.len() == shards) {
            self.first += 1;
            let mut rows = Vec::with_capacity(shards);
            for Tracked { batch, made, .. } in complete {
                rows.push(Rows::from(made));
                if let Some(mut batch) = Arc::into_inner(batch) {
                    batch.clear();
                    self.spare.push(batch);
                }
            }
            merge(rows, |_| None, &mut self.take)?;
        }
        Ok(())
    }

    /// Gives out all that is left when everything was read. Says how many connections were removed to
    /// bound memory, as far as they were followed here.
    fn finish(mut self) -> Result<u64, Failure> {
        if let Some(Before { alone, .. }) = self.before.take() {
            return alone.finish(&mut self.take);
        }
        if !self.filling.is_empty() {
            self.send()?;
        }
        self.workers.clear();
        self.wait_for_all_but(0)?;
        // First what began in the capture, then what began at its end.
        for _ in 0..2 {
            let none = self.left.iter().map(|_| Rows::from(Made::default()));
            let refill = |shard: usize| match self.left.get(shard)?.recv() {
                Ok(Left::Rows(made)) => Some(Rows::from(made)),
                Ok(Left::AllBegun) | Err(_) => None,
            };
            merge(none.collect(), refill, &mut self.take)?;
        }
        Ok(0)
    }
}
