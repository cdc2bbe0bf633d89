//! A thread's share of the connections, where lines are annotated.
//!
//! Duty: observe the shard's segments, and write down what is to be said of them. Invariant: what is
//! said has the connection's number in the whole capture. Absence: no lines, no other shard.

use super::annotation::Annotator;
use super::batch::{Annotation, Annotations};
use crate::sharing::{Follower, Gone, Numbers, Reports};
use std::sync::Arc;
use synfin::{Segment, Shares, Timestamp, Tracker};

/// A shard, while it is observed.
pub(super) struct Observer {
    tracker: Tracker,
    annotator: Annotator,
    present: Present,
    reports: Reports<Arc<Numbers>, Present>,
}

/// What came of a batch.
#[derive(Default)]
struct Present {
    /// The annotations; the connections have the tracker's numbers.
    annotations: Annotations,
    /// For each connection that began the packet that began it.
    begun: Vec<u64>,
    /// Connections that were forgotten.
    over: Vec<u64>,
}

impl Observer {
    /// The shard of the thread with that number, from 0, that goes on with what a tracker knows of it.
    pub(super) fn new(
        thread: usize,
        numbers: Arc<Numbers>,
        shares: Shares,
        tracker: Tracker,
    ) -> Self {
        Self {
            reports: Reports::new(thread, numbers, tracker.begun(), shares.are_one()),
            tracker,
            annotator: Annotator::default(),
            present: Present::default(),
        }
    }

    /// How many connections were removed to bound memory.
    pub(super) const fn evicted(&self) -> u64 {
        self.tracker.evicted()
    }

    #[inline]
    fn forget_finished(&mut self) {
        let over = &mut self.present.over;
        let note = |number| over.push(number);
        self.tracker.forget_finished_with(note);
    }

    /// Gives annotations the connections' numbers in the whole capture.
    fn number(&mut self, mut present: Present) -> Annotations {
        for annotation in &mut present.annotations.each {
            let connection = annotation.connection;
            annotation.connection = connection.and_then(|number| self.reports.id_of(number));
        }
        for number in present.over {
            self.reports.take_id_of(number);
        }
        present.annotations
    }
}

impl Follower for Observer {
    type Made = Annotations;

    #[inline]
    fn tracker(&mut self) -> &mut Tracker {
        &mut self.tracker
    }

    #[inline]
    fn observe(&mut self, segment: &Segment<'_>, is_wanted: bool) {
        let tracker = &mut self.tracker;
        let before = tracker.begun();
        let seen = tracker.observe_in_brief(segment);
        for _ in before..tracker.begun() {
            self.present.begun.push(segment.packet);
        }
        if is_wanted {
            let Annotations { text, each } = &mut self.present.annotations;
            if let Some(seen) = &seen {
                self.annotator.append_behind_number(text, seen.into());
            }
            each.push(Annotation {
                connection: seen.map(|seen| seen.connection()),
                end: text.len(),
            });
        }
        self.forget_finished();
    }

    #[inline]
    fn pass_time(&mut self, _: u64, now: Timestamp) {
        self.tracker.pass_time(now);
        self.forget_finished();
    }

    fn end_batch(&mut self) {
        let mut present = std::mem::take(&mut self.present);
        let begun = std::mem::take(&mut present.begun);
        self.reports.end_batch(begun, present);
    }

    fn made_if_known(&mut self) -> Option<(u64, Annotations)> {
        let (batch, present) = self.reports.next_if_known()?;
        Some((batch, self.number(present)))
    }

    fn made_of_all_but(&mut self, count: usize) -> Result<Option<(u64, Annotations)>, Gone> {
        let next = self.reports.next_of_all_but(count)?;
        Ok(next.map(|(batch, present)| (batch, self.number(present))))
    }
}
