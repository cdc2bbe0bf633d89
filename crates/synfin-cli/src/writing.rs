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

/// Nanoseconds of a second.
const SECOND: u64 = 1_000_000_000;

/// Nanoseconds of a millisecond.
const MILLISECOND: u64 = 1_000_000;

/// From here on an f64 of milliseconds may not hold every nanosecond.
const INEXACT: u64 = 1_000_000_000_000_000;

/// The two digits of the numbers below 100.
const PAIRS: [[u8; 2]; 100] = pairs();

#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "evaluated at compile time: a slip fails the build"
)]
const fn pairs() -> [[u8; 2]; 100] {
    let mut pairs = [[0; 2]; 100];
    let mut number = 0;
    while number < 100 {
        pairs[number] = [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
        number += 1;
    }
    pairs
}

/// The two last digits of a number.
#[inline]
fn pair(number: u32) -> [u8; 2] {
    let place = usize::try_from(number % 100).unwrap_or(0);
    PAIRS.get(place).copied().unwrap_or(*b"00")
}

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
            Ok(digit @ 0..10) => self.push(b'0' + digit),
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
            self.dec(nanos / MILLISECOND);
            decimals_of_millis(self, nanos % MILLISECOND);
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

/// A number of several digits.
#[inline(never)]
fn decimal(out: &mut Vec<u8>, number: u64) {
    match u32::try_from(number) {
        Ok(number @ 0..100) => out.extend_from_slice(&pair(number)),
        _ => out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes()),
    }
}

fn ipv4(out: &mut Vec<u8>, address: Ipv4Addr) {
    let [first, rest @ ..] = address.octets();
    out.dec(first.into());
    for octet in rest {
        out.push(b'.');
        out.dec(octet.into());
    }
}

/// A point and nine digits.
fn nine_decimals(out: &mut Vec<u8>, fraction: u32) {
    let [a, b] = pair(fraction / 10_000_000);
    let [c, d] = pair(fraction / 100_000);
    let [e, f] = pair(fraction / 1000);
    let [g, h] = pair(fraction / 10);
    let [_, i] = pair(fraction);
    out.extend_from_slice(&[b'.', a, b, c, d, e, f, g, h, i]);
}

/// The part of a millisecond, in nanoseconds, as decimals without zeros behind; nothing for 0.
fn decimals_of_millis(out: &mut Vec<u8>, nanos: u64) {
    if nanos == 0 {
        return;
    }
    let nanos = u32::try_from(nanos).unwrap_or(0);
    let ([a, b], [c, d]) = (pair(nanos / 10_000), pair(nanos / 100));
    let [e, f] = pair(nanos);
    let digits = [b'.', a, b, c, d, e, f];
    let zeros = digits.iter().rev().take_while(|digit| **digit == b'0');
    let end = out.len() + digits.len() - zeros.count();
    out.extend_from_slice(&digits);
    out.truncate(end);
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
