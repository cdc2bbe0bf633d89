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
        record.mark("nflog");
        return Ok(());
    };
    if version != 0 {
        return Ok(());
    }
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
    let (at, is_whole) = payload_at(frame);
    record.link_header_len = at;
    if !is_whole {
        record.mark("nflog");
        return Ok(());
    }
    let outcome = print(record, frame.skip(at));
    if outcome.is_err() {
        record.link_header_len = 0;
    }
    outcome
}

/// Where the packet begins, behind the attributes before it; or, if not all of those and of the
/// packet's own were captured, where the one begins that was cut.
fn payload_at(frame: Octets<'_>) -> (usize, bool) {
    let mut at = HEADER_LEN;
    while let Some([a, b, c, d]) = frame.array::<ATTRIBUTE_HEADER_LEN>(at) {
        // Attributes are in the byte order of the host that captured them; lengths are short.
        let (len, kind) = if b <= a {
            (u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d]))
        } else {
            (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]))
        };
        let len = usize::from(len).next_multiple_of(4);
        if len < ATTRIBUTE_HEADER_LEN || !frame.has(at + len) {
            break;
        }
        if kind == PAYLOAD {
            return (at + ATTRIBUTE_HEADER_LEN, true);
        }
        at += len;
    }
    (at, false)
}
