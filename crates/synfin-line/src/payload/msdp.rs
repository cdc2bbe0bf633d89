//! MSDP (RFC 3618, section 12). The packet that may stand behind active sources is not printed.

use super::cursor::{Cursor, Short};
use super::line::Line;
use std::ops::RangeInclusive;

/// Octets of a TLV's type and length.
const HEADER: usize = 3;
/// Octets a TLV may have (RFC 3618, 12.1): the lengths of larger ones are printed.
const LIMIT: usize = 1400;
/// The types and lengths that the first TLV may have.
const FIRST: (RangeInclusive<u8>, RangeInclusive<usize>) = (1..=7, HEADER..=1500);

/// Octets of a Source-Active entry (RFC 3618, 12.2.1).
const ENTRY: usize = 12;
/// Octets of a Source-Active Request (RFC 3618, 12.2.2), and of the group in it.
const REQUEST: usize = 8;
const GROUP: usize = 4;

/// Prints the TLVs of a segment. What lies inside one may reach beyond it: only what was captured
/// counts there.
pub(super) fn print(line: &mut Line<'_>, payload: Cursor<'_>) -> Result<(), Short> {
    write!(line, ": msdp");
    let mut first = payload.unbounded();
    let (kind, len) = (first.u8()?, first.u16()?.into());
    if !FIRST.0.contains(&kind) || !FIRST.1.contains(&len) {
        return Err(Short::Payload);
    }
    let mut at = payload;
    while !at.is_empty() {
        if at.left() < HEADER {
            return Err(Short::Payload);
        }
        let start = at;
        let (kind, len) = (at.u8()?, usize::from(at.u16()?));
        if len > LIMIT || line.verbosity > 0 {
            write!(line, " [len {len}]");
        }
        if len < HEADER || len > start.left() {
            return Err(Short::Payload);
        }
        value(line, kind, start.with_len(len))?;
        at = start;
        at.take(len)?;
    }
    Ok(())
}

/// Prints what a TLV says, which begins with its type and length.
fn value(line: &mut Line<'_>, kind: u8, mut tlv: Cursor<'_>) -> Result<(), Short> {
    let len = tlv.left();
    tlv.skip(HEADER);
    match kind {
        1 => {
            write!(line, " SA");
            sources(line, tlv)?;
        }
        3 => {
            write!(line, " SA-Response");
            sources(line, tlv)?;
        }
        2 => {
            write!(line, " SA-Request");
            tlv.u8()?;
            if tlv.left() < GROUP {
                return Err(Short::Payload);
            }
            if len != REQUEST {
                write!(line, "[len={len}] ");
            }
            let group = tlv.array()?;
            write!(line, " for ");
            line.ipv4(group);
        }
        4 => {
            write!(line, " Keepalive");
            if len != HEADER {
                write!(line, "[len={len}] ");
            }
        }
        5 => write!(line, " Notification"),
        _ => write!(line, " [type={kind} len={len}]"),
    }
    Ok(())
}

/// Counts the entries of active sources, behind which a packet may stand.
fn sources(line: &mut Line<'_>, mut tlv: Cursor<'_>) -> Result<(), Short> {
    let entries = tlv.u8()?;
    write!(line, " {entries} entries");
    tlv.take(4)?;
    let entries = usize::from(entries) * ENTRY;
    tlv.unbounded().take(entries)?;
    if tlv.left() > entries {
        write!(line, " [w/data]");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::payload::tests::printed;

    #[test]
    fn tlvs_in_a_row() {
        assert_eq!(
            printed(639, b"\x04\0\x03\x01\0\x14\x01abcdefghijklmnop", 0),
            ": msdp Keepalive SA 1 entries"
        );
        assert_eq!(
            printed(639, b"\x02\0\x08\0\x0a\x01\x02\x03", 1),
            ": msdp [len 8] SA-Request for 10.1.2.3"
        );
        assert_eq!(
            printed(639, b"\x02\0\x09\0\x0a\x01\x02\x03x", 0),
            ": msdp SA-Request[len=9]  for 10.1.2.3"
        );
        assert_eq!(
            printed(639, b"\x04\0\x04a\x06\0\x03", 0),
            ": msdp Keepalive[len=4]  [type=6 len=3]"
        );
        assert_eq!(
            printed(639, b"\x01\0\x09\0abcde", 0),
            ": msdp SA 0 entries [w/data]"
        );
    }

    #[test]
    fn what_cannot_be_leaves_a_mark() {
        assert_eq!(printed(639, b"\x08\0\x03", 0), ": msdp [|msdp]");
        assert_eq!(
            printed(639, b"\x01\0\x0c\x01abcdefgh\x05\0\x03", 0),
            ": msdp SA 1 entries [|msdp]"
        );
        assert_eq!(printed(639, b"\x04\0\x02", 0), ": msdp [|msdp]");
        assert_eq!(printed(639, b"\x05\0\x04", 1), ": msdp [len 4] [|msdp]");
    }
}
