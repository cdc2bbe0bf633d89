//! Text of many things, written by several threads and put out in order.
//!
//! Duty: hand batches to threads that make text of them, and put their texts out in the order in
//! which the batches came. Invariant: the output does not depend on the number of threads; no more
//! than a fixed number of batches is under way; where all threads are busy, whoever brings a batch
//! makes its text. Absence: no knowledge of what is in a batch.

use crate::output::Output;
use std::collections::BTreeMap;
use std::io;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

/// The most threads: more of them would wait for the one that reads.
const MAX_THREADS: usize = 8;

/// Who makes text of batches; each thread has its own.
pub(crate) trait Worker: Send + 'static {
    /// What text is made of.
    type Batch: Default + Send + 'static;

    /// Appends the text of all that is in a batch, and leaves the batch empty.
    fn append(&mut self, batch: &mut Self::Batch, text: &mut Vec<u8>);
}

/// Threads that make text of batches. Dropped, it waits for them.
pub(crate) struct Batches<W: Worker> {
    /// Who works here where the threads are busy.
    own: W,
    /// `None` only while it is dropped.
    queue: Option<SyncSender<Numbered<W::Batch>>>,
    threads: Vec<JoinHandle<()>>,
    order: Arc<Order<W::Batch>>,
    /// Batches that came so far.
    count: u64,
}

/// A batch and its number, from 0.
struct Numbered<Batch>(u64, Batch);

/// The order in which texts go out.
struct Order<Batch> {
    out: Output,
    state: Mutex<State<Batch>>,
    /// Told whenever a text went out or nothing can go out any more.
    changed: Condvar,
}

struct State<Batch> {
    /// Texts that went out.
    done: u64,
    /// Texts that wait for an earlier one, by number.
    waiting: BTreeMap<u64, Vec<u8>>,
    /// Is a thread putting texts out?
    is_writing: bool,
    failed: Option<io::ErrorKind>,
    /// Batches and texts to be used again, for their room.
    empty: Vec<Batch>,
    spare: Vec<Vec<u8>>,
}

impl<W: Worker> Batches<W> {
    /// Begins `threads` threads, though not more than are of use. `worker` makes a worker for each
    /// and one more.
    pub(crate) fn new(threads: usize, out: Output, mut worker: impl FnMut() -> W) -> Self {
        let threads = threads.clamp(1, MAX_THREADS);
        let (queue, receiver) = sync_channel(threads);
        let order = Arc::new(Order {
            out,
            state: Mutex::new(State {
                done: 0,
                waiting: BTreeMap::new(),
                is_writing: false,
                failed: None,
                empty: Vec::new(),
                spare: Vec::new(),
            }),
            changed: Condvar::new(),
        });
        let receiver = Arc::new(Mutex::new(receiver));
        let begin = |_| {
            let (order, receiver, worker) = (Arc::clone(&order), Arc::clone(&receiver), worker());
            thread::spawn(move || work(worker, &receiver, &order))
        };
        Self {
            threads: (0..threads).map(begin).collect(),
            own: worker(),
            queue: Some(queue),
            order,
            count: 0,
        }
    }

    /// Takes a batch over and leaves an empty one. Fails if an earlier text could not be put out.
    pub(crate) fn send(&mut self, batch: &mut W::Batch) -> io::Result<()> {
        let most = 2 * self.threads.len() as u64 + 2;
        let mut state = self
            .order
            .wait_until(|state| self.count - state.done < most)?;
        let empty = state.empty.pop().unwrap_or_default();
        drop(state);
        let numbered = Numbered(self.count, std::mem::replace(batch, empty));
        self.count += 1;
        let Some(queue) = &self.queue else {
            return Ok(());
        };
        match queue.try_send(numbered) {
            Ok(()) => {}
            Err(TrySendError::Full(numbered) | TrySendError::Disconnected(numbered)) => {
                self.order.make(&mut self.own, numbered);
            }
        }
        Ok(())
    }

    /// Waits until all texts went out, if only into the output's own buffer.
    pub(crate) fn settle(&self) -> io::Result<()> {
        let count = self.count;
        self.order.wait_until(|state| state.done == count).map(drop)
    }
}

impl<W: Worker> Drop for Batches<W> {
    /// Ends the threads. One that panicked makes this thread panic too.
    fn drop(&mut self) {
        self.queue = None;
        for thread in self.threads.drain(..) {
            if let Err(panic) = thread.join()
                && !thread::panicking()
            {
                resume_unwind(panic);
            }
        }
    }
}

/// What a thread does: texts of batches until no more come.
fn work<W: Worker>(
    mut worker: W,
    receiver: &Mutex<Receiver<Numbered<W::Batch>>>,
    order: &Order<W::Batch>,
) {
    let _guard = Guard(order);
    loop {
        let received = receiver
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        match received {
            Ok(numbered) => order.make(&mut worker, numbered),
            Err(_) => return,
        }
    }
}

/// Nobody is to wait for the text of a thread that panicked.
struct Guard<'a, Batch>(&'a Order<Batch>);

impl<Batch> Drop for Guard<'_, Batch> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.lock().failed = Some(io::ErrorKind::Other);
            self.0.changed.notify_all();
        }
    }
}

impl<Batch> Order<Batch> {
    fn lock(&self) -> MutexGuard<'_, State<Batch>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a condition; fails if it may never come.
    fn wait_until(
        &self,
        holds: impl Fn(&State<Batch>) -> bool,
    ) -> io::Result<MutexGuard<'_, State<Batch>>> {
        let waits = |state: &mut State<Batch>| state.failed.is_none() && !holds(state);
        let state = self.changed.wait_while(self.lock(), waits);
        let state = state.unwrap_or_else(PoisonError::into_inner);
        match state.failed {
            Some(kind) => Err(kind.into()),
            None => Ok(state),
        }
    }

    /// Makes the text of a batch, and puts out what is due.
    fn make<W: Worker<Batch = Batch>>(&self, worker: &mut W, numbered: Numbered<Batch>) {
        let Numbered(number, mut batch) = numbered;
        let mut text = self.lock().spare.pop().unwrap_or_default();
        worker.append(&mut batch, &mut text);
        let mut state = self.lock();
        state.empty.push(batch);
        state.waiting.insert(number, text);
        // One thread puts out at a time; texts that come meanwhile it takes along.
        if state.is_writing {
            return;
        }
        state.is_writing = true;
        loop {
            let next = state.done;
            let Some(mut text) = state.waiting.remove(&next) else {
                break;
            };
            drop(state);
            let written = self.out.hand_over(&mut text);
            state = self.lock();
            state.done += 1;
            state.spare.push(text);
            if let Err(error) = written {
                state.failed = Some(error.kind());
            }
            self.changed.notify_all();
        }
        state.is_writing = false;
    }
}

#[cfg(test)]
mod tests;
