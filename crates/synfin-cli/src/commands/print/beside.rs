//! Connections followed by several threads, of which this one reads and writes lines.
//!
//! Duty: share the connections out, and put lines out when their annotations have come. Invariant:
//! lines come in the order of capture, and say what they would without threads; no more than a fixed
//! number of batches is under way. Absence: no choice of packets.

use super::batch::{Annotations, Lines};
use super::observer::Observer;
use crate::sharing::{Alarm, Batch, Gathering, Gone, Numbers, Part, follow_batches};
use std::num::NonZeroU32;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use synfin::{Segment, Shares, Tracker};
use synfin_line::Sheet;

/// More threads than this would wait for the one that writes lines.
const MOST: u32 = 4;

/// The threads. Dropped, they are waited for.
pub(super) struct Beside {
    shares: Shares,
    /// The lines of the batch that is being filled.
    pub(super) lines: Lines,
    gathering: Gathering<Observer, Lines>,
    /// Lines to be filled again, for their room.
    empty: Vec<Lines>,
    /// Each says how many connections it removed to bound memory.
    threads: Vec<JoinHandle<u64>>,
}

/// The flows that each of so many threads takes. The first one writes all lines, which leaves it time
/// for a few flows if there is but one other thread, and else for none.
fn shares_of(threads: NonZeroU32) -> Shares {
    let sixteenths = if threads.get() == 2 { 4 } else { 0 };
    Shares::with_first(sixteenths, threads)
}

impl Beside {
    /// Begins as many threads as there may be, with a tracker.
    pub(super) fn new(tracker: Tracker, jobs: usize) -> Self {
        let jobs = u32::try_from(jobs).unwrap_or(MOST).clamp(2, MOST);
        let shares = shares_of(NonZeroU32::new(jobs).unwrap_or(NonZeroU32::MIN));
        let numbers = Arc::new(Numbers::new(jobs as usize));
        numbers.count_from(tracker.begun());
        let mut trackers = tracker.share(&shares).into_iter();
        let observer =
            |thread, tracker| Observer::new(thread, Arc::clone(&numbers), shares, tracker);
        let here = observer(0, trackers.next().unwrap_or_default());
        let (parts_in, parts) = channel();
        let (mut others, mut threads) = (Vec::new(), Vec::new());
        for (thread, tracker) in (1..).zip(trackers) {
            let (sender, batches) = channel();
            let (observer, numbers) = (observer(thread, tracker), Arc::clone(&numbers));
            let parts = parts_in.clone();
            let work = move || work(thread, observer, &numbers, &batches, &parts);
            threads.push(thread::spawn(work));
            others.push(sender);
        }
        Self {
            shares,
            lines: Lines::default(),
            gathering: Gathering::new(here, others, parts),
            empty: Vec::new(),
            threads,
        }
    }

    /// Adds a segment; its annotation, if it is to have one, is to stand there in the lines.
    #[inline]
    pub(super) fn add(&mut self, segment: &Segment<'_>, at: Option<usize>) {
        let thread = self.shares.taker_of(segment) as usize;
        if let Some(at) = at {
            self.lines.expect(at, thread);
        }
        self.gathering.filling.push(thread, segment, at.is_some());
    }

    /// Is it time to [send](Self::send) off what was gathered?
    #[inline]
    pub(super) const fn is_full(&self) -> bool {
        self.lines.is_full() || self.gathering.filling.is_full()
    }

    /// Sends off what was gathered, and puts out what is complete.
    #[cold]
    pub(super) fn send(&mut self, out: &mut Sheet) {
        let empty = self.empty.pop().unwrap_or_default();
        let lines = std::mem::replace(&mut self.lines, empty);
        let sent = self.gathering.send(lines);
        self.put_out(sent, out);
    }

    /// Puts out everything.
    pub(super) fn settle(&mut self, out: &mut Sheet) {
        if !self.lines.is_empty() || !self.gathering.filling.is_empty() {
            self.send(out);
        }
        let empty = &mut self.empty;
        let settled = self.gathering.settle(|| empty.pop().unwrap_or_default());
        self.put_out(settled, out);
    }

    /// Puts out what is complete. If a thread is gone it panicked, and so does this one.
    fn put_out(&mut self, done: Result<(), Gone>, out: &mut Sheet) {
        while let Some((mut lines, annotations)) = self.gathering.next_complete() {
            lines.move_to(&annotations, out);
            self.empty.push(lines);
        }
        if let Err(Gone) = done {
            self.end();
        }
    }

    /// Ends the threads; says how many connections were removed to bound memory.
    pub(super) fn end(&mut self) -> u64 {
        self.gathering.let_go();
        let mut evicted = self.gathering.here.evicted();
        for thread in self.threads.drain(..) {
            match thread.join() {
                Ok(removed) => evicted += removed,
                Err(panic) => resume_unwind(panic),
            }
        }
        evicted
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !thread::panicking() {
            self.end();
        }
    }
}

/// What a thread does, until no more batches come.
fn work(
    thread: usize,
    mut observer: Observer,
    numbers: &Numbers,
    batches: &Receiver<Arc<Batch>>,
    parts: &Sender<Part<Annotations>>,
) -> u64 {
    let alarm = Alarm::of(numbers);
    let all = follow_batches(&mut observer, thread, batches, parts);
    // Where nobody wants it any more it is of no use.
    if all.is_some() {
        alarm.call_off();
    }
    observer.evicted()
}
