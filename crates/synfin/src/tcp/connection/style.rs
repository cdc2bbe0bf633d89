//! What opening and closing were like, in one word each.

use super::Connection;
use crate::tcp::{CloseStyle, OpenStyle, Opening, Phase, ResetReason, TcpState, TeardownStep};
use crate::{End, Side};

/// What the opening was like.
pub(super) fn of_opening(connection: &Connection) -> OpenStyle {
    match (connection.opening(), connection.fast_open) {
        (_, Some(true)) => OpenStyle::FastOpen,
        (_, Some(false)) => OpenStyle::FastOpenIgnored,
        (Opening::Simultaneous, _) if connection.steps.is_split() => OpenStyle::SplitHandshake,
        (Opening::Simultaneous, _) => OpenStyle::Simultaneous,
        (Opening::Handshake, _) => OpenStyle::ThreeWay,
        (Opening::Refused, _) => OpenStyle::Refused,
        (Opening::Unanswered, _) => OpenStyle::Unanswered,
        (Opening::Partial | Opening::None, _) if is_backscatter(connection) => {
            OpenStyle::Backscatter
        }
        (Opening::Partial, _) => OpenStyle::Incomplete,
        (Opening::None, _) => OpenStyle::Unseen,
    }
}

/// Answers alone: nothing in the capture asked for them, and nobody went on.
fn is_backscatter(connection: &Connection) -> bool {
    let summary = &connection.summary;
    let only_resets = |end: End| summary.sent(end).sent_only_resets();
    let (client, server) = (connection.client, !connection.client);
    let unasked = !summary.sent(client).has_asked() && only_resets(client);
    unasked && (only_resets(server) || summary.sent(server).sent_only_answers())
}

/// What the closing was like.
pub(super) fn of_closing(connection: &Connection) -> CloseStyle {
    if connection.evicted {
        return CloseStyle::Evicted;
    }
    let first = connection.steps.first_fin().is_some();
    match (first, connection.steps.second_fin(), connection.reset) {
        (true, Some(_), Some(_)) if !is_closed_by_fins(connection) => CloseStyle::FinsThenReset,
        (true, Some(Phase::SimultaneousClose), _) => CloseStyle::Simultaneous,
        (true, Some(_), _) if connection.steps.has_half_closed_data() => CloseStyle::HalfClose,
        (true, Some(Phase::Teardown(TeardownStep::AckAndSecondFin)), _) => CloseStyle::ThreeSegment,
        (true, Some(_), _) => CloseStyle::FourSegment,
        (true, None, Some(_)) => CloseStyle::FinThenReset,
        (true, None, None) => CloseStyle::HalfClosed,
        (false, _, Some((_, reason))) => of_reset(reason),
        (false, _, None) if connection.superseded => CloseStyle::Superseded,
        (false, _, None) if summary_has_only_resets(connection) => CloseStyle::Reset,
        (false, _, None) => CloseStyle::Open,
    }
}

fn summary_has_only_resets(connection: &Connection) -> bool {
    let only = |end| connection.summary.sent(end).sent_only_resets();
    only(connection.client) && only(!connection.client)
}

/// Did the RST come when both directions were closed already?
pub(super) fn is_closed_by_fins(connection: &Connection) -> bool {
    Side::BOTH.into_iter().any(|side| {
        let mut log = connection.endpoint(connection.end(side)).log();
        log.any(|step| step.to == TcpState::TimeWait)
    })
}

const fn of_reset(reason: ResetReason) -> CloseStyle {
    match reason {
        ResetReason::Refused => CloseStyle::Refused,
        ResetReason::HandshakeAborted => CloseStyle::AbortedInHandshake,
        ResetReason::HalfOpen => CloseStyle::HalfOpenDiscovered,
        _ => CloseStyle::Reset,
    }
}
