//! What is said of a packet behind its line: `# 1 handshake 1/3 SYN; client CLOSED > SYN-SENT`.
//!
//! Duty: the order and the separators. The parts are set off by `; `: connection and phase, state
//! changes, what was noticed; the members of a part by `, `. Invariant: the text is the same with
//! and without colour. Absence: the words of phases, states and notes; those are the library's.

use crate::colour::Palette;
use std::fmt::Display;
use std::io::Write;
use synfin::analysis::Event;
use synfin::tcp::{Note, Observation, Phase};

/// Appends the annotation of a packet, with the TAB before it.
pub(super) fn append(out: &mut Vec<u8>, observation: &Observation, palette: &Palette) {
    out.extend_from_slice(b"\t");
    paint(out, &palette.faint, palette, "#");
    paint(
        out,
        "",
        palette,
        format_args!(" {} ", observation.connection),
    );
    let phase = observation.phase;
    paint(out, colour_of(phase, palette), palette, phase);
    let mut separator = "; ";
    for change in &observation.changes {
        out.extend_from_slice(separator.as_bytes());
        paint(out, &palette.state, palette, change);
        separator = ", ";
    }
    separator = "; ";
    noticed(observation, |what, colour| {
        out.extend_from_slice(separator.as_bytes());
        paint(out, colour(palette), palette, what);
        separator = ", ";
    });
}

fn colour_of(phase: Phase, palette: &Palette) -> &str {
    match phase {
        Phase::Handshake(_) | Phase::SimultaneousOpen => &palette.opening,
        Phase::Teardown(_) | Phase::SimultaneousClose | Phase::HalfClosedData => &palette.closing,
        Phase::Refused | Phase::Reset => &palette.trouble,
        _ => &palette.faint,
    }
}

/// Appends text in a colour. Writing to a vector cannot fail.
fn paint(out: &mut Vec<u8>, colour: &str, palette: &Palette, text: impl Display) {
    let end = if colour.is_empty() {
        ""
    } else {
        &palette.reset
    };
    let _ = write!(out, "{colour}{text}{end}");
}

/// A colour of the palette.
type Colour = fn(&Palette) -> &str;

/// Gives what was noticed to `take`, what weighs most first, and nothing twice.
fn noticed(observation: &Observation, mut take: impl FnMut(&dyn Display, Colour)) {
    let trouble: Colour = |palette| &palette.trouble;
    let plain: Colour = |_| "";
    for note in &observation.notes {
        take(note, trouble);
    }
    let events = observation.events;
    if let Some(packet) = observation.repeats {
        let sent_again = events.contains(Event::Retransmission);
        let verb = if sent_again {
            "retransmission of"
        } else {
            "repeats"
        };
        take(&format_args!("{verb} #{packet}"), trouble);
    }
    for event in events.iter().filter(|event| !is_said(*event, observation)) {
        let colour = if is_harmless(event) { plain } else { trouble };
        take(&words(event), colour);
    }
}

/// Is the event told by a note, by the step that it repeats, or by a narrower event?
fn is_said(event: Event, observation: &Observation) -> bool {
    let noted = |wanted: fn(&Note) -> bool| observation.notes.iter().any(wanted);
    match event {
        Event::Retransmission => {
            let narrower = |event: &Event| observation.events.contains(*event);
            observation.repeats.is_some() || NARROWER.iter().any(narrower)
        }
        Event::ReusedPorts => noted(|note| matches!(note, Note::PortReuse { .. })),
        Event::CaptureDuplicate => noted(|note| matches!(note, Note::CapturedTwice { .. })),
        _ => false,
    }
}

/// Events that are retransmissions and say which kind.
const NARROWER: [Event; 5] = [
    Event::FastRetransmission,
    Event::SpuriousRetransmission,
    Event::SackRetransmission,
    Event::TimeoutRetransmission,
    Event::TailLossProbe,
];

/// Does the event belong to ordinary traffic?
const fn is_harmless(event: Event) -> bool {
    matches!(
        event,
        Event::KeepAlive | Event::KeepAliveAck | Event::WindowUpdate | Event::ZeroWindowProbeAck
    )
}

/// The event in words for a line.
const fn words(event: Event) -> &'static str {
    match event {
        Event::Retransmission => "retransmission",
        Event::FastRetransmission => "fast retransmission",
        Event::SpuriousRetransmission => "spurious retransmission",
        Event::OutOfOrder => "out of order",
        Event::LostSegment => "previous segment not captured",
        Event::AckLostSegment => "ack of unseen data",
        Event::DuplicateAck => "duplicate ack",
        Event::KeepAlive => "keep-alive",
        Event::KeepAliveAck => "keep-alive ack",
        Event::ZeroWindow => "zero window",
        Event::ZeroWindowProbe => "zero window probe",
        Event::ZeroWindowProbeAck => "zero window probe ack",
        Event::WindowUpdate => "window update",
        Event::WindowFull => "window full",
        Event::SackRetransmission => "retransmission into a SACK hole",
        Event::TimeoutRetransmission => "retransmission after timeout",
        Event::TailLossProbe => "tail loss probe",
        Event::ReusedPorts => "ports used again",
        Event::CaptureDuplicate => "captured twice",
        Event::DuplicateSack => "duplicate SACK",
        Event::SpuriousByTimestamps => "retransmission was not needed",
        other => other.name(),
    }
}
