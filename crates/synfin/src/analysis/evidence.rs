//! What SACK, timestamps and timing tell of a retransmission beyond the octets.
//!
//! Duty: the rules of the events that go beyond Wireshark's. Invariant: what is remembered of an
//! end is allocated only once it sent something twice, or its peer reported a hole. Absence:
//! packets copied by the capture are no evidence of anything.

use super::sent::Place;
use super::{Event, Events, Rule, Sent};
use crate::packing::packed;
use crate::{Segment, SeqNumber};

/// A silence before a retransmission that looks like a timeout, in nanoseconds. RFC 6298, 2.4
/// asks for a second at least; stacks in use go down to 200 ms (Linux, TCP_RTO_MIN).
const TIMEOUT: i64 = 200_000_000;

/// A tail loss probe comes no sooner after the last segment, in nanoseconds: near the receiver
/// round trips look shorter than they are.
const SHORTEST_PROBE: i64 = 10_000_000;

/// What is remembered of the trouble with what one end sends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Evidence {
    /// The position behind the highest octet that the peer reported by SACK.
    sacked: Option<i64>,
    /// Of the first retransmission not yet acknowledged: the position behind it, and its TSval.
    again: Option<(i64, u32)>,
}

impl Evidence {
    /// Remembers a retransmission that ends at `end`.
    pub(super) fn sent_again(&mut self, end: i64, timestamp: Option<u32>) {
        if let (None, Some(timestamp)) = (self.again, timestamp) {
            self.again = Some((end, timestamp));
        }
    }

    /// Is a retransmission not yet acknowledged?
    pub(super) const fn has_again(&self) -> bool {
        self.again.is_some()
    }

    /// Remembers the highest octet that was reported by SACK.
    pub(super) fn sacked(&mut self, behind: i64) {
        self.sacked = self.sacked.max(Some(behind));
    }

    /// Forgets the retransmission that `ack` covers.
    pub(super) fn acknowledged(&mut self, ack: i64) {
        if self.again.is_some_and(|(end, _)| ack >= end) {
            self.again = None;
        }
    }
}

/// Adds what a retransmission of `x` looks like; `found` is what the octets say of it.
pub(super) fn of_retransmission(
    segment: &Segment<'_>,
    x: &Sent,
    y: &Sent,
    place: &Place,
    found: &mut Events,
) {
    let Some(occupied) = &place.occupied else {
        return;
    };
    if !found.contains(Event::Retransmission) || found.contains(Event::SpuriousRetransmission) {
        return;
    }
    let acknowledged = y.last_ack().and_then(|ack| x.numbering.position(ack));
    let oldest = acknowledged.is_none_or(|ack| occupied.start <= ack);
    let sacked = x.evidence().and_then(|evidence| evidence.sacked);
    let silence = x
        .last_new()
        .map_or(0, |sent| segment.time.as_nanos().saturating_sub(sent));
    if sacked.is_some_and(|sacked| occupied.start < sacked)
        && acknowledged.is_some_and(|ack| occupied.start >= ack)
    {
        found.insert(Rule::BelowSackedOctets);
    } else if oldest && silence >= TIMEOUT && y.duplicate_acks < 2 {
        found.insert(Rule::OldestAfterSilence);
    } else if !oldest
        && Some(occupied.end) == x.numbering.next()
        && y.duplicate_acks == 0
        && is_probe(x, silence)
    {
        found.insert(Rule::LastSegmentAgain);
    }
}

/// Is the silence before a repeated last segment that of a tail loss probe (RFC 8985, 7.2)?
fn is_probe(x: &Sent, silence: i64) -> bool {
    x.rtt()
        .mean()
        .and_then(|mean| i64::try_from(mean).ok())
        .is_some_and(|mean| silence >= mean.saturating_mul(2).max(SHORTEST_PROBE))
}

/// Adds what an acknowledgment tells of what its receiver `y` sent twice.
pub(super) fn of_acknowledgment(segment: &Segment<'_>, y: &Sent, found: &mut Events) {
    let Some(ack) = segment.ack().filter(|_| !segment.control.syn()) else {
        return;
    };
    if let Some(rule) = duplicate_sack(segment, ack) {
        found.insert(rule);
    }
    let again = y.evidence().and_then(|evidence| evidence.again);
    if let (Some((end, sent)), Some(position)) = (again, y.numbering.position(ack))
        && position >= end
        && let Some((_, echo)) = segment.options.timestamps()
        && SeqNumber(echo).is_before(SeqNumber(sent))
    {
        // RFC 3522, 3.2 step 4: the echo is older than the retransmission.
        found.insert(Rule::EchoOlderThanRetransmission);
    }
}

/// Does the first SACK block report octets that arrived twice (RFC 2883, 4)?
fn duplicate_sack(segment: &Segment<'_>, ack: SeqNumber) -> Option<Rule> {
    let mut blocks = segment.options.sack_blocks();
    let (left, right) = blocks.next()?;
    if right.is_before(left) {
        return None;
    }
    if !ack.is_before(right) {
        return Some(Rule::BlockBelowAck);
    }
    let (outer_left, outer_right) = blocks.next()?;
    let inside = !left.is_before(outer_left) && !outer_right.is_before(right);
    inside.then_some(Rule::BlockInsideSecond)
}

/// The position behind the highest octet of `y` that a segment's SACK blocks report beyond its
/// acknowledgment number.
pub(super) fn highest_sacked(segment: &Segment<'_>, y: &Sent) -> Option<i64> {
    let ack = segment.ack()?;
    segment
        .options
        .sack_blocks()
        .filter(|(left, right)| ack.is_before(*right) && left.is_before(*right))
        .filter_map(|(_, right)| y.numbering.position(right))
        .filter(|right| y.numbering.next().is_some_and(|next| *right <= next))
        .max()
}

packed!(Evidence { sacked, again });
