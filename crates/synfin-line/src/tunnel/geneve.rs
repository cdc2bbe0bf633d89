//! Geneve (RFC 8926).

use super::separator;
use crate::link;
use crate::octets::Octets;
use crate::record::{Halt, Outcome, Record};
use crate::writer::Text;

const CUT: Halt = Halt::Cut("geneve");

/// The header's length in octets, without options.
const HEADER_LEN: usize = 8;

/// Ethernet as the payload: transparent bridging.
const ETHERNET: u16 = 0x6558;

/// Prints a packet.
pub(super) fn print(record: &mut Record<'_>, packet: Octets<'_>) -> Outcome {
    record.text("Geneve");
    if packet.len() < 8 {
        record.text(" (invalid)");
        return Ok(());
    }
    let header = packet.array::<HEADER_LEN>(0).ok_or(CUT)?;
    let [first, flag_octet, high, low, a, b, c, reserved] = header;
    if first >> 6 != 0 {
        record.labelled(" ERROR: unknown-version ", first >> 6);
        return Ok(());
    }
    record.text(", Flags [");
    flags(record, flag_octet);
    record.text("], vni 0x");
    record.out.hex(u32::from_be_bytes([0, a, b, c]));
    if reserved != 0 {
        record.text(", rsvd 0x");
        record.out.hex(reserved);
    }
    let protocol = u16::from_be_bytes([high, low]);
    if record.options.link_header {
        record.text(", proto ");
        link::append_ethertype(record, protocol);
    }
    let options_len = u32::from(first & 0x3f) * 4;
    let rest = packet.skip(HEADER_LEN);
    if rest.len() < options_len {
        record.labelled(" truncated-geneve - ", options_len - rest.len());
        record.text(" bytes missing");
        return Ok(());
    }
    if options_len > 0 {
        record.text(", options [");
        options(record, rest, options_len)?;
        record.text("]");
    }
    separator(record);
    let payload = rest.skip(usize::try_from(options_len).unwrap_or(usize::MAX));
    if protocol == ETHERNET {
        link::ethernet(record, payload).map(|_| ())
    } else {
        link::by_ethertype(record, protocol, payload)
    }
}

/// Appends the names of the flags that are set.
fn flags(record: &mut Record<'_>, octet: u8) {
    const NAMES: [&str; 8] = ["O", "C", "R1", "R2", "R3", "R4", "R5", "R6"];
    if octet == 0 {
        record.text("none");
    }
    for (bit, name) in NAMES.into_iter().enumerate() {
        if octet << bit & 0x80 != 0 {
            record.text(name);
        }
    }
}

/// Appends the options: how many octets they have, or with `-v` each of them.
fn options(record: &mut Record<'_>, rest: Octets<'_>, len: u32) -> Outcome {
    if !record.verbose() {
        let end = usize::try_from(len).unwrap_or(usize::MAX);
        record.dec(len);
        record.text(" bytes");
        return if rest.has(end) { Ok(()) } else { Err(CUT) };
    }
    let (mut option, mut left, mut comma) = (rest, len, "");
    while left > 0 {
        record.text(comma);
        comma = ", ";
        let option_len = self::option(record, option)?;
        if option_len > left {
            record.text(" [bad length]");
            return Ok(());
        }
        data(record, option, option_len)?;
        option = option.skip(usize::try_from(option_len).unwrap_or(usize::MAX));
        left -= option_len;
    }
    Ok(())
}

/// Appends an option's class, type and length; gives the length in octets, header included.
fn option(record: &mut Record<'_>, option: Octets<'_>) -> Result<u32, Halt> {
    let [high, low, kind, words] = option.array(0).ok_or(CUT)?;
    let class = u16::from_be_bytes([high, low]);
    let len = 4 + u32::from(words & 0x1f) * 4;
    record.text("class ");
    record.text(class_name(class));
    record.text(" (0x");
    record.out.hex(class);
    record.text(") type 0x");
    record.out.hex(kind);
    if kind & 0x80 != 0 {
        record.text("(C)");
    }
    record.labelled(" len ", len);
    Ok(len)
}

/// Appends an option's value with `-vv`.
fn data(record: &mut Record<'_>, option: Octets<'_>, option_len: u32) -> Outcome {
    let len = usize::try_from(option_len).unwrap_or(usize::MAX);
    if record.options.verbosity > 1 && len > 4 {
        record.text(" data");
        for at in (4..len).step_by(4) {
            let word = option.be32(at).ok_or(CUT)?;
            record.text(" ");
            record.out.hex_zeros(word, 8);
        }
    }
    if option.has(len) { Ok(()) } else { Err(CUT) }
}

/// Who registered an option class (RFC 8926, section 7), as far as tcpdump names them.
const fn class_name(class: u16) -> &'static str {
    match class {
        0..=0xff => "Standard",
        0x100 => "Linux",
        0x101 => "Open vSwitch",
        0x102 => "Open Virtual Networking (OVN)",
        0x103 => "In-band Network Telemetry (INT)",
        0x104 => "VMware",
        0x105 | 0x108..=0x110 => "Amazon",
        0x106 | 0x130 | 0x131 => "Cisco",
        0x107 => "Oracle",
        0x111..=0x118 => "IBM",
        0x119..=0x128 => "Ericsson",
        0x129 => "Oxide",
        0x132..=0x135 => "Google",
        0x136 => "InfoQuick",
        0xfff0.. => "Experimental",
        _ => "Unknown",
    }
}
