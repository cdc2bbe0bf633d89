//! `--explain`: a sentence of plain language under each step of a connection's life.
//!
//! Duty: choose the sentence that fits a segment and fill its blanks. Invariant: the numbers are
//! the absolute ones of the header, so that they can be compared with any other tool's. Absence:
//! data packets, which need no explanation; and no words, which the picture crate's catalogues have.

use crate::colour::Palette;
use std::io::{self, Write};
use synfin::tcp::{HandshakeStep, Note, Observation, Phase, TeardownStep};
use synfin::{Segment, SeqNumber, Side, TcpState};
use synfin_picture::Language;
use synfin_picture::words::{Explanation, Phrase};

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
            self.fill(out, Explanation::WithData, &step);
        }
        if step.is_followed_by_time_wait() {
            self.fill(out, Explanation::TimeWait, &step);
        }
        if observation.repeats.is_some() {
            self.fill(out, Explanation::Again, &step);
        }
        self.fill(out, Explanation::States, &step);
        out.extend_from_slice(palette.reset.as_bytes());
        out.push(b'\n');
    }

    /// Appends a sentence, its blanks filled.
    fn fill(&self, out: &mut Vec<u8>, sentence: Explanation, step: &Step<'_>) {
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
                self.fill(out, Explanation::MoreAcknowledged, step);
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

    /// Appends the name of an end.
    fn say(&self, out: &mut Vec<u8>, name: Phrase) -> io::Result<()> {
        out.write_all(name.text(self.language).as_bytes())
    }

    /// Appends the word of caution behind a state that is not proven.
    fn caution(&self, out: &mut Vec<u8>, step: &Step<'_>, side: Side) -> io::Result<()> {
        let mut changes = step.observation.changes.iter();
        if changes.any(|change| change.endpoint == side && change.assumed) {
            out.write_all(Explanation::IfItArrives.text(self.language).as_bytes())
        } else if step.state(side) == TcpState::Listen {
            out.write_all(Explanation::Unseen.text(self.language).as_bytes())
        } else {
            Ok(())
        }
    }
}

/// The side as one that does something; begins a sentence.
const fn acting(side: Side) -> Phrase {
    match side {
        Side::Client => Phrase::ClientActs,
        Side::Server => Phrase::ServerActs,
    }
}

/// The side inside a sentence.
const fn named(side: Side) -> Phrase {
    match side {
        Side::Client => Phrase::Client,
        Side::Server => Phrase::Server,
    }
}

/// The side as one that something belongs to.
const fn owning(side: Side) -> Phrase {
    match side {
        Side::Client => Phrase::ClientOwns,
        Side::Server => Phrase::ServerOwns,
    }
}

impl Step<'_> {
    /// What is to be said of the segment, if anything.
    fn sentence(&self) -> Option<Explanation> {
        let syn = self.segment.control.syn();
        let fin = self.segment.control.fin();
        Some(match self.observation.phase {
            Phase::Reset | Phase::Refused if self.has(Note::RstForAnotherSyn) => {
                Explanation::StrayReset
            }
            Phase::Reset | Phase::Refused if self.is_ignored_reset() => Explanation::IgnoredReset,
            Phase::Refused if self.segment.control.ack() => Explanation::Refused,
            Phase::Reset | Phase::Refused => Explanation::Reset,
            Phase::Data | Phase::HalfClosedData => return None,
            _ if self.has(Note::WrongAck) => Explanation::WrongAck,
            Phase::Handshake(HandshakeStep::Syn) => Explanation::Syn,
            Phase::Handshake(HandshakeStep::SynAck) => Explanation::SynAck,
            Phase::Handshake(HandshakeStep::Ack) => Explanation::SynAcknowledged,
            Phase::SimultaneousOpen if syn && !self.segment.control.ack() => {
                Explanation::CrossingSyn
            }
            Phase::SimultaneousOpen => Explanation::CrossingSynAnswered,
            Phase::Teardown(TeardownStep::FirstFin) => Explanation::FirstFin,
            Phase::Teardown(TeardownStep::FirstAck) => Explanation::FirstFinAcknowledged,
            Phase::Teardown(TeardownStep::AckAndSecondFin) => Explanation::AckAndSecondFin,
            Phase::Teardown(TeardownStep::SecondFin) => Explanation::SecondFin,
            Phase::Teardown(TeardownStep::SecondAck) => Explanation::SecondFinAcknowledged,
            Phase::SimultaneousClose if fin => Explanation::CrossingFin,
            Phase::SimultaneousClose => Explanation::CrossingFinAcknowledged,
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
