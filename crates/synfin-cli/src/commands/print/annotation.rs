//! What is said of a packet behind its line: `# 1 handshake 1/3 SYN; client CLOSED > SYN-SENT`.
//!
//! Duty: the order and the separators. The parts are set off by `; `: connection and phase, state
//! changes, what was noticed; the members of a part by `, `. Invariant: the text is the same with
//! and without colour. Absence: the words of phases, states and notes; those are the library's.

use crate::colour::Palette;
use crate::writing::Append;
use std::io::Write;
use synfin::Side;
use synfin::analysis::{Event, Events, Rule};
use synfin::tcp::{Brief, Note, Observation, Phase, StateChange};
use synfin_line::Sheet;

/// The only event that many packets have.
const DUPLICATE_ACK: Events = {
    let mut events = Events::NONE;
    events.insert(Rule::SameAckAndWindow);
    events
};

/// Writes annotations without colour onto sheets.
#[derive(Default)]
pub(super) struct Annotator {
    /// Without colour.
    palette: Palette,
    /// An annotation that is not like most; kept for its room.
    text: Vec<u8>,
}

/// What was seen of a packet, as far as it is told.
#[derive(Clone, Copy)]
pub(super) enum Told<'a> {
    /// Data of this connection, in which that happened, and nothing else.
    Data(u64, Events),
    /// Anything.
    Whole(&'a Observation),
}

impl<'a> From<&'a Brief> for Told<'a> {
    #[inline(always)]
    fn from(brief: &'a Brief) -> Self {
        match brief {
            Brief::Data { connection, events } => Self::Data(*connection, *events),
            Brief::Whole(seen) => Self::Whole(seen),
        }
    }
}

impl Told<'_> {
    #[inline]
    const fn connection(self) -> u64 {
        match self {
            Self::Data(connection, _) => connection,
            Self::Whole(seen) => seen.connection,
        }
    }
}

impl Annotator {
    /// Appends the annotation of a packet, with the TAB before it.
    #[inline]
    pub(super) fn append(&mut self, sheet: &mut Sheet, told: Told<'_>) {
        append_connection(sheet, told.connection());
        self.append_behind_number(sheet, told);
    }

    /// The same with a line feed behind it.
    #[inline(always)]
    pub(super) fn end_line(&mut self, sheet: &mut Sheet, told: Told<'_>) {
        match told {
            Told::Data(connection, Events::NONE) => {
                sheet.around(b"\t# ", connection, b" data\n");
            }
            Told::Data(connection, DUPLICATE_ACK) => {
                sheet.around(b"\t# ", connection, b" data; duplicate ack\n");
            }
            _ => {
                self.append(sheet, told);
                sheet.append(b"\n");
            }
        }
    }

    /// Appends what stands behind the connection's number.
    #[inline(always)]
    pub(super) fn append_behind_number(&mut self, sheet: &mut Sheet, told: Told<'_>) {
        match told {
            Told::Data(_, Events::NONE) => sheet.lit(b" data"),
            Told::Data(_, DUPLICATE_ACK) => sheet.lit(b" data; duplicate ack"),
            _ => self.append_unusual(sheet, told),
        }
    }

    /// The same of a packet of which there is more to say, or that is not one of data.
    #[inline(never)]
    fn append_unusual(&mut self, sheet: &mut Sheet, told: Told<'_>) {
        self.text.clear();
        match told {
            Told::Data(_, events) => append_data(&mut self.text, events, &self.palette),
            Told::Whole(seen) => append_behind_number(&mut self.text, seen, &self.palette),
        }
        sheet.append(&self.text);
    }
}

/// Appends the connection's number and what stands before it.
#[inline(always)]
pub(super) fn append_connection(sheet: &mut Sheet, connection: u64) {
    sheet.lit(b"\t# ");
    sheet.number(connection);
}

/// Appends the annotation of a packet, with the TAB before it.
pub(super) fn append(out: &mut Vec<u8>, seen: &Observation, palette: &Palette) {
    out.push(b'\t');
    paint(out, &palette.faint, palette, |out| out.push(b'#'));
    out.push(b' ');
    out.dec(seen.connection);
    append_behind_number(out, seen, palette);
}

/// Appends what stands behind the connection's number.
fn append_behind_number(out: &mut Vec<u8>, seen: &Observation, palette: &Palette) {
    append_phase(out, seen.phase, palette);
    append_changes(out, seen.sender, &seen.changes, palette);
    append_noticed(out, seen.events, &seen.notes, seen.repeats, palette);
}

/// The same of data in which that happened, and nothing else.
fn append_data(out: &mut Vec<u8>, events: Events, palette: &Palette) {
    append_phase(out, Phase::Data, palette);
    append_noticed(out, events, &[], None, palette);
}

/// Appends a phase as its `Display` writes it, in its colour, behind a blank.
fn append_phase(out: &mut Vec<u8>, phase: Phase, palette: &Palette) {
    out.push(b' ');
    paint(out, colour_of(phase, palette), palette, |out| {
        out.text(phase.name());
        for part in [phase.step(), phase.step_name()].into_iter().flatten() {
            out.push(b' ');
            out.text(part);
        }
    });
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
fn append_noticed(
    out: &mut Vec<u8>,
    events: Events,
    notes: &[Note],
    repeats: Option<u64>,
    palette: &Palette,
) {
    if events.is_empty() && notes.is_empty() && repeats.is_none() {
        return;
    }
    let mut separator = "; ";
    let mut take = |out: &mut Vec<u8>, colour: &str, write: &dyn Fn(&mut Vec<u8>)| {
        out.text(separator);
        paint(out, colour, palette, write);
        separator = ", ";
    };
    let trouble = &palette.trouble;
    for note in notes.iter().filter(|note| !is_the_phase(**note)) {
        take(out, trouble, &|out| append_note(out, *note));
    }
    if events.iter().any(is_retransmission) {
        take(out, trouble, &|out| {
            append_retransmission(out, events, repeats)
        });
    } else if let Some(packet) = repeats {
        take(out, trouble, &|out| {
            out.text("repeats #");
            out.dec(packet);
        });
    }
    for event in events.iter() {
        if !is_retransmission(event) && !is_noted(event, notes) {
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
        // As in `Annotator`.
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

#[cfg(test)]
mod tests;
