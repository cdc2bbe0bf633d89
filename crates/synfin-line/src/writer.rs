//! Text into a buffer: numbers and addresses as tcpdump writes them.
//!
//! Duty: append. Invariant: no allocation but the buffer's own growth, no format machinery.
//! Absence: no I/O, and nothing that can fail.

/// Appending text to a buffer of octets.
pub(crate) trait Text {
    /// Appends octets as they stand.
    fn octets(&mut self, octets: &[u8]);

    /// Appends text.
    #[inline]
    fn text(&mut self, text: &str) {
        self.octets(text.as_bytes());
    }

    /// Appends one octet `count` times.
    fn repeat(&mut self, octet: u8, count: usize);

    /// Appends a decimal number.
    #[inline]
    fn dec(&mut self, number: impl Into<u64>) {
        let number = number.into();
        // One digit is the most common number of digits.
        match u8::try_from(number) {
            Ok(digit @ 0..10) => self.octets(&[b'0' + digit]),
            _ => self.text(itoa::Buffer::new().format(number)),
        }
    }

    /// Appends a decimal number, filled on the left with zeros to at least `width` digits.
    fn dec_zeros(&mut self, number: impl Into<u64>, width: usize) {
        let mut buffer = itoa::Buffer::new();
        let digits = buffer.format(number.into());
        self.repeat(b'0', width.saturating_sub(digits.len()));
        self.text(digits);
    }

    /// Appends a decimal number, filled on the left with spaces to at least `width` columns.
    fn dec_spaces(&mut self, number: impl Into<u64>, width: usize) {
        let mut buffer = itoa::Buffer::new();
        let digits = buffer.format(number.into());
        self.repeat(b' ', width.saturating_sub(digits.len()));
        self.text(digits);
    }

    /// Appends a hexadecimal number in lower case, without leading zeros.
    fn hex(&mut self, number: impl Into<u64>) {
        self.hex_zeros(number, 1);
    }

    /// Appends a hexadecimal number, filled on the left with zeros to at least `width` digits.
    fn hex_zeros(&mut self, number: impl Into<u64>, width: usize) {
        let number = number.into();
        let needed = usize::try_from((64 - number.leading_zeros()).div_ceil(4)).unwrap_or(16);
        for place in (0..needed.max(width)).rev() {
            let nibble = number.checked_shr(u32::try_from(place * 4).unwrap_or(64));
            self.octets(&[hex_digit(nibble.unwrap_or(0))]);
        }
    }

    /// Appends octets as hexadecimal digits, two each.
    fn hex_octets(&mut self, octets: &[u8]) {
        for &octet in octets {
            self.octets(&[hex_digit(u64::from(octet) >> 4), hex_digit(octet.into())]);
        }
    }

    /// Appends a MAC address, or one of another length, in pairs of digits.
    fn mac(&mut self, address: &[u8]) {
        for (index, octet) in address.iter().enumerate() {
            if index > 0 {
                self.text(":");
            }
            self.hex_octets(&[*octet]);
        }
    }

    /// Appends an IPv4 address.
    fn ipv4(&mut self, address: [u8; 4]) {
        let mut text = [b'.'; 16];
        let mut at = 0;
        for octet in address {
            let Octet { digits, len } = Octet::of(octet);
            if let Some(place) = text.get_mut(at..).and_then(<[u8]>::first_chunk_mut) {
                *place = digits;
            }
            at += len + 1;
        }
        // The dot behind the last octet is not shown.
        self.octets(text.get(..at - 1).unwrap_or(&text));
    }

    /// Appends an IPv6 address as RFC 5952 has it, save that a run of zero groups with an
    /// embedded IPv4 address behind it ends in dotted decimal.
    fn ipv6(&mut self, address: [u8; 16]) {
        let mut groups = [0_u16; 8];
        for (group, pair) in groups.iter_mut().zip(address.chunks_exact(2)) {
            *group = pair
                .iter()
                .fold(0, |value, octet| value << 8 | u16::from(*octet));
        }
        let (start, len) = longest_zero_run(&groups);
        let dotted =
            start == 0 && (len == 6 || (len == 5 && groups.get(5).is_some_and(|g| *g == 0xffff)));
        for (index, group) in groups.iter().enumerate() {
            if len > 0 && index >= start && index < start + len {
                if index == start {
                    self.text(":");
                }
                continue;
            }
            if index > 0 {
                self.text(":");
            }
            if dotted && index == 6 {
                if let Some(last) = address.last_chunk() {
                    self.ipv4(*last);
                }
                return;
            }
            self.hex(*group);
        }
        if len > 0 && start + len == 8 {
            self.text(":");
        }
    }
}

