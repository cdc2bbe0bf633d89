//! What went wrong with what one side sent, and how it was mended.

use super::packets_of;
use super::teller::{Blank, Teller};
use crate::chronicle::{Chronicle, Step};
use crate::words::Phrase;
use synfin::analysis::{Event, Trouble};
use synfin::tcp::{HandshakeStep, Phase};
use synfin::{Connection, Side};

/// How a segment with data came to be sent again, in the order in which it is told.
const WAYS: [Phrase; 6] = [
    Phrase::AgainAtOnce,
    Phrase::AgainIntoGap,
    Phrase::AgainAsProbe,
    Phrase::AgainAfterTimeout,
    Phrase::AgainForNothing,
    Phrase::AgainUnexplained,
];

/// Tells what went wrong with what a side sent, and with its window.
pub(super) fn tell(
    connection: &Connection,
    chronicle: &Chronicle,
    side: Side,
    teller: &mut Teller,
) {
    let sent = connection.sent(side);
    // Most connections have nothing to look for.
    if sent.trouble() != Trouble::default() || sent.missing_bytes() > 0 {
        counted(connection, chronicle, side, teller);
    }
    if !connection.is_one_way() {
        never_acknowledged(chronicle, side, teller);
    }
}

/// Tells of everything that the connection counts.
fn counted(connection: &Connection, chronicle: &Chronicle, side: Side, teller: &mut Teller) {
    let sent = connection.sent(side);
    if side == Side::Server {
        let is_again = |step: &Step| {
            step.phase == Phase::Handshake(HandshakeStep::SynAck) && step.repeats().is_some()
        };
        times(
            Phrase::SynAckAgain,
            &packets_of(chronicle, is_again),
            side,
            teller,
        );
    }
    again(connection, chronicle, side, teller);
    let with = |event: Event| {
        packets_of(chronicle, |step| {
            step.sender == side && step.events.contains(event)
        })
    };
    let trouble = sent.trouble();
    segments(
        Phrase::CapturedTwice,
        trouble.capture_duplicates,
        &with(Event::CaptureDuplicate),
        side,
        teller,
    );
    segments(
        Phrase::OutOfOrder,
        trouble.out_of_order_packets,
        &with(Event::OutOfOrder),
        side,
        teller,
    );
    arrived_twice(chronicle, side, teller);
    if sent.missing_bytes() > 0 {
        teller.say(
            Phrase::Missing,
            &[
                ("side", Blank::Side(side)),
                ("octets", Blank::Octets(sent.missing_bytes())),
                ("at", Blank::At(&with(Event::LostSegment))),
            ],
        );
    }
}

/// Tells of the last data, where it stayed without answer.
fn never_acknowledged(chronicle: &Chronicle, side: Side, teller: &mut Teller) {
    if let Some((octets, packet)) = chronicle.landmarks.unacknowledged(side) {
        teller.say(
            Phrase::NeverAcknowledged,
            &[
                ("side", Blank::Side(side)),
                ("octets", Blank::Octets(octets)),
                ("packet", Blank::Packet(packet)),
            ],
        );
    }
}

/// Tells of a side's closed window and who asked about it, or of its keep-alives.
pub(super) fn windows(
    connection: &Connection,
    chronicle: &Chronicle,
    side: Side,
    teller: &mut Teller,
) {
    let of = |side: Side, event: Event| {
        packets_of(chronicle, |step| {
            step.sender == side && step.events.contains(event)
        })
    };
    // A probe of a closed window looks like a keep-alive, where it carries nothing.
    let is_full = |side: Side| connection.sent(side).trouble().zero_windows > 0;
    if is_full(side) {
        no_room(chronicle, side, &of(side, Event::ZeroWindow), teller);
        times(
            Phrase::AskedForRoom,
            &of(!side, Event::KeepAlive),
            !side,
            teller,
        );
    }
    if !is_full(!side) && connection.sent(side).trouble().keep_alive_packets > 0 {
        times(
            Phrase::KeepAlives,
            &of(side, Event::KeepAlive),
            side,
            teller,
        );
    }
}

/// Tells of octets that arrived twice. The answers to a crossing SYN that came again report the
/// SYN itself, which is told elsewhere.
fn arrived_twice(chronicle: &Chronicle, side: Side, teller: &mut Teller) {
    let packets = packets_of(chronicle, |step| {
        step.sender == side
            && step.events.contains(Event::DuplicateSack)
            && step.ack().is_some_and(|ack| ack > 1)
    });
    let was_again = chronicle.steps().any(|step| is_again(step, !side));
    if packets.is_empty() {
        return;
    }
    let phrase = if was_again {
        Phrase::ArrivedTwice
    } else {
        Phrase::Copied
    };
    teller.say(
        phrase,
        &[
            ("side", Blank::Side(side)),
            ("other", Blank::Side(!side)),
            ("at", Blank::At(&packets)),
        ],
    );
}

