//! Short text, mostly digits, without a loop.
//!
//! Duty: numbers, milliseconds, decimals and addresses, three digits at a time out of one table.
//! Invariant: sixteen octets are there for a text, and whole words are written to them, whatever
//! its length: that costs less than to write the right number. Absence: no buffer; what is too long.

use std::net::Ipv4Addr;

/// How many octets there are for a text.
pub(crate) const ROOM: usize = 16;

/// Where a text goes. What is behind it when it was written means nothing.
pub(crate) type Place = [u8; ROOM];

/// Text at the beginning of a word, and how many octets it has.
type Start = (u64, usize);

/// Writes a word of at most 16 octets, and says how many it has.
#[inline(always)]
pub(crate) fn word(place: &mut Place, word: &str) -> Option<usize> {
    let octets = word.as_bytes();
    let len = octets.len();
    // In two pieces that overlap.
    match len {
        8..=ROOM => {
            *place.first_chunk_mut()? = *octets.first_chunk::<8>()?;
            *place.get_mut(len - 8..)?.first_chunk_mut()? = *octets.last_chunk::<8>()?;
        }
        4..8 => {
            *place.first_chunk_mut()? = *octets.first_chunk::<4>()?;
            *place.get_mut(len - 4..)?.first_chunk_mut()? = *octets.last_chunk::<4>()?;
        }
        1..4 => {
            *place.first_mut()? = *octets.first()?;
            *place.get_mut(len / 2)? = *octets.get(len / 2)?;
            *place.get_mut(len - 1)? = *octets.last()?;
        }
        _ => return None,
    }
    Some(len)
}

/// Writes the digits of a number below 10^12, and says how many they are.
#[inline(always)]
pub(crate) fn number(place: &mut Place, number: u64) -> Option<usize> {
    if number >= 1_000_000_000_000 {
        return None;
    }
    if number < 1_000_000 {
        let (text, len) = start(low_32(number));
        put(place, 0, text);
        return Some(len);
    }
    let (text, len) = start(low_32(number / 1_000_000));
    put(place, 0, text);
    put(place, len, six(low_32(number % 1_000_000)));
    Some(len + 6)
}

/// Writes nanoseconds, less than 10^12, as milliseconds with one to six decimals, as many as are
/// needed, and says how many octets that is. With `to_whole` there are none where none are needed.
#[inline(always)]
pub(crate) fn millis(place: &mut Place, nanos: u64, to_whole: bool) -> Option<usize> {
    if nanos >= 1_000_000_000_000 {
        return None;
    }
    let (text, len) = start(low_32(nanos / 1_000_000));
    put(place, 0, text);
    let part = low_32(nanos % 1_000_000);
    if to_whole && part == 0 {
        return Some(len);
    }
    let (upper, lower) = (thousand(part / 1000), thousand(part % 1000));
    let decimals = u64::from(b'.') | text_of(upper) << 8 | text_of(lower) << 32;
    put(place, len, decimals);
    Some(match len_as_last(lower) {
        0 => len + len_as_first(upper),
        more => len + more,
    })
}

/// How many octets [`decimals`] writes.
pub(crate) const DECIMALS: usize = 10;

/// Writes a point and nine decimals, of nanoseconds below a second.
#[inline(always)]
pub(crate) fn decimals(place: &mut Place, nanos: u32) {
    put(place, 0, u64::from(b'.') | six(nanos / 1000) << 8);
    put(place, 7, text_of(thousand(nanos % 1000)));
}

/// Writes an IPv4 address, and says how many octets that is.
#[inline(always)]
pub(crate) fn ipv4(place: &mut Place, address: Ipv4Addr) -> usize {
    let mut end = 0;
    for octet in address.octets() {
        let (text, len) = first(octet.into());
        let text = low_32(text | u64::from(b'.').wrapping_shl(bits_of(len)));
        if let Some(place) = place.get_mut(end..).and_then(<[u8]>::first_chunk_mut) {
            *place = text.to_le_bytes();
        }
        end += len + 1;
    }
    end - 1
}

/// Writes a whole word at one of the first nine octets.
#[inline(always)]
fn put(place: &mut Place, at: usize, text: u64) {
    if let Some(place) = place.get_mut(at..).and_then(<[u8]>::first_chunk_mut) {
        *place = text.to_le_bytes();
    }
}

/// The digits of a number below 1,000,000.
#[inline(always)]
fn start(number: u32) -> Start {
    if number < 1000 {
        return first(number);
    }
    let (text, len) = first(number / 1000);
    let rest = text_of(thousand(number % 1000));
    (text | rest.wrapping_shl(bits_of(len)), len + 3)
}

/// The digits of a number below 1000.
#[inline(always)]
fn first(number: u32) -> Start {
    let entry = thousand(number);
    let zeros = (entry >> 21) & 0x18;
    let len = usize::try_from((entry >> 24) & 3).unwrap_or(0);
    (text_of(entry) >> zeros, 3 - len)
}

