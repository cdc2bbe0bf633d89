//! Up to eight decimal digits at once, in the octets of one 64-bit word.
//!
//! Duty: digits without a loop: three multiplications divide all parts of a number at the same
//! time. Invariant: the digits are those of the number, for every number below [`PER_WORD`].
//! Absence: no buffer.

/// The numbers of one word are below this.
pub const PER_WORD: u32 = 100_000_000;

/// Digits as text, the first in the lowest octet, and how many they are; the octets behind them
/// mean nothing.
#[derive(Clone, Copy, Debug)]
pub struct Digits {
    /// The digits' octets.
    pub word: u64,
    /// How many of them.
    pub count: usize,
}

/// The digit 0 in every octet.
const ZEROS: u64 = 0x3030_3030_3030_3030;

impl Digits {
    /// Numbers of up to six digits are below this.
    pub(crate) const SIX: u32 = 1_000_000;

    /// The digits of a number, without leading zeros; the number is not 0.
    #[inline]
    #[must_use]
    pub const fn of(number: u32) -> Self {
        let values = values(number);
        // Whole octets only.
        let zeros = values.trailing_zeros() & 0x38;
        Self {
            word: (values | ZEROS) >> zeros,
            count: 8_usize.wrapping_sub((zeros / 8) as usize),
        }
    }

    /// The digits of a number below 2^16; of one below 10 with a zero before it.
    #[inline]
    #[must_use]
    pub fn of_short(number: u16) -> Self {
        let hundreds = match number / 100 {
            0 => 0,
            hundreds => short(hundreds.into()),
        };
        let pair = PAIRS.get(usize::from(number % 100));
        let pair = pair.copied().unwrap_or_default();
        let count = hundreds >> 24;
        Self {
            word: u64::from(hundreds & TEXT) | behind(count, pair.into()),
            count: count as usize + 2,
        }
    }

    /// The digits of a number below a thousand, and an octet behind them.
    #[inline(always)]
    pub(super) fn of_three(number: u32) -> Self {
        let digits = short(number);
        Self {
            word: digits.into(),
            count: (digits >> 24) as usize,
        }
    }

    /// The same with zeros before them, three digits.
    #[inline(always)]
    pub(super) fn three(number: u32) -> Self {
        Self {
            word: padded(number).into(),
            count: 3,
        }
    }

    /// The digits of a number below a million.
    #[inline(always)]
    pub(crate) fn of_six(number: u32) -> Self {
        let thousands = short(number / 1000);
        if number < 1000 {
            let digits = short(number);
            return Self {
                word: (digits & TEXT).into(),
                count: (digits >> 24) as usize,
            };
        }
        let count = thousands >> 24;
        let rest = padded(number % 1000);
        Self {
            word: u64::from(thousands & TEXT) | behind(count, rest.into()),
            count: count as usize + 3,
        }
    }

    /// The last six digits of a number, and a space behind them.
    #[inline(always)]
    pub(super) fn six_and_space(number: u32) -> Self {
        let Self { word, count } = Self::six([number / 1000 % 1000, number % 1000]);
        Self {
            word: word | u64::from(b' ') << 48,
            count: count + 1,
        }
    }

    /// Three digits of either number, both below 1000.
    #[inline(always)]
    pub(super) fn six(thousands: [u32; 2]) -> Self {
        let [thousands, rest] = thousands.map(padded);
        Self {
            word: u64::from(thousands) | u64::from(rest) << 24,
            count: 6,
        }
    }

    /// The last digits of a number, as many as are asked for: one to eight.
    #[inline]
    #[must_use]
    pub const fn last(number: u32, count: usize) -> Self {
        let left_out = 8_usize.saturating_sub(count);
        Self {
            word: (values(number) | ZEROS) >> (left_out * 8),
            count,
        }
    }
}

