//! `--explain`: a sentence of plain language under each step of a connection's life.
//!
//! Duty: choose the sentence that fits a segment and fill its blanks. Invariant: the numbers are
//! the absolute ones of the header, so that they can be compared with any other tool's. Absence:
//! data packets, which need no explanation; and no words, which the catalogues have.

mod en;
mod sentence;
mod zh;

use crate::colour::Palette;
use crate::language::Language;
use sentence::Sentence;
use std::io::{self, Write};
use synfin::tcp::{HandshakeStep, Note, Observation, Phase, TeardownStep};
use synfin::{Segment, SeqNumber, Side, TcpState};

/// What stands before an explanation, under the line that it belongs to.
const INDENT: &str = "        ";

/// Writes explanations in one language.
pub(super) struct Explainer {
    language: Language,
}

/// What the blanks are filled from.
struct Step<'a> {
    segment: &'a Segment<'a>,
    observation: &'a Observation,
}

impl Explainer {
    /// An explainer of a language.
    pub(super) const fn new(language: Language) -> Self {
        Self { language }
    }

    /// Appends the explanation of a segment as a line of its own, if the segment is a step that
    /// needs one.
    pub(super) fn append(
        &self,
        out: &mut Vec<u8>,
        segment: &Segment<'_>,
        observation: &Observation,
        palette: &Palette,
    ) {
        let step = Step {
            segment,
            observation,
        };
        let Some(main) = step.sentence() else {
            return;
        };
        out.extend_from_slice(palette.faint.as_bytes());
        out.extend_from_slice(INDENT.as_bytes());
        self.fill(out, main, &step);
        if segment.payload_len > 0 && matches!(observation.phase, Phase::Handshake(_)) {
            self.fill(out, Sentence::WithData, &step);
        }
        if step.is_followed_by_time_wait() {
            self.fill(out, Sentence::TimeWait, &step);
        }
        if observation.repeats.is_some() {
            self.fill(out, Sentence::Again, &step);
        }
        self.fill(out, Sentence::States, &step);
        out.extend_from_slice(palette.reset.as_bytes());
        out.push(b'\n');
    }

    /// Appends a sentence, its blanks filled.
    fn fill(&self, out: &mut Vec<u8>, sentence: Sentence, step: &Step<'_>) {
        let mut rest = sentence.text(self.language);
        while let Some((before, behind)) = rest.split_once('{') {
            out.extend_from_slice(before.as_bytes());
            let (blank, behind) = behind.split_once('}').unwrap_or((behind, ""));
            self.fill_blank(out, blank, step);
            rest = behind;
        }
        out.extend_from_slice(rest.as_bytes());
    }

    /// Appends what belongs into a blank. Writing to a vector cannot fail.
    fn fill_blank(&self, out: &mut Vec<u8>, blank: &str, step: &Step<'_>) {
        let (segment, observation) = (step.segment, step.observation);
        let sender = observation.sender;
        let _ = match blank {
            "Sender" => self.say(out, acting(sender)),
            "sender" => self.say(out, named(sender)),
            "receiver" => self.say(out, named(!sender)),
            "receiver's" => self.say(out, owning(!sender)),
            "Client" => self.say(out, acting(Side::Client)),
            "server" => self.say(out, named(Side::Server)),
            "seq" => write!(out, "{}", segment.seq),
            "ack" => write!(out, "{}", segment.raw_ack),
            "before_ack" => write!(out, "{}", segment.raw_ack.minus(1)),
            "isn" => write!(out, "{}", step.isn_acknowledged()),
            "more" if step.data_acknowledged() > 0 => {
                self.fill(out, Sentence::MoreAcknowledged, step);
                Ok(())
            }
            "more" => Ok(()),
            "acknowledged" => write!(out, "{}", step.data_acknowledged()),
            // The FIN is the last of the segment's sequence numbers.
            "fin" => write!(out, "{}", segment.end_seq().minus(1)),
            "length" => write!(out, "{}", segment.payload_len),
            "packet" => write!(out, "{}", observation.repeats.unwrap_or_default()),
            "client_state" => write!(out, "{}", observation.client_state),
            "server_state" => write!(out, "{}", observation.server_state),
            "client_assumed" => self.caution(out, step, Side::Client),
            "server_assumed" => self.caution(out, step, Side::Server),
            unknown => write!(out, "{{{unknown}}}"),
        };
    }

    /// Appends a sentence without blanks.
    fn say(&self, out: &mut Vec<u8>, sentence: Sentence) -> io::Result<()> {
        out.write_all(sentence.text(self.language).as_bytes())
    }

