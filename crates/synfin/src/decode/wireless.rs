//! 802.11 data frames, and what capturing puts in front of them.
//!
//! Duty: find the LLC header in an unencrypted data frame. Invariant: of an aggregate (A-MSDU)
//! the first frame is read, because a frame has one segment at most. Absence: no decryption, no
//! defragmentation.

use super::stop::{Layer, Limit, Stop};
use super::walk::{Next, Walk};
use crate::LinkType;

/// What capturing left at the end of an 802.11 header and of the frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Trim {
    /// The frame ends in a check sequence of four octets.
    pub(super) fcs: bool,
    /// The header is padded to a multiple of four octets.
    pub(super) padded: bool,
}

/// What capturing puts in front of an 802.11 frame, by link type.
pub(super) fn radio(walk: &mut Walk<'_>, link_type: LinkType) -> Result<Next, Stop> {
    match link_type.0 {
        119 => prism(walk),
        127 => radiotap(walk),
        163 => avs(walk),
        192 => ppi(walk),
        _ => Ok(Next::Wifi(Trim::default())),
    }
}

/// Prism's header has 144 octets, unless it is AVS' under the same link type.
fn prism(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    const AVS_COOKIE: [u8; 3] = [0x80, 0x21, 0x10];
    if walk.rest.octets().starts_with(&AVS_COOKIE) {
        return avs(walk);
    }
    walk.rest.skip(144, Layer::Wireless)?;
    Ok(Next::Wifi(Trim::default()))
}

/// AVS: a version, then its own length.
fn avs(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[_, _, _, _, a, b, c, d] = walk.rest.peek(Layer::Wireless)?;
    skip_own_len(walk, u32::from_be_bytes([a, b, c, d]), 8)?;
    Ok(Next::Wifi(Trim::default()))
}

/// PPI: flags, its own length, and the link type of what follows.
fn ppi(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[_, _, l0, l1, d0, d1, ..] = walk.rest.peek::<8>(Layer::Wireless)?;
    skip_own_len(walk, u16::from_le_bytes([l0, l1]).into(), 8)?;
    Ok(Next::Link(LinkType(u16::from_le_bytes([d0, d1]))))
}

/// Radiotap: its own length, a bit for each field, the fields.
fn radiotap(walk: &mut Walk<'_>) -> Result<Next, Stop> {
    let &[version, _, l0, l1, ..] = walk.rest.peek::<8>(Layer::Wireless)?;
    if version != 0 {
        return Err(walk
            .rest
            .impossible(Layer::Wireless, "version", version.into()));
    }
    let flags = radiotap_flags(walk.rest.octets()).unwrap_or(0);
    skip_own_len(walk, u16::from_le_bytes([l0, l1]).into(), 8)?;
    Ok(Next::Wifi(Trim {
        fcs: flags & 0x10 != 0,
        padded: flags & 0x20 != 0,
    }))
}

/// Radiotap's flags field: it comes first, or behind the time stamp of eight octets.
fn radiotap_flags(octets: &[u8]) -> Option<u8> {
    const TIME_STAMP: u32 = 1;
    const FLAGS: u32 = 2;
    const MORE: u32 = 1 << 31;
    let words = octets.get(4..)?.as_chunks::<4>().0;
    let present = u32::from_le_bytes(*words.first()?);
    if present & FLAGS == 0 {
        return None;
    }
    let more = |word: &&[u8; 4]| u32::from_le_bytes(**word) & MORE != 0;
    let mut at = 8 + 4 * words.iter().take_while(more).count();
    if present & TIME_STAMP != 0 {
        at = at.next_multiple_of(8) + 8;
    }
    octets.get(at).copied()
}

/// Leaves out a header that has its own length in it.
fn skip_own_len(walk: &mut Walk<'_>, len: u32, least: u32) -> Result<(), Stop> {
    if len < least {
        return Err(walk.rest.impossible(Layer::Wireless, "header length", len));
    }
    walk.rest
        .skip(usize::try_from(len).unwrap_or(usize::MAX), Layer::Wireless)
}

/// An 802.11 MAC header of a data frame (IEEE 802.11, section 9.3.2).
pub(super) fn wifi(walk: &mut Walk<'_>, trim: Trim) -> Result<Next, Stop> {
    if trim.fcs {
        let len = walk.rest.len().saturating_sub(4);
        walk.rest.truncate(len, Limit::Frame);
    }
    let &[control, flags] = walk.rest.peek(Layer::Wireless)?;
    let (kind, subtype) = (control >> 2 & 3, control >> 4);
    let has_no_data = subtype & 4 != 0;
    if kind != 2 || has_no_data {
        return Err(walk.rest.other(Layer::Wireless, control));
    }
    let is_protected = flags & 0x40 != 0;
    if is_protected {
        return Err(walk.rest.other(Layer::Wireless, flags));
    }
    let with_four_addresses = flags & 3 == 3;
    let has_qos = subtype & 8 != 0;
    let has_ht_control = has_qos && flags & 0x80 != 0;
    let qos_at = if with_four_addresses { 30 } else { 24 };
    let len = qos_at + 2 * usize::from(has_qos) + 4 * usize::from(has_ht_control);
    let padding = if trim.padded {
        len.next_multiple_of(4) - len
    } else {
        0
    };
    let header = walk.rest.take_slice(len, Layer::Wireless)?;
    walk.rest.skip(padding, Layer::Wireless)?;
    let fragment = header.get(22).map_or(0, |octet| octet & 0x0f);
    if fragment != 0 {
        return Err(walk
            .rest
            .stop(Layer::Wireless, super::stop::Reason::LaterFragment));
    }
    let is_aggregate = has_qos && header.get(qos_at).is_some_and(|octet| octet & 0x80 != 0);
    if is_aggregate {
        // The first frame's own header: addresses and length.
        let &[.., high, low] = walk.rest.take::<14>(Layer::Wireless)?;
        let len = u16::from_be_bytes([high, low]);
        walk.rest.truncate(len.into(), Limit::LinkLength);
    }
    Ok(Next::Llc)
}
