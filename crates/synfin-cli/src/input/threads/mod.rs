//! Rows of connections, made by several threads.
//!
//! Duty: read and decode here, follow connections here too as long as there are few, then let each
//! thread follow those of its shard, and give their rows out in the order in which one thread would.
//! Invariant: what is given out, and in which order, does not depend on the number of threads nor on
//! their speed. Absence: what rows are.

mod left;
mod made;
mod pipeline;
mod remaining;
mod shard;
mod worker;

use super::InputArgs;
use super::alone::Alone;
use super::reading::{Dropped, Extent, Meanwhile, Packet};
use crate::failure::{Failure, Outcome};
use crate::sharing::{Gathering, Numbers};
use left::left;
use pipeline::{Begun, Followers, Pipeline};
use shard::{Shard, Shared};
use std::cell::RefCell;
use std::collections::HashSet;
use std::num::NonZeroU32;
use std::ops::ControlFlow::{Break, Continue};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use synfin::{Connection, Shares, Tracker, TrackerOptions};
use worker::{Outlets, Worker};

/// The flows that each of so many threads takes. The first one reads, too: it takes the less of
/// them, the more threads there are to be kept busy.
fn shares_of(threads: NonZeroU32) -> Shares {
    Shares::with_first((16 / threads.get()).saturating_sub(3), threads)
}

impl InputArgs {
    /// [`for_each_packet_and_connection`](Self::for_each_packet_and_connection) by so many threads,
    /// from when so many connections have begun.
    pub(super) fn for_each_connection_by_threads<T: Send>(
        &self,
        (threads, many): (NonZeroU32, u64),
        options: TrackerOptions,
        meanwhile: &Meanwhile<'_>,
        look: impl FnMut(&Packet<'_>),
        make: impl Fn(&Connection, &mut Vec<u8>) -> T + Sync,
        take: impl FnMut(T, &[u8]) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let chosen = self.chosen_by_facts();
        let shared = Shared {
            shares: shares_of(threads),
            numbers: Numbers::new(threads.get().try_into().unwrap_or(usize::MAX)),
            chosen: &chosen,
            make: &make,
            evicted: AtomicU64::new(0),
        };
        let outcome = thread::scope(|scope| {
            let shared = &shared;
            let begin = move |tracker: Tracker, passed: Option<HashSet<u64>>| {
                shared.numbers.count_from(tracker.begun());
                let trackers = tracker.share(&shared.shares).into_iter();
                let mut shards = (0..).zip(trackers).map(|(thread, tracker)| {
                    let share = (tracker, passed.clone());
                    (thread, Shard::new(thread, shared, share))
                });
                let (_, here) = shards.next()?;
                let (parts_in, parts) = channel();
                let (mut others, mut outs) = (Vec::new(), Vec::new());
                for (thread, shard) in shards {
                    let (sender, batches) = channel();
                    let (left_in, left_out) = left();
                    let worker = Worker {
                        thread,
                        shard,
                        outlets: Outlets {
                            parts: parts_in.clone(),
                            left: left_in,
                        },
                    };
                    scope.spawn(move || worker.run(&shared.numbers, &batches));
                    others.push(sender);
                    outs.push(left_out);
                }
                let gathering = Gathering::new(here, others, parts);
                Some(Begun {
                    gathering,
                    left: outs,
                })
            };
            let followers = Followers::Alone {
                alone: Box::new(Alone::new(options, self.has_filter(), &chosen, &make)),
                many,
                begin: Box::new(begin),
            };
            let pipeline = Pipeline {
                followers,
                shares: shared.shares,
                take,
            };
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
