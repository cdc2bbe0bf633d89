//! What is said of a packet behind its line: `# 1 handshake 1/3 SYN; client CLOSED > SYN-SENT`.
//!
//! Duty: the order and the separators. The parts are set off by `; `: connection and phase, state
//! changes, what was noticed; the members of a part by `, `. Invariant: the text is the same with
//! and without colour. Absence: the words of phases, states and notes; those are the library's.

use crate::colour::Palette;
use std::fmt::{self, Display};
use std::io::Write;
use synfin::analysis::Event;
use synfin::tcp::{Note, Observation, Phase};

/// Appends the annotation of a packet, with the TAB before it.
pub(super) fn append(out: &mut Vec<u8>, observation: &Observation, palette: &Palette) {
    out.push(b'\t');
    paint(out, &palette.faint, palette, |out| out.push(b'#'));
    // Writing to a vector cannot fail.
    let _ = write!(out, " {} ", observation.connection);
    let phase = observation.phase;
    paint(out, colour_of(phase, palette), palette, |out| {
        append_phase(out, phase);
    });
    // What the sender did is sure and comes first; what it did to the other end follows.
    let mut separator = "; ";
    for side in [observation.sender, !observation.sender] {
        let changes = observation.changes.iter();
        for change in changes.filter(|change| change.endpoint == side) {
            out.extend_from_slice(separator.as_bytes());
            paint(out, &palette.state, palette, |out| {
                let _ = write!(out, "{change}");
            });
            separator = ", ";
        }
    }
    separator = "; ";
    noticed(observation, |what, colour| {
        out.extend_from_slice(separator.as_bytes());
        paint(out, colour(palette), palette, |out| {
            let _ = write!(out, "{what}");
        });
        separator = ", ";
    });
}

/// Appends a phase as its `Display` writes it, without the format machinery: every packet has one.
fn append_phase(out: &mut Vec<u8>, phase: Phase) {
    out.extend_from_slice(phase.name().as_bytes());
    for part in [phase.step(), phase.step_name()].into_iter().flatten() {
        out.push(b' ');
        out.extend_from_slice(part.as_bytes());
    }
}

fn colour_of(phase: Phase, palette: &Palette) -> &str {
    match phase {
        Phase::Handshake(_) | Phase::SimultaneousOpen => &palette.opening,
        Phase::Teardown(_) | Phase::SimultaneousClose | Phase::HalfClosedData => &palette.closing,
        Phase::Refused | Phase::Reset => &palette.trouble,
        _ => &palette.faint,
    }
}

/// Appends what `write` writes in a colour.
fn paint(out: &mut Vec<u8>, colour: &str, palette: &Palette, write: impl FnOnce(&mut Vec<u8>)) {
    out.extend_from_slice(colour.as_bytes());
    write(out);
    if !colour.is_empty() {
        out.extend_from_slice(palette.reset.as_bytes());
    }
}

/// A colour of the palette.
type Colour = fn(&Palette) -> &str;

/// Gives what was noticed to `take`, what weighs most first, and nothing twice.
fn noticed(observation: &Observation, mut take: impl FnMut(&dyn Display, Colour)) {
    let trouble: Colour = |palette| &palette.trouble;
    let plain: Colour = |_| "";
    for note in observation
        .notes
        .iter()
        .filter(|note| !is_the_phase(**note))
    {
        take(note, trouble);
    }
    if observation.events.iter().any(is_retransmission) {
        take(&Retransmission(observation), trouble);
    } else if let Some(packet) = observation.repeats {
        take(&format_args!("repeats #{packet}"), trouble);
    }
    for event in observation.events.iter() {
        if !is_retransmission(event) && !is_noted(event, observation) {
            let colour = if is_harmless(event) { plain } else { trouble };
            take(&words(event), colour);
        }
    }
}

/// All that is known of a retransmission in one phrase.
struct Retransmission<'a>(&'a Observation);

impl Display for Retransmission<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let events = self.0.events;
        for (event, kind) in [
            (Event::SpuriousRetransmission, "spurious "),
            (Event::FastRetransmission, "fast "),
        ] {
            if events.contains(event) {
                f.write_str(kind)?;
            }
        }
        f.write_str("retransmission")?;
        if let Some(packet) = self.0.repeats {
            write!(f, " of #{packet}")?;
        }
        for (event, cause) in [
            (Event::SackRetransmission, " into a SACK hole"),
            (Event::TimeoutRetransmission, " after timeout"),
            (Event::TailLossProbe, " as tail loss probe"),
        ] {
            if events.contains(event) {
                f.write_str(cause)?;
            }
        }
        Ok(())
    }
}

const fn is_retransmission(event: Event) -> bool {
    matches!(
        event,
        Event::Retransmission
            | Event::FastRetransmission
            | Event::SpuriousRetransmission
            | Event::SackRetransmission
            | Event::TimeoutRetransmission
            | Event::TailLossProbe
    )
}

/// Does the phase say the same already?
const fn is_the_phase(note: Note) -> bool {
    matches!(note, Note::SimultaneousOpen | Note::SimultaneousClose)
}

/// Is the event told by a note?
fn is_noted(event: Event, observation: &Observation) -> bool {
    let reuse = |note: &Note| matches!(note, Note::PortReuse { .. });
    event == Event::ReusedPorts && observation.notes.iter().any(reuse)
}

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
        Event::ReusedPorts => "ports used again",
        Event::CaptureDuplicate => "captured twice",
        Event::DuplicateSack => "duplicate SACK",
        Event::SpuriousByTimestamps => "the original had arrived",
        other => other.name(),
    }
}
