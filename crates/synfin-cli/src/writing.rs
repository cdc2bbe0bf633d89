//! Text of rows into a buffer, without format machinery.
//!
//! Duty: append numbers, times and addresses. Invariant: the text is that of `Display`, which
//! still writes what is unusual; nothing is allocated but the buffer's own growth. Absence: no
//! quotes, no fields, no I/O.

pub(crate) mod json;
pub(crate) mod separated;

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use synfin::Timestamp;
use synfin_line::digits::{Digits, PER_WORD};

/// Nanoseconds of a second.
const SECOND: u64 = 1_000_000_000;

/// Nanoseconds of a millisecond.
const MILLISECOND: u64 = 1_000_000;

/// Nanoseconds from which an f64 of milliseconds may not hold every one, nor its shortest text have
/// every digit.
const INEXACT: u64 = 1_000_000_000_000_000;

/// Zero as text in every octet of a word.
const ZEROS: u64 = 0x3030_3030_3030_3030;

/// Appending to a buffer of octets.
pub(crate) trait Append {
    /// Appends text as it stands.
    fn text(&mut self, text: &str);

    /// Appends a decimal number.
    fn dec(&mut self, number: u64);

    /// Appends nanoseconds as seconds with nine decimals.
    fn seconds(&mut self, nanos: i128);

    /// Appends a point in time as seconds since 1970 with nine decimals.
    fn time(&mut self, time: Timestamp);

    /// Appends nanoseconds as milliseconds, with as many decimals as are needed.
    fn millis(&mut self, nanos: u64);

    /// Appends an address.
    fn address(&mut self, address: IpAddr);

    /// Appends an address and port, an IPv6 address in brackets.
    fn socket(&mut self, socket: SocketAddr);
}

impl Append for Vec<u8> {
    #[inline(always)]
    fn text(&mut self, text: &str) {
        self.extend_from_slice(text.as_bytes());
    }

    #[inline(always)]
    fn dec(&mut self, number: u64) {
        match u8::try_from(number) {
            Ok(digit @ 0..10) => self.push(b'0' | digit),
            _ => decimal(self, number),
        }
    }

    fn seconds(&mut self, nanos: i128) {
        match u64::try_from(nanos) {
            Ok(nanos) => {
                self.dec(nanos / SECOND);
                let fraction = u32::try_from(nanos % SECOND).unwrap_or(0);
                nine_decimals(self, fraction);
            }
            Err(_) => unusual_seconds(self, nanos),
        }
    }

    fn time(&mut self, time: Timestamp) {
        let fraction = time.believable_fraction();
        match u64::try_from(time.seconds()) {
            Ok(seconds) if u64::from(fraction) < SECOND => {
                self.dec(seconds);
                nine_decimals(self, fraction);
            }
            _ => unusual_seconds(self, nanos(time)),
        }
    }

    fn millis(&mut self, nanos: u64) {
        if nanos < INEXACT {
            let (whole, part) = parts_of_millis(nanos);
            self.dec(whole);
            if part > 0 {
                decimals_of_millis(self, part);
            }
        } else {
            // Writing to a vector cannot fail.
            let _ = write!(self, "{}", as_millis(nanos));
        }
    }

    #[inline]
    fn address(&mut self, address: IpAddr) {
        match address {
            IpAddr::V4(address) => ipv4(self, address),
            IpAddr::V6(address) => {
                // Writing to a vector cannot fail.
                let _ = write!(self, "{address}");
            }
        }
    }

    fn socket(&mut self, socket: SocketAddr) {
        match socket {
            SocketAddr::V4(socket) => {
                ipv4(self, *socket.ip());
                self.push(b':');
                self.dec(socket.port().into());
            }
            SocketAddr::V6(socket) => {
                // Writing to a vector cannot fail.
                let _ = write!(self, "{socket}");
            }
        }
    }
}

/// Appends the first `len` octets of a piece. A fixed number is copied and what is too much taken
/// away: that costs less than to copy the right number.
#[inline(always)]
fn piece<const N: usize>(out: &mut Vec<u8>, text: [u8; N], len: usize) {
    let end = out.len().saturating_add(len);
    out.extend_from_slice(&text);
    out.truncate(end);
}

#[inline(always)]
fn digits(out: &mut Vec<u8>, digits: Digits) {
    piece(out, digits.word.to_le_bytes(), digits.count);
}

/// A number of several digits.
#[inline(never)]
fn decimal(out: &mut Vec<u8>, number: u64) {
    if let Ok(short) = u16::try_from(number) {
        return digits(out, Digits::of_short(short));
    }
    if let Ok(number @ 0..PER_WORD) = u32::try_from(number) {
        return digits(out, Digits::of(number));
    }
    let upper = number / u64::from(PER_WORD);
    let lower = u32::try_from(number % u64::from(PER_WORD)).unwrap_or(0);
    match u32::try_from(upper) {
        Ok(upper @ 1..PER_WORD) => {
            digits(out, Digits::of(upper));
            digits(out, Digits::last(lower, 8));
        }
        _ => out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes()),
    }
}

