//! How the connection was closed, and where it stands at the end.

use super::packets_of;
use super::teller::{Blank, Teller};
use super::troubles::times;
use crate::chronicle::{Chronicle, Step};
use crate::words::Phrase;
use synfin::tcp::{CloseStyle, Note, OpenStyle, Phase, ResetReason, TeardownStep};
use synfin::{Connection, Side, TcpState};

/// Tells who closed first, and how.
pub(super) fn tell(connection: &Connection, chronicle: &Chronicle, teller: &mut Teller) {
    let style = connection.close_style();
    match style {
        CloseStyle::FourSegment | CloseStyle::HalfClose | CloseStyle::ThreeSegment => {
            closed_by_fins(style, connection, chronicle, teller);
        }
        CloseStyle::Simultaneous => {
            let fins = packets_of(chronicle, is_first_fin);
            teller.say(Phrase::ClosedByBoth, &[("at", Blank::At(&fins))]);
        }
        CloseStyle::HalfClosed => {
            let fin = first_fin(chronicle);
            let side = fin.map_or(Side::Client, |step| step.sender);
            teller.say(
                Phrase::HalfClosed,
                &[
                    ("side", Blank::Side(side)),
                    ("other", Blank::Side(!side)),
                    ("at", Blank::At(packet(fin).as_slice())),
                ],
            );
        }
        CloseStyle::Superseded => teller.say(Phrase::Superseded, &[]),
        CloseStyle::Open => {
            let at = [connection.last_packet()];
            teller.say(Phrase::StillOpen, &[("at", Blank::At(&at))]);
        }
        _ => reset(connection, chronicle, teller),
    }
    for side in [Side::Client, Side::Server] {
        if connection.sent(side).fin() > 1 {
            let is_again =
                |step: &Step| step.sender == side && step.control.fin() && step.repeats().is_some();
            let packets = packets_of(chronicle, is_again);
            times(Phrase::FinAgain, &packets, side, teller);
        }
    }
}

/// A packet's number as a list that has it, if there is one.
fn packet(step: Option<&Step>) -> Vec<u64> {
    step.map(|step| step.packet).into_iter().collect()
}

fn is_first_fin(step: &Step) -> bool {
    step.control.fin() && step.repeats().is_none()
}

/// `closed_by` also names the sender of a RST that was in the window and yet did not end the
/// connection; where FINs did, the story tells who sent the first of them.
fn first_fin(chronicle: &Chronicle) -> Option<&Step> {
    chronicle.steps().find(|step| step.control.fin())
}

fn closed_by_fins(
    style: CloseStyle,
    connection: &Connection,
    chronicle: &Chronicle,
    teller: &mut Teller,
) {
    let first = first_fin(chronicle);
    let side = first
        .map(|step| step.sender)
        .or_else(|| connection.closed_by())
        .unwrap_or(Side::Client);
    let of_other = |step: &&Step| step.sender != side && step.control.fin();
    let second = chronicle.steps().find(of_other);
    let of = |wanted: TeardownStep| {
        let mut steps = chronicle.steps();
        steps.find(move |step| step.phase == Phase::Teardown(wanted))
    };
    let phrase = match style {
        CloseStyle::ThreeSegment => Phrase::ClosedByThree,
        CloseStyle::HalfClose => Phrase::ClosedByHalves,
        _ => Phrase::ClosedByFour,
    };
    let (first_at, second_at) = (packet(first), packet(second));
    let first_ack = packet(of(TeardownStep::FirstAck));
    let confirmed = match of(TeardownStep::SecondAck) {
        Some(step) => {
            let at = [step.packet];
            let blanks = [("side", Blank::Side(side)), ("at", Blank::At(&at))];
            teller.filled(Phrase::LastConfirmed, &blanks)
        }
        None => teller.filled(Phrase::LastUnconfirmed, &[]),
    };
    let later = first
        .zip(second)
        .map_or(0, |(first, second)| second.at.saturating_sub(first.at));
    teller.say(
        phrase,
        &[
            ("side", Blank::Side(side)),
            ("other", Blank::Side(!side)),
            ("first", Blank::At(&first_at)),
            ("first_ack", Blank::At(&first_ack)),
            ("second", Blank::At(&second_at)),
            ("later", Blank::Duration(later)),
            ("confirmed", Blank::Text(&confirmed)),
        ],
    );
}

