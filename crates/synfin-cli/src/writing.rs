//! Text of rows into a buffer, without format machinery.
//!
//! Duty: append numbers, times and addresses. Invariant: the text is that of `Display`, which
//! still writes what is unusual; nothing is allocated but the buffer's own growth. Absence: no
//! quotes, no fields, no I/O.

pub(crate) mod json;
pub(crate) mod separated;
pub(crate) mod short;

use short::{Place, ROOM};
use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use synfin::Timestamp;

/// Nanoseconds of a second.
const SECOND: u64 = 1_000_000_000;

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
        match parts_of_span(nanos) {
            Some(parts) => seconds_and_decimals(self, parts),
            None => unusual_seconds(self, nanos),
        }
    }

    fn time(&mut self, time: Timestamp) {
        match parts_of_time(time) {
            Some(parts) => seconds_and_decimals(self, parts),
            None => unusual_seconds(self, nanos(time)),
        }
    }

    fn millis(&mut self, nanos: u64) {
        if !in_place(self, |place| short::millis(place, nanos, true)) {
            // Writing to a vector cannot fail.
            let _ = write!(self, "{}", as_millis(nanos));
        }
    }

    fn address(&mut self, address: IpAddr) {
        match address {
            IpAddr::V4(address) => {
                in_place(self, |place| Some(short::ipv4(place, address)));
            }
            IpAddr::V6(address) => {
                // Writing to a vector cannot fail.
                let _ = write!(self, "{address}");
            }
        }
    }

    fn socket(&mut self, socket: SocketAddr) {
        if let SocketAddr::V4(socket) = socket {
            self.address((*socket.ip()).into());
            self.push(b':');
            self.dec(socket.port().into());
        } else {
            // Writing to a vector cannot fail.
            let _ = write!(self, "{socket}");
        }
    }
}

/// Whole seconds of a span that does not run backwards, and nanoseconds.
#[inline]
pub(crate) fn parts_of_span(nanos: i128) -> Option<(u64, u32)> {
    let nanos = u64::try_from(nanos).ok()?;
    Some((nanos / SECOND, u32::try_from(nanos % SECOND).ok()?))
}

/// Whole seconds since 1970 of a time that is not before, and nanoseconds below a second.
#[inline]
pub(crate) fn parts_of_time(time: Timestamp) -> Option<(u64, u32)> {
    let fraction = time.believable_fraction();
    let seconds = u64::try_from(time.seconds()).ok()?;
    (u64::from(fraction) < SECOND).then_some((seconds, fraction))
}

/// Appends short text, and says whether there is one.
#[inline]
fn in_place(out: &mut Vec<u8>, write: impl FnOnce(&mut Place) -> Option<usize>) -> bool {
    let mut place = [0; ROOM];
    let len = write(&mut place);
    let end = out.len().saturating_add(len.unwrap_or(0));
    // A fixed number is copied and what is too much taken away: that costs less than to copy the
    // right number.
    out.extend_from_slice(&place);
    out.truncate(end);
    len.is_some()
}

fn seconds_and_decimals(out: &mut Vec<u8>, (seconds, nanos): (u64, u32)) {
    out.dec(seconds);
    in_place(out, |place| {
        short::decimals(place, nanos);
        Some(short::DECIMALS)
    });
}

/// A number of several digits.
#[inline(never)]
fn decimal(out: &mut Vec<u8>, number: u64) {
    if !in_place(out, |place| short::number(place, number)) {
        out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
    }
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