#[inline]
fn ipv4(out: &mut Vec<u8>, address: Ipv4Addr) {
    let [a, b, c, d] = address.octets();
    for octets in [[a, b], [c, d]] {
        digits(out, Digits::of_octets(octets));
    }
    // A dot stands behind the last one too.
    out.pop();
}

/// A point and nine digits.
#[inline]
fn nine_decimals(out: &mut Vec<u8>, fraction: u32) {
    let first = fraction / PER_WORD;
    let Digits { word, .. } = Digits::last(fraction % PER_WORD, 8);
    let [a, b, c, d, e, f, g, h] = word.to_le_bytes();
    let [first, ..] = first.to_le_bytes();
    out.extend_from_slice(&[b'.', b'0' | first, a, b, c, d, e, f, g, h]);
}

/// Nanoseconds as milliseconds, and the nanoseconds that are left.
#[inline]
fn parts_of_millis(nanos: u64) -> (u64, u32) {
    let part = u32::try_from(nanos % MILLISECOND).unwrap_or(0);
    (nanos / MILLISECOND, part)
}

/// A part of a millisecond in nanoseconds, more than 0, as decimals without zeros behind.
#[inline]
fn decimals_of_millis(out: &mut Vec<u8>, nanos: u32) {
    let Digits { word, .. } = Digits::last(nanos, 7);
    // The first of the seven digits is 0, and becomes the point; octets above them are 0.
    let text = word ^ u64::from(b'0' ^ b'.');
    let zeros = ((word ^ ZEROS) << 8).leading_zeros() / 8;
    let len = 7_usize.saturating_sub(usize::try_from(zeros).unwrap_or(0));
    piece(out, text.to_le_bytes(), len);
}

/// Seconds before 1970, or beyond 64 bits of nanoseconds.
#[cold]
fn unusual_seconds(out: &mut Vec<u8>, nanos: i128) {
    let sign = if nanos < 0 { "-" } else { "" };
    let nanos = nanos.unsigned_abs();
    let second = u128::from(SECOND);
    // Writing to a vector cannot fail.
    let _ = write!(out, "{sign}{}.{:09}", nanos / second, nanos % second);
}

/// Nanoseconds since 1970, without the limits of 64 bits.
pub(crate) fn nanos(time: Timestamp) -> i128 {
    i128::from(time.seconds()) * i128::from(SECOND) + i128::from(time.believable_fraction())
}

/// Nanoseconds as milliseconds. Exact up to 2^53 nanoseconds, which is 104 days.
#[expect(
    clippy::cast_precision_loss,
    reason = "what JSON readers make of the number anyway"
)]
pub(crate) fn as_millis(nanos: u64) -> f64 {
    nanos as f64 / 1e6
}

#[cfg(test)]
mod tests {
    use super::{Append, as_millis};
    use proptest::prelude::*;
    use std::net::{IpAddr, SocketAddr};
    use synfin::Timestamp;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn numbers_and_addresses_are_those_of_display(
            bits in 0_u32..64,
            number: u64,
            four: [u8; 4],
            six: [u16; 8],
            port: u16,
        ) {
            let number = number >> bits;
            prop_assert_eq!(written(|out| out.dec(number)), number.to_string());
            prop_assert_eq!(written(|out| out.millis(number)), as_millis(number).to_string());
            for address in [IpAddr::from(four), IpAddr::from(six)] {
                prop_assert_eq!(written(|out| out.address(address)), address.to_string());
                let socket = SocketAddr::new(address, port);
                prop_assert_eq!(written(|out| out.socket(socket)), socket.to_string());
            }
        }

        #[test]
        fn seconds_are_split_at_the_point(seconds in 0_u64..1 << 40, fraction in 0_u32..1_000_000_000) {
            let expected = format!("{seconds}.{fraction:09}");
            let nanos = i128::from(seconds) * 1_000_000_000 + i128::from(fraction);
            prop_assert_eq!(written(|out| out.seconds(nanos)), &*expected);
            let time = Timestamp::new(seconds.cast_signed(), fraction.into());
            prop_assert_eq!(written(|out| out.time(time)), &*expected);
            if nanos > 0 {
                prop_assert_eq!(written(|out| out.seconds(-nanos)), format!("-{expected}"));
            }
        }
    }

    #[test]
    fn times_keep_nine_decimals_on_both_sides_of_1970() {
        let time = |time| written(|out| out.time(time));
        assert_eq!(time(Timestamp::new(1, 5)), "1.000000005");
        assert_eq!(time(Timestamp::new(-1, 999_999_999)), "-0.000000001");
        assert_eq!(time(Timestamp::new(1, 1_000_000_000)), "2.000000000");
        assert_eq!(
            time(Timestamp::new(1, 2_000_000_000)),
            "1.000000000",
            "a damaged fraction is not believed"
        );
        let late = "9223372036854775807.000000000";
        assert_eq!(time(Timestamp::new(i64::MAX, 0)), late);
    }
}
