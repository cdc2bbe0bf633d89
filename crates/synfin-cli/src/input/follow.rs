//! Packets with the connections that they belong to.
//!
//! Duty: run the tracker beside the reading loop. Invariant: the tracker sees every packet, also
//! those that the filter drops, so that numbers, states and steps do not depend on what is shown.
//! Absence: no output.

use super::InputArgs;
use super::reading::{Dropped, Meanwhile, Packet};
use crate::failure::{Failure, Outcome};
use std::collections::HashSet;
use std::ops::ControlFlow::{Break, Continue};
use synfin::Tracker;
use synfin::tcp::Observation;

/// Connections that were asked for.
#[derive(Debug)]
pub(crate) enum Chosen {
    /// All of them.
    All,
    /// Those with these numbers.
    Some(HashSet<u64>),
}

impl Chosen {
    /// Was the connection with this number asked for?
    pub(crate) fn contains(&self, id: u64) -> bool {
        match self {
            Self::All => true,
            Self::Some(ids) => ids.contains(&id),
        }
    }
}

impl InputArgs {
    /// Gives `take` every packet that passes the filter, until the end or until `-c` of them were
    /// given. No connection is followed, so `-C` is not heeded.
    pub(crate) fn pass(
        &self,
        meanwhile: Meanwhile,
        mut take: impl FnMut(&Packet<'_>) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let mut left = self.max_packets();
        self.read(Dropped::Skip, meanwhile, |packet| {
            left -= 1;
            take(packet)?;
            Ok(if left == 0 { Break(()) } else { Continue(()) })
        })
    }

    /// The same, with what each packet did to its connection; `None` for a packet whose TCP
    /// header was not captured. With `-C` only the packets of that connection.
    pub(crate) fn follow(
        &self,
        tracker: &mut Tracker,
        meanwhile: Meanwhile,
        mut take: impl FnMut(&Packet<'_>, Option<&Observation>) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let mut left = self.max_packets();
        self.read(Dropped::Give, meanwhile, |packet| {
            let segment = packet.segment.as_ref();
            let seen = segment.and_then(|segment| tracker.observe(segment));
            let id = seen.as_ref().map(|seen| seen.connection);
            if !packet.passes || (self.connection.is_some() && self.connection != id) {
                return Ok(Continue(()));
            }
            left -= 1;
            take(packet, seen.as_ref())?;
            Ok(if left == 0 { Break(()) } else { Continue(()) })
        })
    }

    /// Reads everything and says which connections are wanted: those with a packet that passes
    /// the filter, or the one of `-C`.
    pub(crate) fn follow_to_end(
        &self,
        tracker: &mut Tracker,
    ) -> Result<(Outcome, Chosen), Failure> {
        let all = self.connection.is_none() && !self.has_filter();
        let mut ids = HashSet::new();
        let outcome = self.follow(tracker, Meanwhile::Gathers, |_, seen| {
            if let Some(seen) = seen.filter(|_| !all) {
                ids.insert(seen.connection);
            }
            Ok(())
        })?;
        let chosen = if all { Chosen::All } else { Chosen::Some(ids) };
        Ok((outcome, chosen))
    }
}
