//! What is odd, and where to look at it.

use super::teller::{Blank, Teller};
use crate::chronicle::{Chronicle, Step};
use crate::words::Phrase;
use synfin::tcp::Note;

/// Oddities told at most.
const ODDITIES: usize = 3;

/// Tells of notes that a reader should look at, each kind once.
pub(super) fn tell(chronicle: &Chronicle, teller: &mut Teller) {
    let mut told: Vec<Phrase> = Vec::new();
    for (packet, note) in odd(chronicle) {
        let phrase = phrase(note);
        if told.len() >= ODDITIES || told.contains(&phrase) {
            continue;
        }
        told.push(phrase);
        let other = match note {
            Note::OldDuplicateSyn { packet } | Note::SuspectedInjection { packet } => *packet,
            _ => packet,
        };
        let note = teller.filled(phrase, &[("packet", Blank::Packet(other))]);
        let blanks = [
            ("packet", Blank::Packet(packet)),
            ("note", Blank::Text(&note)),
        ];
        teller.say(Phrase::LookAt, &blanks);
    }
}

/// Is anything about a segment odd: a note, a repetition, a reset?
pub(super) fn is_odd_step(step: &Step) -> bool {
    step.notes().iter().any(is_odd) || step.repeats().is_some() || step.control.rst()
}

fn odd(chronicle: &Chronicle) -> impl Iterator<Item = (u64, &Note)> {
    chronicle.steps().flat_map(|step| {
        let odd = step.notes().iter().filter(|note| is_odd(note));
        odd.map(|note| (step.packet, note))
    })
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

const fn phrase(note: &Note) -> Phrase {
    match note {
        Note::Reordered => Phrase::NoteReordered,
        Note::PortReuse { .. } => Phrase::NotePortReuse,
        Note::SynInLiveConnection => Phrase::NoteSynInLiveConnection,
        Note::OldDuplicateSyn { .. } => Phrase::NoteOldDuplicateSyn,
        Note::ChallengeAck => Phrase::NoteChallengeAck,
        Note::HalfOpenDiscovered => Phrase::NoteHalfOpen,
        Note::Superseded => Phrase::NoteSuperseded,
        Note::SplitHandshake => Phrase::NoteSplitHandshake,
        Note::WrongAck => Phrase::NoteWrongAck,
        Note::SecondSynAck => Phrase::NoteSecondSynAck,
        Note::OutOfWindow => Phrase::NoteOutOfWindow,
        Note::InvalidFlags => Phrase::NoteInvalidFlags,
        Note::RstOutOfWindow => Phrase::NoteRstOutOfWindow,
        Note::RstNotExact => Phrase::NoteRstNotExact,
        Note::RstForAnotherSyn => Phrase::NoteRstForAnotherSyn,
        Note::RstInTimeWait => Phrase::NoteRstInTimeWait,
        Note::RstWithData => Phrase::NoteRstWithData,
        Note::SuspectedInjection { .. } => Phrase::NoteSuspectedInjection,
        Note::FinWaitsForData => Phrase::NoteFinWaitsForData,
        Note::FinWithoutAck => Phrase::NoteFinWithoutAck,
        Note::DataAfterFin => Phrase::NoteDataAfterFin,
        Note::TimeWaitRestarted => Phrase::NoteTimeWaitRestarted,
        Note::OldTimestamp => Phrase::NoteOldTimestamp,
        Note::SelfConnect => Phrase::NoteSelfConnect,
        Note::OtherVlan => Phrase::NoteOtherVlan,
        _ => Phrase::NoteOther,
    }
}
