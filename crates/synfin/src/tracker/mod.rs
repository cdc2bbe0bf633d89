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
mod blocks;
mod bound;
mod ending;
mod evicting;
mod few;
mod flow;
mod held;
mod leaving;
mod letting_wait;
mod options;
mod past;
mod placing;
mod sharing;
mod sleeping;
mod table;
mod waiting;

use crate::flow::{Ipv4Pair, Probe};
use crate::tcp::{Brief, Observation, Telling};
use crate::{Connection, End, Glance, Segment, Timestamp};
use bound::Bound;
use ending::Ending;
use flow::Flow;
pub use options::TrackerOptions;
use past::Past;
use placing::Placing;
pub use sharing::Shares;
use sleeping::Crowd;
use table::{Place, Table};
use waiting::Pool;

/// Follows every connection of a capture.
#[derive(Debug, Default)]
pub struct Tracker {
    options: TrackerOptions,
    flows: Table,
    /// Where segments wait.
    pool: Pool,
    crowd: Crowd,
    past: Past,
    bound: Option<Bound>,
    /// How many connections were removed to bound memory.
    evicted: u64,
    /// How many connections there were.
    count: u64,
    /// Connections that another one followed.
    followed: Vec<Box<Connection>>,
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

    /// The same in brief, where little is to be said of the segment: that costs less.
    pub fn observe_in_brief(&mut self, segment: &Segment<'_>) -> Option<Brief> {
        self.observe_by(segment, true)
    }

    /// The same; `calmly` says whether the short way may be taken, which gives the same answers.
    #[inline]
    fn observe_by<T: Telling>(&mut self, segment: &Segment<'_>, calmly: bool) -> Option<T> {
        if calmly
            && self.has_few()
            && let Some((calm, sender)) = self.calm_at_a_glance(segment)
            && let Some(events) = calm.advance_calmly(segment, sender)
        {
            return T::of_calm(calm, segment, sender, events);
        }
        self.observe_any(segment, calmly)
    }

    #[inline(never)]
    fn observe_any<T: Telling>(&mut self, segment: &Segment<'_>, calmly: bool) -> Option<T> {
        let (place, sender) = self.come_to(segment);
        if calmly
            && let Some(calm) = self.calm(place)
            && let Some(events) = calm.advance_calmly(segment, sender)
        {
            return T::of_calm(calm, segment, sender, events);
        }
        self.observe_patiently(segment, place).map(T::from)
    }

    /// Takes the next segment as [`observe`](Self::observe) does, and says no more than the number of
    /// its connection: for who only wants the connections.
    #[inline]
    pub fn follow(&mut self, segment: &Segment<'_>) -> Option<u64> {
        if self.has_few() {
            self.follow_one_of_few(segment)
        } else {
            self.follow_any(segment)
        }
    }

    #[inline(never)]
    fn follow_one_of_few(&mut self, segment: &Segment<'_>) -> Option<u64> {
        if let Some((calm, sender)) = self.calm_at_a_glance(segment)
            && let Some(connection) = calm.follow_calmly(segment, sender)
        {
            return Some(connection);
        }
        self.follow_any(segment)
    }

    #[inline(never)]
    fn follow_any(&mut self, segment: &Segment<'_>) -> Option<u64> {
        let (place, sender) = self.come_to(segment);
        if self.lets_wait()
            && let Some(connection) = self.let_wait(segment, sender, place)
        {
            return Some(connection);
        }
        let calm = self.calm(place);
        if let Some(connection) = calm.and_then(|calm| calm.follow_calmly(segment, sender)) {
            return Some(connection);
        }
        let observation = self.observe_patiently(segment, place)?;
        Some(observation.connection)
    }

    /// The capture has come to a segment: where its flow is, and which end of it sent the segment.
    #[inline(always)]
    fn come_to(&mut self, segment: &Segment<'_>) -> (Option<Place>, End) {
        self.now = segment.time;
        match Ipv4Pair::of(segment) {
            Some((pair, sender)) => (self.flows.find_next_ipv4(pair), sender),
            None => self.come_to_other(segment),
        }
    }

    /// The same where the flow is none of IPv4.
    #[inline(never)]
    fn come_to_other(&mut self, segment: &Segment<'_>) -> (Option<Place>, End) {
        let (probe, sender) = Probe::of(segment);
        (self.flows.find_next(&probe), sender)
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
        place: Option<Place>,
    ) -> Option<Observation> {
        let is_new = place.is_none();
        let (probe, _) = Probe::of(segment);
        let place = match place {
            Some(place) => place,
            None => {
                self.make_room(&probe);
                let flow = Flow::new(&probe, self.past.take(&probe));
                self.flows.insert(&probe, flow)?
            }
        };
        let flow = self.flows.get_mut(place)?;
        flow.wake(&self.options, &mut self.pool);
        let mut bound = self.bound.as_mut().filter(|bound| bound.is_reached());
        let worth = bound.as_ref().and_then(|_| flow.worth());
        let mut placing = Placing {
            options: &self.options,
            count: &mut self.count,
            followed: &mut self.followed,
            pool: &mut self.pool,
        };
        let observation = placing.take(flow, segment);
        let is_over = flow.is_over();
        flow.latest = flow.latest_time().unwrap_or(flow.latest);
        flow.may_be_over |= is_over || segment.control.fin() || segment.control.rst();
        if is_over && !std::mem::replace(&mut flow.is_listed, true) {
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
}

#[cfg(test)]
mod tests;
