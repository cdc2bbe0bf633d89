//! BSD loopback (NULL and LOOP): an address family in four octets.

use crate::octets::Octets;
use crate::record::{Outcome, Record};
use crate::{ipv4, ipv6};

/// A header's length in octets.
const HEADER_LEN: usize = 4;

/// Prints a packet.
pub(super) fn print(record: &mut Record<'_>, frame: Octets<'_>) -> Outcome {
    let Some(family) = frame.array(0).map(u32::from_le_bytes) else {
        record.mark("null");
        return Ok(());
    };
    // The family is a small number in the byte order of the host that captured it.
    let family = if family > 0xffff {
        family.swap_bytes()
    } else {
        family
    };
    let (name, print): (_, fn(&mut Record<'_>, Octets<'_>) -> Outcome) = match family {
        2 => ("IPv4", ipv4::print),
        24 | 28 | 30 => ("IPv6", ipv6::print),
        _ => return Ok(()),
    };
    if record.options.link_header {
        if record.options.quiet == 0 {
            record.text("AF ");
        }
        record.text(name);
        if record.options.quiet == 0 {
            record.labelled(" (", family);
            record.text(")");
        }
        record.labelled(", length ", frame.len());
        record.text(": ");
    }
    print(record, frame.skip(HEADER_LEN))?;
    record.link_header_len = HEADER_LEN;
    Ok(())
}
