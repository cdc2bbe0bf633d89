//! Frames from a target's octets.
//!
//! The form: the link type (16 bits, little-endian), then frame after frame: its length (16 bits,
//! little-endian), how many octets more it had on the wire (8 bits, the upper half a power of two
//! of the lower), and its octets; the last frame may be shorter than it says.

use synfin::{Frame, LinkType, Timestamp};

/// Takes octets off the front, as many as there are.
pub fn take<const N: usize>(octets: &mut &[u8]) -> [u8; N] {
    let mut taken = [0; N];
    let len = octets.len().min(N);
    taken[..len].copy_from_slice(&octets[..len]);
    *octets = &octets[len..];
    taken
}

/// The frames that octets describe, up to 64.
#[must_use]
pub fn of(mut octets: &[u8]) -> Vec<Frame<'_>> {
    let link_type = LinkType(u16::from_le_bytes(take(&mut octets)));
    let mut frames = Vec::new();
    while !octets.is_empty() && frames.len() < 64 {
        let len = usize::from(u16::from_le_bytes(take(&mut octets)));
        let [more] = take(&mut octets);
        let (data, rest) = octets.split_at(len.min(octets.len()));
        octets = rest;
        let number = frames.len() as u64 + 1;
        let mut frame = Frame::new(link_type, data);
        frame.number = number;
        frame.time = Timestamp::new(1_600_000_000 + number as i64, number * 1_000);
        frame.original_len = match more {
            // A file may say less than it has.
            0xff => 0,
            more => (frame.original_len).saturating_add(u32::from(more & 15) << (more >> 3)),
        };
        frames.push(frame);
    }
    frames
}

/// The octets that [`of`] makes such frames of.
#[must_use]
pub fn write<'a>(link_type: u16, frames: impl IntoIterator<Item = (&'a [u8], u32)>) -> Vec<u8> {
    let mut octets = link_type.to_le_bytes().to_vec();
    for (data, original_len) in frames {
        let data = &data[..data.len().min(0xffff)];
        octets.extend((data.len() as u16).to_le_bytes());
        let more = u8::from(original_len as usize > data.len());
        octets.push(more * 0x38);
        octets.extend(data);
    }
    octets
}
