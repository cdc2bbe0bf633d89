//! The Internet checksum (RFC 1071), as tcpdump judges it.

/// The complement of the one's-complement sum of octets: 0 if they hold a right checksum.
pub(crate) fn internet(octets: &[u8]) -> u16 {
    Sum::default().with(octets).checksum()
}

/// What a checksum field that holds `found` should hold, when the checksum over everything with it
/// is `wrong`. Never 0: one's complement has two zeros, and this gives the other one, as tcpdump.
pub(crate) fn should_be(found: u16, wrong: u16) -> u16 {
    fold(u64::from(found) + u64::from(wrong))
}

/// A one's-complement sum of 16-bit words.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum(u64);

impl Sum {
    /// The sum with octets added; an odd last one is the upper half of a word.
    pub(crate) fn with(self, octets: &[u8]) -> Self {
        let mut words = octets.chunks_exact(4);
        let mut sum = self.0;
        for word in words.by_ref() {
            if let Ok(word) = word.try_into() {
                sum += u64::from(u32::from_be_bytes(word));
            }
        }
        let mut last = [0; 4];
        for (to, from) in last.iter_mut().zip(words.remainder()) {
            *to = *from;
        }
        Self(sum + u64::from(u32::from_be_bytes(last)))
    }

    /// The sum's complement.
    pub(crate) fn checksum(self) -> u16 {
        !fold(self.0)
    }
}

/// A sum with its carries added in.
#[expect(clippy::cast_possible_truncation, reason = "the loop ends below 2^16")]
const fn fold(mut sum: u64) -> u16 {
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    sum as u16
}

#[cfg(test)]
mod tests {
    use super::{internet, should_be};

    #[test]
    fn a_right_header_sums_up_to_zero() {
        let mut header = [
            0x45, 0, 0, 0x3c, 0x1c, 0x46, 0x40, 0, 0x40, 6, 0, 0, 172, 16, 10, 99, 172, 16, 10, 12,
        ];
        assert_eq!(internet(&header), 0xb1e6);
        assert_eq!(should_be(0, 0xb1e6), 0xb1e6);
        header[10..12].copy_from_slice(&[0xb1, 0xe6]);
        assert_eq!(internet(&header), 0);
        header[10..12].copy_from_slice(&[0x12, 0x34]);
        assert_eq!(should_be(0x1234, internet(&header)), 0xb1e6);
    }

    #[test]
    fn zero_is_never_right() {
        assert_eq!(internet(&[0xff, 0xff]), 0);
        assert_eq!(should_be(1, 0xfffe), 0xffff);
        assert_eq!(internet(&[1]), 0xfeff);
    }
}
