//! The certain changes of an endpoint's state, in little room.
//!
//! Duty: keep them in order; an open connection's endpoint has two. Invariant: it is only added
//! to, and its times never go back: what came before the last change in the capture cannot have
//! arrived before it. Absence: what is assumed.

use crate::packing::{Pack, Packer, Unpacker, packed};
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
    /// How many of the steps in place there are.
    len: u8,
    steps: [Kept; 2],
    further: Option<Box<Further>>,
}

/// Steps beyond the second. A usual life has three.
#[derive(Clone, Debug, Default)]
struct Further {
    len: u8,
    steps: [Kept; 3],
    rest: Vec<Kept>,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            time: 0,
            packet: 0,
            from: TcpState::Closed,
            to: TcpState::Closed,
            reason: Reason::SynSent,
            assumed: false,
            by_timer: false,
        }
    }
}

impl Log {
    /// Adds a step, not before the last one's time.
    pub(crate) fn push(&mut self, step: Step) {
        let last = self.kept().last();
        let kept = Kept {
            time: last.map_or(step.time, |last| step.time.max(last.time)),
            packet: step.packet.unwrap_or(0),
            from: step.from,
            to: step.to,
            reason: step.reason,
            assumed: step.assumed,
            by_timer: step.packet.is_none(),
        };
        self.keep(kept);
    }

    fn keep(&mut self, kept: Kept) {
        if let Some(place) = self.steps.get_mut(usize::from(self.len)) {
            *place = kept;
            self.len += 1;
            return;
        }
        let further = self.further.get_or_insert_default();
        if let Some(place) = further.steps.get_mut(usize::from(further.len)) {
            *place = kept;
            further.len += 1;
        } else {
            further.rest.push(kept);
        }
    }

    /// Is there no step yet?
    pub(crate) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The steps, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Step> {
        self.kept().map(|kept| Step {
            from: kept.from,
            to: kept.to,
            time: kept.time,
            packet: (!kept.by_timer).then_some(kept.packet),
            assumed: kept.assumed,
            reason: kept.reason,
        })
    }

    fn kept(&self) -> impl DoubleEndedIterator<Item = &Kept> + Clone {
        let first = self.steps.get(..usize::from(self.len)).unwrap_or_default();
        let (second, rest) = match &self.further {
            Some(further) => (
                further
                    .steps
                    .get(..usize::from(further.len))
                    .unwrap_or_default(),
                &further.rest[..],
            ),
            None => (&[][..], &[][..]),
        };
        first.iter().chain(second).chain(rest)
    }
}

packed!(copy Kept { time, packet, from, to, reason, assumed, by_timer });

impl Pack for Log {
    fn pack(&self, to: &mut Packer) {
        let kept = self.kept();
        to.number(kept.clone().count() as u64);
        kept.for_each(|step| step.pack(to));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let mut log = Self::default();
        for _ in 0..from.number()? {
            log.keep(Kept::unpack(from)?);
        }
        Some(log)
    }
}
