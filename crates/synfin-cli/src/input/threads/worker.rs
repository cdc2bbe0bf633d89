//! A thread that follows the connections of one shard.
//!
//! Duty: take batches as they come, and hand over rows. Invariant: time passes for the shard as if
//! it had seen all segments. Absence: no files, no output.

use super::batch::{Batch, Share, Tick};
use super::made::Made;
use super::numbers::Numbers;
use super::shard::Shard;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, TryRecvError};
use synfin::{Connection, Tracker};

/// The rows of a batch.
pub(super) struct Tracked<T> {
    pub(super) number: u64,
    pub(super) made: Made<T>,
}

/// What comes of the connections that are open at the end of the capture.
pub(super) enum Left<T> {
    /// Rows, in order.
    Rows(Made<T>),
    /// The rows of all connections that began before the end; what follows began at the end.
    AllBegun,
}

/// Where a worker's rows go.
pub(super) struct Outlets<T> {
    /// Those of batches.
    pub(super) tracked: Sender<Tracked<T>>,
    /// Those of the end.
    pub(super) left: SyncSender<Left<T>>,
}

/// Breaks off the numbering if the thread ends before its work does.
struct Alarm<'a>(Option<&'a Numbers>);

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        self.0.iter().for_each(|numbers| numbers.break_off());
    }
}

/// A shard, and where its rows go.
pub(super) struct Worker<'a, T, F> {
    /// Which share of a batch is the shard's.
    pub(super) place: usize,
    pub(super) shard: Shard<'a, F>,
    pub(super) outlets: Outlets<T>,
}

impl<T, F: Fn(&Connection, &mut Vec<u8>) -> T> Worker<'_, T, F> {
    /// Follows the shard until there are no more batches, or nobody wants its rows.
    pub(super) fn run(mut self, numbers: &Numbers, batches: &Receiver<Arc<Batch>>) {
        let mut alarm = Alarm(Some(numbers));
        let all_tracked = self.take_all(batches);
        if all_tracked.and_then(|()| self.finish()).is_some() {
            alarm.0 = None;
        }
    }

    /// Tracks batch after batch, and makes rows whose connections' numbers are known; waits for
    /// other shards only where there is nothing to be tracked.
    fn take_all(&mut self, batches: &Receiver<Arc<Batch>>) -> Option<()> {
        loop {
            let batch = match batches.try_recv() {
                Ok(batch) => batch,
                Err(TryRecvError::Disconnected) => return Some(()),
                Err(TryRecvError::Empty) => {
                    self.hand_over_all_but(1)?;
                    let Ok(batch) = batches.recv() else {
                        return Some(());
                    };
                    batch
                }
            };
            self.track(&batch);
            // The reading thread fills it again as soon as nobody needs it.
            drop(batch);
            self.shard.end_batch();
            while let Some((number, made)) = self.shard.made_if_known() {
                self.outlets.tracked.send(Tracked { number, made }).ok()?;
            }
        }
    }

    /// Hands over the rows of all but the last `count` batches; waits for their connections' numbers.
    fn hand_over_all_but(&mut self, count: usize) -> Option<()> {
        while let Some((number, made)) = self.shard.made_of_all_but(count).ok()? {
            self.outlets.tracked.send(Tracked { number, made }).ok()?;
        }
        Some(())
    }

    /// Tracks the shard's segments, and lets time pass for the others.
    fn track(&mut self, batch: &Batch) {
        let Some(share) = batch.share(self.place) else {
            return;
        };
        let is_calm = |span| self.shard.tracker().hands_out_none(span);
        if batch.span().is_some_and(is_calm) {
            self.take_share(share, &mut [].iter());
        } else {
            self.take_share(share, &mut batch.ticks().iter());
        }
        if let Some(last) = batch.ticks().last() {
            self.shard.pass_time(last.packet, last.time);
        }
    }

    /// Takes the segments of a share, each after what comes before it of all the segments.
    fn take_share<'t>(&mut self, share: &Share, ticks: &mut impl Iterator<Item = &'t Tick>) {
        let segments = &share.segments;
        for (place, passes) in share.passes.iter().enumerate() {
            if place.is_multiple_of(Tracker::AHEAD) {
                self.shard.tracker().anticipate(segments.glances(place));
            }
            let Some(segment) = segments.get(place) else {
                continue;
            };
            let before = ticks
                .by_ref()
                .take_while(|tick| tick.packet != segment.packet);
            before.for_each(|tick| self.shard.pass_time(tick.packet, tick.time));
            self.shard.observe(&segment, *passes);
        }
        ticks.for_each(|tick| self.shard.pass_time(tick.packet, tick.time));
    }

    /// Hands over the rows that are left when there are no more batches.
    fn finish(mut self) -> Option<()> {
        self.hand_over_all_but(0)?;
        let mut remaining = self.shard.finish();
        let left = &self.outlets.left;
        while let Some(made) = remaining.next_piece() {
            left.send(Left::Rows(made)).ok()?;
        }
        left.send(Left::AllBegun).ok()?;
        remaining.number_last()?;
        while let Some(made) = remaining.next_piece() {
            left.send(Left::Rows(made)).ok()?;
        }
        Some(())
    }
}
