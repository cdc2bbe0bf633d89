//! Linux netfilter log messages (NFLOG).

use crate::octets::Octets;
use crate::record::{Outcome, Record};
use crate::{ipv4, ipv6};

/// The fixed header's length in octets, and that of an attribute's header.
const HEADER_LEN: usize = 4;
const ATTRIBUTE_HEADER_LEN: usize = 4;

/// The attribute whose value is the packet.
const PAYLOAD: u16 = 9;

/// Prints a message.
pub(super) fn print(record: &mut Record<'_>, frame: Octets<'_>) -> Outcome {
    let (Some([family, version]), Some(resource)) = (frame.array(0), frame.be16(2)) else {
        record.text(" [|nflog]");
        return Ok(());
    };
    let (name, print): (_, fn(&mut Record<'_>, Octets<'_>) -> Outcome) = match family {
        2 => ("IPv4", ipv4::print),
        10 => ("IPv6", ipv6::print),
        _ => return Ok(()),
    };
    if record.options.link_header {
        record.labelled("version ", version);
        record.labelled(", resource ID ", resource);
        if record.options.quiet > 0 {
            record.text(", ");
            record.text(name);
        } else {
            record.text(", family ");
            record.text(name);
            record.labelled(" (", family);
            record.text(")");
        }
        record.labelled(", length ", frame.len());
        record.text(": ");
    }
    let Some(at) = payload_at(frame) else {
        record.text(" [|nflog]");
        return Ok(());
    };
    record.link_header_len = at;
    print(record, frame.skip(at))
}

/// Where the packet begins, behind the attributes before it.
fn payload_at(frame: Octets<'_>) -> Option<usize> {
    let mut at = HEADER_LEN;
    loop {
        let [a, b, c, d] = frame.array::<ATTRIBUTE_HEADER_LEN>(at)?;
        // Attributes are in the byte order of the host that captured them; lengths are short.
        let (len, kind) = if b <= a {
            (u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d]))
        } else {
            (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]))
        };
        if kind == PAYLOAD {
            return Some(at + ATTRIBUTE_HEADER_LEN);
        }
        let len = usize::from(len).next_multiple_of(4);
        if len < ATTRIBUTE_HEADER_LEN {
            return None;
        }
        at += len;
    }
}
