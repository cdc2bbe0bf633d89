//! Packets with the connections that they belong to.
//!
//! Duty: run the tracker beside the reading loop. Invariant: the tracker sees every packet, also
//! those that the filter drops, so that numbers, states and steps do not depend on what is shown.
//! Absence: no output.

use super::InputArgs;
use super::reading::{Dropped, Extent, Meanwhile, Packet};
use super::tracking::Tracking;
use crate::failure::{Failure, Outcome, report};
use crate::query::Query;
use std::cell::Cell;
use std::collections::HashSet;
use std::fs::Metadata;
use std::ops::ControlFlow::{Break, Continue};
use std::path::Path;
use synfin::capture::CaptureSet;
use synfin::tcp::Observation;
use synfin::{Connection, Frame};

/// Connections that were asked for.
#[derive(Debug, Default)]
pub(crate) struct Chosen<'a> {
    /// Their numbers; `None` for all.
    ids: Option<HashSet<u64>>,
    /// What their facts must answer besides.
    query: Option<&'a Query>,
}

/// What the reading loop comes to.
pub(crate) enum Step<'a> {
    /// A packet, with what it did to its connection; `None` where its TCP header was not captured.
    Packet(&'a Packet<'a>, Option<&'a Observation>),
    /// A connection that is over. Those that are not come at the end, in the order of their first
    /// packets.
    Over(Box<Connection>),
}

impl Chosen<'_> {
    /// Was the connection asked for?
    pub(crate) fn contains(&self, connection: &Connection) -> bool {
        self.has_id(Some(connection.id()))
            && self.query.is_none_or(|query| query.matches(connection))
    }

    /// The only connection that was asked for, if it is a single one.
    pub(crate) fn only(&self) -> Option<u64> {
        let ids = self.ids.as_ref().filter(|ids| ids.len() == 1);
        ids.and_then(|ids| ids.iter().next().copied())
    }

    /// Is the packet to be given out, by the filter and by the connection it belongs to?
    fn wants(&self, packet: &Packet<'_>, seen: Option<&Observation>) -> bool {
        packet.passes && self.has_id(seen.map(|seen| seen.connection))
    }

    /// Is the number that of a connection asked for? A packet without connection has none.
    fn has_id(&self, id: Option<u64>) -> bool {
        match (&self.ids, id) {
            (None, _) => true,
            (Some(ids), Some(id)) => ids.contains(&id),
            (Some(_), None) => false,
        }
    }
}

