//! IPv6 extension headers (RFC 8200, section 4): one after the other, until what they carry.

use super::{CUT, HEADER_LEN, hop_options};
use crate::ip::{self, IpPacket};
use crate::ip_protocol;
use crate::octets::Octets;
use crate::record::{Halt, Outcome, Record};
use crate::writer::Text;

const HOP_BY_HOP: u8 = 0;
const ROUTING: u8 = 43;
const FRAGMENT: u8 = 44;
const NO_NEXT_HEADER: u8 = 59;
const DESTINATION: u8 = 60;
const MOBILITY: u8 = 135;

/// What printing one extension header gives: how many octets it has, or that printing ends.
type Advance = Result<Option<usize>, Halt>;

/// Prints the extension headers behind a fixed header, and what they carry. The addresses are
/// printed already if the first of them is one.
pub(super) fn walk(record: &mut Record<'_>, mut ip: IpPacket<'_>, payload_len: u32) -> Outcome {
    let mut at = 40;
    let mut next = ip.protocol;
    let mut jumbo = None;
    loop {
        let rest = ip.octets.skip(at);
        let advance = match next {
            HOP_BY_HOP => {
                if at > 40 {
                    hop_by_hop_misplaced(record, &ip);
                    return Ok(());
                }
                let advance = hop_options::hop_by_hop(record, rest, payload_len, &mut jumbo)?;
                if payload_len == 0 && jumbo.is_none() {
                    record.text("[No valid Jumbo Payload Hop-by-Hop option found] (invalid)");
                    return Ok(());
                }
                advance
            }
            DESTINATION => hop_options::destination(record, rest)?,
            ROUTING => routing(record, rest)?,
            FRAGMENT => {
                ip.fragmented = true;
                fragment(record, rest, payload_len, at)?.filter(|len| rest.has(len + 1))
            }
            _ => {
                return payload(record, ip, next, at, payload_len, jumbo);
            }
        };
        let Some(advance) = advance else {
            return Ok(());
        };
        next = rest.u8(0).ok_or(CUT)?;
        if rest.len() < u32::try_from(advance).unwrap_or(u32::MAX) {
            record.mark("ip6");
            return Ok(());
        }
        at += advance;
    }
}

/// A hop-by-hop header that is not the first one.
fn hop_by_hop_misplaced(record: &mut Record<'_>, ip: &IpPacket<'_>) {
    record.text(if ip.protocol == HOP_BY_HOP {
        "[The Hop-by-Hop Options header was already found] (invalid)"
    } else {
        "[The Hop-by-Hop Options header don't follow the IPv6 header] (invalid)"
    });
}

/// What is behind the last extension header, of which `at` octets of the packet lie before it.
fn payload(
    record: &mut Record<'_>,
    ip: IpPacket<'_>,
    next: u8,
    at: usize,
    payload_len: u32,
    jumbo: Option<u32>,
) -> Outcome {
    if next == NO_NEXT_HEADER {
        record.text("no next header");
        return Ok(());
    }
    if matches!(next, MOBILITY) {
        return Ok(());
    }
    let mut end = ip.octets.len();
    match jumbo {
        Some(jumbo) => {
            let total = jumbo.saturating_add(HEADER_LEN);
            if total > end {
                let what = "[header+payload length ";
                ip::complain(record, what, total, " > length ", end);
                record.text(" ");
            }
            end = total;
        }
        // Without a jumbo option a length of 0 means what it says.
        None if payload_len == 0 && at > 40 => {
            record.mark("ip6");
            return Ok(());
        }
        None if payload_len == 0 => end = HEADER_LEN,
        None => {}
    }
    let octets = ip.octets.limit(end).skip(at);
    ip_protocol::print(record, &ip, next, octets)
}

