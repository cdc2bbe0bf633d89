//! One flow's connections, one after the other.
//!
//! Duty: place each segment of a flow in the connection it belongs to, and begin connections.
//! Invariant: only this flow's own packets decide. Absence: other flows.

use super::TrackerOptions;
use super::flow::Flow;
use super::held::{Held, Verdict};
use super::waiting::Pool;
use crate::tcp::{Note, Observation, ReuseRule, SynVerdict};
use crate::{Connection, Segment, Timestamp};

/// What placing a segment needs of the tracker.
pub(super) struct Placing<'a> {
    pub(super) options: &'a TrackerOptions,
    /// How many connections there were.
    pub(super) count: &'a mut u64,
    /// Where segments wait.
    pub(super) pool: &'a mut Pool,
    /// Where connections go that are followed by another one.
    pub(super) followed: &'a mut Vec<Box<Connection>>,
}

impl Placing<'_> {
    /// Takes the flow's next segment.
    pub(super) fn take(&mut self, flow: &mut Flow, segment: &Segment<'_>) -> Option<Observation> {
        self.let_silence_end(flow, segment.time);
        match flow.take_held() {
            Some(held) => self.take_with_held(flow, held, segment),
            None => self.take_by_numbers(flow, segment),
        }
    }

    /// Twice the maximum segment lifetime after a connection is over nothing of it can arrive any
    /// more; and the user may have said how long silence may last.
    fn let_silence_end(&mut self, flow: &mut Flow, now: Timestamp) {
        let Some(last) = flow.latest_time() else {
            return;
        };
        let silence = now.as_nanos().saturating_sub(last);
        let linger = flow.is_over() && silence > self.options.time_wait;
        if linger || self.options.idle.is_some_and(|idle| silence > idle) {
            self.release_at_the_end(flow);
            self.followed.extend(flow.end(now, self.options, self.pool));
        }
    }

    fn take_by_numbers(&mut self, flow: &mut Flow, segment: &Segment<'_>) -> Option<Observation> {
        let Some(current) = &mut flow.current else {
            return self.begin(flow, segment, ReuseRule::Closed);
        };
        match current.judge_syn(segment) {
            SynVerdict::Same => Some(current.observe(segment, self.options.time_wait)),
            SynVerdict::Another(rule) => self.begin(flow, segment, rule),
            SynVerdict::Wait => {
                let observation = current.observe_held(segment);
                flow.hold(Box::new(Held::new(segment)));
                Some(observation)
            }
        }
    }

    /// Takes a segment while a SYN waits for its answer.
    fn take_with_held(
        &mut self,
        flow: &mut Flow,
        mut held: Box<Held>,
        segment: &Segment<'_>,
    ) -> Option<Observation> {
        let over = flow
            .current
            .as_ref()
            .is_some_and(|current| current.is_over());
        match held.judge(segment, over) {
            Verdict::New => {
                let begun = self.begin_with(flow, &held);
                let mut observation = self.take_by_numbers(flow, segment)?;
                if let Some(begun) = begun {
                    observation.prepend(begun);
                }
                Some(observation)
            }
            Verdict::Again => {
                let current = flow.current.as_mut()?;
                let observation = current.observe_held(segment);
                if !held.keep(segment) {
                    current.absorb(segment);
                }
                flow.hold(held);
                Some(observation)
            }
            Verdict::Undecided if segment.control.syn() && segment.source == held.sender() => {
                // Yet another SYN: the first gets no other answer than it has got.
                self.release(flow, &held);
                self.take_by_numbers(flow, segment)
            }
            Verdict::Undecided => {
                let current = flow.current.as_mut()?;
                let observation = current.observe(segment, self.options.time_wait);
                held.challenged |= observation.notes.contains(&Note::ChallengeAck);
                held.confirmed |= segment.control.rst() && segment.source == held.sender();
                flow.hold(held);
                Some(observation)
            }
            Verdict::Old => {
                let current = flow.current.as_mut()?;
                held.syns().for_each(|syn| current.absorb(&syn));
                let mut observation = current.observe(segment, self.options.time_wait);
                let packet = held.packet();
                observation.notes.push(Note::OldDuplicateSyn { packet });
                Some(observation)
            }
        }
    }

    /// Nothing more will tell what a SYN was: one that got a challenge ACK, and no more, was
    /// none of the connection's business; one without an answer asked for a connection.
    fn release(&mut self, flow: &mut Flow, held: &Held) {
        match &mut flow.current {
            Some(current) if held.challenged && !held.confirmed => {
                held.syns().for_each(|syn| current.absorb(&syn));
            }
            _ => drop(self.begin_with(flow, held)),
        }
    }

    /// The same when no more packets come.
    pub(super) fn release_at_the_end(&mut self, flow: &mut Flow) {
        if let Some(held) = flow.take_held() {
            self.release(flow, &held);
        }
    }

    /// Begins a connection with the SYNs that were held; the observation is the first one's.
    fn begin_with(&mut self, flow: &mut Flow, held: &Held) -> Option<Observation> {
        let mut first = None;
        let over = flow
            .current
            .as_ref()
            .is_some_and(|current| current.is_over());
        let rule = if over {
            ReuseRule::Closed
        } else {
            ReuseRule::CloseUnseen
        };
        for syn in held.syns() {
            if first.is_none() {
                first = self.begin(flow, &syn, rule);
            } else if let Some(current) = &mut flow.current {
                current.observe(&syn, self.options.time_wait);
            }
        }
        first
    }

    /// Begins a connection with its first segment.
    fn begin(
        &mut self,
        flow: &mut Flow,
        segment: &Segment<'_>,
        rule: ReuseRule,
    ) -> Option<Observation> {
        let mut superseded = false;
        if let Some(mut old) = flow.current.take() {
            superseded = old.supersede();
            old.finish(segment.time, self.options.time_wait);
            self.followed.push(old);
        }
        flow.number_next(self.count);
        let incarnation = flow.incarnations;
        let connection = Box::new(Connection::new(flow.id, incarnation, segment));
        let connection = flow.current.insert(connection);
        let mut observation = connection.observe(segment, self.options.time_wait);
        if incarnation > 1 && segment.control.syn() {
            observation
                .notes
                .push(Note::PortReuse { incarnation, rule });
        }
        if superseded && rule != ReuseRule::AttemptSuperseded {
            observation.notes.push(Note::Superseded);
        }
        Some(observation)
    }
}
