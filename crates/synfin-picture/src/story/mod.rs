//! The story of a connection in five to ten sentences that a person would say.
//!
//! Duty: choose what is worth saying; the words are `words`'. Invariant: every sentence is drawn
//! from facts of the connection and names the packets it rests on. Absence: nothing is guessed;
//! what the capture does not show is said to be unseen.

mod closing;
mod notes;
mod opening;
mod teller;
mod troubles;

use crate::chronicle::{Chronicle, Step};
use crate::words::{Language, Phrase};
use synfin::tcp::OpenStyle;
use synfin::{Connection, Side};
use teller::{Blank, Teller};

/// A pause is worth a sentence from here on: nanoseconds.
const LONG_PAUSE: i64 = 1_000_000_000;
/// An answer of the server's program is slow from here on, if the way takes much less.
const SLOW_ANSWER: i64 = 100_000_000;

/// The story of a connection, a sentence each.
#[must_use]
pub fn story(connection: &Connection, chronicle: &Chronicle, language: Language) -> Vec<String> {
    let mut sentences = Vec::new();
    tell(connection, chronicle, language, |sentence| {
        sentences.push(sentence.to_owned());
    });
    sentences
}

/// Gives each sentence of a connection's story to `hear`.
pub fn tell(
    connection: &Connection,
    chronicle: &Chronicle,
    language: Language,
    hear: impl FnMut(&str),
) {
    let mut teller = Teller::new(language);
    opening::tell(connection, chronicle, &mut teller);
    let style = connection.open_style();
    if !matches!(style, OpenStyle::Refused | OpenStyle::Unanswered) {
        carried(connection, chronicle, &mut teller);
        closing::tell(connection, chronicle, &mut teller);
        altogether(connection, chronicle, &mut teller);
    }
    closing::ends(connection, &mut teller);
    if style == OpenStyle::Refused {
        teller.say(Phrase::LookAtPort, &[]);
    }
    if let (OpenStyle::Unanswered, Some(last)) = (style, chronicle.steps().last()) {
        teller.say(Phrase::LookAtWay, &[("packet", Blank::Packet(last.packet))]);
    }
    notes::tell(chronicle, &mut teller);
    teller.sentences().for_each(hear);
}

/// What was carried, what went wrong with it, and how long it took.
fn carried(connection: &Connection, chronicle: &Chronicle, teller: &mut Teller) {
    let octets = |side| connection.sent(side).unique_bytes();
    let (from_client, from_server) = (octets(Side::Client), octets(Side::Server));
    let at = chronicle
        .landmarks
        .data()
        .map_or(Blank::At(&[]), |(first, last)| Blank::Between(first, last));
    let one_way = |side, octets| {
        [
            ("side", Blank::Side(side)),
            ("other", Blank::Side(!side)),
            ("octets", Blank::Octets(octets)),
            ("at", at),
        ]
    };
    match (from_client, from_server) {
        (0, 0) => teller.say(Phrase::CarriedNothing, &[]),
        (_, 0) => teller.say(Phrase::CarriedOneWay, &one_way(Side::Client, from_client)),
        (0, _) => teller.say(Phrase::CarriedOneWay, &one_way(Side::Server, from_server)),
        _ => teller.say(
            Phrase::Carried,
            &[
                ("from_client", Blank::Octets(from_client)),
                ("from_server", Blank::Octets(from_server)),
                ("at", at),
            ],
        ),
    }
    slow_answer(connection, chronicle, teller);
    let before = teller.len();
    for side in [Side::Client, Side::Server] {
        troubles::tell(connection, chronicle, side, teller);
    }
    for side in [Side::Client, Side::Server] {
        troubles::windows(connection, chronicle, side, teller);
    }
    if teller.len() == before && from_client + from_server > 0 && !connection.is_one_way() {
        let odd = chronicle.steps().any(notes::is_odd_step);
        teller.say(
            if odd {
                Phrase::NothingLost
            } else {
                Phrase::NothingOdd
            },
            &[],
        );
    }
    if let Some(pause) = chronicle
        .landmarks
        .pause
        .filter(|pause| pause.lasting >= LONG_PAUSE)
    {
        teller.say(
            Phrase::Pause,
            &[
                ("lasting", Blank::Duration(pause.lasting)),
                ("at", Blank::Between(pause.before, pause.after)),
                ("side", Blank::Side(pause.ended_by)),
            ],
        );
    }
}

/// Did the server's program take its time for the first answer?
fn slow_answer(connection: &Connection, chronicle: &Chronicle, teller: &mut Teller) {
    let first = |side| chronicle.landmarks.first_data(side);
    let (Some(asked), Some(answered)) = (first(Side::Client), first(Side::Server)) else {
        return;
    };
    let wait = answered.at.saturating_sub(asked.at);
    let way = connection.traffic().syn_ack_rtt();
    let is_much = way.is_some_and(|way| wait.unsigned_abs() / 5 > way);
    if wait >= SLOW_ANSWER && is_much {
        teller.say(
            Phrase::SlowAnswer,
            &[
                ("wait", Blank::Duration(wait)),
                ("at", Blank::At(&[asked.packet, answered.packet])),
            ],
        );
    }
}

fn altogether(connection: &Connection, chronicle: &Chronicle, teller: &mut Teller) {
    let lasting = connection.last_time().nanos_since(connection.first_time());
    let (first, last) = (connection.first_packet(), connection.last_packet());
    teller.say(
        Phrase::Altogether,
        &[
            ("lasting", Blank::Duration(lasting)),
            ("segments", Blank::Segments(chronicle.landmarks.segments)),
            ("at", Blank::Between(first, last)),
        ],
    );
}

/// The side that sent something, where only one did.
fn only_sender(connection: &Connection) -> Side {
    match connection.sent(Side::Client).packets() {
        0 => Side::Server,
        _ => Side::Client,
    }
}

/// The numbers of the packets that are asked for.
fn packets_of(chronicle: &Chronicle, is_wanted: impl Fn(&Step) -> bool) -> Vec<u64> {
    let wanted = chronicle.steps().filter(|step| is_wanted(step));
    wanted.map(|step| step.packet).collect()
}
