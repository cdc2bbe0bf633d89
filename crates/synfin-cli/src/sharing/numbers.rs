//! The numbers of connections, where several threads see them begin.
//!
//! Duty: number the connections of all shards in the order of their first packets. Invariant: a
//! batch's numbers are known as soon as every shard has reported it, and do not depend on which
//! did so first. Absence: connections.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Breaks off the numbering if it is dropped before it is [called off](Self::call_off): if a thread
/// ends before its work does.
pub(crate) struct Alarm<'a>(Option<&'a Numbers>);

impl<'a> Alarm<'a> {
    pub(crate) const fn of(numbers: &'a Numbers) -> Self {
        Self(Some(numbers))
    }

    /// All is well.
    pub(crate) fn call_off(mut self) {
        self.0 = None;
    }
}

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        self.0.iter().for_each(|numbers| numbers.break_off());
    }
}

/// What the shards have reported, and what numbers came of it.
#[derive(Debug)]
pub(crate) struct Numbers {
    shards: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Batches that some shard has still to report or to be told of.
    batches: VecDeque<Begun>,
    /// How many batches came before these.
    before: u64,
    /// How many connections have a number.
    count: u64,
    /// A shard will never report again.
    is_broken: bool,
}

/// The connections that begin in one batch, by shard.
#[derive(Debug)]
struct Begun {
    /// The packets that began them; `None` where the shard has still to report.
    packets: Vec<Option<Vec<u64>>>,
    /// Their numbers; `None` where the shard was told of them.
    numbers: Vec<Option<Vec<u64>>>,
}

impl Numbers {
    /// No batches yet.
    pub(crate) fn new(shards: usize) -> Self {
        Self {
            shards,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// So many connections have their numbers already. Said before the first report.
    pub(crate) fn count_from(&self, count: u64) {
        self.state().count = count;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A shard reports, for each connection that it saw begin in a batch, the packet that began
    /// it. Batches count from 0, and every shard reports all of them in order.
    pub(crate) fn report(&self, batch: u64, shard: usize, packets: Vec<u64>) {
        let mut state = self.state();
        let place = state.place(batch);
        while state.batches.len() <= place {
            state.batches.push_back(Begun {
                packets: vec![None; self.shards],
                numbers: Vec::new(),
            });
        }
        let mut count = state.count;
        if let Some(begun) = state.batches.get_mut(place) {
            if let Some(reported) = begun.packets.get_mut(shard) {
                *reported = Some(packets);
            }
            if begun.packets.iter().all(Option::is_some) {
                begun.count_from(&mut count);
                self.changed.notify_all();
            }
        }
        state.count = count;
    }

    /// The numbers of the connections that a shard saw begin in a batch, in the order of its
    /// report; waits until all shards have reported. `None` if one of them never will.
    pub(crate) fn take(&self, batch: u64, shard: usize) -> Option<Vec<u64>> {
        let mut state = self.state();
        loop {
            if let Some(numbers) = state.take(batch, shard) {
                return Some(numbers);
            }
            if state.is_broken {
                return None;
            }
            let waited = self.changed.wait(state);
            state = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The same without waiting; `None` if a shard has still to report.
    pub(crate) fn take_if_known(&self, batch: u64, shard: usize) -> Option<Vec<u64>> {
        self.state().take(batch, shard)
    }

    /// A shard will report nothing more: nobody waits for it.
    fn break_off(&self) {
        self.state().is_broken = true;
        self.changed.notify_all();
    }
}

impl State {
    fn place(&self, batch: u64) -> usize {
        usize::try_from(batch.saturating_sub(self.before)).unwrap_or(usize::MAX)
    }

    /// The numbers of a shard's connections, if they are known.
    fn take(&mut self, batch: u64, shard: usize) -> Option<Vec<u64>> {
        let place = self.place(batch);
        let begun = self.batches.get_mut(place)?;
        let numbers = begun.numbers.get_mut(shard)?.take()?;
        self.forget_taken();
        Some(numbers)
    }

    /// Forgets the first batches, as far as all shards were told of them.
    fn forget_taken(&mut self) {
        let is_taken =
            |begun: &Begun| !begun.numbers.is_empty() && begun.numbers.iter().all(Option::is_none);
        while self.batches.front().is_some_and(is_taken) {
            self.batches.pop_front();
            self.before += 1;
        }
    }
}

impl Begun {
    /// Numbers the connections of all shards in the order of the packets. One packet may begin
    /// several, all of one shard.
    fn count_from(&mut self, count: &mut u64) {
        let shards = self.packets.iter().flatten().enumerate();
        let mut all: Vec<(u64, usize)> = shards
            .flat_map(|(shard, packets)| packets.iter().map(move |packet| (*packet, shard)))
            .collect();
        all.sort_by_key(|(packet, _)| *packet);
        self.numbers = vec![Some(Vec::new()); self.packets.len()];
        for (_, shard) in all {
            *count += 1;
            if let Some(Some(numbers)) = self.numbers.get_mut(shard) {
                numbers.push(*count);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Numbers;

    #[test]
    fn connections_are_numbered_by_their_packets_over_all_shards() {
        let numbers = Numbers::new(2);
        numbers.report(0, 1, vec![2, 9]);
        numbers.report(1, 1, vec![10]);
        numbers.report(0, 0, vec![3, 3, 8]);
        assert_eq!(numbers.take_if_known(1, 1), None);
        assert_eq!(numbers.take(0, 0), Some(vec![2, 3, 4]));
        numbers.report(1, 0, vec![]);
        assert_eq!(numbers.take_if_known(1, 1), Some(vec![6]));
        assert_eq!(numbers.take(0, 1), Some(vec![1, 5]));
        assert_eq!(numbers.take(1, 0), Some(vec![]));
    }

    #[test]
    fn nobody_waits_for_who_is_gone() {
        let numbers = Numbers::new(2);
        numbers.report(0, 0, vec![1]);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| numbers.take(0, 0));
            numbers.break_off();
            assert_eq!(waiting.join().unwrap(), None);
        });
    }
}
