//! The control bits of a TCP header (RFC 9293, section 3.1).
//!
//! Duty: name the bits and print them in tcpdump's order. Invariant: all twelve bits between the
//! data offset and the window are kept. Absence: no judgement of combinations.

use std::fmt;

/// The control bits of a segment, with the reserved ones: the low twelve bits of the 13th and
/// 14th octet of the TCP header.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct ControlBits(u16);

impl ControlBits {
    /// FIN: the sender has no more data.
    pub const FIN: Self = Self(0x001);
    /// SYN: synchronise sequence numbers.
    pub const SYN: Self = Self(0x002);
    /// RST: reset the connection.
    pub const RST: Self = Self(0x004);
    /// PSH: push function.
    pub const PSH: Self = Self(0x008);
    /// ACK: the acknowledgment field is significant.
    pub const ACK: Self = Self(0x010);
    /// URG: the urgent pointer is significant.
    pub const URG: Self = Self(0x020);
    /// ECE: ECN echo (RFC 3168).
    pub const ECE: Self = Self(0x040);
    /// CWR: congestion window reduced (RFC 3168).
    pub const CWR: Self = Self(0x080);
    /// AE: accurate ECN (RFC 9768), the former NS bit.
    pub const AE: Self = Self(0x100);

    /// From the 13th and 14th octet of a TCP header as one big-endian number; the data offset in
    /// its upper four bits is dropped.
    #[must_use]
    #[inline]
    pub const fn from_bits(bits: u16) -> Self {
        Self(bits & 0x0fff)
    }

    /// The twelve bits as a number.
    #[must_use]
    #[inline]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// Are all of `bits` set?
    #[must_use]
    #[inline]
    pub const fn contains(self, bits: Self) -> bool {
        self.0 & bits.0 == bits.0
    }

    /// Is any of `bits` set?
    #[must_use]
    #[inline]
    pub const fn intersects(self, bits: Self) -> bool {
        self.0 & bits.0 != 0
    }

    /// These bits and `bits`.
    #[must_use]
    #[inline]
    pub const fn with(self, bits: Self) -> Self {
        Self(self.0 | bits.0)
    }

    /// Those of the answer to a SYN.
    pub(crate) const SYN_ACK: Self = Self::SYN.with(Self::ACK);

    /// Those of nearly every FIN.
    pub(crate) const FIN_ACK: Self = Self::FIN.with(Self::ACK);

    /// Those that open, close or reset a connection, and ACK: what tells which connection a segment
    /// belongs to, and whether it is an ordinary one.
    #[inline]
    pub(crate) const fn steering(self) -> Self {
        Self(self.0 & (Self::ACK.0 | Self::SYN.0 | Self::FIN.0 | Self::RST.0))
    }

    /// Is FIN set?
    #[must_use]
    #[inline]
    pub const fn fin(self) -> bool {
        self.intersects(Self::FIN)
    }

    /// Is SYN set?
    #[must_use]
    #[inline]
    pub const fn syn(self) -> bool {
        self.intersects(Self::SYN)
    }

    /// Is RST set?
    #[must_use]
    #[inline]
    pub const fn rst(self) -> bool {
        self.intersects(Self::RST)
    }

    /// Is PSH set?
    #[must_use]
    #[inline]
    pub const fn psh(self) -> bool {
        self.intersects(Self::PSH)
    }

    /// Is ACK set?
    #[must_use]
    #[inline]
    pub const fn ack(self) -> bool {
        self.intersects(Self::ACK)
    }

    /// Is URG set?
    #[must_use]
    #[inline]
    pub const fn urg(self) -> bool {
        self.intersects(Self::URG)
    }

    /// tcpdump's letters, in its order, for one flag octet: `F S R P . U E W`; `none` for none.
    /// The reserved bits and AE are not shown.
    #[must_use]
    #[inline]
    pub fn letters(self) -> &'static str {
        let octet = usize::from(self.0 & 0xff);
        TEXTS.get(octet).copied().unwrap_or("none")
    }
}

/// The letters of one flag octet; eight fit.
struct Letters {
    text: [u8; 8],
    len: usize,
}

impl Letters {
    #[expect(
        clippy::indexing_slicing,
        reason = "evaluated at compile time: a slip fails the build"
    )]
    const fn of(bits: usize) -> Self {
        let names = *b"FSRP.UEW";
        let mut letters = Self {
            text: [0; 8],
            len: 0,
        };
        let mut bit = 0;
        while bit < 8 {
            if bits >> bit & 1 == 1 {
                letters.text[letters.len] = names[bit];
                letters.len += 1;
            }
            bit += 1;
        }
        letters
    }

    const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.text.split_at(self.len).0) {
            Ok(text) if self.len > 0 => text,
            _ => "none",
        }
    }
}

/// What each flag octet prints as, worked out at compile time.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated at compile time: a slip fails the build"
)]
static LETTERS: [Letters; 256] = {
    let mut table = [const {
        Letters {
            text: [0; 8],
            len: 0,
        }
    }; 256];
    let mut bits = 0;
    while bits < 256 {
        table[bits] = Letters::of(bits);
        bits += 1;
    }
    table
};

/// The same as text.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated at compile time: a slip fails the build"
)]
static TEXTS: [&str; 256] = {
    let mut table = ["none"; 256];
    let mut bits = 0;
    while bits < 256 {
        table[bits] = LETTERS[bits].as_str();
        bits += 1;
    }
    table
};

impl fmt::Display for ControlBits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.letters())
    }
}

impl fmt::Debug for ControlBits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ControlBits({:#05x} {})", self.0, self.letters())
    }
}

#[cfg(test)]
mod tests {
    use super::ControlBits;

    #[test]
    fn letters_are_tcpdumps() {
        assert_eq!(ControlBits::from_bits(0xf0ff).letters(), "FSRP.UEW");
        assert_eq!(ControlBits::from_bits(0x5012).letters(), "S.");
        assert_eq!(ControlBits::from_bits(0).letters(), "none");
        assert_eq!(ControlBits::AE.letters(), "none");
    }
}
