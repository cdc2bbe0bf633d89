//! What is worth saying of a segment besides the states.
//!
//! Duty: flags that no stack sends, Fast Open, data beyond a FIN, and why a RST was sent.
//! Invariant: nothing here changes an endpoint. Absence: notes that an endpoint makes itself while
//! it judges a segment.

use crate::tcp::endpoint::Endpoint;
use crate::tcp::facts::Fact;
use crate::tcp::{Note, Notes, Phase, ResetReason, TcpState};
use crate::{Segment, TcpOption};

/// No stack sends this; no receiver makes anything of it.
pub(super) fn is_nonsense(segment: &Segment<'_>, notes: &mut Notes) -> bool {
    let control = segment.control;
    let contradicts = control.syn() && (control.fin() || control.rst());
    let empty = !control.syn() && !control.ack() && !control.rst() && !control.fin();
    // A bare FIN is odd, but some send it; with PSH and URG beside it, it is a scan.
    let christmas = control.fin() && !control.ack() && control.urg();
    if contradicts || empty || christmas {
        notes.push(Note::InvalidFlags);
    }
    // RST wins over SYN, so SYN and RST together still reset.
    (contradicts && !control.rst()) || empty || christmas
}

pub(super) fn note_opening(
    segment: &Segment<'_>,
    mine: &Endpoint,
    peer: &Endpoint,
    fast_open: &mut Option<bool>,
    notes: &mut Notes,
) {
    let control = segment.control;
    if control.syn() && !control.ack() && mine.syn_packet().is_none() {
        if peer.accepted() {
            notes.push(Note::Reordered);
        }
        if segment.payload_len > 0 {
            notes.push(Note::SynWithData);
        }
        let asks = |option| matches!(option, TcpOption::FastOpen(cookie) if cookie.is_empty());
        if segment.options.iter().any(asks) {
            notes.push(Note::FastOpenRequest);
        }
    }
    // RFC 7413, section 3: what the SYN-ACK acknowledges says whether the data was taken.
    if let (true, Some(ack), Some(iss), true) = (
        control.syn() && fast_open.is_none(),
        segment.ack(),
        peer.numbers.iss(),
        peer.fast_open_payload() > 0,
    ) {
        let accepted = ack.offset_from(iss) > 1;
        *fast_open = Some(accepted);
        notes.push(if accepted {
            Note::FastOpenAccepted
        } else {
            Note::FastOpenIgnored
        });
    }
}

pub(super) fn note_data_after_fin(segment: &Segment<'_>, mine: &Endpoint, notes: &mut Notes) {
    let control = segment.control;
    if control.fin() && !control.ack() && !control.rst() {
        notes.push(Note::FinWithoutAck);
    }
    if let Some(end) = mine.numbers.fin_end()
        && !control.rst()
        && end.is_before(segment.end_seq())
    {
        notes.push(Note::DataAfterFin);
    }
}

/// Why a RST was sent, as far as the packets tell; `mine` sent it.
pub(super) fn reason_of(
    segment: &Segment<'_>,
    mine: &Endpoint,
    peer: &Endpoint,
    phase: Phase,
) -> ResetReason {
    let opening = |endpoint: &Endpoint| {
        matches!(
            endpoint.certain_state(),
            TcpState::SynSent | TcpState::SynReceived
        )
    };
    if phase == Phase::Refused {
        ResetReason::Refused
    } else if opening(mine) || (mine.is_unknown() && opening(peer)) {
        ResetReason::HandshakeAborted
    } else if mine.has(Fact::FinSent) && !segment.control.ack() {
        // RFC 9293, 3.6.1, SHLD-3: data came for an end that had closed.
        ResetReason::DataAfterClose
    } else if !segment.control.ack() {
        // 3.5.1, figure 10: it answers a segment of a connection it does not know.
        ResetReason::HalfOpen
    } else if mine.unanswered() >= 2 {
        ResetReason::GaveUp
    } else {
        ResetReason::Abort
    }
}
