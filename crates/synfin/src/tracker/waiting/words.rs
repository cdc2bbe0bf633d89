//! Words of 64 bits, and their parts.
//!
//! Duty: put numbers side by side, and take them apart. Invariant: the lower one comes first.
//! Absence: what they mean.

/// The quarters of a word.
#[inline(always)]
pub(super) const fn quarters(word: u64) -> [u16; 4] {
    let [a, b, c, d, e, f, g, h] = word.to_le_bytes();
    [
        u16::from_le_bytes([a, b]),
        u16::from_le_bytes([c, d]),
        u16::from_le_bytes([e, f]),
        u16::from_le_bytes([g, h]),
    ]
}

/// The halves of a word.
#[inline(always)]
pub(super) const fn halves(word: u64) -> [u32; 2] {
    let [a, b, c, d, e, f, g, h] = word.to_le_bytes();
    [
        u32::from_le_bytes([a, b, c, d]),
        u32::from_le_bytes([e, f, g, h]),
    ]
}

/// The word of two halves.
#[inline(always)]
pub(super) fn join(lower: u32, upper: u32) -> u64 {
    u64::from(lower) | u64::from(upper) << 32
}

/// The word of eight octets.
#[inline(always)]
pub(super) fn word(octets: &[u8]) -> u64 {
    octets
        .first_chunk()
        .map_or(0, |octets| u64::from_le_bytes(*octets))
}
