//! The options of hop-by-hop and destination headers (RFC 8200, section 4.2).

use crate::octets::Octets;
use crate::record::{Halt, Record};
use crate::writer::Text;

/// Appends a hop-by-hop header and gives its length in octets, or nothing where printing ends.
/// A valid jumbo option (RFC 2675) sets `jumbo` to its payload length.
pub(super) fn hop_by_hop(
    record: &mut Record<'_>,
    header: Octets<'_>,
    payload_len: u32,
    jumbo: &mut Option<u32>,
) -> Result<Option<usize>, Halt> {
    let (len, options) = header_options(header, Halt::Cut("hbh"))?;
    record.text("HBH ");
    let home = Home::HopByHop { payload_len };
    Ok(print(record, options, home, jumbo).then_some(len))
}

/// Appends a destination options header and gives its length in octets, or nothing where
/// printing ends.
pub(super) fn destination(
    record: &mut Record<'_>,
    header: Octets<'_>,
) -> Result<Option<usize>, Halt> {
    let (len, options) = header_options(header, Halt::Cut("dstopt"))?;
    record.text("DSTOPT ");
    if !record.verbose() {
        return Ok(Some(len));
    }
    Ok(print(record, options, Home::Destination, &mut None).then_some(len))
}

/// A header's length in octets, and its options.
fn header_options(header: Octets<'_>, cut: Halt) -> Result<(usize, &[u8]), Halt> {
    let len = (usize::from(header.u8(1).ok_or(cut)?) + 1) * 8;
    let options = header.captured().get(2..len).ok_or(cut)?;
    Ok((len, options))
}

const PAD_1: u8 = 0;
const PAD_N: u8 = 1;
const ROUTER_ALERT: u8 = 5;
const JUMBO: u8 = 0xc2;
const HOME_ADDRESS: u8 = 0xc9;

/// The kind of header that options stand in.
#[derive(Clone, Copy)]
enum Home {
    /// Hop-by-hop, in a packet with this payload length field.
    HopByHop {
        payload_len: u32,
    },
    Destination,
}

/// The least that a jumbo option may say: what the payload length field cannot.
const MIN_JUMBO: u32 = 65_536;

/// Appends options, and says whether they are sound. The first jumbo option sets `jumbo`, if it is
/// valid.
fn print(record: &mut Record<'_>, mut options: &[u8], home: Home, jumbo: &mut Option<u32>) -> bool {
    let mut jumbo_seen = false;
    while let Some((&kind, rest)) = options.split_first() {
        if kind == PAD_1 {
            note(record, "(pad1)");
            options = rest;
            continue;
        }
        let left = options.len();
        let Some(&len) = rest.first() else {
            return invalid(record, " [remaining length ", left, 2);
        };
        let Some((option, rest)) = options.split_at_checked(usize::from(len) + 2) else {
            let needed = usize::from(len) + 2;
            return invalid(record, " [remaining length ", left, needed);
        };
        let value = option.get(2..).unwrap_or(&[]);
        match kind {
            PAD_N => note(record, "(padn)"),
            ROUTER_ALERT => {
                let Ok(alert) = value.try_into().map(u16::from_be_bytes) else {
                    return wrong_length(record, "(rtalert) length ", len, 2);
                };
                if record.verbose() {
                    record.text("(rtalert: 0x");
                    record.out.hex_zeros(alert, 4);
                    record.text(") ");
                }
            }
            JUMBO => {
                let Ok(value) = value.try_into().map(u32::from_be_bytes) else {
                    return wrong_length(record, "(jumbo) length ", len, 4);
                };
                let verdict = match home {
                    _ if jumbo_seen => " - already seen) ",
                    Home::Destination => " - not a hop-by-hop option) ",
                    Home::HopByHop { payload_len: 1.. } => " - payload len != 0) ",
                    Home::HopByHop { .. } if value < MIN_JUMBO => " - < 65536) ",
                    Home::HopByHop { .. } => {
                        *jumbo = Some(value);
                        ") "
                    }
                };
                jumbo_seen = true;
                if record.verbose() {
                    record.labelled("(jumbo: ", value);
                    record.text(verdict);
                }
            }
            HOME_ADDRESS => {
                let Some((address, suboptions)) = value.split_first_chunk::<16>() else {
                    return invalid(record, " [(homeaddr) length ", len.into(), 16);
                };
                if record.verbose() {
                    record.text("(homeaddr: ");
                    record.ipv6_host(*address);
                    if !self::suboptions(record, suboptions) {
                        return false;
                    }
                    record.text(")");
                }
            }
            _ if record.verbose() => {
                record.text("(unknown opt-type 0x");
                record.out.hex_zeros(kind, 2);
                record.labelled(" len=", len);
                record.text(")");
            }
            _ => {}
        }
        options = rest;
    }
    note(record, " ");
    true
}

/// Appends text with `-v`.
fn note(record: &mut Record<'_>, text: &str) {
    if record.verbose() {
        record.text(text);
    }
}

/// Says that there is too little, and that the options are not sound.
fn invalid(record: &mut Record<'_>, label: &str, found: usize, needed: usize) -> bool {
    record.labelled(label, u64::try_from(found).unwrap_or(u64::MAX));
    record.labelled(" < ", u64::try_from(needed).unwrap_or(u64::MAX));
    record.text("] (invalid)");
    false
}

/// Says that an option's length byte is not what its kind has.
fn wrong_length(record: &mut Record<'_>, label: &str, found: u8, right: u8) -> bool {
    record.text(" [");
    record.labelled(label, found);
    record.labelled(" != ", right);
    record.text("] (invalid)");
    false
}

/// Appends the sub-options behind a home address, and says whether they are sound.
fn suboptions(record: &mut Record<'_>, mut suboptions: &[u8]) -> bool {
    while let Some((&kind, rest)) = suboptions.split_first() {
        if kind == PAD_1 {
            record.text(", pad1");
            suboptions = rest;
            continue;
        }
        let left = suboptions.len();
        let Some(&len) = rest.first() else {
            return invalid(record, " [remaining length ", left, 2);
        };
        let whole = usize::from(len) + 2;
        let Some(behind) = suboptions.get(whole..) else {
            return invalid(record, " [remaining length ", left, whole);
        };
        if kind == PAD_N {
            record.text(", padn");
        } else {
            record.text(", unknown subopt-type 0x");
            record.out.hex_zeros(kind, 2);
            record.labelled(" len=", len);
        }
        suboptions = behind;
    }
    true
}
