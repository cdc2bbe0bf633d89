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
    let mut take_jumbo = |value| {
        if payload_len == 0 && value >= 65_536 {
            jumbo.get_or_insert(value);
        }
    };
    Ok(print(record, options, payload_len, &mut take_jumbo).then_some(len))
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
    Ok(print(record, options, 1, &mut |_| {}).then_some(len))
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

/// Appends options, and says whether they are sound. `payload_len` is the fixed header's field,
/// or anything but 0 where no jumbo option may be.
fn print(
    record: &mut Record<'_>,
    mut options: &[u8],
    payload_len: u32,
    take_jumbo: &mut dyn FnMut(u32),
) -> bool {
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
                if record.verbose() {
                    jumbo(record, value, payload_len);
                }
                take_jumbo(value);
            }
            HOME_ADDRESS => {
                let Some(address) = value.first_chunk::<16>() else {
                    return invalid(record, " [(homeaddr) length ", len.into(), 16);
                };
                if record.verbose() {
                    record.text("(homeaddr: ");
                    record.ipv6_host(*address);
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

fn jumbo(record: &mut Record<'_>, value: u32, payload_len: u32) {
    record.labelled("(jumbo: ", value);
    record.text(match (payload_len, value) {
        (0, 0..65_536) => " - < 65536) ",
        (0, _) => ") ",
        _ => " - payload len != 0) ",
    });
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