    /// Appends the word of caution behind a state that is not proven.
    fn caution(&self, out: &mut Vec<u8>, step: &Step<'_>, side: Side) -> io::Result<()> {
        let mut changes = step.observation.changes.iter();
        if changes.any(|change| change.endpoint == side && change.assumed) {
            self.say(out, Sentence::IfItArrives)
        } else if step.state(side) == TcpState::Listen {
            self.say(out, Sentence::Unseen)
        } else {
            Ok(())
        }
    }
}

/// The side as one that does something; begins a sentence.
const fn acting(side: Side) -> Sentence {
    match side {
        Side::Client => Sentence::ClientActs,
        Side::Server => Sentence::ServerActs,
    }
}

/// The side inside a sentence.
const fn named(side: Side) -> Sentence {
    match side {
        Side::Client => Sentence::Client,
        Side::Server => Sentence::Server,
    }
}

/// The side as one that something belongs to.
const fn owning(side: Side) -> Sentence {
    match side {
        Side::Client => Sentence::ClientOwns,
        Side::Server => Sentence::ServerOwns,
    }
}

impl Step<'_> {
    /// What is to be said of the segment, if anything.
    fn sentence(&self) -> Option<Sentence> {
        let syn = self.segment.control.syn();
        let fin = self.segment.control.fin();
        Some(match self.observation.phase {
            Phase::Reset | Phase::Refused if self.has(Note::RstForAnotherSyn) => {
                Sentence::StrayReset
            }
            Phase::Reset | Phase::Refused if self.is_ignored_reset() => Sentence::IgnoredReset,
            Phase::Refused if self.segment.control.ack() => Sentence::Refused,
            Phase::Reset | Phase::Refused => Sentence::Reset,
            Phase::Data | Phase::HalfClosedData => return None,
            _ if self.has(Note::WrongAck) => Sentence::WrongAck,
            Phase::Handshake(HandshakeStep::Syn) => Sentence::Syn,
            Phase::Handshake(HandshakeStep::SynAck) => Sentence::SynAck,
            Phase::Handshake(HandshakeStep::Ack) => Sentence::SynAcknowledged,
            Phase::SimultaneousOpen if syn && !self.segment.control.ack() => Sentence::CrossingSyn,
            Phase::SimultaneousOpen => Sentence::CrossingSynAnswered,
            Phase::Teardown(TeardownStep::FirstFin) => Sentence::FirstFin,
            Phase::Teardown(TeardownStep::FirstAck) => Sentence::FirstFinAcknowledged,
            Phase::Teardown(TeardownStep::AckAndSecondFin) => Sentence::AckAndSecondFin,
            Phase::Teardown(TeardownStep::SecondFin) => Sentence::SecondFin,
            Phase::Teardown(TeardownStep::SecondAck) => Sentence::SecondFinAcknowledged,
            Phase::SimultaneousClose if fin => Sentence::CrossingFin,
            Phase::SimultaneousClose => Sentence::CrossingFinAcknowledged,
            _ => return None,
        })
    }

    fn has(&self, wanted: Note) -> bool {
        self.observation.notes.contains(&wanted)
    }

    /// Does a note say that the RST's sequence number keeps it from being obeyed?
    fn is_ignored_reset(&self) -> bool {
        self.has(Note::RstOutOfWindow) || self.has(Note::RstNotExact)
    }

    /// Does the sender, with this ACK, begin to wait for a FIN that comes again?
    fn is_followed_by_time_wait(&self) -> bool {
        let last_ack = matches!(
            self.observation.phase,
            Phase::Teardown(TeardownStep::SecondAck) | Phase::SimultaneousClose
        );
        last_ack
            && !self.segment.control.fin()
            && self.state(self.observation.sender) == TcpState::TimeWait
    }

    /// A side's state behind the segment.
    const fn state(&self, side: Side) -> TcpState {
        match side {
            Side::Client => self.observation.client_state,
            Side::Server => self.observation.server_state,
        }
    }

    /// Octets of data that the acknowledgment number of an answer to a SYN covers, beside the SYN.
    fn data_acknowledged(&self) -> u32 {
        let relative = self.observation.relative_ack.unwrap_or(1);
        u32::try_from(relative - 1).unwrap_or(0)
    }

    /// The initial sequence number that the acknowledgment number counts from.
    fn isn_acknowledged(&self) -> SeqNumber {
        self.segment
            .raw_ack
            .minus(1)
            .minus(self.data_acknowledged())
    }
}
