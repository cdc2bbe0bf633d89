//! Flows that leave the table.
//!
//! Duty: take flows out, and make room for another one where there is none. Invariant: what is
//! removed to bound memory is handed out like any other connection, and says so. Absence: which
//! flow has to go.

use super::Tracker;
use super::bound::Worth;
use super::flow::Flow;
use super::placing::Placing;
use crate::flow::Probe;

impl Tracker {
    /// Sees to it that there is room for a flow.
    pub(super) fn make_room(&mut self, probe: &Probe) {
        self.let_nothing_wait(probe);
        let Some(bound) = &mut self.bound else {
            return;
        };
        let goes = bound.make_room(&probe.key(), &self.flows);
        let key = goes.and_then(|place| self.flows.get(place)?.key());
        let probe = key.map(|key| Probe::from_key(&key));
        let taken = probe.and_then(|probe| Some((probe, self.take_out(&probe)?)));
        let Some((probe, mut flow)) = taken else {
            return;
        };
        let mut placing = Placing {
            options: &self.options,
            count: &mut self.count,
            followed: &mut self.followed,
            pool: &mut self.pool,
        };
        flow.wake(placing.options, placing.pool);
        placing.release_at_the_end(&mut flow);
        // Nothing is remembered of SYNs that nobody answered: there may be any number of them.
        if !matches!(flow.worth(), Some((_, Worth::Unanswered(_)))) {
            self.past.put(&probe, flow.incarnations());
        }
        if let Some(connection) = flow.evict(self.now, &self.options, &mut self.pool) {
            self.evicted += u64::from(connection.is_evicted());
            self.followed.push(connection);
        }
    }

    /// Takes a flow out of the table.
    pub(super) fn take_out(&mut self, probe: &Probe) -> Option<Flow> {
        let flow = self.flows.remove(probe)?;
        if let Some(bound) = &mut self.bound {
            bound.removed(&probe.key());
        }
        Some(flow)
    }
}
