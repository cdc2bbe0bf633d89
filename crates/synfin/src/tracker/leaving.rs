//! Connections that leave the tracker.
//!
//! Duty: hand out each connection once: when nothing of it can arrive any more, when another one
//! follows it, or at the end. Invariant: when that is depends on nothing but its flow's packets and
//! the clock. Absence: what ends a connection.

use super::Tracker;
use super::flow::Flow;
use super::placing::Placing;
use super::table::Place;
use super::waiting::Pool;
use crate::Connection;
use std::iter;
use std::ops::RangeInclusive;

/// How many connections ahead their memory is asked for, at the end.
const SOON: usize = 4;

impl Tracker {
    /// Are there connections that [`drain_finished`](Self::drain_finished) would hand out? Asking
    /// this after every segment costs less than draining.
    #[must_use]
    #[inline]
    pub fn has_finished(&self) -> bool {
        !self.followed.is_empty() || self.may_be_due()
    }

    /// Hands out the connections that are over for good, in the order of their first packets; each
    /// of them is handed out once. Calling this changes nothing else, unless the capture's clock runs
    /// back to when a connection that was handed out was not yet over; a program that needs the
    /// connections only at the end may never call it.
    #[inline]
    pub fn drain_finished(&mut self) -> impl Iterator<Item = Connection> {
        let finished = if self.has_finished() {
            self.finished()
        } else {
            Vec::new()
        };
        finished.into_iter().map(|connection| *connection)
    }

    #[inline(never)]
    fn finished(&mut self) -> Vec<Box<Connection>> {
        let mut finished = std::mem::take(&mut self.followed);
        let (now, options) = (self.now, self.options);
        self.take_finished(|flow, pool| finished.extend(flow.end(now, &options, pool)));
        finished.sort_unstable_by_key(|connection| connection.id());
        finished
    }

    /// Lets go of the connections that are over for good, in place of
    /// [`drain_finished`](Self::drain_finished): for who needs no more than the observations.
    #[inline]
    pub fn forget_finished(&mut self) {
        self.forget_finished_with(|_| ());
    }

    /// The same; tells `forgotten` the [numbers](Connection::id) of these connections.
    #[inline]
    pub fn forget_finished_with(&mut self, forgotten: impl FnMut(u64)) {
        if self.has_finished() {
            self.forget_with(forgotten);
        }
    }

    #[inline(never)]
    fn forget_with(&mut self, mut forgotten: impl FnMut(u64)) {
        for connection in self.followed.drain(..) {
            forgotten(connection.id());
        }
        self.take_finished(|flow, _| forgotten(flow.id));
    }

    /// Is it certain that no connection gets over for good by mere [passing](Self::pass_time) of
    /// time while all segments are captured within this span, in nanoseconds? Asking this once
    /// saves letting time pass for each of the segments that this tracker is not given.
    #[must_use]
    pub fn hands_out_none(&self, span: RangeInclusive<i64>) -> bool {
        let ending = self.ending.earliest().unwrap_or(i64::MAX);
        let since = ending.min(*span.start());
        let longest = span.end().saturating_sub(since);
        self.followed.is_empty() && longest <= self.options.time_wait
    }

    /// May a connection be over for good?
    #[inline]
    fn may_be_due(&self) -> bool {
        let earliest = self.ending.earliest();
        earliest.is_some_and(|since| self.is_past(since))
    }

    /// Is what was over then over for good?
    const fn is_past(&self, since: i64) -> bool {
        self.now.as_nanos().saturating_sub(since) > self.options.time_wait
    }

    /// Takes out the flows whose connections are over for good.
    #[inline(never)]
    fn take_finished(&mut self, mut take: impl FnMut(&mut Flow, &mut Pool)) {
        let (now, linger) = (self.now, self.options.time_wait);
        let is_past = |since| now.as_nanos().saturating_sub(since) > linger;
        while let Some(key) = self.ending.pop_if(is_past) {
            let probe = key.probe();
            let place = self.flows.find(&probe);
            let Some(flow) = place.and_then(|place| self.flows.get_mut(place)) else {
                continue;
            };
            if let Some(last) = flow.latest_time().filter(|last| !is_past(*last)) {
                // Something came since.
                self.ending.push(last, key);
                continue;
            }
            if !flow.waiting.is_empty() {
                flow.wake(&self.options, &mut self.pool);
            }
            if !flow.is_over() {
                flow.is_listed = false;
            } else if let Some(mut flow) = self.take_out(&probe) {
                self.past.put(&probe, flow.incarnations());
                take(&mut flow, &mut self.pool);
            }
        }
    }

    /// The connections that were not handed out before, in the order of their first packets.
    pub fn finish(mut self) -> impl Iterator<Item = Connection> {
        self.release_all();
        let (now, options) = (self.now, self.options);
        let (mut flows, mut pool) = (self.flows, self.pool);
        let open = flows.iter().filter(|(_, flow)| flow.has_connection());
        let mut open: Vec<(u64, Place)> = open.map(|(place, flow)| (flow.id, place)).collect();
        open.sort_unstable();
        // Each is ended when its turn comes: what that takes does not stay for long.
        let open = (0..open.len()).filter_map(move |turn| {
            let [next, soon, later] = [0, SOON, 2 * SOON].map(|more| open.get(turn + more));
            if let Some((_, place)) = later {
                flows.prefetch(*place);
            }
            if let Some((_, place)) = soon
                && let Some(flow) = flows.get(*place)
            {
                flow.prefetch_all(false, &pool);
            }
            let (_, place) = *next?;
            let mut flow = std::mem::take(flows.get_mut(place)?);
            flow.end(now, &options, &mut pool)
        });
        let mut followed = self.followed;
        followed.sort_unstable_by_key(|connection| connection.id());
        let (mut open, mut followed) = (open.peekable(), followed.into_iter().peekable());
        iter::from_fn(move || {
            let (one, other) = (followed.peek(), open.peek());
            let is_followed =
                one.is_some_and(|one| other.is_none_or(|other| one.id() < other.id()));
            let next = if is_followed {
                followed.next()
            } else {
                open.next()
            };
            next.map(|connection| *connection)
        })
    }

    /// No more packets come: a SYN that waits for its answer begins a connection, in the order of
    /// capture.
    fn release_all(&mut self) {
        let held = self.flows.iter();
        let held = held.filter_map(|(place, flow)| Some((flow.held_packet()?, place)));
        let mut held: Vec<(u64, Place)> = held.collect();
        held.sort_unstable();
        for (_, place) in held {
            let mut placing = Placing {
                options: &self.options,
                count: &mut self.count,
                followed: &mut self.followed,
                pool: &mut self.pool,
            };
            if let Some(flow) = self.flows.get_mut(place) {
                placing.release_at_the_end(flow);
            }
        }
    }
}