/// The values of a number's eight digits, the first in the lowest octet.
#[inline]
const fn values(number: u32) -> u64 {
    // Each step cuts every part in two, the upper one below the lower, and divides by multiplying
    // with a rounded-up reciprocal that is exact for parts of this size. Nothing overflows.
    let fours = halves(number as u64, (number / 10_000) as u64, 10_000, 32);
    let hundreds = (fours.wrapping_mul(10_486) >> 20) & 0x0000_007f_0000_007f;
    let twos = halves(fours, hundreds, 100, 16);
    let tens = (twos.wrapping_mul(103) >> 10) & 0x000f_000f_000f_000f;
    halves(twos, tens, 10, 8)
}

/// Each part's quotient in its lower half, and the remainder in its upper half.
#[inline]
const fn halves(parts: u64, quotients: u64, divisor: u64, half: u32) -> u64 {
    let remainders = parts.wrapping_sub(quotients.wrapping_mul(divisor));
    quotients | remainders << half
}

/// Text moved behind so many octets, fewer than eight.
#[inline]
const fn behind(count: u32, text: u64) -> u64 {
    text.wrapping_shl(count.wrapping_mul(8))
}

impl Digits {
    /// An octet of an IPv4 address, and a dot.
    #[inline(always)]
    pub(super) fn of_octet(octet: u8) -> Self {
        let text = OCTETS.get(usize::from(octet)).copied().unwrap_or_default();
        let [.., count] = text.to_le_bytes();
        Self {
            word: text,
            count: count.into(),
        }
    }
}

/// What each octet prints as, with a dot, in the lower half, and in the highest octet how many that
/// is; worked out at compile time.
static OCTETS: [u64; 256] = {
    let mut table = [0; 256];
    let mut rest: &mut [u64] = &mut table;
    let mut octet = 0;
    while let [place, behind @ ..] = rest {
        let digits = match octet {
            0..10 => Digits::last(octet, 1),
            _ => Digits::of(octet),
        };
        let [a, b, c, ..] = digits.word.to_le_bytes();
        *place = u64::from_le_bytes(match digits.count {
            1 => [a, b'.', 0, 0, 0, 0, 0, 2],
            2 => [a, b, b'.', 0, 0, 0, 0, 3],
            _ => [a, b, c, b'.', 0, 0, 0, 4],
        });
        rest = behind;
        octet += 1;
    }
    table
};

/// The two digits of each number below 100, the first in the lower octet.
static PAIRS: [u16; 100] = {
    let mut table = [0; 100];
    let mut rest: &mut [u16] = &mut table;
    let mut number = 0;
    while let [place, behind @ ..] = rest {
        let [.., tens, ones] = Digits::last(number, 8).word.to_le_bytes();
        *place = u16::from_le_bytes([tens, ones]);
        rest = behind;
        number += 1;
    }
    table
};

/// In an entry of [`SHORT`], the digits.
const TEXT: u32 = 0x00ff_ffff;

/// The digits of a number below 1000, and in the highest octet how many they are.
#[inline]
fn short(number: u32) -> u32 {
    SHORT.get(number as usize).copied().unwrap_or_default()
}

/// The digits of a number below 1000, with zeros before them three.
#[inline]
fn padded(number: u32) -> u32 {
    PADDED.get(number as usize).copied().unwrap_or_default()
}

static PADDED: [u32; 1000] = {
    let mut table = [0; 1000];
    let mut rest: &mut [u32] = &mut table;
    let mut number = 0;
    while let [place, behind @ ..] = rest {
        let [.., a, b, c] = Digits::last(number, 8).word.to_le_bytes();
        *place = u32::from_le_bytes([a, b, c, 0]);
        rest = behind;
        number += 1;
    }
    table
};

static SHORT: [u32; 1000] = {
    let mut table = PADDED;
    let mut rest: &mut [u32] = &mut table;
    let mut number = 0;
    while let [place, behind @ ..] = rest {
        let [a, b, c, _] = place.to_le_bytes();
        *place = u32::from_le_bytes(match number {
            0..10 => [c, 0, 0, 1],
            10..100 => [b, c, 0, 2],
            _ => [a, b, c, 3],
        });
        rest = behind;
        number += 1;
    }
    table
};

#[cfg(test)]
mod tests;
