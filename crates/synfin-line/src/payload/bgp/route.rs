//! Route distinguishers (RFC 4364, 4.2), labels (RFC 8277) and NSAP addresses as text.

use super::super::line::Line;

/// Appends a route distinguisher.
pub(super) fn distinguisher(line: &mut Line<'_>, [t, u, a, b, c, d, e, f]: [u8; 8]) {
    match u16::from_be_bytes([t, u]) {
        0 => {
            let system = u16::from_be_bytes([a, b]);
            let number = u32::from_be_bytes([c, d, e, f]);
            write!(line, "{system}:{number} (= {c}.{d}.{e}.{f})");
        }
        1 => {
            let number = u16::from_be_bytes([e, f]);
            write!(line, "{a}.{b}.{c}.{d}:{number}");
        }
        2 => {
            let system = u32::from_be_bytes([a, b, c, d]);
            let number = u16::from_be_bytes([e, f]);
            write!(line, "{system}:{number} ({a}.{b}.{c}.{d}:{number})");
        }
        _ => write!(line, "unknown RD format"),
    }
}

/// Appends a label of three octets and what its lowest bit says of it.
pub(super) fn label(line: &mut Line<'_>, octets: u32) {
    let bottom = if octets & 1 == 0 {
        "(BOGUS: Bottom of Stack NOT set!)"
    } else {
        "(bottom)"
    };
    write!(line, ", label:{} {bottom}", octets >> 4);
}

/// Octets an NSAP address can have (ISO 8348).
const NSAP_LIMIT: usize = 20;

/// Appends an NSAP address, a dot after the first octet and after every second one from there.
pub(super) fn nsap(line: &mut Line<'_>, address: &[u8]) {
    if address.is_empty() || address.len() > NSAP_LIMIT {
        write!(line, "isonsap_string: illegal length");
        return;
    }
    for (index, octet) in address.iter().enumerate() {
        if index % 2 == 1 {
            write!(line, ".");
        }
        write!(line, "{octet:02x}");
    }
}
