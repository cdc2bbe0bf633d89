//! Which connection each segment belongs to.
//!
//! Duty: one connection at a time for each pair of sockets, a new one where a SYN begins it, and
//! none made up. Invariant: where a connection begins and ends depends on nothing but its own
//! flow's packets in the order of capture: not on other flows, not on how full the table is, not
//! on when connections are handed out, as long as the capture's clock does not run back by more
//! than that takes. Absence: what happens within a connection.
//!
//! VLAN tags and capture interfaces do not tell connections apart. Neither silence nor FIN nor RST
//! ends a connection by itself: what still arrives belongs to it. But once it is over and twice
//! the maximum segment lifetime has passed in its flow, nothing of it can arrive any more (RFC
//! 9293, 3.4.2), and a segment that comes then is the first of a connection whose opening was not
//! captured.

mod ahead;
mod asleep;
mod bound;
mod ending;
mod evicting;
mod flow;
mod held;
mod options;
mod past;
mod placing;
mod sharing;
mod sleeping;
mod table;

use crate::flow::Probe;
use crate::tcp::Observation;
use crate::{Connection, Glance, Segment, Timestamp};
use bound::Bound;
use ending::Ending;
use flow::{Flow, Leaving};
pub use options::TrackerOptions;
use past::Past;
use placing::Placing;
use sleeping::Crowd;
use table::{Place, Table};

/// Follows every connection of a capture.
#[derive(Debug, Default)]
pub struct Tracker {
    options: TrackerOptions,
    flows: Table,
    crowd: Crowd,
    past: Past,
    bound: Option<Bound>,
    /// How many connections were removed to bound memory.
    evicted: u64,
    /// How many connections there were.
    count: u64,
    /// Connections that another one followed.
    followed: Vec<Leaving>,
    /// Flows whose connection is over, by the time from which it may be handed out.
    ending: Ending,
    /// The time of the last segment; the capture may run backwards.
    now: Timestamp,
}

impl Tracker {
    /// A tracker that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A tracker that has seen nothing, with its own idea of how long connections live.
    #[must_use]
    pub fn with_options(options: TrackerOptions) -> Self {
        Self {
            options,
            bound: options.max_connections.map(Bound::new),
            crowd: Crowd::of_one_of(options.trackers),
            ..Self::default()
        }
    }

    /// Takes the next segment of the capture, in the order of capture.
    pub fn observe(&mut self, segment: &Segment<'_>) -> Option<Observation> {
        self.observe_by(segment, true)
    }

    /// The same; `calmly` says whether the short way may be taken, which gives the same answers.
    #[inline]
    fn observe_by(&mut self, segment: &Segment<'_>, calmly: bool) -> Option<Observation> {
        let (probe, sender) = Probe::of(segment);
        let place = self.come_to(segment, &probe);
        let calm = self.calm(place).filter(|_| calmly);
        if let Some(observation) = calm.and_then(|calm| calm.observe_calmly(segment, sender)) {
            return Some(observation);
        }
        self.observe_patiently(segment, &probe, place)
    }

    /// Takes the next segment as [`observe`](Self::observe) does, and says no more than the number of
    /// its connection: for who only wants the connections.
    #[inline]
    pub fn follow(&mut self, segment: &Segment<'_>) -> Option<u64> {
        let (probe, sender) = Probe::of(segment);
        let place = self.come_to(segment, &probe);
        let calm = self.calm(place);
        if let Some(connection) = calm.and_then(|calm| calm.follow_calmly(segment, sender)) {
            return Some(connection);
        }
        let observation = self.observe_patiently(segment, &probe, place)?;
        Some(observation.connection)
    }

    /// The capture has come to a segment: where its flow is.
    #[inline]
    fn come_to(&mut self, segment: &Segment<'_>, probe: &Probe) -> Option<Place> {
        self.now = segment.time;
        self.flows.find(probe)
    }

    /// The connection there, if the short way may be tried. How long it was silent matters to a
    /// connection that is over, or where the user says so.
    #[inline]
    fn calm(&mut self, place: Option<Place>) -> Option<&mut Connection> {
        let place = place.filter(|_| self.options.idle.is_none())?;
        self.flows.get_mut(place)?.calm()
    }

