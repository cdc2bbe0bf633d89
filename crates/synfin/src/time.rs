//! Points in time as a capture file gives them.
//!
//! Duty: carry a record's time stamp without losing what the file says, odd values included.
//! Invariant: nothing here reads a clock; time is data. Absence: no calendar, no time zone.

/// When a frame was captured, by the capture's own clock: seconds since 1970-01-01 UTC and a
/// fraction in nanoseconds.
///
/// The fraction is kept as the file has it, so a damaged record may claim a billion nanoseconds
/// or more; [`as_nanos`](Self::as_nanos) does not believe that. Time stamps of a capture may run
/// backwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Timestamp {
    seconds: i64,
    nanoseconds: u64,
}

impl Timestamp {
    /// A time stamp from its two parts, neither of them normalised.
    #[must_use]
    #[inline]
    pub const fn new(seconds: i64, nanoseconds: u64) -> Self {
        Self {
            seconds,
            nanoseconds,
        }
    }

    /// A time stamp from nanoseconds since the epoch, normalised.
    #[must_use]
    #[inline]
    pub const fn from_nanos(nanos: i64) -> Self {
        Self {
            seconds: nanos.div_euclid(1_000_000_000),
            nanoseconds: nanos.rem_euclid(1_000_000_000).cast_unsigned(),
        }
    }

    /// Whole seconds since the epoch as the file has them; negative before 1970.
    #[must_use]
    #[inline]
    pub const fn seconds(self) -> i64 {
        self.seconds
    }

    /// The fraction in nanoseconds as the file has it; a billion or more if the record is odd.
    #[must_use]
    #[inline]
    pub const fn subsec_nanos(self) -> u64 {
        self.nanoseconds
    }

    /// The fraction in nanoseconds as far as it can be believed: up to a whole second, which is
    /// what a writer makes that rounds up and does not carry. Of a larger one nothing can be
    /// believed, so it counts as none: the seconds alone are less wrong.
    #[must_use]
    #[inline]
    pub const fn believable_fraction(self) -> u32 {
        match self.nanoseconds {
            #[expect(clippy::cast_possible_truncation, reason = "it is in the range")]
            fraction @ 0..=1_000_000_000 => fraction as u32,
            _ => 0,
        }
    }

    /// Nanoseconds since the epoch, with the [believable](Self::believable_fraction) fraction;
    /// values beyond the year 2262 saturate.
    #[must_use]
    #[inline]
    pub const fn as_nanos(self) -> i64 {
        let fraction = self.believable_fraction() as i64;
        if let Some(nanos) = self.seconds.checked_mul(1_000_000_000)
            && let Some(nanos) = nanos.checked_add(fraction)
        {
            nanos
        } else {
            self.saturated(fraction)
        }
    }

    /// The same where it does not fit.
    #[cold]
    const fn saturated(self, fraction: i64) -> i64 {
        self.seconds
            .saturating_mul(1_000_000_000)
            .saturating_add(fraction)
    }

    /// Nanoseconds from `earlier` to this one; negative where the capture runs backwards.
    #[must_use]
    #[inline]
    pub const fn nanos_since(self, earlier: Self) -> i64 {
        self.as_nanos().saturating_sub(earlier.as_nanos())
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn parts_and_nanoseconds_agree() {
        assert_eq!(Timestamp::new(1, 999_999_999).as_nanos(), 1_999_999_999);
        assert_eq!(Timestamp::new(1, 1_000_000_000).as_nanos(), 2_000_000_000);
        assert_eq!(Timestamp::new(1, 2_147_483_648).as_nanos(), 1_000_000_000);
        assert_eq!(Timestamp::from_nanos(-1), Timestamp::new(-1, 999_999_999));
        assert_eq!(Timestamp::new(i64::MAX, u64::MAX).as_nanos(), i64::MAX);
        assert_eq!(
            Timestamp::new(2, 0).nanos_since(Timestamp::new(3, 5)),
            -1_000_000_005
        );
    }
}
