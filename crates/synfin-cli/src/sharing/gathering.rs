//! The reading thread's end of what several threads do.
//!
//! Duty: send batches to the others, follow a share of them, and gather what all make of them.
//! Invariant: batches come out complete and in order, and no more than a fixed number of them is on
//! the way. Absence: what is made.

use super::batch::Batch;
use super::follower::{Follower, follow};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

/// Batches that are on their way at once.
const ON_THEIR_WAY: usize = 8;

/// Another thread is gone before its time, which only a bug can bring about; its panic comes next.
#[derive(Debug)]
pub(crate) struct Gone;

/// What another thread made of a batch.
pub(crate) struct Part<M> {
    /// The thread's number; the reading thread is 0.
    pub(crate) thread: usize,
    /// The batch's number, from 0.
    pub(crate) batch: u64,
    pub(crate) made: M,
}

/// Batches on their way, and the shard that the reading thread follows. An `L` goes with each batch.
pub(crate) struct Gathering<F: Follower, L> {
    pub(crate) here: F,
    /// The batch that is being filled.
    pub(crate) filling: Batch,
    /// Batches to be filled again.
    spare: Vec<Batch>,
    /// How many threads there are, this one included.
    threads: usize,
    /// The others, until everything was read.
    others: Vec<Sender<Arc<Batch>>>,
    parts: Receiver<Part<F::Made>>,
    waiting: VecDeque<OnItsWay<L, F::Made>>,
    /// The number of the first of these.
    first: u64,
    /// What went with batches, and what all made of them, by threads.
    complete: VecDeque<(L, Vec<F::Made>)>,
}

/// A batch of which some thread has still to make something.
struct OnItsWay<L, M> {
    batch: Arc<Batch>,
    load: L,
    /// What the threads made of it.
    made: Vec<Option<M>>,
}

impl<F: Follower, L> Gathering<F, L> {
    /// Other threads who wait for batches, and where comes out what they make.
    pub(crate) fn new(
        here: F,
        others: Vec<Sender<Arc<Batch>>>,
        parts: Receiver<Part<F::Made>>,
    ) -> Self {
        Self {
            here,
            filling: Batch::new(others.len() + 1),
            spare: Vec::new(),
            threads: others.len() + 1,
            others,
            parts,
            waiting: VecDeque::new(),
            first: 0,
            complete: VecDeque::new(),
        }
    }

    /// Sends the batch to all other threads, and follows this one's share of it; `load` goes with it,
    /// but stays here. Where enough are on their way, waits for the first of them.
    #[inline(never)]
    pub(crate) fn send(&mut self, load: L) -> Result<(), Gone> {
        let next = self.spare.pop();
        let next = next.unwrap_or_else(|| Batch::new(self.threads));
        let batch = Arc::new(std::mem::replace(&mut self.filling, next));
        for other in &self.others {
            other.send(Arc::clone(&batch)).map_err(|_| Gone)?;
        }
        follow(&mut self.here, 0, &batch);
        self.here.end_batch();
        let made = (0..self.threads).map(|_| None).collect();
        self.waiting.push_back(OnItsWay { batch, load, made });
        while let Ok(part) = self.parts.try_recv() {
            self.receive(part);
        }
        self.wait_for_all_but(ON_THEIR_WAY)
    }

    /// Waits until no more than so many batches are on their way.
    fn wait_for_all_but(&mut self, count: usize) -> Result<(), Gone> {
        while let Some((batch, made)) = self.here.made_if_known() {
            self.receive_own(batch, made);
        }
        while self.waiting.len() > count {
            while let Some((batch, made)) = self.here.made_of_all_but(count)? {
                self.receive_own(batch, made);
            }
            if self.waiting.len() > count {
                let part = self.parts.recv().map_err(|_| Gone)?;
                self.receive(part);
            }
        }
        Ok(())
    }

    fn receive_own(&mut self, batch: u64, made: F::Made) {
        let thread = 0;
        self.receive(Part {
            thread,
            batch,
            made,
        });
    }

    /// Takes what a thread made of a batch.
    fn receive(&mut self, part: Part<F::Made>) {
        let place = usize::try_from(part.batch - self.first).ok();
        if let Some(waiting) = place.and_then(|place| self.waiting.get_mut(place))
            && let Some(made) = waiting.made.get_mut(part.thread)
        {
            *made = Some(part.made);
        }
        let is_complete = |waiting: &mut OnItsWay<L, _>| waiting.made.iter().all(Option::is_some);
        while let Some(complete) = self.waiting.pop_front_if(is_complete) {
            self.first += 1;
            if let Some(mut batch) = Arc::into_inner(complete.batch) {
                batch.clear();
                self.spare.push(batch);
            }
            let made = complete.made.into_iter().flatten().collect();
            self.complete.push_back((complete.load, made));
        }
    }

    /// What went with the next batch and what all threads made of it, by threads, if all have.
    #[inline]
    pub(crate) fn next_complete(&mut self) -> Option<(L, Vec<F::Made>)> {
        self.complete.pop_front()
    }

    /// Waits until everything is complete that was sent; an empty batch may have to follow, with which
    /// goes what `load` gives.
    pub(crate) fn settle(&mut self, load: impl FnOnce() -> L) -> Result<(), Gone> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        // What comes of a batch is made when the next one was followed.
        self.send(load())?;
        self.wait_for_all_but(1)
    }

    /// No more packets come: waits until everything is complete that was sent.
    pub(crate) fn end(&mut self) -> Result<(), Gone> {
        self.let_go();
        self.wait_for_all_but(0)
    }

    /// Lets the other threads end.
    pub(crate) fn let_go(&mut self) {
        self.others.clear();
    }
}
