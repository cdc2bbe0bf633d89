//! What few endpoints have, or only at the ends of their lives.
//!
//! Duty: hold it, and tell what TCP sent again from what was doubled on the way. Invariant: no
//! endpoint has a [`Late`] for nothing. Absence: no state follows from it here.

use crate::packing::packed;
use crate::tcp::inbox::Mark;
use crate::tcp::numbers::tsval;
use crate::{Segment, SeqNumber};

/// The first copy of a SYN or FIN that the endpoint sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(Rust, packed(4))]
pub(crate) struct Original {
    pub(super) mark: Mark,
    pub(super) ip_id: Option<u32>,
    pub(super) tsval: Option<u32>,
}

/// A RST that carries the endpoint's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OwnReset {
    pub(super) mark: Mark,
    pub(super) seq: SeqNumber,
    /// It refused a SYN: there was no connection.
    pub(super) refuses: bool,
}

/// What an endpoint has that opened or closes in an unusual way, or that closes at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Late {
    pub(super) fin: Option<Original>,
    pub(super) own_reset: Option<OwnReset>,
    /// Payload octets in its SYN, if that asked for Fast Open.
    pub(super) fast_open_payload: u32,
    /// What it waits for next, if what was sent to fill its gap arrived.
    pub(super) awaited: Option<SeqNumber>,
    /// Where the data begins that was not captured before the peer's FIN.
    pub(super) hole: Option<SeqNumber>,
    /// When its TIME-WAIT began, or began anew, in nanoseconds.
    pub(super) time_wait: Option<i64>,
}

impl Original {
    pub(super) fn of(segment: &Segment<'_>) -> Self {
        Self {
            mark: Mark::of(segment),
            ip_id: segment.ip_id,
            tsval: tsval(segment),
        }
    }

    /// Is the segment this very packet, doubled on the way? What TCP sends again has another IP
    /// identification or timestamp, or comes after a retransmission timeout.
    pub(super) fn is_copied_by(&self, segment: &Segment<'_>) -> bool {
        let Self { mark, ip_id, tsval } = *self;
        let named = segment.ip_id.is_some_and(|id| id != 0);
        let limit = if named { 2_000_000_000 } else { 150_000_000 };
        segment.ip_id == ip_id
            && self::tsval(segment) == tsval
            && segment.time.as_nanos().saturating_sub(mark.time) < limit
    }
}

impl Late {
    /// Nothing of it.
    pub(super) const NONE: Self = Self {
        fin: None,
        own_reset: None,
        fast_open_payload: 0,
        awaited: None,
        hole: None,
        time_wait: None,
    };
}

packed!(copy Original { mark, ip_id, tsval });
packed!(OwnReset { mark, seq, refuses });
packed!(Late {
    fin,
    own_reset,
    fast_open_payload,
    awaited,
    hole,
    time_wait
});
