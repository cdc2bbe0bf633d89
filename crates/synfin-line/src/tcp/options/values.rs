//! The values of TCP options, in tcpdump's words.
//!
//! Duty: one option's text behind its name. Invariant: an octet that is not there ends the text.
//! Absence: no list, and no check of lengths that many options share.

use super::super::fields::Fields;
use super::{Taken, Trouble, Value};
use crate::octets::Octets;
use crate::record::Record;
use crate::sequence::Shown;
use crate::writer::Text;

pub(super) fn maximum_segment_size(
    record: &mut Record<'_>,
    value: Value<'_>,
) -> Result<(), Trouble> {
    record.labelled(" ", value.be16(0)?);
    Ok(())
}

pub(super) fn window_scale(record: &mut Record<'_>, value: Value<'_>) -> Result<(), Trouble> {
    record.labelled(" ", value.octets.u8(0).ok_or(Trouble::Cut)?);
    Ok(())
}

pub(super) fn number(record: &mut Record<'_>, value: Value<'_>) -> Result<(), Trouble> {
    record.labelled(" ", value.be32(0)?);
    Ok(())
}

pub(super) fn timestamps(record: &mut Record<'_>, value: Value<'_>) -> Result<(), Trouble> {
    record.labelled(" val ", value.be32(0)?);
    record.labelled(" ecr ", value.be32(4)?);
    Ok(())
}

/// The Space Communications Protocol Standards' capabilities.
pub(super) fn scps(record: &mut Record<'_>, value: Value<'_>) -> Result<(), Trouble> {
    let [capabilities, id] = value.be16(0)?.to_be_bytes();
    record.text(" cap ");
    record.out.hex_zeros(capabilities, 2);
    record.labelled(" id ", id);
    Ok(())
}

/// RFC 5482.
pub(super) fn user_timeout(record: &mut Record<'_>, value: Value<'_>) -> Result<(), Trouble> {
    let field = value.be16(0)?;
    record.text(" 0x");
    record.out.hex(field);
    // tcpdump takes the lowest bit for the unit, where RFC 5482 has the highest.
    let unit = if field & 1 == 1 { 60 } else { 1 };
    record.labelled(" ", u32::from(field >> 1) * unit);
    Ok(())
}

/// RFC 2018: edges are shown relative to the direction they acknowledge.
pub(super) fn sack(record: &mut Record<'_>, value: Value<'_>, shown: &Shown) -> Taken {
    if !value.len.is_multiple_of(8) {
        record.text(" invalid sack");
        return Ok(value.len);
    }
    record.labelled(" ", u64::try_from(value.len / 8).unwrap_or(0));
    record.text(" ");
    for at in (0..value.len).step_by(8) {
        value.check(at + 8)?;
        for (label, place) in [("{", at), (":", at + 4)] {
            let edge = value.be32(place)?.wrapping_sub(shown.sack_base.0);
            record.labelled(label, edge);
        }
        record.text("}");
    }
    Ok(value.len)
}

/// RFC 2385. No secret is known here, so nothing is verified.
pub(super) fn md5_signature(
    record: &mut Record<'_>,
    value: Value<'_>,
    fields: &Fields,
    segment: Octets<'_>,
) -> usize {
    const SIZE: usize = 16;
    let payload_end = usize::try_from(segment.len()).unwrap_or(usize::MAX);
    record.text(
        if segment.has(payload_end) || fields.header_len > segment.len() {
            " shared secret not supplied with -M, can't check - "
        } else {
            " snaplen too short, can't check - "
        },
    );
    record
        .out
        .hex_octets(value.octets.captured().get(..SIZE).unwrap_or(&[]));
    SIZE
}

/// RFC 5925, section 2.2.
pub(super) fn authentication(record: &mut Record<'_>, value: Value<'_>) -> Taken {
    if value.len < 2 {
        record.text(" (invalid)");
        return Ok(value.len);
    }
    for (index, label) in [" keyid ", " rnextkeyid "].into_iter().enumerate() {
        value.check(index + 1)?;
        record.labelled(label, value.octets.u8(index).ok_or(Trouble::Cut)?);
    }
    if value.len > 2 {
        record.text(" mac 0x");
        hex(record, value, 2)?;
    }
    Ok(value.len)
}

/// RFC 7413, section 4.1.1; the cookie begins `from` octets into the value.
pub(super) fn fast_open(record: &mut Record<'_>, value: Value<'_>, from: usize) -> Taken {
    let cookie = value.octets.captured().get(from..value.len).unwrap_or(&[]);
    match cookie.len() {
        0 => record.text(" cookiereq"),
        4..=16 if cookie.len().is_multiple_of(2) => {
            record.text(" cookie ");
            record.out.hex_octets(cookie);
        }
        _ => record.text(" (invalid)"),
    }
    Ok(value.len)
}

/// RFC 6994, section 3: two octets of magic tell experiments apart.
pub(super) fn experiment(record: &mut Record<'_>, value: Value<'_>) -> Taken {
    value.check(value.len)?;
    if value.len < 2 {
        return Err(Trouble::Bad);
    }
    record.text("-");
    let magic = value.be16(0)?;
    if magic == 0xf989 {
        record.text("tfo");
        return fast_open(record, value, 2);
    }
    record.out.hex_zeros(magic, 4);
    Ok(value.len)
}

pub(super) fn unknown(record: &mut Record<'_>, value: Value<'_>) -> Taken {
    if value.len > 0 {
        record.text(" 0x");
        hex(record, value, 0)?;
    }
    Ok(value.len)
}

/// Appends a value's octets from `from` on, as many as there are.
fn hex(record: &mut Record<'_>, value: Value<'_>, from: usize) -> Result<(), Trouble> {
    for at in from..value.len {
        value.check(at + 1)?;
        if let Some(octet) = value.octets.u8(at) {
            record.out.hex_octets(&[octet]);
        }
    }
    Ok(())
}
