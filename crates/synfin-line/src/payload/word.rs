//! The first words of a payload that may be text.
//!
//! Duty: tell whether they are those of a request or a reply. Invariant: the quick ways say no more
//! than the patient one. Absence: which methods a protocol has.

use super::cursor::{Cursor, Short};

/// A word of this many octets or more is none.
const LIMIT: usize = 129;

/// Is the first word a method, or the second one a status code?
#[inline(never)]
pub(super) fn begins(methods: &[&str], mut payload: Cursor<'_>) -> bool {
    let Some(first) = word(&mut payload) else {
        return false;
    };
    if methods
        .iter()
        .any(|m| first.eq_ignore_ascii_case(m.as_bytes()))
    {
        return true;
    }
    word(&mut payload).is_some_and(|code| code.len() == 3 && code.iter().all(u8::is_ascii_digit))
}

/// Is it certain that a payload of which these octets were captured begins with no word? Asked first
/// because most payload is no text from its first octet on, or what looks like one long word.
#[inline(always)]
pub(super) fn begins_with_none(captured: &[u8]) -> bool {
    match captured.first_chunk::<LIMIT>() {
        Some(near) if near.first().is_some_and(u8::is_ascii_graphic) => is_one_word(near),
        Some(_) => true,
        None => false,
    }
}

/// Are all of these octets printable?
#[inline(never)]
fn is_one_word(octets: &[u8; LIMIT]) -> bool {
    // All of them are looked at, many at once; the lowest that is printable counts as 0.
    let above = octets.iter().map(|octet| octet.wrapping_sub(b'!'));
    above.fold(0, u8::max) <= b'~' - b'!'
}

/// The next word, and the spaces behind it are skipped; `None` if it is empty, too long, not
/// printable or not captured whole.
fn word<'a>(payload: &mut Cursor<'a>) -> Option<&'a [u8]> {
    let near = payload.captured(LIMIT.min(payload.left()));
    let len = near.iter().take_while(|octet| octet.is_ascii_graphic());
    let len = len.count();
    if len == LIMIT {
        return None;
    }
    let word = payload.take(len).ok()?;
    let mut ahead = *payload;
    match ahead.u8() {
        Ok(b' ' | b'\t' | b'\r' | b'\n') | Err(Short::Payload) => {}
        _ => return None,
    }
    let mut ahead = *payload;
    while ahead.u8() == Ok(b' ') {
        *payload = ahead;
    }
    (!word.is_empty()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::{LIMIT, begins_with_none, is_one_word, word};
    use crate::payload::cursor::Cursor;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_certainly_is_no_word_is_none(
            mut octets in prop::collection::vec(0x21_u8..0x7f, 0..2 * LIMIT),
            others in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..2),
        ) {
            for (at, octet) in others {
                if !octets.is_empty() {
                    let at = at.index(octets.len());
                    octets[at] = octet;
                }
            }
            let mut payload = Cursor::new(&octets, octets.len());
            let has_word = word(&mut payload).is_some();
            prop_assert!(!(begins_with_none(&octets) && has_word));
            if let Some(near) = octets.first_chunk() {
                prop_assert_eq!(is_one_word(near), near.iter().all(u8::is_ascii_graphic));
            }
        }
    }
}