/// Tells of data that was sent again, and how each came about.
fn again(connection: &Connection, chronicle: &Chronicle, side: Side, teller: &mut Teller) {
    let mut ways: [Vec<u64>; 6] = Default::default();
    let (mut count, mut octets) = (0_u64, 0_u64);
    for step in chronicle.steps().filter(|step| is_again(step, side)) {
        count += 1;
        octets += u64::from(step.payload_len);
        let place = WAYS.iter().position(|way| *way == way_of(step));
        if let Some(packets) = place.and_then(|place| ways.get_mut(place)) {
            packets.push(step.packet);
        }
    }
    if count == 0 {
        return;
    }
    let how: Vec<String> = WAYS
        .iter()
        .zip(&ways)
        .filter(|(_, packets)| !packets.is_empty())
        .map(|(way, packets)| {
            let number = [("count", Blank::Number(packets.len() as u64))];
            let part = match packets.len() as u64 == count {
                true => String::new(),
                false => teller.filled(Phrase::CountOf, &number),
            };
            let blanks = [
                ("count", Blank::Text(&part)),
                ("other", Blank::Side(!side)),
                ("at", Blank::At(packets)),
            ];
            teller.filled(*way, &blanks)
        })
        .collect();
    // Where not all packets are among the rows, the counts are the connection's.
    let trouble = connection.sent(side).trouble();
    if !chronicle.is_whole() {
        count = trouble.retransmitted_packets.max(count);
        octets = trouble.retransmitted_bytes.max(octets);
    }
    let how = teller.joined(&how);
    let outcome = match chronicle.landmarks.unacknowledged(side) {
        None => Blank::Phrase(Phrase::AllArrived),
        Some(_) => Blank::Text(""),
    };
    teller.say(
        Phrase::SentAgain,
        &[
            ("side", Blank::Side(side)),
            ("segments", Blank::Segments(count)),
            ("octets", Blank::Octets(octets)),
            ("how", Blank::Text(&how)),
            ("outcome", outcome),
        ],
    );
}

/// Is it data that the side had sent before, and no second copy in the capture?
fn is_again(step: &Step, side: Side) -> bool {
    step.sender == side
        && step.payload_len > 0
        && step.events.contains(Event::Retransmission)
        && !step.events.contains(Event::CaptureDuplicate)
}

fn way_of(step: &Step) -> Phrase {
    let ways = [
        (Event::SpuriousRetransmission, Phrase::AgainForNothing),
        (Event::FastRetransmission, Phrase::AgainAtOnce),
        (Event::TailLossProbe, Phrase::AgainAsProbe),
        (Event::TimeoutRetransmission, Phrase::AgainAfterTimeout),
        (Event::SackRetransmission, Phrase::AgainIntoGap),
    ];
    let found = ways.iter().find(|(event, _)| step.events.contains(*event));
    found.map_or(Phrase::AgainUnexplained, |(_, way)| *way)
}

/// Tells of a closed window, and when it opened again.
fn no_room(chronicle: &Chronicle, side: Side, full: &[u64], teller: &mut Teller) {
    let [first, ..] = full else {
        return;
    };
    times(Phrase::NoRoom, full, side, teller);
    let mut behind = chronicle.steps().filter(|step| step.packet >= *first);
    let begin = behind.next().map_or(0, |step| step.at);
    let last = full.last().unwrap_or(first);
    let opened = behind.find(|step| {
        step.packet > *last && step.sender == side && step.events.contains(Event::WindowUpdate)
    });
    if let Some(step) = opened {
        teller.say(
            Phrase::RoomAgain,
            &[
                ("later", Blank::Duration(step.at.saturating_sub(begin))),
                ("at", Blank::At(&[step.packet])),
            ],
        );
    }
}

/// Tells how many times something happened, if it did.
pub(super) fn times(phrase: Phrase, packets: &[u64], side: Side, teller: &mut Teller) {
    if !packets.is_empty() {
        teller.say(
            phrase,
            &[
                ("side", Blank::Side(side)),
                ("times", Blank::Times(packets.len() as u64)),
                ("at", Blank::At(packets)),
            ],
        );
    }
}

/// Tells of how many segments something is true, if of any.
fn segments(phrase: Phrase, count: u64, packets: &[u64], side: Side, teller: &mut Teller) {
    if count > 0 {
        teller.say(
            phrase,
            &[
                ("side", Blank::Side(side)),
                ("segments", Blank::Segments(count)),
                ("at", Blank::At(packets)),
            ],
        );
    }
}
