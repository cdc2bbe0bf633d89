//! Connections followed on a thread of their own, between the one that reads and those that write
//! lines.
//!
//! Duty: observe the segments of batches, and send the batches on. Invariant: one thread observes
//! all of them in the order of capture; so what is said of a packet is what it would be without
//! threads. Absence: no text, no choice of packets.

use super::batch::Batch;
use super::lines::Lines;
use crate::batches::Batches;
use std::io;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{self, JoinHandle};
use synfin::Tracker;

/// Batches that wait to be tracked, at most.
const WAITING: usize = 2;

/// The thread. Dropped, it is waited for.
pub(super) struct Beside {
    /// `None` when it was asked to end.
    queue: Option<SyncSender<Order>>,
    empty: Receiver<Box<Batch>>,
    /// `None` when it has ended.
    thread: Option<JoinHandle<(Tracker, io::Result<()>)>>,
}

/// What the thread is to do.
enum Order {
    Track(Box<Batch>),
    /// See to it that all texts are out, and say so.
    Settle(Sender<()>),
}

impl Beside {
    /// Begins the thread with a tracker and those who write lines.
    pub(super) fn new(tracker: Tracker, lines: Batches<Lines>) -> Self {
        let (queue, orders) = sync_channel(WAITING);
        let (empty_in, empty) = channel();
        let work = move || {
            let mut tracker = tracker;
            let result = work(&mut tracker, lines, orders, &empty_in);
            (tracker, result)
        };
        Self {
            queue: Some(queue),
            empty,
            thread: Some(thread::spawn(work)),
        }
    }

    /// Takes a batch over and leaves an empty one. Fails if an earlier text could not be put out.
    pub(super) fn send(&mut self, batch: &mut Batch) -> io::Result<()> {
        let mut full = self.empty.try_recv().unwrap_or_default();
        std::mem::swap(batch, &mut full);
        self.order(Order::Track(full))
    }

    /// Waits until all texts went out, if only into the output's own buffer.
    pub(super) fn settle(&mut self) -> io::Result<()> {
        let (done_in, done) = channel();
        self.order(Order::Settle(done_in))?;
        match done.recv() {
            Ok(()) => Ok(()),
            Err(_) => self.end().1,
        }
    }

    /// Ends the thread; gives back the tracker, and what went wrong.
    pub(super) fn end(&mut self) -> (Option<Tracker>, io::Result<()>) {
        self.queue = None;
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok((tracker, result))) => (Some(tracker), result),
            Some(Err(panic)) => resume_unwind(panic),
            None => (None, Err(io::ErrorKind::BrokenPipe.into())),
        }
    }

    fn order(&mut self, order: Order) -> io::Result<()> {
        let sent = self.queue.as_ref().map(|queue| queue.send(order));
        match sent {
            Some(Ok(())) => Ok(()),
            // It ended before its time, and says why.
            _ => self.end().1,
        }
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if self.thread.is_some() && !thread::panicking() {
            drop(self.end());
        }
    }
}

/// What the thread does, until it is asked to end or a text cannot be put out.
fn work(
    tracker: &mut Tracker,
    mut lines: Batches<Lines>,
    orders: Receiver<Order>,
    empty: &Sender<Box<Batch>>,
) -> io::Result<()> {
    for order in orders {
        match order {
            Order::Track(mut batch) => {
                batch.track(tracker);
                lines.send(&mut batch)?;
                // Where nobody wants it any more it is of no use.
                let _ = empty.send(batch);
            }
            Order::Settle(done) => {
                lines.settle()?;
                let _ = done.send(());
            }
        }
    }
    lines.settle()
}