    /// Takes a segment that may do anything.
    #[inline(never)]
    fn observe_patiently(
        &mut self,
        segment: &Segment<'_>,
        probe: &Probe,
        place: Option<Place>,
    ) -> Option<Observation> {
        let is_new = place.is_none();
        let place = match place {
            Some(place) => place,
            None => {
                self.make_room(probe);
                let flow = Flow::after(self.past.take(probe));
                self.flows.insert(probe, flow)?
            }
        };
        let flow = self.flows.get_mut(place)?;
        flow.wake(&self.options);
        let mut bound = self.bound.as_mut().filter(|bound| bound.is_reached());
        let worth = bound.as_ref().and_then(|_| flow.worth());
        let mut placing = Placing {
            options: &self.options,
            count: &mut self.count,
            followed: &mut self.followed,
        };
        let was_over = flow.is_over();
        let observation = placing.take(flow, segment);
        if !was_over && flow.is_over() {
            self.ending.push(segment.time.as_nanos(), probe.keep());
        }
        if let Some(bound) = &mut bound {
            bound.observed(place, flow, worth.map(|(_, worth)| worth));
        }
        self.save_room(place, is_new, segment);
        observation
    }

    /// How many connections were removed before they were over, because there were more than
    /// [`max_connections`](TrackerOptions::max_connections).
    #[must_use]
    pub const fn evicted(&self) -> u64 {
        self.evicted
    }

    /// Lets time pass: the capture has come to `now` without a segment of these flows. Where each
    /// of several trackers takes a [shard](crate::FlowKey::shard) of the flows, this keeps their clocks
    /// together.
    pub const fn pass_time(&mut self, now: Timestamp) {
        self.now = now;
    }

    /// How many connections have begun. They are numbered as they begin: a segment began those
    /// between this number before and after it was [observed](Self::observe), and those with a
    /// higher number that [`finish`](Self::finish) hands out begin at the end, in the order of
    /// their [first packets](Connection::first_packet). Thus who follows shards of the flows can
    /// [number](Connection::set_id) their connections as one tracker would.
    #[must_use]
    pub const fn begun(&self) -> u64 {
        self.count
    }

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
        let (now, options) = (self.now, self.options);
        let leaving = finished.into_iter();
        leaving.filter_map(move |leaving| leaving.connection(now, &options))
    }

    #[inline(never)]
    fn finished(&mut self) -> Vec<Leaving> {
        let mut finished = std::mem::take(&mut self.followed);
        let (now, options) = (self.now, self.options);
        self.take_finished(|flow| finished.extend(flow.end(now, &options)));
        finished.sort_unstable_by_key(Leaving::id);
        finished
    }

    /// Lets go of the connections that are over for good, in place of
    /// [`drain_finished`](Self::drain_finished): for who needs no more than the observations.
    #[inline]
    pub fn forget_finished(&mut self) {
        if !self.followed.is_empty() {
            self.followed.clear();
        }
        if self.may_be_due() {
            self.take_finished(|_| ());
        }
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
    fn take_finished(&mut self, mut take: impl FnMut(&mut Flow)) {
        let (now, linger) = (self.now, self.options.time_wait);
        let is_past = |since| now.as_nanos().saturating_sub(since) > linger;
        while let Some(key) = self.ending.pop_if(is_past) {
            let probe = key.probe();
            let place = self.flows.find(&probe);
            let Some(flow) = place.and_then(|place| self.flows.get(place)) else {
                continue;
            };
            let Some(last) = flow.latest_time().filter(|_| flow.is_over()) else {
                continue;
            };
            if !is_past(last) {
                // Something came since.
                self.ending.push(last, key);
            } else if let Some(mut flow) = self.take_out(&probe) {
                self.past.put(&probe, flow.incarnations());
                take(&mut flow);
            }
        }
    }

    /// The connections that were not handed out before, in the order of their first packets.
    pub fn finish(mut self) -> impl Iterator<Item = Connection> {
        let (end, options) = (self.now, self.options);
        let mut flows = self.flows.into_flows();
        // A SYN that waits for its answer to the end begins a connection: in order of capture.
        flows.sort_unstable_by_key(Flow::held_packet);
        let mut left = Vec::with_capacity(flows.len());
        for mut flow in flows {
            let mut placing = Placing {
                options: &options,
                count: &mut self.count,
                followed: &mut self.followed,
            };
            placing.release_at_the_end(&mut flow);
            left.extend(flow.leave());
        }
        left.append(&mut self.followed);
        left.sort_by_cached_key(Leaving::id);
        // Each is ended when its turn comes: what that adds to it does not stay for long.
        left.into_iter()
            .filter_map(move |leaving| leaving.connection(end, &options))
    }
}

#[cfg(test)]
mod tests;
