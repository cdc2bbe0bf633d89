//! What stands on and under an arrow, and in a fold.
//!
//! Invariant: the same words in every renderer. Absence: no escaping; the words are our own, and
//! nothing in them comes out of the capture but numbers.

use crate::chronicle::{Run, Step};
use crate::numbers;
use crate::words::{Label, Language};
use synfin::ControlBits;
use synfin::analysis::Event;

/// Appends the step of its phase, control bits, relative numbers and length: `1/3 SYN 0`,
/// `PSH 1:22 (21) ack 1`, `ACK 22`.
pub(super) fn push(label: &mut String, step: &Step) {
    if let Some(number) = step.phase.step() {
        label.push_str(number);
        label.push(' ');
    }
    let control = step.control;
    let has_data = step.payload_len > 0;
    push_name(label, control, has_data);
    let pure_ack = is_bare(control) && control.ack() && !has_data;
    if let (Some(seq), false) = (step.seq(), pure_ack) {
        label.push(' ');
        numbers::push(label, seq);
        if has_data {
            label.push(':');
            numbers::push(label, seq.saturating_add(step.payload_len.into()));
            label.push_str(" (");
            numbers::push(label, step.payload_len);
            label.push(')');
        }
    }
    if let Some(ack) = step.ack() {
        label.push_str(if pure_ack { " " } else { " ack " });
        numbers::push(label, ack);
    }
}

/// No control bit but ACK.
const fn is_bare(control: ControlBits) -> bool {
    !(control.syn() || control.fin() || control.rst() || control.urg() || control.psh())
}

/// The control bits as one word; a segment with ACK alone is named by what it carries.
fn push_name(label: &mut String, control: ControlBits, has_data: bool) {
    if is_bare(control) {
        label.push_str(match (control.ack(), has_data) {
            (true, false) => "ACK",
            (true, true) => "data",
            (false, _) => "no flags",
        });
        return;
    }
    let begin = label.len();
    let bits = [
        (control.syn(), "SYN"),
        (control.fin(), "FIN"),
        (control.rst(), "RST"),
        (control.psh() && !control.syn() && !control.fin(), "PSH"),
        (control.urg(), "URG"),
        // Every other segment has it, so that it tells nothing there.
        (control.ack() && (control.syn() || control.rst()), "ACK"),
    ];
    for (_, name) in bits.iter().filter(|(set, _)| *set) {
        if label.len() > begin {
            label.push('-');
        }
        label.push_str(name);
    }
}

/// Gives `take` repetition, events and notes, most important first.
pub(super) fn each_remark(step: &Step, mut take: impl FnMut(&str)) {
    if let Some(packet) = step.repeats() {
        take(&format!("again, as #{packet}"));
    }
    if !step.events.is_empty() {
        let mut events = step.events.iter();
        let has_kind = step.repeats().is_some() || events.any(kind_of_retransmission);
        let is_said = |event: &Event| match event {
            Event::Retransmission => !has_kind,
            // The note says it more precisely.
            Event::ReusedPorts => step.notes().is_empty(),
            _ => true,
        };
        for event in step.events.iter().filter(is_said) {
            take(remark(event));
        }
    }
    for note in step.notes() {
        take(&note.to_string());
    }
}

/// Does it say which kind of retransmission it is?
const fn kind_of_retransmission(event: Event) -> bool {
    matches!(
        event,
        Event::FastRetransmission
            | Event::SpuriousRetransmission
            | Event::SackRetransmission
            | Event::TimeoutRetransmission
            | Event::TailLossProbe
    )
}

/// An event as a person writes it.
const fn remark(event: Event) -> &'static str {
    match event {
        Event::FastRetransmission => "fast retransmission",
        Event::SpuriousRetransmission => "spurious retransmission",
        Event::OutOfOrder => "out of order",
        Event::LostSegment => "something before it is missing",
        Event::AckLostSegment => "ACK of something that was not captured",
        Event::DuplicateAck => "duplicate ACK",
        Event::KeepAlive => "keep-alive",
        Event::KeepAliveAck => "answer to a keep-alive",
        Event::ZeroWindow => "zero window",
        Event::ZeroWindowProbe => "window probe",
        Event::ZeroWindowProbeAck => "answer to a window probe",
        Event::WindowUpdate => "window update",
        Event::WindowFull => "window full",
        Event::ReusedPorts => "ports used again",
        Event::CaptureDuplicate => "captured twice",
        Event::SackRetransmission => "SACK retransmission",
        Event::TimeoutRetransmission => "timeout retransmission",
        Event::TailLossProbe => "tail loss probe",
        Event::DuplicateSack => "D-SACK",
        Event::SpuriousByTimestamps => "spurious by its timestamp",
        other => other.name(),
    }
}

/// `482 segments, client 1.2 kB, server 690 kB, 1.2 s`.
pub(super) fn folded(run: &Run, is_left_out: bool, language: Language) -> String {
    let segments = if is_left_out {
        Label::FoldedLeftOut
    } else {
        Label::FoldedSegments
    };
    let mut label = segments.with(language, &[("count", &run.segments)]);
    let ends = [
        (Label::Client, run.client_octets),
        (Label::Server, run.server_octets),
    ];
    for (name, octets) in ends {
        if octets > 0 {
            label.push_str(", ");
            label.push_str(name.text(language));
            label.push(' ');
            numbers::push_octets(&mut label, octets);
        }
    }
    label.push_str(", ");
    numbers::push_duration(&mut label, run.to.saturating_sub(run.from), &numbers::SHORT);
    label
}
