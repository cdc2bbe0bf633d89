//! From phrases and facts to sentences.
//!
//! Duty: fill the blanks of phrases. Invariant: what is filled in is a number, an address or
//! another phrase, so a story is in one language throughout. Absence: no choice of what is told.

use crate::numbers;
use crate::words::{Language, Phrase};
use std::fmt::Write;
use std::net::SocketAddr;
use synfin::Side;

/// Packets named in one place at most.
const NAMED: usize = 3;

/// What belongs into a blank.
#[derive(Clone, Copy, Debug)]
pub(super) enum Blank<'a> {
    /// A side's socket.
    Socket(SocketAddr),
    /// A number as it stands.
    Number(u64),
    /// A packet's number.
    Packet(u64),
    /// `client` or `server`, as words of their own.
    Side(Side),
    /// Nanoseconds.
    Duration(i64),
    /// Octets.
    Octets(u64),
    /// So many segments.
    Segments(u64),
    /// So many times.
    Times(u64),
    /// Where it is to be seen; nothing, where no packet is known.
    At(&'a [u64]),
    /// The same of a stretch of packets.
    Between(u64, u64),
    /// A list of packets.
    List(&'a [u64]),
    /// A stretch of packets.
    Stretch(u64, u64),
    /// Another phrase, without blanks.
    Phrase(Phrase),
    /// What was filled before.
    Text(&'a str),
}

/// Tells a story, sentence by sentence.
pub(super) struct Teller {
    language: Language,
    told: String,
    /// Where each sentence ends.
    ends: Vec<usize>,
}

impl Teller {
    pub(super) fn new(language: Language) -> Self {
        Self {
            language,
            told: String::with_capacity(2048),
            ends: Vec::with_capacity(16),
        }
    }

    /// The sentences told.
    pub(super) fn sentences(&self) -> impl Iterator<Item = &str> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        let stretches = begins.zip(&self.ends);
        stretches.map(|(begin, end)| self.told.get(begin..*end).unwrap_or_default())
    }

    /// How many sentences were told.
    pub(super) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Tells a sentence.
    pub(super) fn say(&mut self, phrase: Phrase, blanks: &[(&str, Blank<'_>)]) {
        let mut told = std::mem::take(&mut self.told);
        self.fill(&mut told, phrase, blanks);
        self.ends.push(told.len());
        self.told = told;
    }

    /// A phrase with its blanks filled.
    pub(super) fn filled(&self, phrase: Phrase, blanks: &[(&str, Blank<'_>)]) -> String {
        let mut out = String::with_capacity(128);
        self.fill(&mut out, phrase, blanks);
        out
    }

    /// Parts of a sentence, put together.
    pub(super) fn joined(&self, parts: &[String]) -> String {
        parts.join(Phrase::ListComma.text(self.language))
    }

    fn fill(&self, out: &mut String, phrase: Phrase, blanks: &[(&str, Blank<'_>)]) {
        let mut rest = phrase.text(self.language);
        while let Some((before, behind)) = rest.split_once('{') {
            out.push_str(before);
            let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
            match blanks.iter().find(|(known, _)| *known == name) {
                Some((_, blank)) => self.fill_blank(out, *blank),
                None => debug_assert!(false, "{phrase:?} has no {name}"),
            }
            rest = behind;
        }
        out.push_str(rest);
    }

    /// Appends what belongs into a blank. Writing to a string cannot fail.
    fn fill_blank(&self, out: &mut String, blank: Blank<'_>) {
        match blank {
            Blank::Socket(socket) => push_socket(out, socket),
            Blank::Number(number) => numbers::push(out, number),
            Blank::Packet(packet) => {
                out.push('#');
                numbers::push(out, packet);
            }
            Blank::Side(side) => out.push_str(self.side(side)),
            Blank::Duration(nanos) => {
                numbers::push_duration(out, nanos, self.language.units());
            }
            Blank::Octets(count @ ..1_000) => {
                self.count(out, count, Phrase::OneByte, Phrase::Bytes)
            }
            Blank::Octets(count) => numbers::push_octets(out, count),
            Blank::Segments(count) => self.count(out, count, Phrase::OneSegment, Phrase::Segments),
            Blank::Times(2) => out.push_str(Phrase::TwoTimes.text(self.language)),
            Blank::Times(count) => self.count(out, count, Phrase::OneTime, Phrase::Times),
            Blank::At([]) => {}
            Blank::At(packets) => {
                self.fill(out, Phrase::AtPackets, &[("packets", Blank::List(packets))])
            }
            Blank::List(packets) => self.list(out, packets),
            Blank::Between(first, last) if first == last => {
                self.fill_blank(out, Blank::At(&[first]));
            }
            Blank::Between(first, last) => {
                self.fill(
                    out,
                    Phrase::AtPackets,
                    &[("packets", Blank::Stretch(first, last))],
                );
            }
            Blank::Stretch(first, last) => {
                let ends = [
                    ("first", Blank::Packet(first)),
                    ("last", Blank::Packet(last)),
                ];
                self.fill(out, Phrase::FromTo, &ends);
            }
            Blank::Phrase(phrase) => out.push_str(phrase.text(self.language)),
            Blank::Text(text) => out.push_str(text),
        }
    }

    fn count(&self, out: &mut String, count: u64, one: Phrase, several: Phrase) {
        let phrase = if count == 1 { one } else { several };
        self.fill(out, phrase, &[("count", Blank::Number(count))]);
    }

    /// Appends `#8, #9, #10 and 4 more`.
    fn list(&self, out: &mut String, packets: &[u64]) {
        // A single one more takes no more room than saying so.
        let named = NAMED + usize::from(packets.len() == NAMED + 1);
        for (index, packet) in packets.iter().take(named).enumerate() {
            if index > 0 {
                out.push_str(Phrase::ListComma.text(self.language));
            }
            self.fill_blank(out, Blank::Packet(*packet));
        }
        let more = packets.len().saturating_sub(named) as u64;
        if more > 0 {
            self.fill(out, Phrase::AndMore, &[("count", Blank::Number(more))]);
        }
    }

    /// A side without article.
    fn side(&self, side: Side) -> &'static str {
        let phrase = match side {
            Side::Client => Phrase::Client,
            Side::Server => Phrase::Server,
        };
        let text = phrase.text(self.language);
        text.strip_prefix("the ").unwrap_or(text)
    }
}

/// Appends an address and a port; those of IPv4, which are most, without format machinery.
fn push_socket(out: &mut String, socket: SocketAddr) {
    match socket {
        SocketAddr::V4(socket) => {
            for (index, octet) in socket.ip().octets().into_iter().enumerate() {
                if index > 0 {
                    out.push('.');
                }
                numbers::push(out, octet);
            }
            out.push(':');
            numbers::push(out, socket.port());
        }
        // Writing to a string cannot fail.
        SocketAddr::V6(socket) => {
            let _ = write!(out, "{socket}");
        }
    }
}
