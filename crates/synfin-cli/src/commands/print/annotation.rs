//! What is said of a packet behind its line: `# 1 handshake 1/3 SYN; client CLOSED > SYN-SENT`.
//!
//! Duty: the order and the separators. The parts are set off by `; `: connection and phase, state
//! changes, what was noticed; the members of a part by `, `. Invariant: the text is the same with
//! and without colour. Absence: the words of phases, states and notes; those are the library's.

use crate::colour::Palette;
use crate::writing::Append;
use std::io::Write;
use synfin::Side;
use synfin::analysis::{Event, Events};
use synfin::tcp::{Note, Observation, Phase, StateChange};

/// All that the annotation of nearly every packet says.
#[derive(Clone, Copy)]
pub(super) struct Brief {
    connection: u64,
    events: Events,
    phase: Phase,
    pub(super) sender: Side,
}

impl Brief {
    /// That of a packet of which there is no more to say.
    #[inline]
    pub(super) fn of(observation: &Observation) -> Option<Self> {
        let is_brief = observation.changes.is_empty()
            && observation.notes.is_empty()
            && observation.repeats.is_none();
        is_brief.then_some(Self {
            connection: observation.connection,
            events: observation.events,
            phase: observation.phase,
            sender: observation.sender,
        })
    }
}

/// What more there may be to say.
#[derive(Clone, Copy, Default)]
struct More<'a> {
    changes: &'a [StateChange],
    notes: &'a [Note],
    repeats: Option<u64>,
}

/// Appends the annotation of a packet, with the TAB before it.
#[inline]
pub(super) fn append(out: &mut Vec<u8>, observation: &Observation, palette: &Palette) {
    match Brief::of(observation) {
        Some(brief) => append_brief(out, brief, palette),
        None => append_whole(out, observation, palette),
    }
}

/// The same of a packet of which there is more to say.
#[cold]
fn append_whole(out: &mut Vec<u8>, observation: &Observation, palette: &Palette) {
    let brief = Brief {
        connection: observation.connection,
        events: observation.events,
        phase: observation.phase,
        sender: observation.sender,
    };
    let more = More {
        changes: &observation.changes,
        notes: &observation.notes,
        repeats: observation.repeats,
    };
    append_beginning(out, brief, palette);
    append_changes(out, brief.sender, more.changes, palette);
    append_noticed(out, brief.events, more, palette);
}

/// Appends the annotation of a packet of which there is no more to say.
#[inline]
pub(super) fn append_brief(out: &mut Vec<u8>, brief: Brief, palette: &Palette) {
    append_beginning(out, brief, palette);
    if brief.events.is_empty() {
        return;
    }
    let mut events = brief.events.iter();
    match (events.next(), events.next()) {
        // All that most packets have.
        (Some(Event::DuplicateAck), None) if palette.is_plain() => {
            out.extend_from_slice(b"; duplicate ack");
        }
        _ => append_noticed(out, brief.events, More::default(), palette),
    }
}

/// Appends the connection and the phase.
#[inline]
fn append_beginning(out: &mut Vec<u8>, brief: Brief, palette: &Palette) {
    let phase = brief.phase;
    if palette.is_plain() {
        out.extend_from_slice(b"\t# ");
        out.dec(brief.connection);
        if phase == Phase::Data {
            return out.extend_from_slice(b" data");
        }
    } else {
        out.push(b'\t');
        paint(out, &palette.faint, palette, |out| out.push(b'#'));
        out.push(b' ');
        out.dec(brief.connection);
    }
    out.push(b' ');
    paint(out, colour_of(phase, palette), palette, |out| {
        append_phase(out, phase);
    });
}

/// Appends a phase as its `Display` writes it.
fn append_phase(out: &mut Vec<u8>, phase: Phase) {
    out.text(phase.name());
    for part in [phase.step(), phase.step_name()].into_iter().flatten() {
        out.push(b' ');
        out.text(part);
    }
}

/// Appends changes of states. What the sender did is sure and comes first; what it did to the other
/// end follows.
fn append_changes(out: &mut Vec<u8>, sender: Side, changes: &[StateChange], palette: &Palette) {
    let mut separator = "; ";
    for side in [sender, !sender] {
        for change in changes.iter().filter(|change| change.endpoint == side) {
            out.text(separator);
            paint(out, &palette.state, palette, |out| {
                append_change(out, change)
            });
            separator = ", ";
        }
    }
}

/// Appends a change as its `Display` writes it.
fn append_change(out: &mut Vec<u8>, change: &StateChange) {
    let (from, to) = (change.from.name(), change.to.name());
    for part in [change.endpoint.name(), " ", from, " > ", to] {
        out.text(part);
    }
    if change.assumed {
        out.push(b'?');
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
#[inline]
fn paint(out: &mut Vec<u8>, colour: &str, palette: &Palette, write: impl FnOnce(&mut Vec<u8>)) {
    if colour.is_empty() {
        return write(out);
    }
    out.text(colour);
    write(out);
    out.text(&palette.reset);
}

/// Appends what was noticed, what weighs most first, and nothing twice.
fn append_noticed(out: &mut Vec<u8>, events: Events, more: More<'_>, palette: &Palette) {
    let mut separator = "; ";
    let mut take = |out: &mut Vec<u8>, colour: &str, write: &dyn Fn(&mut Vec<u8>)| {
        out.text(separator);
        paint(out, colour, palette, write);
        separator = ", ";
    };
    let trouble = &palette.trouble;
    for note in more.notes.iter().filter(|note| !is_the_phase(**note)) {
        take(out, trouble, &|out| append_note(out, *note));
    }
    if events.iter().any(is_retransmission) {
        take(out, trouble, &|out| {
            append_retransmission(out, events, more.repeats)
        });
    } else if let Some(packet) = more.repeats {
        take(out, trouble, &|out| {
            out.text("repeats #");
            out.dec(packet);
        });
    }
    for event in events.iter() {
        if !is_retransmission(event) && !is_noted(event, more.notes) {
            let colour = if is_harmless(event) { "" } else { trouble };
            take(out, colour, &|out| out.text(words(event)));
        }
    }
}

/// Appends a note as its `Display` writes it.
fn append_note(out: &mut Vec<u8>, note: Note) {
    match note.text() {
        Some(text) => out.text(text),
        // Writing to a vector cannot fail.
        None => drop(write!(out, "{note}")),
    }
}

/// Appends all that is known of a retransmission in one phrase.
fn append_retransmission(out: &mut Vec<u8>, events: Events, repeats: Option<u64>) {
    for (event, kind) in [
        (Event::SpuriousRetransmission, "spurious "),
        (Event::FastRetransmission, "fast "),
    ] {
        if events.contains(event) {
            out.text(kind);
        }
    }
    out.text("retransmission");
    if let Some(packet) = repeats {
        out.text(" of #");
        out.dec(packet);
    }
    for (event, cause) in [
        (Event::SackRetransmission, " into a SACK hole"),
        (Event::TimeoutRetransmission, " after timeout"),
        (Event::TailLossProbe, " as tail loss probe"),
    ] {
        if events.contains(event) {
            out.text(cause);
        }
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
fn is_noted(event: Event, notes: &[Note]) -> bool {
    let reuse = |note: &Note| matches!(note, Note::PortReuse { .. });
    event == Event::ReusedPorts && notes.iter().any(reuse)
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
        // As in `append_brief`.
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
