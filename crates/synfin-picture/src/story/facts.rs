//! Which sentences a connection's facts call for.

use super::Sentence;
use crate::chronicle::{Chronicle, Step};
use synfin::analysis::Event;
use synfin::tcp::{CloseStyle, HandshakeStep, Note, OpenStyle, Phase};
use synfin::{Connection, Side};

/// A silence is worth a sentence from here on: nanoseconds.
const LONG_SILENCE: i64 = 5_000_000_000;
/// Oddities named at most.
const ODDITIES: usize = 3;

/// The sentences of a connection, in the order they are told.
pub(super) fn sentences(connection: &Connection, chronicle: &Chronicle) -> Vec<Sentence> {
    let mut told = Vec::new();
    opening(connection, chronicle, &mut told);
    if !matches!(
        connection.open_style(),
        OpenStyle::Refused | OpenStyle::Unanswered
    ) {
        middle(connection, chronicle, &mut told);
        closing(connection, chronicle, &mut told);
    }
    told.push(Sentence::Ends {
        client: connection.state(Side::Client),
        server: connection.state(Side::Server),
    });
    told.extend(oddities(chronicle));
    told
}

fn opening(connection: &Connection, chronicle: &Chronicle, told: &mut Vec<Sentence>) {
    let (client, server) = (
        connection.socket(Side::Client),
        connection.socket(Side::Server),
    );
    let packet = connection.first_packet();
    let attempts = connection.sent(Side::Client).syn();
    let asked = Sentence::Asked {
        client,
        server,
        packet,
        attempts,
    };
    match connection.open_style() {
        OpenStyle::Simultaneous => told.push(Sentence::AskedBoth {
            client,
            server,
            packet,
        }),
        OpenStyle::Unseen => told.push(Sentence::OpeningUnseen {
            client,
            server,
            packet,
        }),
        OpenStyle::Backscatter => told.push(Sentence::Unsolicited {
            client,
            server,
            packet,
        }),
        OpenStyle::Refused => {
            told.push(asked);
            let refusal = chronicle.steps().find(|step| step.control.rst());
            told.extend(refusal.map(|step| Sentence::Refused {
                packet: step.packet,
                after: step.at,
            }));
        }
        OpenStyle::Unanswered => {
            told.push(asked);
            let during = chronicle.steps().last().map_or(0, |step| step.at);
            told.push(Sentence::Unanswered { attempts, during });
        }
        _ => {
            told.push(asked);
            told.push(handshake(chronicle).unwrap_or(Sentence::HandshakeIncomplete));
        }
    }
    match connection.open_style() {
        OpenStyle::FastOpen => told.push(Sentence::FastOpen {
            accepted: true,
            packet,
        }),
        OpenStyle::FastOpenIgnored => told.push(Sentence::FastOpen {
            accepted: false,
            packet,
        }),
        _ => {}
    }
}

/// The handshake's three steps: the SYN that was answered, its answer, and the acknowledgment.
fn handshake(chronicle: &Chronicle) -> Option<Sentence> {
    let of = |step: HandshakeStep| {
        chronicle
            .steps()
            .filter(move |one| one.phase == Phase::Handshake(step))
    };
    let syn_ack = of(HandshakeStep::SynAck).next()?;
    let syn = of(HandshakeStep::Syn)
        .take_while(|step| step.packet < syn_ack.packet)
        .last()?;
    let ack = of(HandshakeStep::Ack).next()?;
    Some(Sentence::Handshake {
        syn: syn.packet,
        syn_ack: syn_ack.packet,
        ack: ack.packet,
        server_half: syn_ack.at.saturating_sub(syn.at),
        client_half: ack.at.saturating_sub(syn_ack.at),
    })
}

fn middle(connection: &Connection, chronicle: &Chronicle, told: &mut Vec<Sentence>) {
    let [from_client, from_server] =
        [Side::Client, Side::Server].map(|side| connection.sent(side).unique_bytes());
    let during = connection.last_time().nanos_since(connection.first_time());
    told.push(if from_client + from_server == 0 {
        Sentence::CarriedNothing
    } else {
        Sentence::Carried {
            from_client,
            from_server,
            during,
        }
    });
    let before = told.len();
    for side in [Side::Client, Side::Server] {
        troubles(connection, chronicle, side, told);
    }
    if told.len() == before && from_client + from_server > 0 {
        told.push(Sentence::NothingLost);
    }
    let silence = connection.traffic().longest_silence();
    if silence >= LONG_SILENCE {
        told.push(Sentence::Silence { lasting: silence });
    }
}

