//! MSDP (RFC 3618, section 12).

use super::cursor::{Cursor, Short};
use super::line::Line;
use std::ops::RangeInclusive;

/// Octets of a TLV's type and length.
const HEADER: u16 = 3;
/// Octets a TLV may have (RFC 3618, 12.1): the lengths of larger ones are printed.
const LIMIT: u16 = 1400;
/// The types and lengths that the first TLV may have.
const FIRST: (RangeInclusive<u8>, RangeInclusive<u16>) = (1..=7, HEADER..=1500);

/// Prints the TLVs of a segment. Inside them only the snapshot bounds what is read.
pub(super) fn print(line: &mut Line<'_>, payload: Cursor<'_>) -> Result<(), Short> {
    write!(line, ": msdp");
    let mut first = payload.unbounded();
    if !FIRST.0.contains(&first.u8()?) || !FIRST.1.contains(&first.u16()?) {
        return Err(Short::Payload);
    }
    let mut at = payload;
    while !at.is_empty() {
        let mut tlv = at.unbounded();
        let (kind, len) = (tlv.u8()?, tlv.u16()?);
        if len > LIMIT || line.verbosity > 0 {
            write!(line, " [len {len}]");
        }
        if len < HEADER || usize::from(len) > at.left() {
            return Err(Short::Payload);
        }
        match kind {
            1 | 3 => {
                let name = if kind == 1 { "SA" } else { "SA-Response" };
                write!(line, " {name}");
                let entries = tlv.u8()?;
                write!(line, " {entries} entries");
                if u16::from(entries) * 12 + 8 < len {
                    write!(line, " [w/data]");
                }
            }
            2 => {
                write!(line, " SA-Request");
                tlv.skip(1);
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
        at.skip(len.into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::payload::tests::printed;

    #[test]
    fn tlvs_in_a_row() {
        assert_eq!(
            printed(639, b"\x04\0\x03\x01\0\x10\x01abcdefghijkl", 0),
            ": msdp Keepalive SA 1 entries"
        );
        assert_eq!(
            printed(639, b"\x02\0\x08\0\x0a\x01\x02\x03", 1),
            ": msdp [len 8] SA-Request for 10.1.2.3"
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
        assert_eq!(printed(639, b"\x04\0\x02", 0), ": msdp [|msdp]");
        assert_eq!(printed(639, b"\x05\0\x04", 1), ": msdp [len 4] [|msdp]");
    }
}
