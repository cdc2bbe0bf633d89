//! Response codes: four bits of the header, and eight more of an OPT record (RFC 6891, 6.1.3).

use super::super::cursor::Cursor;
use super::super::line::Line;
use super::edns::OPT;
use super::{Head, domain_name, names};

/// Prints the code of a response whose header ends at `at`.
pub(super) fn print(line: &mut Line<'_>, head: &Head, at: Cursor<'_>) {
    let high = extension(head, at).unwrap_or(0);
    let code = u16::from(high) << 4 | head.flags & 15;
    match names::response(code) {
        Some(name) => write!(line, "{name}"),
        None => write!(line, " Resp{code}"),
    }
}

/// The bits of the first OPT record among the additional ones, if all before it can be stepped over.
fn extension(head: &Head, mut at: Cursor<'_>) -> Option<u8> {
    for _ in 0..head.questions {
        domain_name::skip(&mut at).ok()?;
        step(&mut at, 4)?;
    }
    for _ in 0..u32::from(head.answers) + u32::from(head.authorities) {
        domain_name::skip(&mut at).ok()?;
        at.skip(8);
        let len = at.u16().ok()?;
        step(&mut at, len)?;
    }
    for _ in 0..head.additional {
        domain_name::skip(&mut at).ok()?;
        let kind = at.u16().ok()?;
        at.skip(2);
        let bits = at.u8().ok()?;
        if kind == OPT {
            return Some(bits);
        }
        at.skip(3);
        let len = at.u16().ok()?;
        step(&mut at, len)?;
    }
    None
}

/// Moves on by `count` octets, to what must not be the message's end.
fn step(at: &mut Cursor<'_>, count: u16) -> Option<()> {
    at.skip(count.into());
    (!at.is_empty()).then_some(())
}

#[cfg(test)]
mod tests {
    use crate::payload::dns::tests::text;

    /// A response without a question, with `answers` records of four octets and then an OPT record
    /// with these bits.
    fn response(code: u8, answers: u8, bits: u8) -> Vec<u8> {
        let head = [0, 7, 0x80, code, 0, 0, 0, answers, 0, 0, 0, 1];
        let answer = b"\0\0\x01\0\x01\0\0\0\0\0\x04abcd".repeat(answers.into());
        let option = [0, 0, 41, 2, 0, bits, 0, 0, 0, 0, 0];
        [&head[..], &answer, &option].concat()
    }

    #[test]
    fn codes_of_twelve_bits() {
        assert_eq!(text(&response(0, 0, 1), 0), " 7 BadVers- [0q] 0/0/1 (23)");
        assert_eq!(text(&response(1, 0, 1), 0), " 7Resp17- [0q] 0/0/1 (23)");
        assert_eq!(
            text(&response(8, 1, 255), 0),
            " 7 Resp4088- [0q] 1/0/1 A 97.98.99.100 (38)"
        );
    }

    #[test]
    fn a_record_that_cannot_be_stepped_over_hides_the_bits() {
        let mut message = response(2, 1, 1);
        message[12] = 0x80;
        assert_eq!(text(&message, 0), " 7 ServFail- [0q] 1/0/1 (38)");
    }
}
