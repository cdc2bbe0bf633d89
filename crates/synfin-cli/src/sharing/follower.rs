//! A thread that follows the connections of one shard.
//!
//! Duty: take batches as they come, and hand over what comes of them. Invariant: time passes for
//! the shard as if it had seen all segments. Absence: what comes of batches.

use super::batch::{Batch, Share, Tick};
use super::gathering::{Gone, Part};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError};
use synfin::{Segment, Timestamp, Tracker};

/// Who follows a shard.
pub(crate) trait Follower {
    /// What comes of a batch.
    type Made;

    /// The shard's tracker.
    fn tracker(&mut self) -> &mut Tracker;

    /// Takes the shard's next segment, which is one of those that are wanted or not.
    fn observe(&mut self, segment: &Segment<'_>, is_wanted: bool);

    /// The capture has come to another shard's packet.
    fn pass_time(&mut self, packet: u64, now: Timestamp);

    /// A batch has come to its end: reports what began in it.
    fn end_batch(&mut self);

    /// The first batch's number and what came of it, if there is another one, and its connections'
    /// numbers are known already.
    fn made_if_known(&mut self) -> Option<(u64, Self::Made)>;

    /// The same if there are more than so many batches; waits for their connections' numbers.
    fn made_of_all_but(&mut self, count: usize) -> Result<Option<(u64, Self::Made)>, Gone>;
}

/// Follows the shard of the thread with that number, the reading thread being 0, until there are no
/// more batches, and hands over what comes of each as soon as its connections' numbers are known;
/// waits for other shards only where there is nothing to be followed. `None` if nobody wants it any
/// more, or the numbers will never be known.
pub(crate) fn follow_batches<F: Follower>(
    follower: &mut F,
    thread: usize,
    batches: &Receiver<Arc<Batch>>,
    parts: &Sender<Part<F::Made>>,
) -> Option<()> {
    let hand_over = |batch, made| {
        let part = Part {
            thread,
            batch,
            made,
        };
        parts.send(part).ok()
    };
    loop {
        let batch = match batches.try_recv() {
            Ok(batch) => batch,
            Err(TryRecvError::Disconnected) => break,
            Err(TryRecvError::Empty) => {
                while let Some((number, made)) = follower.made_of_all_but(1).ok()? {
                    hand_over(number, made)?;
                }
                let Ok(batch) = batches.recv() else {
                    break;
                };
                batch
            }
        };
        follow(follower, thread, &batch);
        // The reading thread fills it again as soon as nobody needs it.
        drop(batch);
        follower.end_batch();
        while let Some((number, made)) = follower.made_if_known() {
            hand_over(number, made)?;
        }
    }
    while let Some((number, made)) = follower.made_of_all_but(0).ok()? {
        hand_over(number, made)?;
    }
    Some(())
}

/// Takes the shard's segments of a batch, and lets time pass for the others.
pub(super) fn follow(follower: &mut impl Follower, thread: usize, batch: &Batch) {
    let Some(share) = batch.share(thread) else {
        return;
    };
    let is_calm = |span| follower.tracker().hands_out_none(span);
    if batch.span().is_some_and(is_calm) {
        take_share(follower, share, &mut [].iter());
    } else {
        take_share(follower, share, &mut batch.ticks().iter());
    }
    if let Some(last) = batch.ticks().last() {
        follower.pass_time(last.packet, last.time);
    }
}

/// Takes the segments of a share, each after what comes before it of all the segments.
fn take_share<'t>(
    follower: &mut impl Follower,
    share: &Share,
    ticks: &mut impl Iterator<Item = &'t Tick>,
) {
    let segments = &share.segments;
    for (place, is_wanted) in share.are_wanted.iter().enumerate() {
        if place.is_multiple_of(Tracker::AHEAD) {
            segments.prefetch(place + Tracker::AHEAD, Tracker::AHEAD);
            follower.tracker().anticipate(segments.glances(place));
        }
        let Some(segment) = segments.get(place) else {
            continue;
        };
        let before = ticks.by_ref();
        for tick in before.take_while(|tick| tick.packet != segment.packet) {
            follower.pass_time(tick.packet, tick.time);
        }
        follower.observe(&segment, *is_wanted);
    }
    for tick in ticks {
        follower.pass_time(tick.packet, tick.time);
    }
}
