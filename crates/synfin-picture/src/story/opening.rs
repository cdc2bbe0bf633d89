//! How the connection was opened.

use super::packets_of;
use super::teller::{Blank, Teller};
use crate::chronicle::{Chronicle, Step};
use crate::words::Phrase;
use synfin::tcp::{HandshakeStep, KnownBy, OpenStyle, Phase};
use synfin::{Connection, Side, TcpState};

/// One half of the handshake is so many times the other where the capture was made at an end.
const AT_AN_END: u64 = 10;

/// Tells who asked, and what came of it.
pub(super) fn tell(connection: &Connection, chronicle: &Chronicle, teller: &mut Teller) {
    match connection.open_style() {
        OpenStyle::Simultaneous => both_asked(connection, chronicle, teller),
        OpenStyle::Unseen => unseen(connection, teller),
        OpenStyle::Backscatter => {
            let at = [connection.first_packet()];
            let [client, server] = sockets(connection);
            teller.say(
                Phrase::Unsolicited,
                &[client, server, ("at", Blank::At(&at))],
            );
        }
        OpenStyle::Refused => {
            asked(connection, chronicle, teller);
            refused(connection, chronicle, teller);
        }
        OpenStyle::Unanswered => {
            asked(connection, chronicle, teller);
            teller.say(Phrase::Unanswered, &[]);
        }
        style => {
            asked(connection, chronicle, teller);
            if style == OpenStyle::SplitHandshake {
                opened(Phrase::SplitHandshake, chronicle, teller);
            } else {
                handshake(connection, chronicle, teller);
            }
            fast_open(style, connection, teller);
        }
    }
}

/// Both ends' sockets as blanks.
fn sockets(connection: &Connection) -> [(&'static str, Blank<'static>); 2] {
    [("client", Side::Client), ("server", Side::Server)]
        .map(|(name, side)| (name, Blank::Socket(connection.socket(side))))
}

fn asked(connection: &Connection, chronicle: &Chronicle, teller: &mut Teller) {
    let [client, server] = sockets(connection);
    let asking: Vec<&Step> = chronicle
        .steps()
        .filter(|step| step.phase == Phase::Handshake(HandshakeStep::Syn))
        .collect();
    let packets: Vec<u64> = asking.iter().map(|step| step.packet).collect();
    match asking.as_slice() {
        [first, .., last] => teller.say(
            Phrase::AskedAgain,
            &[
                client,
                server,
                ("times", Blank::Times(packets.len() as u64)),
                ("at", Blank::At(&packets)),
                ("later", Blank::Duration(last.at.saturating_sub(first.at))),
            ],
        ),
        [] if connection.client_known_by() == KnownBy::SynAck => {
            let at = packets_of(chronicle, |step| step.control.syn());
            teller.say(
                Phrase::AgreedOnly,
                &[client, server, ("at", Blank::At(&at))],
            );
        }
        _ => teller.say(
            Phrase::Asked,
            &[client, server, ("at", Blank::At(&packets))],
        ),
    }
}

fn both_asked(connection: &Connection, chronicle: &Chronicle, teller: &mut Teller) {
    let [client, server] = sockets(connection);
    let packets = packets_of(chronicle, |step| step.control.syn() && !step.control.ack());
    teller.say(
        Phrase::AskedBoth,
        &[client, server, ("at", Blank::At(&packets))],
    );
    opened(Phrase::OpenBoth, chronicle, teller);
}

/// Tells when both ends were open, where it took more than the usual three steps.
fn opened(phrase: Phrase, chronicle: &Chronicle, teller: &mut Teller) {
    let is_open = |step: &&Step| {
        let mut changes = step.changes();
        changes.any(|change| change.to == TcpState::Established)
    };
    let last = chronicle.steps().filter(is_open).last();
    let answers = packets_of(chronicle, |step| step.control.syn() && step.control.ack());
    match last {
        None => teller.say(Phrase::HandshakeIncomplete, &[]),
        Some(step) => teller.say(
            phrase,
            &[
                ("whole", Blank::Duration(step.at)),
                ("at", Blank::At(&answers)),
            ],
        ),
    }
}

fn unseen(connection: &Connection, teller: &mut Teller) {
    let at = [connection.first_packet()];
    let [client, server] = sockets(connection);
    teller.say(
        Phrase::OpeningUnseen,
        &[client, server, ("at", Blank::At(&at))],
    );
    if connection.client_known_by() == KnownBy::FirstPacket {
        teller.say(Phrase::ClientByGuess, &[client]);
    }
}

fn refused(connection: &Connection, chronicle: &Chronicle, teller: &mut Teller) {
    let refusal = chronicle.steps().find(|step| step.phase == Phase::Refused);
    if let Some(step) = refusal {
        let port = connection.socket(Side::Server).port();
        teller.say(
            Phrase::Refused,
            &[
                ("after", Blank::Duration(step.at)),
                ("at", Blank::At(&[step.packet])),
                ("port", Blank::Number(port.into())),
            ],
        );
    }
}

/// The handshake's steps: the SYNs and SYN-ACKs up to the acknowledgment.
fn handshake(connection: &Connection, chronicle: &Chronicle, teller: &mut Teller) {
    let of = |wanted: HandshakeStep| {
        let mut steps = chronicle.steps();
        steps.find(move |step| step.phase == Phase::Handshake(wanted))
    };
    if connection.is_one_way() {
        let side = super::only_sender(connection);
        return teller.say(Phrase::HandshakeOneWay, &[("side", Blank::Side(side))]);
    }
    let (Some(syn), Some(syn_ack), Some(ack)) = (
        of(HandshakeStep::Syn),
        of(HandshakeStep::SynAck),
        of(HandshakeStep::Ack),
    ) else {
        return teller.say(Phrase::HandshakeIncomplete, &[]);
    };
    let whole = ("whole", Blank::Duration(ack.at.saturating_sub(syn.at)));
    let at = [syn_ack.packet, ack.packet];
    let at = ("at", Blank::At(&at));
    let traffic = connection.traffic();
    // Without repetition only; otherwise nobody knows which packet was answered (Karn).
    match (traffic.syn_ack_rtt(), traffic.ack_rtt()) {
        (Some(server), Some(client)) => {
            teller.say(Phrase::Handshake, &[whole, at]);
            halves(server, client, teller);
        }
        _ => teller.say(Phrase::HandshakeRepeated, &[whole, at]),
    }
}

fn halves(server: u64, client: u64, teller: &mut Teller) {
    let phrase = match (server, client) {
        _ if server / AT_AN_END > client => Phrase::NearClient,
        _ if client / AT_AN_END > server => Phrase::NearServer,
        _ if server.abs_diff(client) <= server.min(client) / 4 => Phrase::HalvesAlike,
        _ if client > server => Phrase::ClientHalf,
        _ => Phrase::ServerHalf,
    };
    let duration = |nanos: u64| Blank::Duration(i64::try_from(nanos).unwrap_or(i64::MAX));
    teller.say(
        phrase,
        &[
            ("server_half", duration(server)),
            ("client_half", duration(client)),
        ],
    );
}

fn fast_open(style: OpenStyle, connection: &Connection, teller: &mut Teller) {
    let at = [connection.first_packet()];
    let phrase = match style {
        OpenStyle::FastOpen => Phrase::FastOpenAccepted,
        OpenStyle::FastOpenIgnored => Phrase::FastOpenIgnored,
        _ => return,
    };
    teller.say(phrase, &[("at", Blank::At(&at))]);
}
