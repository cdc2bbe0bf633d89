//! Which way each segment goes: a short one, or the patient one.
//!
//! Duty: find out by the control bits; what a socket says to itself goes the patient way.
//! Invariant: a segment that is none for its short way goes the patient way, which takes any; which
//! way it went shows nowhere. Absence: the ways themselves.

use super::Events;
use super::traffic::Traffic;
use crate::{ControlBits, End, Segment};

/// What a segment looks like.
enum Way {
    Ack,
    Data,
    Fin,
    Opening,
    Other,
}

impl Way {
    #[inline(always)]
    fn of((sender, receiver): (End, End), segment: &Segment<'_>) -> Self {
        if sender == receiver {
            return Self::Other;
        }
        let control = segment.control.steering();
        if control == ControlBits::ACK {
            // Nearly every segment.
            return if segment.payload_len == 0 {
                Self::Ack
            } else {
                Self::Data
            };
        }
        match control {
            ControlBits::FIN_ACK => Self::Fin,
            ControlBits::SYN | ControlBits::SYN_ACK => Self::Opening,
            _ => Self::Other,
        }
    }
}

impl Traffic {
    /// Takes the next segment, sent from one end to another; these are the same where a socket
    /// talks to itself. `client` is the end that is taken for the client so far. Says what happened
    /// in it; see [`verdict`](Self::verdict).
    #[inline(always)]
    pub(crate) fn observe(
        &mut self,
        ends: (End, End),
        client: End,
        segment: &Segment<'_>,
    ) -> Events {
        match Way::of(ends, segment) {
            Way::Ack => self.observe_ack_or_any(ends, client, segment),
            Way::Data => self.observe_data_or_any(ends, client, segment),
            Way::Fin => self.observe_fin_or_any(ends, client, segment),
            Way::Opening => self.observe_opening_or_any(ends, client, segment),
            Way::Other => self.observe_patiently(ends, client, segment),
        }
    }

    /// The same, if the segment goes a short way; otherwise nothing is changed.
    #[cfg(test)]
    pub(super) fn observe_shortly(
        &mut self,
        ends: (End, End),
        client: End,
        segment: &Segment<'_>,
    ) -> Option<Events> {
        let ((sender, _), time) = (ends, segment.time.as_nanos());
        match Way::of(ends, segment) {
            Way::Ack => self.observe_ack(sender, segment, time),
            Way::Data => self.observe_data(sender, segment, time),
            Way::Fin => self.observe_fin(sender, segment, time),
            Way::Opening => self.observe_opening(sender, client, segment),
            Way::Other => None,
        }
    }

    // Each of these is a function of its own, so that what one needs does not crowd the others.

    #[inline(never)]
    fn observe_ack_or_any(
        &mut self,
        ends: (End, End),
        client: End,
        segment: &Segment<'_>,
    ) -> Events {
        self.observe_ack(ends.0, segment, segment.time.as_nanos())
            .unwrap_or_else(|| self.observe_patiently(ends, client, segment))
    }

    #[inline(never)]
    fn observe_data_or_any(
        &mut self,
        ends: (End, End),
        client: End,
        segment: &Segment<'_>,
    ) -> Events {
        self.observe_data(ends.0, segment, segment.time.as_nanos())
            .unwrap_or_else(|| self.observe_patiently(ends, client, segment))
    }

    #[inline(never)]
    fn observe_fin_or_any(
        &mut self,
        ends: (End, End),
        client: End,
        segment: &Segment<'_>,
    ) -> Events {
        self.observe_fin(ends.0, segment, segment.time.as_nanos())
            .unwrap_or_else(|| self.observe_patiently(ends, client, segment))
    }

    #[inline(never)]
    fn observe_opening_or_any(
        &mut self,
        ends: (End, End),
        client: End,
        segment: &Segment<'_>,
    ) -> Events {
        self.observe_opening(ends.0, client, segment)
            .unwrap_or_else(|| self.observe_patiently(ends, client, segment))
    }
}