/// An octet's decimal digits, with dots behind them, and how many digits they are.
#[derive(Clone, Copy)]
struct Octet {
    digits: [u8; 4],
    len: usize,
}

impl Octet {
    fn of(octet: u8) -> Self {
        let (hundreds, tens, ones) = (
            b'0' + octet / 100,
            b'0' + octet / 10 % 10,
            b'0' + octet % 10,
        );
        match octet {
            0..10 => Self {
                digits: [ones, b'.', b'.', b'.'],
                len: 1,
            },
            10..100 => Self {
                digits: [tens, ones, b'.', b'.'],
                len: 2,
            },
            _ => Self {
                digits: [hundreds, tens, ones, b'.'],
                len: 3,
            },
        }
    }
}

impl Text for Vec<u8> {
    #[inline]
    fn octets(&mut self, octets: &[u8]) {
        self.extend_from_slice(octets);
    }

    fn repeat(&mut self, octet: u8, count: usize) {
        self.resize(self.len().saturating_add(count), octet);
    }
}

/// The digit of a number's lowest four bits.
fn hex_digit(number: u64) -> u8 {
    match u8::try_from(number & 15).unwrap_or(0) {
        digit @ 0..10 => b'0' + digit,
        letter => b'a' - 10 + letter,
    }
}

/// Where the longest run of two or more zero groups starts, and its length; the first of equals;
/// length 0 if there is none.
fn longest_zero_run(groups: &[u16; 8]) -> (usize, usize) {
    let (mut best, mut run) = ((0, 0), (0, 0));
    for (index, group) in groups.iter().enumerate() {
        run = match (*group, run) {
            (0, (_, 0)) => (index, 1),
            (0, (start, len)) => (start, len + 1),
            _ => (0, 0),
        };
        if run.1 > best.1 {
            best = run;
        }
    }
    if best.1 < 2 { (0, 0) } else { best }
}

#[cfg(test)]
mod tests {
    use super::Text;
    use std::net::{Ipv4Addr, Ipv6Addr};

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_with_and_without_leading_zeros() {
        assert_eq!(text(|out| out.dec(0_u8)), "0");
        assert_eq!(text(|out| out.dec(u64::MAX)), "18446744073709551615");
        assert_eq!(text(|out| out.dec_zeros(7_u8, 6)), "000007");
        assert_eq!(text(|out| out.dec_zeros(1_234_567_u32, 6)), "1234567");
        assert_eq!(text(|out| out.hex(0_u8)), "0");
        assert_eq!(text(|out| out.hex(0xabc_u16)), "abc");
        assert_eq!(text(|out| out.hex(u64::MAX)), "ffffffffffffffff");
        assert_eq!(text(|out| out.hex_zeros(0xabc_u16, 4)), "0abc");
    }

    #[test]
    fn every_octet_of_an_ipv4_address() {
        for octet in 0..=255 {
            let address = Ipv4Addr::new(octet, 0, 255 - octet, octet);
            assert_eq!(text(|out| out.ipv4(address.octets())), address.to_string());
        }
    }

    #[test]
    fn ipv6_addresses_are_compressed_as_inet_ntop_does() {
        for (address, expected) in [
            ("::", "::"),
            ("::1", "::1"),
            ("1::", "1::"),
            ("fe80::1:0:0:1", "fe80::1:0:0:1"),
            ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
            ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
            ("::1.2.3.4", "::1.2.3.4"),
            ("::2:3", "::0.2.0.3"),
            ("::ffff:1.2.3.4", "::ffff:1.2.3.4"),
            ("::fffe:1.2.3.4", "::fffe:102:304"),
            ("1:2:3:4:5:6::", "1:2:3:4:5:6::"),
        ] {
            let octets = address.parse::<Ipv6Addr>().unwrap().octets();
            assert_eq!(text(|out| out.ipv6(octets)), expected);
        }
    }
}
