//! The TCP part of a record.
//!
//! Duty: everything from the ports to the payload part. Invariant: lengths come from the IP
//! header, octets only from what was captured and lies inside the IP packet. Absence: nothing of
//! the connection's life; only the relative numbers know of earlier packets.

mod checksum;
mod fields;
mod mptcp;
mod options;
#[cfg(test)]
mod tests;

use crate::ip::{self, IpPacket};
use crate::ip_protocol;
use crate::octets::Octets;
use crate::payload::{self, Completion, Payload};
use crate::record::{Halt, Outcome, Record};
use crate::sequence::{Numbers, Shown};
use crate::sockets::Sockets;
use fields::Fields;

/// A TCP header's length without options.
const MIN_HEADER_LEN: u32 = 20;

/// Prints the TCP packet in `segment`, which begins at its header.
pub(crate) fn print(record: &mut Record<'_>, ip: &IpPacket<'_>, segment: Octets<'_>) -> Outcome {
    record.note_tcp();
    let (Some(source), Some(destination)) = (segment.be16(0), segment.be16(2)) else {
        ip::hosts(record, &ip.addresses);
        record.text(": [|tcp]");
        return Ok(());
    };
    ip.append_sockets(
        record,
        ip_protocol::TCP,
        [source, destination],
        |record, port| record.tcp_port(port),
    );
    let Some(fields) = Fields::read(segment) else {
        record.mark("tcp");
        return Ok(());
    };
    if fields.header_len < MIN_HEADER_LEN {
        let len = segment.len().wrapping_sub(fields.header_len);
        record.labelled(" tcp ", len);
        record.labelled(" [bad hdr length ", fields.header_len);
        record.text(" - too short, < 20]");
        return Ok(());
    }
    if record.options.quiet > 0 {
        quiet(record, &fields, segment);
        return Ok(());
    }
    let numbers = Numbers {
        sockets: &Sockets::new(&ip.addresses, [source, destination]),
        seq: fields.seq,
        ack: fields.ack,
        control: fields.control,
    };
    let shown = if record.options.absolute_seq {
        Shown::absolute(fields.seq, fields.ack)
    } else {
        record.memory.sequences.observe(&numbers)
    };
    record.text("Flags [");
    record.text(fields.control.letters());
    record.text("]");
    if fields.header_len > segment.len() {
        too_long(record, &fields, segment);
        return Ok(());
    }
    if record.verbose() && !record.options.skip_checksums && !ip.fragmented {
        checksum::print(record, ip, segment, fields.checksum);
    }
    fields::print(record, &fields, &shown, segment.len() - fields.header_len);
    let mut protocol = "tcp";
    if fields.header_len > MIN_HEADER_LEN {
        let printed = options::print(record, &fields, &shown, segment)?;
        if printed.end == options::End::Broken {
            return Ok(());
        }
        protocol = printed.protocol;
    }
    payload_part(record, &fields, segment, (*numbers.sockets, protocol))
}

/// All that `-q` leaves.
fn quiet(record: &mut Record<'_>, fields: &Fields, segment: Octets<'_>) {
    let len = segment.len().wrapping_sub(fields.header_len);
    record.labelled("tcp ", len);
    if fields.header_len > segment.len() {
        too_long(record, fields, segment);
    }
}

/// Says that the data offset points behind the IP packet's end.
fn too_long(record: &mut Record<'_>, fields: &Fields, segment: Octets<'_>) {
    record.labelled(" [bad hdr length ", fields.header_len);
    record.labelled(" - too long, > ", segment.len());
    record.text("]");
}

/// The payload's length, and what an application's printer makes of it; `protocol` is what a
/// truncation mark of the header names.
fn payload_part(
    record: &mut Record<'_>,
    fields: &Fields,
    segment: Octets<'_>,
    (sockets, protocol): (Sockets, &'static str),
) -> Outcome {
    let len = segment.len() - fields.header_len;
    record.labelled(", length ", len);
    // Up to here the line has no end.
    record.note_tcp();
    if len == 0 {
        return Ok(());
    }
    let header_len = usize::try_from(fields.header_len).unwrap_or(usize::MAX);
    if !segment.has(header_len) {
        record.remaining(segment, fields.header_len);
        return Err(Halt::Cut(protocol));
    }
    let payload = Payload {
        captured: segment.skip(header_len).captured(),
        len,
        sockets,
        reset: fields.control.rst(),
        has_options: fields.header_len > MIN_HEADER_LEN,
        told_by: protocol,
    };
    let memory = &mut record.memory.payloads;
    match payload::append(record.out, &payload, record.options.verbosity, memory) {
        Completion::Whole => Ok(()),
        Completion::Cut => Err(Halt::Marked),
    }
}
