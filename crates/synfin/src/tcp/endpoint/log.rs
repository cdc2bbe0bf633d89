//! The certain changes of an endpoint's state, in little room.
//!
//! Duty: keep them in order; an open connection's endpoint has two. Invariant: it is only added
//! to, and its times never go back: what came before the last change in the capture cannot have
//! arrived before it. Absence: what is assumed.

use crate::tcp::{Reason, TcpState};

/// A change of state in an endpoint's log.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) from: TcpState,
    pub(crate) to: TcpState,
    /// Nanoseconds since the epoch.
    pub(crate) time: i64,
    pub(crate) packet: Option<u64>,
    pub(crate) assumed: bool,
    pub(crate) reason: Reason,
}

/// A step as it is kept.
#[derive(Clone, Copy, Debug)]
#[repr(Rust, packed(4))]
struct Kept {
    time: i64,
    packet: u64,
    from: TcpState,
    to: TcpState,
    reason: Reason,
    assumed: bool,
    by_timer: bool,
}

/// The steps: two in place, any further ones apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    first: Option<Kept>,
    second: Option<Kept>,
    further: Option<Box<Further>>,
}

/// Steps beyond the second: as many in place as most connections end with, any further ones apart.
#[derive(Clone, Debug, Default)]
struct Further {
    near: [Option<Kept>; 4],
    far: Vec<Kept>,
}

impl Further {
    fn push(&mut self, kept: Kept) {
        match self.near.iter_mut().find(|place| place.is_none()) {
            Some(place) => *place = Some(kept),
            None => self.far.push(kept),
        }
    }

    fn iter(&self) -> impl DoubleEndedIterator<Item = &Kept> {
        self.near.iter().flatten().chain(&self.far)
    }
}

impl Log {
    /// Adds a step, not before the last one's time.
    pub(crate) fn push(&mut self, step: Step) {
        let further = self.further.as_ref();
        let last = further.and_then(|further| further.iter().next_back().copied());
        let last = last.or(self.second).or(self.first);
        let kept = Kept {
            time: last.map_or(step.time, |last| step.time.max(last.time)),
            packet: step.packet.unwrap_or(0),
            from: step.from,
            to: step.to,
            reason: step.reason,
            assumed: step.assumed,
            by_timer: step.packet.is_none(),
        };
        if self.first.is_none() {
            self.first = Some(kept);
        } else if self.second.is_none() {
            self.second = Some(kept);
        } else {
            self.further.get_or_insert_default().push(kept);
        }
    }

    /// Is there no step yet?
    pub(crate) const fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// The steps, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Step> {
        let further = self.further.iter().flat_map(|further| further.iter());
        let kept = self.first.iter().chain(&self.second).chain(further);
        kept.map(|kept| Step {
            from: kept.from,
            to: kept.to,
            time: kept.time,
            packet: (!kept.by_timer).then_some(kept.packet),
            assumed: kept.assumed,
            reason: kept.reason,
        })
    }
}
