//! A thread that makes rows of the connections of one shard.
//!
//! Duty: follow the shard, and hand over rows. Invariant: rows of batches come first, then those of
//! what is open at the end. Absence: no files, no output.

use super::left::LeftIn;
use super::made::Made;
use super::shard::Shard;
use crate::sharing::{Alarm, Batch, Numbers, Part, follow_batches};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use synfin::Connection;

/// Where a worker's rows go.
pub(super) struct Outlets<T> {
    /// Those of batches.
    pub(super) parts: Sender<Part<Made<T>>>,
    /// Those of the end.
    pub(super) left: LeftIn<T>,
}

/// A shard, and where its rows go.
pub(super) struct Worker<'a, T, F> {
    /// The thread's number; the reading thread is 0.
    pub(super) thread: usize,
    pub(super) shard: Shard<'a, F>,
    pub(super) outlets: Outlets<T>,
}

impl<T, F: Fn(&Connection, &mut Vec<u8>) -> T> Worker<'_, T, F> {
    /// Follows the shard until there are no more batches, or nobody wants its rows.
    pub(super) fn run(mut self, numbers: &Numbers, batches: &Receiver<Arc<Batch>>) {
        let alarm = Alarm::of(numbers);
        let (shard, parts) = (&mut self.shard, &self.outlets.parts);
        let all_followed = follow_batches(shard, self.thread, batches, parts);
        if all_followed.and_then(|()| self.finish()).is_some() {
            alarm.call_off();
        }
    }

    /// Hands over the rows that are left when there are no more batches.
    fn finish(self) -> Option<()> {
        let mut remaining = self.shard.finish();
        let left = &self.outlets.left;
        left.send_all(&mut remaining)?;
        left.end_begun()?;
        remaining.number_last()?;
        left.send_all(&mut remaining)
    }
}