impl InputArgs {
    /// Gives `take` every packet that passes the filter, until the end or until `-c` of them were
    /// given. No connection is followed, so `-C` is not heeded. With `-r` the end is where tcpdump
    /// ends. A frame that `take_quickly` says it has taken is not given to `take`; it must take
    /// nothing but what carries TCP.
    pub(crate) fn pass(
        &self,
        meanwhile: Meanwhile,
        mut take_quickly: impl FnMut(&Frame<'_>, &CaptureSet) -> Result<bool, Failure>,
        mut take: impl FnMut(&Packet<'_>) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let left = Cell::new(self.max_packets());
        let go_on = || {
            left.update(|left| left - 1);
            if left.get() == 0 {
                Break(())
            } else {
                Continue(())
            }
        };
        let extent = if self.read.is_some() {
            Extent::LikeTcpdump
        } else {
            Extent::Whole
        };
        let quickly = |frame: &Frame<'_>, captures: &CaptureSet| {
            Ok(take_quickly(frame, captures)?.then(&go_on))
        };
        self.read_with(Dropped::Skip, extent, meanwhile, quickly, |packet| {
            take(packet)?;
            Ok(go_on())
        })
    }

    /// The same, with what each packet did to its connection, and each connection when it is
    /// over; so memory follows the connections that are open. Only the packets of `chosen`
    /// connections, and only these connections.
    pub(crate) fn follow(
        &self,
        chosen: &Chosen<'_>,
        meanwhile: Meanwhile,
        mut take: impl FnMut(Step<'_>) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let mut left = self.max_packets();
        let mut tracking = Tracking::new(self.tracking());
        let outcome = self.read(Dropped::Give, Extent::Whole, meanwhile, |packet| {
            let seen = tracking.observe(packet);
            if chosen.wants(packet, seen.as_ref()) {
                left -= 1;
                take(Step::Packet(packet, seen.as_ref()))?;
            }
            if tracking.tracker.has_finished() {
                let over = tracking.tracker.drain_finished();
                for connection in over.filter(|known| chosen.contains(known)) {
                    take(Step::Over(Box::new(connection)))?;
                }
            }
            Ok(if left == 0 { Break(()) } else { Continue(()) })
        })?;
        let tracker = tracking.tracker;
        self.tell_evicted(tracker.evicted());
        for connection in tracker.finish().filter(|known| chosen.contains(known)) {
            take(Step::Over(Box::new(connection)))?;
        }
        Ok(outcome)
    }

    /// The same, but for the connections: they are forgotten when they are over.
    pub(crate) fn follow_packets(
        &self,
        chosen: &Chosen<'_>,
        meanwhile: Meanwhile,
        mut take: impl FnMut(&Packet<'_>, Option<&Observation>) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let mut left = self.max_packets();
        let mut tracking = Tracking::new(self.tracking());
        let outcome = self.read(Dropped::Give, Extent::Whole, meanwhile, |packet| {
            let seen = tracking.observe(packet);
            if chosen.wants(packet, seen.as_ref()) {
                left -= 1;
                take(packet, seen.as_ref())?;
            }
            tracking.tracker.forget_finished();
            Ok(if left == 0 { Break(()) } else { Continue(()) })
        })?;
        self.tell_evicted(tracking.tracker.evicted());
        Ok(outcome)
    }

    /// Gives `take` every packet, for who follows connections itself; until the end, or until `-c`
    /// packets that pass the filter were given.
    pub(crate) fn give(
        &self,
        meanwhile: Meanwhile,
        mut take: impl FnMut(&Packet<'_>) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let mut left = self.max_packets();
        self.read(Dropped::Give, Extent::Whole, meanwhile, |packet| {
            take(packet)?;
            left -= u64::from(packet.passes);
            Ok(if left == 0 { Break(()) } else { Continue(()) })
        })
    }

    /// The connections that `-C` and `--where` choose. What `--where` asks is known only when a
    /// connection is over, so the input is read once for it here, and can be read again.
    pub(crate) fn choice(&self) -> Result<Chosen<'_>, Failure> {
        let named = self.connection.map(|id| HashSet::from([id]));
        let Some(query) = &self.query else {
            return Ok(Chosen {
                ids: named,
                query: None,
            });
        };
        self.check_rereadable()?;
        let chosen = Chosen {
            ids: named,
            query: Some(query),
        };
        let (mut tracking, mut ids) = (Tracking::new(self.tracking()), HashSet::new());
        let mut judge = |connection: Connection| {
            if chosen.contains(&connection) {
                ids.insert(connection.id());
            }
        };
        self.read(Dropped::Give, Extent::Whole, Meanwhile::Surveys, |packet| {
            if tracking.observe(packet).is_some() {
                tracking.tracker.drain_finished().for_each(&mut judge);
            }
            Ok(Continue(()))
        })?;
        tracking.tracker.finish().for_each(judge);
        Ok(Chosen {
            ids: Some(ids),
            query: None,
        })
    }

    /// Says on standard error how many connections were removed to bound memory.
    pub(crate) fn tell_evicted(&self, evicted: u64) {
        if evicted > 0 {
            report(&format_args!(
                "{evicted} connections were removed before they ended, to follow no more than {} \
                 at once (--max-connections); their close_style is evicted",
                self.max_connections
            ));
        }
    }

    /// Can everything that is named be read twice?
    fn check_rereadable(&self) -> Result<(), Failure> {
        let stream = |path: &&Path| {
            let regular = |file: Metadata| file.is_file() || file.is_dir();
            self.follow
                || path.as_os_str() == "-"
                || path.metadata().is_ok_and(|file| !regular(file))
        };
        match self.captures()?.into_iter().find(stream) {
            None => Ok(()),
            Some(path) => Err(Failure::usage(format!(
                "--where reads the capture twice, which {} does not allow; write it to a file \
                 first (`synfin connections --where` needs none)",
                path.display()
            ))),
        }
    }

    /// What `-C` and `--where` ask of a connection that is over.
    pub(super) fn chosen_by_facts(&self) -> Chosen<'_> {
        Chosen {
            ids: self.connection.map(|id| HashSet::from([id])),
            query: self.query.as_ref(),
        }
    }
}
