//! Which segments may wait until there are several of their flow.
//!
//! Duty: where there are many flows, and nothing is wanted of a segment but its connection's
//! number, keep it beside its flow and let the connection observe several at once: what is known
//! of a connection lies in many lines of memory, which then come into the processor's caches once
//! for all of them. Invariant: a segment waits only if it is certain which connection it belongs
//! to, and that it ends none; so connections begin, and are handed out, where they would without
//! this. Absence: how segments are kept.

use super::Tracker;
use super::bound::Bound;
use super::flow::Flow;
use super::table::Place;
use super::waiting::Pool;
use crate::flow::Probe;
use crate::{ControlBits, End, Segment};

impl Tracker {
    /// Is it worth it, and does nothing ask for more of each segment? With a bound on connections
    /// that was reached it matters at once what a segment makes of its connection; with a limit on
    /// silence, when the connection's last one came.
    #[inline]
    pub(super) fn lets_wait(&self) -> bool {
        self.flows.len() >= self.crowd.many
            && self.options.idle.is_none()
            && self.bound.as_ref().is_none_or(|bound| !bound.is_reached())
    }

    /// Lets a segment wait, if it may; says which connection it belongs to. Its flow is at `place`,
    /// if there is one.
    #[inline]
    pub(super) fn let_wait(
        &mut self,
        segment: &Segment<'_>,
        sender: End,
        place: Option<Place>,
    ) -> Option<u64> {
        if !Pool::can_take(segment) {
            return None;
        }
        let Some(place) = place else {
            return self.let_first_wait(segment, sender);
        };
        let flow = self.flows.get_mut(place)?;
        if !flow.may_take(segment, sender, self.options.time_wait, &self.pool) {
            return None;
        }
        if flow.waiting.is_full() {
            flow.wake(&self.options, &mut self.pool);
        }
        self.pool
            .put(&mut flow.waiting, &mut flow.latest, segment, sender)?;
        flow.may_be_over |= segment.control.fin();
        let id = flow.id;
        if flow.may_be_over && !std::mem::replace(&mut flow.is_listed, true) {
            let (probe, _) = Probe::of(segment);
            self.ending.push(segment.time.as_nanos(), probe.keep());
        }
        Some(id)
    }

    /// The same where there is no flow yet.
    #[inline(never)]
    fn let_first_wait(&mut self, segment: &Segment<'_>, sender: End) -> Option<u64> {
        let (probe, _) = Probe::of(segment);
        let begins = segment.control.steering();
        let is_full = |bound: &Bound| bound.is_full(&probe.key());
        if !matches!(begins, ControlBits::SYN | ControlBits::ACK)
            || self.bound.as_ref().is_some_and(is_full)
        {
            return None;
        }
        self.make_room(&probe);
        let mut flow = Flow::new(&probe, self.past.take(&probe));
        self.pool
            .put(&mut flow.waiting, &mut flow.latest, segment, sender)?;
        flow.number_next(&mut self.count);
        let id = flow.id;
        self.flows.insert(&probe, flow)?;
        self.look_at_others(segment.packet);
        Some(id)
    }

    /// A flow is to be added: if that needs one to be removed for the first time, it has to be known
    /// which of them are useful.
    pub(super) fn let_nothing_wait(&mut self, probe: &Probe) {
        let full = |bound: &Bound| !bound.is_reached() && bound.is_full(&probe.key());
        if !self.bound.as_ref().is_some_and(full) {
            return;
        }
        let are_many = self.flows.len() > self.crowd.silent;
        let flows = self.flows.iter_mut();
        for flow in flows.filter(|flow| !flow.waiting.is_empty()) {
            flow.wake(&self.options, &mut self.pool);
            if are_many {
                flow.fall_asleep();
            }
        }
        self.pool = Pool::default();
    }
}

impl Flow {
    /// Begins another connection, which is the next one of so many.
    pub(super) fn number_next(&mut self, count: &mut u64) {
        *count += 1;
        self.id = *count;
        self.incarnations = self.incarnations.saturating_add(1);
        self.may_be_over = false;
    }

    /// Is it certain that the segment belongs to the current connection, and does not end it?
    #[inline]
    fn may_take(&self, segment: &Segment<'_>, sender: End, time_wait: i64, pool: &Pool) -> bool {
        let is_known = match segment.control.steering() {
            ControlBits::ACK | ControlBits::FIN_ACK => true,
            ControlBits::SYN_ACK => self.waits_for_answer(sender, pool),
            // A SYN may begin another connection, a RST ends this one, and without ACK a segment
            // is odd.
            _ => false,
        };
        is_known
            // Nothing waits while a SYN is held.
            && (!self.waiting.is_empty() || self.holds_none())
            && !self.is_one_socket()
            && (!self.may_be_over || self.is_fresh(segment, time_wait))
    }

    /// Is the other end's SYN all that there was so far?
    fn waits_for_answer(&self, sender: End, pool: &Pool) -> bool {
        let lone = self.current.is_none() && self.asleep.is_none();
        lone && pool.only(&self.waiting) == Some((!sender, ControlBits::SYN))
    }

    /// Does the segment come before a connection that is over would be handed out?
    const fn is_fresh(&self, segment: &Segment<'_>, time_wait: i64) -> bool {
        segment.time.as_nanos().saturating_sub(self.latest) <= time_wait
    }
}
