//! BGP (RFC 4271): messages, and with `-v` what is in them.
//!
//! Duty: frame the messages of one segment. Invariant: a message is read only if it was captured
//! whole; inside it, reading is bounded by the snapshot alone where lengths contradict each other,
//! because tcpdump reads so and its text shows it. Absence: no reassembly of messages.

mod attributes;
mod communities;
mod l2vpn;
mod mvpn;
mod names;
mod nlri;
mod notification;
mod open;
mod reach;
mod route;
mod update;

pub(super) use names::afi as name_of_address_family;
pub(super) use nlri::{Family, Refused, bare as prefix};

use super::cursor::{Cursor, Short};
use super::line::Line;

/// The name in truncation marks.
pub(super) const MARK: &str = "bgp";

/// Octets of the marker in front of every message, all ones (RFC 4271, 4.1).
const MARKER: [u8; 16] = [0xff; 16];

/// Octets of a message's header: marker, length, type.
const HEADER: usize = 19;

/// Prints the messages of a segment.
pub(super) fn print(line: &mut Line<'_>, payload: Cursor<'_>) -> Result<(), Short> {
    write!(line, ": BGP");
    if line.verbosity == 0 {
        return Ok(());
    }
    let mut at = payload.up_to_snapshot();
    let mut start = at;
    while at.has(1) {
        if at.captured(MARKER.len()) != MARKER {
            at.skip(1);
            continue;
        }
        let mut header = at.ahead(MARKER.len());
        let (len, kind) = (usize::from(header.u16()?), header.u8()?);
        if at.since(&start) > 0 {
            line.cut(MARK);
        }
        if len < HEADER {
            write!(line, "\nmessage length {len} < {HEADER} (invalid)");
            break;
        }
        if !at.has(len) {
            let name = names::message(kind).unwrap_or("Unknown Message Type");
            write!(line, "\n[|BGP {name}]");
            break;
        }
        // A message that ends before what is in it leaves a mark; the next one is read on. Only where
        // tcpdump reads without looking the snapshot's end is the end of all.
        match message(line, at, len, kind) {
            Ok(()) => {}
            Err(Short::Payload) => line.cut(MARK),
            Err(Short::Snapshot) => return Err(Short::Snapshot),
        }
        at.skip(len);
        start = at;
    }
    Ok(())
}

/// Prints one message of `len` octets, its header among them.
fn message(line: &mut Line<'_>, at: Cursor<'_>, len: usize, kind: u8) -> Result<(), Short> {
    let name = names::message(kind).unwrap_or("Unknown");
    write!(line, "\n\t{name} Message ({kind}), length: {len}");
    let body = at.ahead(HEADER);
    match kind {
        1 => open::print(line, at, len),
        2 => update::print(line, at, len),
        3 => notification::print(line, body, len),
        4 => Ok(()),
        5 => route_refresh(line, at, len),
        _ => {
            write!(line, "\n\t  no Message {kind} decoder");
            line.hex_rows("\n\t  ", at.captured(len));
            Ok(())
        }
    }
}

/// RFC 2918, section 3.
fn route_refresh(line: &mut Line<'_>, at: Cursor<'_>, len: usize) -> Result<(), Short> {
    let mut body = at.ahead(HEADER);
    let (afi, _, safi) = (body.u16()?, body.u8()?, body.u8()?);
    if len < HEADER + 4 {
        return Ok(());
    }
    write!(line, "\n\t  ");
    address_family(line, afi, safi);
    if line.verbosity > 1 {
        line.hex_rows("\n\t  ", at.captured(len));
    }
    Ok(())
}

/// An address family and its subsequent one, in the form that messages other than updates have.
fn address_family(line: &mut Line<'_>, afi: u16, safi: u8) {
    write!(
        line,
        "AFI {} ({afi}), SAFI {} ({safi})",
        names::afi(afi).unwrap_or("Unknown"),
        names::safi(safi).unwrap_or("Unknown"),
    );
}

#[cfg(test)]
mod tests;
