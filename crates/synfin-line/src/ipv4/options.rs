//! IPv4 options (RFC 791, section 3.1): their text with `-v`, and where a source route ends.

use super::CUT;
use crate::octets::Octets;
use crate::record::{Halt, Record};

/// Were all options of a header captured?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// As far as they are shown, yes.
    Whole,
    /// No; ` [truncated-option]` says so.
    Cut,
}

/// Where options begin in a header.
const START: usize = 20;

const END_OF_LIST: u8 = 0;
const NO_OPERATION: u8 = 1;
const RECORD_ROUTE: u8 = 7;
const TIMESTAMP: u8 = 68;
const LOOSE_SOURCE_ROUTE: u8 = 131;
const STRICT_SOURCE_ROUTE: u8 = 137;
const ROUTER_ALERT: u8 = 148;

/// Appends the options of a header of `header_len` octets.
pub(super) fn print(
    record: &mut Record<'_>,
    packet: Octets<'_>,
    header_len: u32,
) -> Result<Extent, Halt> {
    let end = usize::try_from(header_len).unwrap_or(START);
    let mut at = START;
    while at < end {
        if at > START {
            record.text(",");
        }
        let kind = packet.u8(at).ok_or(CUT)?;
        name(record, kind);
        let len = match kind {
            NO_OPERATION | END_OF_LIST => 1,
            _ => usize::from(packet.u8(at + 1).ok_or(CUT)?),
        };
        if len > end - at || (len < 2 && kind > NO_OPERATION) {
            bad(record, " [bad length ", len);
            break;
        }
        if !packet.has(at + len) || value(record, packet.skip(at), kind, len) == Extent::Cut {
            record.text(" [truncated-option]");
            return Ok(Extent::Cut);
        }
        if kind == END_OF_LIST {
            break;
        }
        at += len;
    }
    Ok(Extent::Whole)
}

fn name(record: &mut Record<'_>, kind: u8) {
    let name = match kind {
        END_OF_LIST => "EOL",
        NO_OPERATION => "NOP",
        RECORD_ROUTE => "RR",
        TIMESTAMP => "timestamp",
        82 => "traceroute",
        130 => "security",
        LOOSE_SOURCE_ROUTE => "LSRR",
        STRICT_SOURCE_ROUTE => "SSRR",
        ROUTER_ALERT => "RA",
        _ => return record.labelled("unknown ", kind),
    };
    record.text(name);
}

/// Appends `LABEL N]`.
fn bad(record: &mut Record<'_>, label: &str, number: usize) {
    record.labelled(label, u64::try_from(number).unwrap_or(u64::MAX));
    record.text("]");
}

/// Appends an option's value; `option` begins at its kind.
fn value(record: &mut Record<'_>, option: Octets<'_>, kind: u8, len: usize) -> Extent {
    let whole = match kind {
        RECORD_ROUTE | LOOSE_SOURCE_ROUTE | STRICT_SOURCE_ROUTE => route(record, option, len),
        TIMESTAMP => timestamps(record, option, len),
        ROUTER_ALERT if len < 4 => {
            bad(record, " [bad length ", len);
            Some(())
        }
        ROUTER_ALERT => option.be16(2).map(|value| {
            if value != 0 {
                record.labelled(" value ", value);
            }
        }),
        _ => Some(()),
    };
    match whole {
        Some(()) => Extent::Whole,
        None => Extent::Cut,
    }
}

/// The addresses of a route; those before the pointer were visited.
fn route(record: &mut Record<'_>, option: Octets<'_>, len: usize) -> Option<()> {
    if len < 3 {
        bad(record, " [bad length ", len);
        return Some(());
    }
    if !(len + 1).is_multiple_of(4) {
        bad(record, " [bad length ", len);
    }
    let pointer = usize::from(option.u8(2)?);
    if pointer < 4 || !pointer.is_multiple_of(4) || pointer > len + 2 {
        bad(record, " [bad ptr ", pointer);
    }
    for at in (3..len).step_by(4) {
        let address = option.array(at)?;
        record.text(" ");
        record.ipv4_host(address);
        if is_before(at, pointer) {
            record.text(",");
        }
    }
    Some(())
}

/// Is the place before the pointer, which counts from 1? All places are before pointer 0, which
/// is a number below zero taken without its sign.
const fn is_before(at: usize, pointer: usize) -> bool {
    pointer == 0 || at < pointer - 1
}

/// Timestamps, with addresses or without.
fn timestamps(record: &mut Record<'_>, option: Octets<'_>, len: usize) -> Option<()> {
    if len < 4 {
        bad(record, "[bad length ", len);
        return Some(());
    }
    record.text(" TS{");
    let pointer = usize::from(option.u8(2)?);
    let (overflow, kind) = option.u8(3).map(|octet| (octet >> 4, octet & 15))?;
    let entry_len = if kind == 0 { 4 } else { 8 };
    if !(len - 4).is_multiple_of(entry_len) {
        bad(record, "[bad length ", len);
    }
    if pointer < 5 || !(pointer - 5).is_multiple_of(entry_len) || pointer > len + 2 {
        bad(record, "[bad ptr ", pointer);
    }
    let name = match kind {
        0 => Some("TSONLY"),
        1 => Some("TS+ADDR"),
        3 => Some("PRESPEC"),
        _ => None,
    };
    let mut at = 0;
    if let Some(name) = name {
        record.text(name);
        at = 4;
        while at < len {
            entry(record, option, at, entry_len, pointer)?;
            at += entry_len;
        }
    } else {
        bad(record, "[bad ts type ", kind.into());
    }
    if pointer == at + 1 {
        record.text(" ^ ");
    }
    if overflow > 0 {
        record.labelled(" [", overflow);
        record.text(" hops not recorded]} ");
    } else {
        record.text("}");
    }
    Some(())
}

/// One timestamp, and the address before it if entries have one.
fn entry(
    record: &mut Record<'_>,
    option: Octets<'_>,
    at: usize,
    entry_len: usize,
    pointer: usize,
) -> Option<()> {
    let time = option.be32(at + entry_len - 4)?;
    let address = option.array(at)?;
    record.text(if pointer == at + 1 { " ^ " } else { " " });
    record.dec(time);
    record.text("@");
    if entry_len == 8 {
        record.ipv4_host(address);
    }
    Some(())
}

/// Where a source route leads in the end, if the header has one: the address that a checksum's
/// pseudo header is made with in place of the destination.
pub(crate) fn final_destination(options: &[u8]) -> Option<[u8; 4]> {
    let mut rest = options;
    loop {
        let len = match *rest.first()? {
            END_OF_LIST => return None,
            NO_OPERATION => 1,
            _ => usize::from(*rest.get(1)?),
        };
        let option = rest.get(..len)?;
        match *rest.first()? {
            LOOSE_SOURCE_ROUTE | STRICT_SOURCE_ROUTE if len >= 7 => {
                return option.last_chunk().copied();
            }
            NO_OPERATION => {}
            _ if len < 2 => return None,
            _ => {}
        }
        rest = rest.get(len..)?;
    }
}
