//! The story of a connection in five to ten sentences that a person would say.
//!
//! Duty: choose what is worth saying; the words are the languages'. Invariant: every sentence is
//! drawn from facts of the connection and names the packets it rests on. Absence: nothing is
//! guessed; what the capture does not show is said to be unseen.

mod chinese;
mod english;
mod facts;

use crate::chronicle::Chronicle;
use std::net::SocketAddr;
use synfin::tcp::ResetReason;
use synfin::{Connection, Side, TcpState};

/// The language of a story.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese.
    Chinese,
}

/// One sentence, before it has words. Durations are nanoseconds, packets are numbered from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sentence {
    /// The client asked for the connection.
    Asked {
        client: SocketAddr,
        server: SocketAddr,
        packet: u64,
        attempts: u64,
    },
    /// Both ends asked at once.
    AskedBoth {
        client: SocketAddr,
        server: SocketAddr,
        packet: u64,
    },
    /// The capture begins later.
    OpeningUnseen {
        client: SocketAddr,
        server: SocketAddr,
        packet: u64,
    },
    /// Only an answer was captured, to a question nobody here asked.
    Unsolicited {
        client: SocketAddr,
        server: SocketAddr,
        packet: u64,
    },
    /// Nobody listened.
    Refused { packet: u64, after: i64 },
    /// Nobody answered.
    Unanswered { attempts: u64, during: i64 },
    /// The handshake, whole.
    Handshake {
        syn: u64,
        syn_ack: u64,
        ack: u64,
        server_half: i64,
        client_half: i64,
    },
    /// The handshake's third step never came.
    HandshakeIncomplete,
    /// Data in the SYN.
    FastOpen { accepted: bool, packet: u64 },
    /// What was carried.
    Carried {
        from_client: u64,
        from_server: u64,
        during: i64,
    },
    /// Nothing but control segments.
    CarriedNothing,
    /// One end had to repeat something.
    Retransmitted {
        by: Side,
        segments: u64,
        octets: u64,
        first: Option<u64>,
        fast: u64,
        spurious: u64,
    },
    /// Nothing was repeated or missing.
    NothingLost,
    /// Octets that the capture does not hold.
    Missing { from: Side, octets: u64 },
    /// One end had no room.
    ZeroWindow {
        at: Side,
        times: u64,
        first: Option<u64>,
    },
    /// One end asked whether the other is still there.
    KeepAlives {
        by: Side,
        times: u64,
        first: Option<u64>,
    },
    /// Nothing was sent for long.
    Silence { lasting: i64 },
    /// The FINs, one after the other.
    Closed {
        by: Side,
        first_fin: Option<u64>,
        second_fin: Option<u64>,
        between: Option<i64>,
        merged: bool,
    },
    /// The FINs crossed.
    ClosedBoth {
        first_fin: Option<u64>,
        second_fin: Option<u64>,
    },
    /// One end closed its direction; the other never did.
    HalfClosed { by: Side, fin: Option<u64> },
    /// A reset.
    Reset {
        by: Side,
        packet: Option<u64>,
        reason: Option<ResetReason>,
        after_fin: bool,
    },
    /// Nobody closed.
    StillOpen,
    /// The ports went to another connection.
    Superseded,
    /// Both ends' states at the end.
    Ends { client: TcpState, server: TcpState },
    /// Something a reader should look at.
    LookAt { note: String, packet: u64 },
}

/// A language's words, by the part of the story that a sentence belongs to.
pub(crate) struct Words {
    opening: fn(&Sentence) -> String,
    middle: fn(&Sentence) -> String,
    closing: fn(&Sentence) -> String,
}

impl Words {
    fn of(&self, sentence: &Sentence) -> String {
        let words = match sentence {
            Sentence::Asked { .. }
            | Sentence::AskedBoth { .. }
            | Sentence::OpeningUnseen { .. }
            | Sentence::Unsolicited { .. }
            | Sentence::Refused { .. }
            | Sentence::Unanswered { .. }
            | Sentence::Handshake { .. }
            | Sentence::HandshakeIncomplete
            | Sentence::FastOpen { .. } => self.opening,
            Sentence::Carried { .. }
            | Sentence::CarriedNothing
            | Sentence::Retransmitted { .. }
            | Sentence::NothingLost
            | Sentence::Missing { .. }
            | Sentence::ZeroWindow { .. }
            | Sentence::KeepAlives { .. }
            | Sentence::Silence { .. } => self.middle,
            Sentence::Closed { .. }
            | Sentence::ClosedBoth { .. }
            | Sentence::HalfClosed { .. }
            | Sentence::Reset { .. }
            | Sentence::StillOpen
            | Sentence::Superseded
            | Sentence::Ends { .. }
            | Sentence::LookAt { .. } => self.closing,
        };
        words(sentence)
    }
}

/// The story of a connection, a sentence each.
#[must_use]
pub fn story(connection: &Connection, chronicle: &Chronicle, language: Language) -> Vec<String> {
    let words = match language {
        Language::English => &english::WORDS,
        Language::Chinese => &chinese::WORDS,
    };
    facts::sentences(connection, chronicle)
        .iter()
        .map(|sentence| words.of(sentence))
        .collect()
}