/// What went wrong with what one side sent.
fn troubles(connection: &Connection, chronicle: &Chronicle, side: Side, told: &mut Vec<Sentence>) {
    let sent = connection.sent(side);
    let trouble = sent.trouble();
    let first = |event: Event| {
        let mut steps = chronicle.steps().filter(|step| step.sender == side);
        steps
            .find(|step| step.events.contains(event))
            .map(|step| step.packet)
    };
    if trouble.retransmitted_packets > 0 {
        told.push(Sentence::Retransmitted {
            by: side,
            segments: trouble.retransmitted_packets,
            octets: trouble.retransmitted_bytes,
            first: first(Event::Retransmission),
            fast: trouble.fast_retransmissions,
            spurious: trouble.spurious_retransmissions,
        });
    }
    if sent.missing_bytes() > 0 {
        told.push(Sentence::Missing {
            from: side,
            octets: sent.missing_bytes(),
        });
    }
    if trouble.zero_windows > 0 {
        let first = first(Event::ZeroWindow);
        told.push(Sentence::ZeroWindow {
            at: side,
            times: trouble.zero_windows,
            first,
        });
    }
    if trouble.keep_alive_packets > 0 {
        let first = first(Event::KeepAlive);
        told.push(Sentence::KeepAlives {
            by: side,
            times: trouble.keep_alive_packets,
            first,
        });
    }
}

fn closing(connection: &Connection, chronicle: &Chronicle, told: &mut Vec<Sentence>) {
    let fin_of = |side: Side| {
        chronicle
            .steps()
            .find(move |step| step.sender == side && step.control.fin())
    };
    let ended_by_fins = matches!(
        connection.close_style(),
        CloseStyle::FourSegment
            | CloseStyle::ThreeSegment
            | CloseStyle::HalfClose
            | CloseStyle::HalfClosed
            | CloseStyle::Simultaneous
    );
    // `closed_by` also names the sender of a RST that was in the window and yet did not end the
    // connection; where FINs did, the story tells who sent the first of them.
    let first_fin = [Side::Client, Side::Server]
        .into_iter()
        .filter_map(fin_of)
        .min_by_key(|step| step.packet)
        .filter(|_| ended_by_fins);
    let by = first_fin
        .map(|step| step.sender)
        .or_else(|| connection.closed_by())
        .unwrap_or(Side::Client);
    let reset = |after_fin| {
        let mut resets = chronicle
            .steps()
            .filter(|step| step.sender == by && step.control.rst());
        Sentence::Reset {
            by,
            packet: resets.next().map(|step| step.packet),
            reason: connection.reset_reason(),
            after_fin,
        }
    };
    let (first, second) = (fin_of(by), fin_of(!by));
    let packet = |step: Option<&Step>| step.map(|step| step.packet);
    told.push(match connection.close_style() {
        CloseStyle::FourSegment | CloseStyle::HalfClose => Sentence::Closed {
            by,
            first_fin: packet(first),
            second_fin: packet(second),
            between: first
                .zip(second)
                .map(|(first, second)| second.at.saturating_sub(first.at)),
            merged: false,
        },
        CloseStyle::ThreeSegment => Sentence::Closed {
            by,
            first_fin: packet(first),
            second_fin: packet(second),
            between: None,
            merged: true,
        },
        CloseStyle::Simultaneous => Sentence::ClosedBoth {
            first_fin: packet(first),
            second_fin: packet(second),
        },
        CloseStyle::HalfClosed => Sentence::HalfClosed {
            by,
            fin: packet(first),
        },
        CloseStyle::FinThenReset | CloseStyle::FinsThenReset => reset(true),
        CloseStyle::Superseded => Sentence::Superseded,
        CloseStyle::Open => Sentence::StillOpen,
        _ => reset(false),
    });
}

/// Notes that a reader should look at, each once.
fn oddities(chronicle: &Chronicle) -> Vec<Sentence> {
    let mut named: Vec<Note> = Vec::new();
    let mut told = Vec::new();
    for step in chronicle.steps() {
        for note in step.notes.iter().filter(|note| is_odd(note)) {
            let known =
                |other: &Note| std::mem::discriminant(other) == std::mem::discriminant(note);
            if named.iter().any(known) || told.len() >= ODDITIES {
                continue;
            }
            named.push(*note);
            told.push(Sentence::LookAt {
                note: note.to_string(),
                packet: step.packet,
            });
        }
    }
    told
}

/// Is this something else than a way to open or close that the story tells anyway?
const fn is_odd(note: &Note) -> bool {
    !matches!(
        note,
        Note::OpeningUnseen
            | Note::FastOpenRequest
            | Note::FastOpenAccepted
            | Note::FastOpenIgnored
            | Note::SynWithData
            | Note::SimultaneousOpen
            | Note::SimultaneousClose
            | Note::Backscatter
            | Note::AssumptionRevoked
    )
}
