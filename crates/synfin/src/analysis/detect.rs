//! The rules behind a packet's events.
//!
//! Duty: say what happened in a segment, from what both ends sent before. Invariant: pure; octets
//! are compared and never segment boundaries, so it does not matter how offloading has cut them.
//! Absence: nothing is counted here, and no receiver's state is assumed.

use super::numbering::payload_at;
use super::sent::Place;
use super::{Events, Rule, Sent, evidence};
use crate::{ControlBits, Segment};

/// How soon after the last duplicate acknowledgment a fast retransmission comes, in nanoseconds.
const FAST: i64 = 20_000_000;

/// What happens in `segment`, sent by `x` to `y`; both are as they were before it. `copy` is the
/// rule by which it is a copy made by the capture.
pub(super) fn events(
    segment: &Segment<'_>,
    (x, y): (&Sent, &Sent),
    place: &Place,
    copy: Option<Rule>,
) -> Events {
    let mut found = Events::NONE;
    if !segment.control.rst() {
        sequence(segment, x, y, place, &mut found);
    }
    if segment.control.ack() && acknowledges_unseen(segment, x, y) {
        found.insert(Rule::AcknowledgesUnseen);
    }
    if !segment.control.intersects(
        ControlBits::SYN
            .with(ControlBits::FIN)
            .with(ControlBits::RST),
    ) {
        window(segment, x, y, place, &mut found);
        same_ack(segment, x, y, place, &mut found);
    }
    if copy.is_some() {
        found.extend(copy);
    } else {
        evidence::of_retransmission(segment, x, y, place, &mut found);
        evidence::of_acknowledgment(segment, y, &mut found);
    }
    found
}

/// Where the segment lies among what its sender sent before.
fn sequence(segment: &Segment<'_>, x: &Sent, y: &Sent, place: &Place, found: &mut Events) {
    let (Some(occupied), Some(next)) = (&place.occupied, x.numbering.next()) else {
        return;
    };
    if place.keep_alive {
        found.insert(if y.window.octets() == 0 {
            Rule::OneBelowNextIntoClosedWindow
        } else {
            Rule::OneBelowNext
        });
    } else if occupied.start > next {
        found.insert(Rule::BeginsAboveNext);
    } else if place.known > 0 {
        found.insert(repetition(segment, x, occupied.start));
        unneeded_or_fast(segment, x, y, occupied.start, found);
    } else if !occupied.is_empty() && occupied.start < next {
        found.insert(Rule::FillsHole);
    }
}

/// Which rule says that the segment is a retransmission.
fn repetition(segment: &Segment<'_>, x: &Sent, start: i64) -> Rule {
    let repeated = x.count(&payload_at(segment, start));
    if repeated > 0 && repeated == u64::from(segment.payload_len) {
        Rule::AllRepeated
    } else if repeated > 0 {
        Rule::PartlyRepeated
    } else if segment.control.syn() {
        Rule::SynRepeated
    } else {
        Rule::FinRepeated
    }
}

/// Was the retransmission needed, and what brought it about?
fn unneeded_or_fast(segment: &Segment<'_>, x: &Sent, y: &Sent, start: i64, found: &mut Events) {
    let Some(ack) = y.last_ack() else {
        return;
    };
    let end = start.saturating_add(i64::from(segment.payload_len));
    let acknowledged = x.numbering.position(ack);
    if segment.payload_len > 0 && acknowledged.is_some_and(|position| end <= position) {
        found.insert(Rule::AllAcknowledged);
    } else if y.duplicate_acks >= 2
        && ack == segment.seq
        && segment.time.as_nanos().saturating_sub(y.time) < FAST
    {
        found.insert(Rule::AfterDuplicateAcks);
    }
}

/// Does the segment newly acknowledge what its peer was not seen to send?
fn acknowledges_unseen(segment: &Segment<'_>, x: &Sent, y: &Sent) -> bool {
    let (Some(_), Some(lowest)) = (y.numbering.next(), y.lowest()) else {
        return false;
    };
    let Some(high) = y.numbering.position(segment.raw_ack) else {
        return false;
    };
    let before = x.last_ack().and_then(|ack| y.numbering.position(ack));
    let low = before.map_or(lowest, |before| before.max(lowest));
    high > low && y.count(&(low..high)) < high.abs_diff(low)
}

/// What the windows of both ends say. Only for segments without SYN, FIN and RST.
fn window(segment: &Segment<'_>, x: &Sent, y: &Sent, place: &Place, found: &mut Events) {
    if segment.raw_window == 0 {
        found.insert(Rule::WindowClosed);
    }
    if segment.payload_len == 0 {
        return;
    }
    let begins_at_next = is_at_next(x, place);
    if segment.payload_len == 1 && begins_at_next && y.packets() > 0 && y.window.octets() == 0 {
        found.insert(Rule::OneOctetIntoClosedWindow);
    }
    let both_syns = x.numbering.isn().is_some() && y.numbering.isn().is_some();
    if both_syns
        && y.last_ack().is_some_and(|ack| {
            let end = segment.seq.plus(segment.payload_len);
            i64::from(end.distance_from(ack)) == i64::from(y.window.octets())
        })
    {
        found.insert(Rule::EndsAtWindow);
    }
}

/// Does the segment begin where its sender's sequence numbers have got to?
fn is_at_next(x: &Sent, place: &Place) -> bool {
    let start = place.occupied.as_ref().map(|occupied| occupied.start);
    start.is_some() && start == x.numbering.next()
}

/// What an acknowledgment means that is the same as the one before. Only for segments without
/// SYN, FIN and RST.
fn same_ack(segment: &Segment<'_>, x: &Sent, y: &Sent, place: &Place, found: &mut Events) {
    if segment.payload_len > 0
        || segment.ack().is_none()
        || segment.ack() != x.last_ack()
        || !is_at_next(x, place)
    {
        return;
    }
    if segment.raw_window != x.window.raw() {
        if segment.raw_window > 0 {
            found.insert(Rule::SameAckOtherWindow);
        }
    } else if segment.raw_window == 0 {
        if y.probed() {
            found.insert(Rule::AnswersWindowProbe);
        }
    } else if y.kept_alive() {
        found.insert(Rule::AnswersKeepAlive);
    } else {
        found.insert(Rule::SameAckAndWindow);
    }
}
