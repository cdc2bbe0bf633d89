//! Generic routing encapsulation: version 0 (RFC 2784, RFC 2890) and PPTP's version 1 (RFC 2637).

use super::separator;
use crate::octets::Octets;
use crate::record::{Halt, Outcome, Record};
use crate::writer::Text;
use crate::{ipv4, ipv6, link};

const CUT: Halt = Halt::Cut("gre");

const CHECKSUM: u16 = 0x8000;
const ROUTING: u16 = 0x4000;
const KEY: u16 = 0x2000;
const SEQUENCE: u16 = 0x1000;
const STRICT_ROUTE: u16 = 0x0800;
const ACKNOWLEDGMENT: u16 = 0x0080;

/// Protocols, where they are EtherTypes: transparent bridging, PPP, MPLS.
const ETHERNET: u16 = 0x6558;
const PPP: u16 = 0x880b;
const MPLS: u16 = 0x8847;
const MPLS_MULTICAST: u16 = 0x8848;
const IPV4: u16 = 0x0800;
const IPV6: u16 = 0x86dd;

/// Prints a packet.
pub(crate) fn print(record: &mut Record<'_>, packet: Octets<'_>) -> Outcome {
    record.text("GRE");
    if packet.len() < 4 {
        record.text(" (invalid)");
        return Ok(());
    }
    let flags = packet.be16(0).ok_or(CUT)?;
    let version = flags & 7;
    record.labelled("v", version);
    if version > 1 {
        record.text(" ERROR: unknown-version");
        return Ok(());
    }
    if record.verbose() {
        record.text(", Flags [");
        append_flags(record, flags);
        record.text("]");
    }
    let protocol = packet.be16(2).ok_or(CUT)?;
    let fields = if version == 0 {
        fields_0(record, packet, flags)?
    } else {
        fields_1(record, packet, flags)?
    };
    let Some(at) = fields else {
        return Ok(());
    };
    if record.options.link_header {
        record.text(", proto ");
        link::append_ethertype(record, protocol);
    }
    record.labelled(", length ", packet.len());
    if version == 1 && flags & SEQUENCE == 0 {
        return Ok(());
    }
    separator(record);
    payload(record, version, protocol, packet.skip(at))
}

fn append_flags(record: &mut Record<'_>, flags: u16) {
    let mut separator = "";
    for (flag, name) in [
        (CHECKSUM, "checksum present"),
        (ROUTING, "routing present"),
        (KEY, "key present"),
        (SEQUENCE, "sequence# present"),
        (STRICT_ROUTE, "source routing present"),
        (ACKNOWLEDGMENT, "ack present"),
    ] {
        if flags & flag != 0 {
            record.text(separator);
            record.text(name);
            separator = ", ";
        }
    }
    if separator.is_empty() {
        record.text("none");
    }
}

/// Appends the optional fields of version 0; gives where the payload begins, or nothing if a
/// source route stands before it, which is not printed here.
fn fields_0(
    record: &mut Record<'_>,
    packet: Octets<'_>,
    flags: u16,
) -> Result<Option<usize>, Halt> {
    let mut at = 4;
    if flags & (CHECKSUM | ROUTING) != 0 {
        if record.verbose() {
            record.text(", sum 0x");
            record.out.hex(packet.be16(at).ok_or(CUT)?);
        }
        record.text(", off 0x");
        record.out.hex(packet.be16(at + 2).ok_or(CUT)?);
        at += 4;
    }
    if flags & KEY != 0 {
        record.text(", key=0x");
        record.out.hex(packet.be32(at).ok_or(CUT)?);
        at += 4;
    }
    if flags & SEQUENCE != 0 {
        record.labelled(", seq ", packet.be32(at).ok_or(CUT)?);
        at += 4;
    }
    Ok((flags & ROUTING == 0).then_some(at))
}

/// Appends the fields of version 1; gives where the payload begins.
fn fields_1(
    record: &mut Record<'_>,
    packet: Octets<'_>,
    flags: u16,
) -> Result<Option<usize>, Halt> {
    let mut at = 4;
    if flags & KEY == 0 {
        record.text(", (ERROR: K flag not set)");
    } else {
        record.labelled(", call ", packet.be16(at + 2).ok_or(CUT)?);
        at += 4;
    }
    for (flag, label) in [(SEQUENCE, ", seq "), (ACKNOWLEDGMENT, ", ack ")] {
        if flags & flag != 0 {
            record.labelled(label, packet.be32(at).ok_or(CUT)?);
            at += 4;
        }
    }
    if flags & SEQUENCE == 0 {
        record.text(", no-payload");
    }
    Ok(Some(at))
}

fn payload(record: &mut Record<'_>, version: u16, protocol: u16, octets: Octets<'_>) -> Outcome {
    match (version, protocol) {
        (0, IPV4) => ipv4::print(record, octets),
        (0, IPV6) => ipv6::print(record, octets),
        (0, MPLS | MPLS_MULTICAST) => link::mpls(record, octets),
        (0, ETHERNET) => link::ethernet(record, octets).map(|_| ()),
        (1, PPP) => link::ppp(record, octets),
        _ => Ok(()),
    }
}
