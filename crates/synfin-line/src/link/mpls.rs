//! MPLS label stacks (RFC 3032).

use crate::octets::Octets;
use crate::record::{Halt, Outcome, Record};
use crate::{ipv4, ipv6};

/// A label stack entry's length in octets.
const ENTRY_LEN: usize = 4;

/// Prints a label stack and what is behind it.
pub(crate) fn print(record: &mut Record<'_>, packet: Octets<'_>) -> Outcome {
    const CUT: Halt = Halt::Cut("mpls");
    record.text("MPLS");
    let mut at = 0;
    let mut label;
    loop {
        if packet.skip(at).len() < 4 {
            record.text(" (invalid)");
            return Ok(());
        }
        let entry = packet.be32(at).ok_or(CUT)?;
        label = entry >> 12;
        if at > 0 && record.verbose() {
            record.text("\n\t");
        } else {
            record.text(" ");
        }
        record.labelled("(label ", label);
        if record.verbose() {
            record.text(meaning(label));
        }
        record.labelled(", tc ", entry >> 9 & 7);
        let bottom = entry & 0x100 != 0;
        if bottom {
            record.text(", [S]");
        }
        record.labelled(", ttl ", entry & 0xff);
        record.text(")");
        at += ENTRY_LEN;
        if bottom {
            break;
        }
    }
    let payload = packet.skip(at);
    let print: fn(&mut Record<'_>, Octets<'_>) -> Outcome = match (label, payload.u8(0)) {
        (0 | 3, _) => ipv4::print,
        (2, _) => ipv6::print,
        // Nothing in the stack says what it carries.
        (_, Some(0x45..=0x4f)) => ipv4::print,
        (_, Some(0x60..=0x6f)) => ipv6::print,
        (_, None) if payload.len() > 0 => return Err(CUT),
        _ => return Ok(()),
    };
    record.text(if record.verbose() { "\n\t" } else { " " });
    print(record, payload)
}

/// What a reserved label means (RFC 3032, section 2.1).
const fn meaning(label: u32) -> &'static str {
    match label {
        0 => " (IPv4 explicit NULL)",
        1 => " (router alert)",
        2 => " (IPv6 explicit NULL)",
        3 => " (implicit NULL)",
        4..=15 => " (rsvd)",
        _ => "",
    }
}
