//! How numbers and addresses are written: how far one reaches, and what it means.
//!
//! Invariant: the `_len` functions give the octets of the longest reading at the text's beginning,
//! 0 if there is none.

use std::net::Ipv6Addr;

/// Octets of the run of hexadecimal digits, `most` at most.
pub(super) fn hex_run(text: &str, most: usize) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_hexdigit);
    digits.take(most).count()
}

/// A decimal number, or `0x` and hexadecimal digits.
pub(super) fn number_len(text: &str) -> usize {
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        let run = hex_run(digits, usize::MAX);
        if run > 0 {
            return run + 2;
        }
    }
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The value of what [`number_len`] measured.
pub(super) fn number(text: &str) -> Result<u32, &'static str> {
    let (digits, radix) = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => (text.get(2..).unwrap_or_default(), 16),
        [b'0', _, ..] => (text.get(1..).unwrap_or_default(), 8),
        _ => (text, 10),
    };
    if radix == 8 && digits.bytes().any(|digit| digit > b'7') {
        return Err("a number that begins with 0 is octal");
    }
    u32::from_str_radix(digits, radix).map_err(|_| "this number does not fit in 32 bits")
}

/// Two, three or four numbers with dots between them.
pub(super) fn dotted_len(text: &str) -> usize {
    let mut len = number_len(text);
    let mut numbers = 1;
    while numbers < 4 && len > 0 {
        let Some(rest) = text.get(len..).and_then(|rest| rest.strip_prefix('.')) else {
            break;
        };
        let next = number_len(rest);
        if next == 0 {
            break;
        }
        len += next + 1;
        numbers += 1;
    }
    if numbers > 1 { len } else { 0 }
}

/// Six octets with one of `: - .` between them, three groups of four digits with dots, or twelve
/// digits.
pub(super) fn ether_len(text: &str) -> usize {
    [
        (":", 6, 1, 2),
        ("-", 6, 1, 2),
        (".", 6, 1, 2),
        (".", 3, 4, 4),
        ("", 1, 12, 12),
    ]
    .into_iter()
    .map(|(separator, groups, least, most)| groups_len(text, separator, groups, least, most))
    .max()
    .unwrap_or(0)
}

fn groups_len(text: &str, separator: &str, groups: usize, least: usize, most: usize) -> usize {
    let mut len = 0;
    for group in 0..groups {
        let mut rest = text.get(len..).unwrap_or_default();
        if group > 0 {
            match rest.strip_prefix(separator) {
                Some(behind) => rest = behind,
                None => return 0,
            }
            len += separator.len();
        }
        let digits = hex_run(rest, most);
        if digits < least {
            return 0;
        }
        len += digits;
    }
    len
}

/// The octets of what [`ether_len`] measured.
pub(super) fn ether(text: &str) -> [u8; 6] {
    let mut address = [0; 6];
    let digit = |c: u8| {
        char::from(c)
            .to_digit(16)
            .and_then(|d| u8::try_from(d).ok())
    };
    let single = text.split([':', '-', '.']).count() == 6;
    if single {
        for (octet, group) in address.iter_mut().zip(text.split([':', '-', '.'])) {
            *octet = u8::from_str_radix(group, 16).unwrap_or(0);
        }
    } else {
        let mut digits = text.bytes().filter_map(digit);
        for octet in &mut address {
            *octet = digits.next().unwrap_or(0) << 4 | digits.next().unwrap_or(0);
        }
    }
    address
}

/// Hexadecimal pairs that each end in colons: the beginning of a link-layer address gone wrong.
pub(super) fn broken_ether_len(text: &str) -> usize {
    let mut len = 0;
    let mut groups = 0;
    loop {
        let rest = text.get(len..).unwrap_or_default();
        let digits = hex_run(rest, 2);
        let colons = rest.bytes().skip(digits).take_while(|c| *c == b':').count();
        if digits == 0 || colons == 0 {
            return if groups > 1 { len } else { 0 };
        }
        len += digits + colons;
        groups += 1;
    }
}

/// Something written like an IPv6 address; whether it is one, [`ip6`] says.
pub(super) fn ip6_len(text: &str) -> usize {
    let run = text
        .bytes()
        .take_while(|c| c.is_ascii_hexdigit() || b":.xX".contains(c))
        .count();
    (2..=run.min(200))
        .rev()
        .find(|len| looks_like_ip6(text.get(..*len).unwrap_or_default()))
        .unwrap_or(0)
}

fn looks_like_ip6(text: &str) -> bool {
    let (head, dotted) = match text.rsplit_once(':') {
        Some((head, tail)) if dotted_len(tail) == tail.len() && tail.split('.').count() == 4 => {
            // Keep the colon that belongs to a "::" before the dotted part.
            (
                if head.ends_with(':') || head.is_empty() {
                    text.get(..=head.len())
                } else {
                    Some(head)
                },
                true,
            )
        }
        _ => (Some(text), false),
    };
    let head = head.unwrap_or_default();
    let group = |part: &str| !part.is_empty() && part.len() <= 4 && hex_run(part, 4) == part.len();
    let room = if dotted { 6 } else { 8 };
    match head.split_once("::") {
        Some((left, right)) => {
            let count = |side: &str| {
                if side.is_empty() {
                    return Some(0);
                }
                side.split(':').all(group).then(|| side.split(':').count())
            };
            match (count(left), count(right)) {
                (Some(left), Some(right)) => left + right < room,
                _ => false,
            }
        }
        None => head.split(':').all(group) && head.split(':').count() == room,
    }
}

/// The address, if the text is a valid one.
pub(in crate::filter) fn ip6(text: &str) -> Option<Ipv6Addr> {
    text.parse().ok()
}

/// The value of two to four decimal octets, and how many bits they make up; `None` if one of them
/// is no octet.
pub(in crate::filter) fn dotted(text: &str) -> Option<(u32, u32)> {
    let mut value = 0;
    let mut bits = 0;
    for part in text.split('.') {
        let digits = part.bytes().all(|digit| digit.is_ascii_digit());
        let trimmed = part.trim_start_matches('0');
        let octet: u8 = if trimmed.is_empty() {
            0
        } else {
            trimmed.parse().ok()?
        };
        if !digits || bits == 32 {
            return None;
        }
        value = value << 8 | u32::from(octet);
        bits += 8;
    }
    Some((value, bits))
}
