//! The sentences in English.

use super::{Sentence, Words};
use crate::numbers::{duration, octets};
use synfin::Side;

/// The words of every sentence.
pub(super) const WORDS: Words = Words {
    opening,
    middle,
    closing,
};

fn opening(sentence: &Sentence) -> String {
    match sentence {
        Sentence::Asked {
            client,
            server,
            packet,
            attempts: 0 | 1,
        } => {
            format!("{client} asked {server} for a connection (#{packet}).")
        }
        Sentence::Asked {
            client,
            server,
            packet,
            attempts,
        } => format!(
            "{client} asked {server} for a connection, {attempts} times in all (#{packet} first)."
        ),
        Sentence::AskedBoth {
            client,
            server,
            packet,
        } => format!(
            "{client} and {server} asked each other for a connection at the same time (#{packet})."
        ),
        Sentence::OpeningUnseen {
            client,
            server,
            packet,
        } => format!(
            "The capture begins after {client} and {server} had opened their connection (#{packet}); \
             which of them asked for it is not certain."
        ),
        Sentence::Unsolicited {
            client,
            server,
            packet,
        } => format!(
            "{server} answered {client} something that was not asked in this capture (#{packet})."
        ),
        Sentence::Refused { packet, after } => format!(
            "The server refused it {} later (#{packet}): nothing listens at that port.",
            duration(*after)
        ),
        Sentence::Unanswered {
            attempts: 0 | 1, ..
        } => "Nobody answered.".into(),
        Sentence::Unanswered { during, .. } => {
            format!("Nobody answered within {}.", duration(*during))
        }
        Sentence::Handshake {
            syn,
            syn_ack,
            ack,
            server_half,
            client_half,
        } => format!(
            "The handshake took {} (#{syn}, #{syn_ack}, #{ack}): {} for the server's answer, {} for the \
             client's; {}.",
            duration(server_half.saturating_add(*client_half)),
            duration(*server_half),
            duration(*client_half),
            if server_half > client_half {
                "the slower half lies between the capture and the server"
            } else {
                "the slower half lies between the capture and the client"
            }
        ),
        Sentence::HandshakeIncomplete => "The handshake was not completed in this capture.".into(),
        Sentence::FastOpen {
            accepted: true,
            packet,
        } => {
            format!("The SYN carried data, which the server accepted (Fast Open, #{packet}).")
        }
        _ => "The SYN carried data, which the server did not accept; it was sent again.".into(),
    }
}

fn middle(sentence: &Sentence) -> String {
    match sentence {
        Sentence::Carried {
            from_client,
            from_server,
            during,
        } => format!(
            "The client sent {} and the server {}, in {} altogether.",
            octets(*from_client),
            octets(*from_server),
            duration(*during)
        ),
        Sentence::Retransmitted {
            by,
            segments,
            octets: repeated,
            first,
            fast,
            spurious,
        } => {
            let mut text = format!(
                "The {} sent {} again, {} of payload{}",
                name(*by),
                counted(*segments, "segment"),
                octets(*repeated),
                at(*first, " first")
            );
            if *fast > 0 {
                text.push_str(&format!("; {fast} at once on duplicate ACKs"));
            }
            if *spurious > 0 {
                text.push_str(&format!(
                    "; {spurious} needlessly, as it had been acknowledged"
                ));
            }
            text + "."
        }
        Sentence::NothingLost => "Nothing was lost or sent twice.".into(),
        Sentence::Missing {
            from,
            octets: missing,
        } => format!(
            "{} from the {} are not in the capture, which does not mean that they were lost.",
            octets(*missing),
            name(*from)
        ),
        Sentence::ZeroWindow {
            at: side,
            times,
            first,
        } => format!(
            "The {} had no room for more data {}{}: its program read too slowly.",
            name(*side),
            counted(*times, "time"),
            at(*first, " first")
        ),
        Sentence::KeepAlives { by, times, first } => format!(
            "The {} asked {} whether its peer was still there{}.",
            name(*by),
            counted(*times, "time"),
            at(*first, " first")
        ),
        Sentence::Silence { lasting } => {
            format!("The longest silence lasted {}.", duration(*lasting))
        }
        _ => "No data was carried.".into(),
    }
}

fn closing(sentence: &Sentence) -> String {
    match sentence {
        Sentence::Closed {
            by,
            first_fin,
            second_fin,
            merged: true,
            ..
        } => format!(
            "The {} closed first{}; the {} acknowledged that and closed in one segment{}.",
            name(*by),
            at(*first_fin, ""),
            name(!*by),
            at(*second_fin, "")
        ),
        Sentence::Closed {
            by,
            first_fin,
            second_fin,
            between,
            ..
        } => {
            let later =
                between.map_or_else(String::new, |nanos| format!(" {} later", duration(nanos)));
            format!(
                "The {} closed first{}, the {}{later}{}.",
                name(*by),
                at(*first_fin, ""),
                name(!*by),
                at(*second_fin, "")
            )
        }
        Sentence::ClosedBoth {
            first_fin,
            second_fin,
        } => format!(
            "Both closed at the same time{}: neither FIN acknowledges the other.",
            both(*first_fin, *second_fin)
        ),
        Sentence::HalfClosed { by, fin } => format!(
            "The {} closed its direction{}; the {} had not closed when the capture ended.",
            name(*by),
            at(*fin, ""),
            name(!*by)
        ),
        Sentence::Reset {
            by,
            packet,
            reason,
            after_fin,
        } => format!(
            "The {} reset the connection{}{}{}.",
            name(*by),
            at(*packet, ""),
            if *after_fin { " after a FIN" } else { "" },
            reason.map_or_else(String::new, |reason| format!(": {}", reason.name()))
        ),
        Sentence::StillOpen => "Nobody had closed it when the capture ended.".into(),
        Sentence::Superseded => {
            "Its ports were used for another connection; no close was captured.".into()
        }
        Sentence::Ends { client, server } => {
            format!("At the end the client is {client}, the server {server}.")
        }
        Sentence::LookAt { note, packet } => format!("Look at #{packet}: {note}."),
        _ => String::new(),
    }
}

const fn name(side: Side) -> &'static str {
    match side {
        Side::Client => "client",
        Side::Server => "server",
    }
}

fn counted(count: u64, noun: &str) -> String {
    if count == 1 {
        format!("one {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

/// ` (#12 first)`, or nothing where the packet is not among the rows.
fn at(packet: Option<u64>, behind: &str) -> String {
    packet.map_or_else(String::new, |packet| format!(" (#{packet}{behind})"))
}

/// ` (#8, #9)`, as far as the packets are among the rows.
fn both(one: Option<u64>, other: Option<u64>) -> String {
    match (one, other) {
        (Some(one), Some(other)) => format!(" (#{one}, #{other})"),
        (one, other) => at(one.or(other), ""),
    }
}
