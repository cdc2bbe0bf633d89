//! Connections as they end.
//!
//! Duty: give out the connections that are wanted, by as many threads as are worth it. Invariant:
//! what is given out, and in which order, does not depend on the number of threads. Absence: what
//! becomes of a connection.

use super::InputArgs;
use super::alone::Alone;
use super::reading::{Dropped, Extent, Meanwhile, Packet};
use crate::failure::{Failure, Outcome};
use std::num::NonZeroU32;
use std::ops::ControlFlow::{Break, Continue};
use synfin::{Connection, TrackerOptions};

/// Octets from which reading by several threads saves time where nobody says how many.
const WORTH_THREADS: u64 = 4 << 20;

/// Threads at most where nobody says how many: one reads no faster than some can follow.
const MOST_BY_DEFAULT: u32 = 8;

/// Threads at most: one for each shard in which the library keeps
/// [`max_connections`](TrackerOptions::max_connections).
const MOST: u32 = 16;

impl InputArgs {
    /// Makes something of every connection that is wanted, and gives it to `take`: of every one
    /// that has a packet which passes the filter, and is chosen by `-C` and `--where`. `make` gives
    /// a value, and may append to a text; both go to `take`. Each connection's turn comes when it
    /// is over, that of the others at the end in the order of their first packets; so memory
    /// follows the connections that are open.
    pub(crate) fn for_each_connection<T: Send>(
        &self,
        options: TrackerOptions,
        meanwhile: &Meanwhile<'_>,
        make: impl Fn(&Connection, &mut Vec<u8>) -> T + Sync,
        take: impl FnMut(T, &[u8]) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        self.for_each_packet_and_connection(options, meanwhile, |_| (), make, take)
    }

    /// The same, with a look at every packet that passes the filter.
    pub(crate) fn for_each_packet_and_connection<T: Send>(
        &self,
        options: TrackerOptions,
        meanwhile: &Meanwhile<'_>,
        look: impl FnMut(&Packet<'_>),
        make: impl Fn(&Connection, &mut Vec<u8>) -> T + Sync,
        take: impl FnMut(T, &[u8]) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let threads = self.threads()?;
        if threads.get() > 1 && options.can_be_shared() {
            let threads = (threads, self.many_connections());
            self.for_each_connection_by_threads(threads, options, meanwhile, look, make, take)
        } else {
            self.for_each_connection_by_one(options, meanwhile, look, make, take)
        }
    }

    /// The same, in this thread.
    fn for_each_connection_by_one<T>(
        &self,
        options: TrackerOptions,
        meanwhile: &Meanwhile<'_>,
        mut look: impl FnMut(&Packet<'_>),
        make: impl Fn(&Connection, &mut Vec<u8>) -> T,
        mut take: impl FnMut(T, &[u8]) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let chosen = self.chosen_by_facts();
        let mut alone = Alone::new(options, self.has_filter(), &chosen, &make);
        let mut left = self.max_packets();
        let outcome = self.read(Dropped::Give, Extent::Whole, meanwhile.clone(), |packet| {
            alone.follow(packet, &mut take)?;
            if packet.passes {
                look(packet);
                left -= 1;
            }
            Ok(if left == 0 { Break(()) } else { Continue(()) })
        })?;
        self.tell_evicted(alone.finish(&mut take)?);
        Ok(outcome)
    }

    /// How many threads are to follow connections: as many as were asked for; else as many as
    /// there are processors, if all input lies in files and is not small.
    fn threads(&self) -> Result<NonZeroU32, Failure> {
        let jobs = u32::try_from(self.jobs()).unwrap_or(MOST);
        let count = match self.jobs {
            Some(_) => jobs.min(MOST),
            None if self.is_worth_threads()? => jobs.min(MOST_BY_DEFAULT),
            None => 1,
        };
        Ok(NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN))
    }

    fn is_worth_threads(&self) -> Result<bool, Failure> {
        let mut octets = 0_u64;
        for path in self.captures()? {
            match path.metadata() {
                Ok(file) if file.is_file() && !self.follow => {
                    octets = octets.saturating_add(file.len());
                }
                // Whoever names a directory has several files.
                Ok(file) if file.is_dir() => octets = octets.saturating_add(WORTH_THREADS),
                // What may keep the loop waiting needs no help.
                _ => return Ok(false),
            }
        }
        Ok(octets >= WORTH_THREADS)
    }
}