/// The fragment header (RFC 8200, section 4.5).
fn fragment(record: &mut Record<'_>, rest: Octets<'_>, payload_len: u32, at: usize) -> Advance {
    const CUT: Halt = Halt::Cut("frag6");
    const LEN: u32 = 8;
    record.text("frag (");
    let identification = rest.be32(4).ok_or(CUT)?;
    if record.verbose() {
        record.text("0x");
        record.out.hex_zeros(identification, 8);
        record.text(":");
    }
    let offset = rest.be16(2).ok_or(CUT)? & 0xfff8;
    record.dec(offset);
    record.text("|");
    let total = payload_len + HEADER_LEN;
    match total.checked_sub(u32::try_from(at).unwrap_or(u32::MAX).saturating_add(LEN)) {
        Some(len) => record.dec(len),
        None => record.text("[length < 0] (invalid)"),
    }
    record.text(")");
    if offset != 0 {
        if rest.u8(0) == Some(ip_protocol::TCP) {
            record.note_tcp();
        }
        return Ok(None);
    }
    record.text(" ");
    Ok(Some(8))
}

/// The routing header (RFC 8200, section 4.4; types 0, 2 and 4).
fn routing(record: &mut Record<'_>, rest: Octets<'_>) -> Advance {
    const CUT: Halt = Halt::Cut("rt6");
    let field = |at| rest.u8(at).ok_or(CUT);
    record.text("RT6");
    let len = field(1)?;
    record.labelled(" (len=", len);
    let kind = field(2)?;
    record.labelled(", type=", kind);
    if kind == 0 {
        record.text(" [Deprecated]");
    }
    record.labelled(", segleft=", field(3)?);
    match kind {
        0 | 2 => {
            let reserved = rest.be32(4).ok_or(CUT)?;
            if reserved != 0 || record.verbose() {
                record.text(", rsv=0x");
                record.out.hex(reserved);
            }
        }
        4 => {
            record.labelled(", last-entry=", field(4)?);
            let flags = field(5)?;
            if flags != 0 || record.verbose() {
                record.text(", flags=0x");
                record.out.hex(flags);
            }
            record.text(", tag=");
            record.out.hex(rest.be16(6).ok_or(CUT)?);
        }
        _ => {
            record.text(" (unknown type) (invalid)");
            return Ok(None);
        }
    }
    if !len.is_multiple_of(2) {
        record.labelled(" [length ", len);
        record.text("] (invalid)");
        return Ok(None);
    }
    for index in 0..len / 2 {
        let address = rest.array(8 + usize::from(index) * 16).ok_or(CUT)?;
        record.labelled(", [", index);
        record.text("]");
        record.ipv6_host(address);
    }
    record.text(") ");
    Ok(Some((usize::from(len) + 1) * 8))
}

/// Where a packet goes in the end: with a routing header of type 0 or 2 to its last address, of
/// type 4 to the first listed; else to the header's destination. A checksum's pseudo header is
/// made with it.
pub(crate) fn final_destination(ip: &IpPacket<'_>, destination: [u8; 16]) -> [u8; 16] {
    let (mut at, mut next) = (40, ip.protocol);
    loop {
        let rest = ip.octets.skip(at);
        let Some(len) = rest.u8(1) else {
            return destination;
        };
        let advance = match next {
            HOP_BY_HOP | DESTINATION | MOBILITY => (usize::from(len) + 1) * 8,
            FRAGMENT => 8,
            ROUTING => return routed_destination(rest, len).unwrap_or(destination),
            _ => return destination,
        };
        next = rest.u8(0).unwrap_or(NO_NEXT_HEADER);
        at += advance;
    }
}

fn routed_destination(rest: Octets<'_>, len: u8) -> Option<[u8; 16]> {
    let kind = rest.u8(2)?;
    if !len.is_multiple_of(2) {
        return None;
    }
    match kind {
        0 | 2 => (0..usize::from(len / 2))
            .map_while(|index| rest.array(8 + index * 16))
            .last(),
        4 => rest.array(8),
        _ => None,
    }
}
