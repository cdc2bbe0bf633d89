//! Sequence numbers (RFC 9293, section 3.4): arithmetic modulo 2^32 and nothing else.
//!
//! Duty: the only wrapping arithmetic on sequence numbers in the crate. Invariant: [`SeqNumber`]
//! has no `Ord`, because "before" is not transitive on a circle. Absence: no "unset" value; 0 is
//! a sequence number like any other.

use std::fmt;

/// A sequence or acknowledgment number as it stands in a TCP header: absolute, modulo 2^32.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SeqNumber(pub u32);

impl SeqNumber {
    /// The number `octets` further on, wrapping past 2^32.
    #[must_use]
    #[inline]
    pub const fn plus(self, octets: u32) -> Self {
        Self(self.0.wrapping_add(octets))
    }

    /// The number `octets` before this one, wrapping past 0.
    #[must_use]
    #[inline]
    pub const fn minus(self, octets: u32) -> Self {
        Self(self.0.wrapping_sub(octets))
    }

    /// Octets from `base` forward to this number, modulo 2^32.
    #[must_use]
    #[inline]
    pub const fn offset_from(self, base: Self) -> u32 {
        self.0.wrapping_sub(base.0)
    }

    /// The signed distance from `other` to this number in octets: negative when this one is
    /// before `other`, by the shorter way around the circle.
    #[must_use]
    #[inline]
    pub const fn distance_from(self, other: Self) -> i32 {
        self.0.wrapping_sub(other.0).cast_signed()
    }

    /// Is this number before `other` (SEG.SEQ < other in the terms of RFC 9293, 3.4)?
    #[must_use]
    #[inline]
    pub const fn is_before(self, other: Self) -> bool {
        self.distance_from(other) < 0
    }

    /// This number in 64 bits, as the one congruent to it that is nearest to `near`.
    ///
    /// Offsets from an initial sequence number are kept in 64 bits, so that a stream of more
    /// than 4 GiB goes on counting.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the low 32 bits are all that is compared"
    )]
    pub const fn unwrap_near(self, near: i64) -> i64 {
        let low = Self((near & 0xffff_ffff).cast_unsigned() as u32);
        near.saturating_add(self.distance_from(low) as i64)
    }
}

impl fmt::Display for SeqNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::SeqNumber;

    #[test]
    fn distances_cross_the_wrap() {
        let (a, b) = (SeqNumber(u32::MAX - 1), SeqNumber(3));
        assert_eq!(a.plus(5), b);
        assert_eq!(b.minus(5), a);
        assert_eq!(b.distance_from(a), 5);
        assert_eq!(a.distance_from(b), -5);
        assert!(a.is_before(b) && !b.is_before(a));
    }

    #[test]
    fn unwrapping_goes_to_the_nearest() {
        assert_eq!(SeqNumber(3).unwrap_near(0xffff_fff0), 0x1_0000_0003);
        assert_eq!(
            SeqNumber(0xffff_fff0).unwrap_near(0x1_0000_0003),
            0xffff_fff0
        );
        assert_eq!(SeqNumber(0xffff_ffff).unwrap_near(0), -1);
    }
}