fn reset(connection: &Connection, chronicle: &Chronicle, teller: &mut Teller) {
    let ended = |step: &&Step| {
        matches!(step.phase, Phase::Reset | Phase::Refused)
            && step.control.rst()
            && !step.notes().iter().any(is_ignored)
    };
    let ending = chronicle.steps().find(ended);
    let side = connection
        .closed_by()
        .or_else(|| ending.map(|step| step.sender))
        .unwrap_or(Side::Client);
    let ending = chronicle
        .steps()
        .filter(ended)
        .find(|step| step.sender == side);
    let fin = first_fin(chronicle).filter(|_| {
        matches!(
            connection.close_style(),
            CloseStyle::FinThenReset | CloseStyle::FinsThenReset
        )
    });
    let reason = connection.reset_reason().and_then(reason);
    // In the sentence on both, the one who closed may be the one who resets.
    let acting = match (fin, side) {
        (None, side) => Blank::Side(side),
        (Some(fin), side) if fin.sender == side => Blank::Phrase(Phrase::It),
        (Some(_), Side::Client) => Blank::Phrase(Phrase::Client),
        (Some(_), Side::Server) => Blank::Phrase(Phrase::Server),
    };
    let phrase = match (fin, reason) {
        (None, None) => Phrase::WasReset,
        (None, Some(_)) => Phrase::WasResetBecause,
        (Some(_), None) => Phrase::ClosedThenReset,
        (Some(_), Some(_)) => Phrase::ClosedThenResetBecause,
    };
    teller.say(
        phrase,
        &[
            ("side", acting),
            ("at", Blank::At(&packet(ending))),
            (
                "first_side",
                Blank::Side(fin.map_or(side, |step| step.sender)),
            ),
            ("first", Blank::At(&packet(fin))),
            ("reason", reason.map_or(Blank::Text(""), Blank::Phrase)),
        ],
    );
}

/// Does the note say that the RST was not obeyed?
const fn is_ignored(note: &Note) -> bool {
    matches!(
        note,
        Note::RstOutOfWindow | Note::RstNotExact | Note::RstForAnotherSyn
    )
}

const fn reason(reason: ResetReason) -> Option<Phrase> {
    Some(match reason {
        ResetReason::Refused => Phrase::ReasonRefused,
        ResetReason::HandshakeAborted => Phrase::ReasonHandshakeAborted,
        ResetReason::Abort => Phrase::ReasonAbort,
        ResetReason::DataAfterClose => Phrase::ReasonDataAfterClose,
        ResetReason::HalfOpen => Phrase::ReasonHalfOpen,
        ResetReason::GaveUp => Phrase::ReasonGaveUp,
        _ => return None,
    })
}

/// Tells both ends' states at the end.
pub(super) fn ends(connection: &Connection, teller: &mut Teller) {
    let [client, server] = [Side::Client, Side::Server].map(|side| connection.state(side));
    if connection.is_one_way() && connection.open_style() != OpenStyle::Unanswered {
        let side = super::only_sender(connection);
        return teller.say(
            Phrase::EndsOneWay,
            &[
                ("side", Blank::Side(side)),
                ("other", Blank::Side(!side)),
                ("state", Blank::Phrase(state(connection.state(side)))),
            ],
        );
    }
    if client == server {
        teller.say(
            Phrase::EndsAlike,
            &[("state", Blank::Phrase(state(client)))],
        );
        return;
    }
    teller.say(
        Phrase::Ends,
        &[
            ("client_state", Blank::Phrase(state(client))),
            ("server_state", Blank::Phrase(state(server))),
        ],
    );
}

const fn state(state: TcpState) -> Phrase {
    match state {
        TcpState::Closed => Phrase::StateClosed,
        TcpState::Listen => Phrase::StateListen,
        TcpState::SynSent => Phrase::StateSynSent,
        TcpState::SynReceived => Phrase::StateSynReceived,
        TcpState::Established => Phrase::StateEstablished,
        TcpState::FinWait1 => Phrase::StateFinWait1,
        TcpState::FinWait2 => Phrase::StateFinWait2,
        TcpState::CloseWait => Phrase::StateCloseWait,
        TcpState::Closing => Phrase::StateClosing,
        TcpState::LastAck => Phrase::StateLastAck,
        TcpState::TimeWait => Phrase::StateTimeWait,
    }
}