/// The six digits of a number below 1,000,000.
#[inline(always)]
fn six(number: u32) -> u64 {
    text_of(thousand(number / 1000)) | text_of(thousand(number % 1000)) << 24
}

/// A number that has no more bits.
#[inline(always)]
fn low_32(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

/// How many bits a few octets have.
#[inline(always)]
fn bits_of(octets: usize) -> u32 {
    u32::try_from(octets * 8).unwrap_or(0)
}

/// The digits of a table's entry.
#[inline(always)]
fn text_of(entry: u32) -> u64 {
    u64::from(entry & 0x00ff_ffff)
}

/// How many octets a point and an entry's digits are without the zeros at the end; two at least.
#[inline(always)]
fn len_as_first(entry: u32) -> usize {
    usize::try_from(entry >> 29).unwrap_or(0)
}

/// How many octets a point, three digits and an entry's digits are without the zeros at the end; 0
/// for three zeros.
#[inline(always)]
fn len_as_last(entry: u32) -> usize {
    usize::try_from((entry >> 26) & 7).unwrap_or(0)
}

/// The table's entry of a number below 1000.
#[inline(always)]
fn thousand(number: u32) -> u32 {
    let place = usize::try_from(number).unwrap_or(usize::MAX);
    THOUSAND.get(place).copied().unwrap_or_default()
}

/// The three digits of each number below 1000, the first in the lowest octet. In the highest one,
/// from its lowest bit: how many zeros they begin with, up to two, in two bits; what
/// [`len_as_last`] says, in three; and what [`len_as_first`] says, in three.
static THOUSAND: [u32; 1000] = {
    let mut table = [0; 1000];
    let mut rest: &mut [u32] = &mut table;
    let mut number: u32 = 0;
    while let [place, behind @ ..] = rest {
        let (a, b, c) = (number / 100, number / 10 % 10, number % 10);
        let zeros = match (a, b) {
            (0, 0) => 2,
            (0, _) => 1,
            _ => 0,
        };
        let (as_first, as_last) = match (a, b, c) {
            (0, 0, 0) => (2, 0),
            (_, 0, 0) => (2, 5),
            (_, _, 0) => (3, 6),
            _ => (4, 7),
        };
        let digits = 0x30_3030 | a | b << 8 | c << 16;
        *place = digits | zeros << 24 | as_last << 26 | as_first << 29;
        rest = behind;
        number += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::{Place, ROOM};

    fn text(write: impl FnOnce(&mut Place) -> Option<usize>) -> Option<String> {
        let mut place = [b'x'; ROOM];
        let len = write(&mut place)?;
        Some(String::from_utf8(place[..len].to_vec()).unwrap())
    }

    #[test]
    fn words_of_every_length_up_to_sixteen() {
        let longest: String = ('a'..='q').collect();
        assert_eq!(text(|place| super::word(place, &longest)), None);
        assert_eq!(text(|place| super::word(place, "")), None);
        let mut word = longest;
        while word.pop().is_some() && !word.is_empty() {
            assert_eq!(text(|place| super::word(place, &word)), Some(word.clone()));
        }
    }

    #[test]
    fn numbers_end_where_they_have_no_room() {
        let number = |number| text(|place| super::number(place, number));
        for known in (0..20_000).chain([999_999, 1_000_000, 70_000_000_008, 999_999_999_999]) {
            assert_eq!(number(known), Some(known.to_string()));
        }
        assert_eq!(number(1_000_000_000_000), None);
        assert_eq!(number(u64::MAX), None);
        assert_eq!(
            text(|place| super::millis(place, 1_000_000_000_000, false)),
            None
        );
    }

    #[test]
    fn milliseconds_have_no_zeros_at_the_end() {
        for (nanos, expected) in [
            (0, ["0", "0.0"]),
            (5_000_000, ["5", "5.0"]),
            (1_200_000, ["1.2", "1.2"]),
            (999_999_000_010, ["999999.00001", "999999.00001"]),
            (1_002_000_300, ["1002.0003", "1002.0003"]),
        ] {
            let texts = [true, false]
                .map(|to_whole| text(|place| super::millis(place, nanos, to_whole)).unwrap());
            assert_eq!(texts, expected);
        }
    }

    #[test]
    fn every_octet_at_every_place() {
        for octet in 0..=u8::MAX {
            for octets in [
                [octet, 0, 99, 255],
                [7, octet, octet, 10],
                [255, 255, 255, octet],
                [255, octet, 255, 1],
            ] {
                let address = octets.into();
                let expected = std::net::Ipv4Addr::to_string(&address);
                assert_eq!(
                    text(|place| Some(super::ipv4(place, address))),
                    Some(expected)
                );
            }
        }
    }
}
