//! Connections followed on a thread of their own, beside the one that reads and writes lines.
//!
//! Duty: have the segments of batches observed there, and put the batches out when they come back.
//! Invariant: one thread observes all segments in the order of capture, and the batches come back
//! in the order in which they went; so the text is what it would be without threads; no more than a
//! fixed number of batches is under way. Absence: no choice of packets.

use super::annotation::Annotator;
use super::batch::Batch;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use synfin::Tracker;
use synfin_line::Sheet;

/// Batches that are under way at once, at most.
const UNDER_WAY: usize = 4;

/// The thread. Dropped, it is waited for.
pub(super) struct Beside {
    /// The batch that is being filled.
    pub(super) batch: Batch,
    /// `None` when the thread was asked to end.
    there: Option<Sender<Batch>>,
    back: Receiver<Batch>,
    under_way: usize,
    /// Batches to be filled again, for their room.
    empty: Vec<Batch>,
    /// `None` when it has ended.
    thread: Option<JoinHandle<Tracker>>,
}

impl Beside {
    /// Begins the thread, with a tracker.
    pub(super) fn new(tracker: Tracker) -> Self {
        let (there, orders) = channel();
        let (done, back) = channel();
        Self {
            batch: Batch::default(),
            there: Some(there),
            back,
            under_way: 0,
            empty: Vec::new(),
            thread: Some(thread::spawn(move || work(tracker, orders, &done))),
        }
    }

    /// Sends off what was gathered, and puts out what has come back.
    #[cold]
    pub(super) fn send(&mut self, out: &mut Sheet) {
        while self.under_way >= UNDER_WAY {
            let batch = self.back.recv();
            self.put_out(batch.ok(), out);
        }
        while let Ok(batch) = self.back.try_recv() {
            self.put_out(Some(batch), out);
        }
        let empty = self.empty.pop().unwrap_or_default();
        let full = std::mem::replace(&mut self.batch, empty);
        if let Some(there) = &self.there {
            // If nobody is there, that shows when it does not come back.
            drop(there.send(full));
            self.under_way += 1;
        }
    }

    /// Puts out everything.
    pub(super) fn settle(&mut self, out: &mut Sheet) {
        if !self.batch.is_empty() {
            self.send(out);
        }
        while self.under_way > 0 {
            let batch = self.back.recv();
            self.put_out(batch.ok(), out);
        }
    }

    /// Ends the thread; gives back the tracker.
    pub(super) fn end(&mut self) -> Option<Tracker> {
        self.there = None;
        match self.thread.take()?.join() {
            Ok(tracker) => Some(tracker),
            Err(panic) => resume_unwind(panic),
        }
    }

    /// Puts out a batch that has come back. If none has, the thread panicked, and so does this one.
    fn put_out(&mut self, batch: Option<Batch>, out: &mut Sheet) {
        self.under_way = self.under_way.saturating_sub(1);
        match batch {
            Some(mut batch) => {
                batch.move_to(out);
                self.empty.push(batch);
            }
            None => drop(self.end()),
        }
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !thread::panicking() {
            drop(self.end());
        }
    }
}

/// What the thread does, until no more batches come.
fn work(mut tracker: Tracker, orders: Receiver<Batch>, done: &Sender<Batch>) -> Tracker {
    let mut annotator = Annotator::default();
    for mut batch in orders {
        batch.annotate(&mut tracker, &mut annotator);
        // Where nobody wants it any more it is of no use.
        drop(done.send(batch));
    }
    tracker
}
