//! DNS over TCP (RFC 1035, 4.2.2): one message behind its length.

mod data;
mod domain_name;
mod edns;
mod names;
mod record;
mod response_code;

use super::cursor::{Cursor, Short};
use super::line::Line;

/// The name in truncation marks.
pub(super) const MARK: &str = "domain";
/// Octets of a message's header.
const HEADER: usize = 12;

/// Prints the message of a segment, if it fills the segment.
pub(super) fn print(line: &mut Line<'_>, mut payload: Cursor<'_>) -> Result<(), Short> {
    let len = payload.left();
    if len < 2 {
        write!(line, " [DNS over TCP: length {len} < 2] (invalid)");
        return Ok(());
    }
    let prefix = payload.u16()?;
    let len = payload.left();
    if usize::from(prefix) != len {
        write!(
            line,
            " [prefix length({prefix}) != length({len})] (invalid)"
        );
        return Ok(());
    }
    write!(line, " ");
    if len < HEADER {
        write!(line, "{MARK} [length {len} < {HEADER}] (invalid)");
        return Ok(());
    }
    // Nothing but the end of what was captured bounds what is read, and where it ends is noticed.
    let message = payload.up_to_snapshot();
    let mut at = message;
    let head = Head::read(&mut at)?;
    if head.flags & 0x8000 == 0 {
        request(line, message, at, &head)?;
    } else {
        response(line, message, at, &head)?;
    }
    write!(line, " ({len})");
    Ok(())
}

/// A message's header (RFC 1035, 4.1.1).
struct Head {
    id: u16,
    flags: u16,
    questions: u16,
    answers: u16,
    authorities: u16,
    additional: u16,
}

impl Head {
    /// Reads the first octets of a message.
    fn read(at: &mut Cursor<'_>) -> Result<Self, Short> {
        Ok(Self {
            id: at.u16()?,
            flags: at.u16()?,
            questions: at.u16()?,
            answers: at.u16()?,
            authorities: at.u16()?,
            additional: at.u16()?,
        })
    }

    /// The operation's name.
    fn operation(&self) -> &'static str {
        names::operation(self.flags >> 11 & 15)
    }

    /// A letter if a bit is set.
    const fn if_set(&self, bit: u16, letter: &'static str) -> &'static str {
        if self.flags & bit == 0 { "" } else { letter }
    }
}

/// Prints a message that answers.
fn response<'a>(
    line: &mut Line<'_>,
    message: Cursor<'a>,
    mut at: Cursor<'a>,
    head: &Head,
) -> Result<(), Short> {
    write!(line, "{}{}", head.id, head.operation());
    response_code::print(line, head, at);
    let recursion = if head.flags & 0x80 == 0 { "-" } else { "" };
    write!(
        line,
        "{}{recursion}{}{}",
        head.if_set(0x400, "*"),
        head.if_set(0x200, "|"),
        head.if_set(0x20, "$"),
    );
    if head.questions != 1 {
        write!(line, " [{}q]", head.questions);
    }
    for index in 0..head.questions {
        if index > 0 {
            write!(line, ",");
        }
        if line.verbosity > 1 {
            write!(line, " q:");
            record::question(line, message, &mut at)?;
        } else {
            domain_name::skip(&mut at)?;
            at.skip(4);
        }
    }
    write!(
        line,
        " {}/{}/{}",
        head.answers, head.authorities, head.additional
    );
    section(line, message, &mut at, "", head.answers)?;
    if line.verbosity > 1 {
        section(line, message, &mut at, " ns:", head.authorities)?;
        section(line, message, &mut at, " ar:", head.additional)?;
    }
    Ok(())
}

/// Prints a message that asks.
fn request<'a>(
    line: &mut Line<'_>,
    message: Cursor<'a>,
    mut at: Cursor<'a>,
    head: &Head,
) -> Result<(), Short> {
    write!(
        line,
        "{}{}{}{}",
        head.id,
        head.operation(),
        head.if_set(0x100, "+"),
        head.if_set(0x10, "%"),
    );
    // What only responses have.
    if head.flags & 0x06cf != 0 {
        write!(line, " [b2&3=0x{:x}]", head.flags);
    }
    // An inverse query asks with an answer (RFC 1035, 6.4.1).
    let first = match head.flags >> 11 & 15 {
        1 => [(head.questions, 0, "q"), (head.answers, 1, "a")],
        _ => [(head.answers, 0, "a"), (head.questions, 1, "q")],
    };
    let rest = [(head.authorities, 0, "n"), (head.additional, 0, "au")];
    for (count, usual, letters) in first.into_iter().chain(rest) {
        if count != usual {
            write!(line, " [{count}{letters}]");
        }
    }
    for _ in 0..head.questions {
        record::question(line, message, &mut at)?;
    }
    if line.verbosity > 1 {
        section(line, message, &mut at, "", head.answers)?;
        section(line, message, &mut at, " ns:", head.authorities)?;
        section(line, message, &mut at, " ar:", head.additional)?;
    }
    Ok(())
}

/// Prints `count` records, with `,` between them. None of them may begin where the message ends, but
/// for the first of the answers, the section without a name.
fn section<'a>(
    line: &mut Line<'_>,
    message: Cursor<'a>,
    at: &mut Cursor<'a>,
    name: &str,
    count: u16,
) -> Result<(), Short> {
    for index in 0..count {
        let before = if index == 0 { name } else { "," };
        if at.is_empty() && (index > 0 || !name.is_empty()) {
            return Err(Short::Payload);
        }
        write!(line, "{before}");
        record::print(line, message, at)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::payload::tests::{printed, printed_cut};
    use proptest::prelude::*;

    /// What is printed of a message behind its length.
    pub(super) fn text(message: &[u8], verbosity: u8) -> String {
        let len = u16::try_from(message.len()).unwrap().to_be_bytes();
        printed(53, &[&len, message].concat(), verbosity)
    }

    /// A response without a question, and with one answer, which belongs to the root.
    pub(super) fn answer(record: &[u8]) -> Vec<u8> {
        [b"\0\x07\x80\0\0\0\0\x01\0\0\0\0\0", record].concat()
    }

    const NAME: &[u8] = b"\x01a\x01b\0";

    #[test]
    fn a_request_and_its_response() {
        let request = [b"\0\x07\x01\0\0\x01\0\0\0\0\0\0", NAME, b"\0\x1c\0\x01"].concat();
        assert_eq!(text(&request, 0), " 7+ AAAA? a.b. (21)");
        let response = [
            b"\0\x07\x85\x80\0\x01\0\x02\0\0\0\0",
            NAME,
            b"\0\x01\0\x01\xc0\x0c\0\x01\0\x01\0\0\0\x64\0\x04\x0a\x01\x02\x03",
            b"\xc0\x0c\0\x02\0\x01\0\0\0\x64\0\x04\x01x\xc0\x0e",
        ]
        .concat();
        assert_eq!(text(&response, 0), " 7* 2/0/0 A 10.1.2.3, NS x.b. (53)");
        assert_eq!(
            text(&response, 2),
            " 7* q: A? a.b. 2/0/0 a.b. A 10.1.2.3, a.b. NS x.b. (53)"
        );
    }

    #[test]
    fn lengths_that_do_not_fit() {
        assert_eq!(
            printed(53, b"\0", 0),
            " [DNS over TCP: length 1 < 2] (invalid)"
        );
        assert_eq!(
            printed(53, b"\0\x09abc", 0),
            " [prefix length(9) != length(3)] (invalid)"
        );
        assert_eq!(text(b"\0\x07\x01", 0), " domain [length 3 < 12] (invalid)");
        assert_eq!(printed_cut(53, b"\0\x0c0123456789ab", 1, 0), " [|domain]");
        assert_eq!(printed_cut(53, b"\0\x0c0123456789ab", 9, 0), "  [|domain]");
    }

    #[test]
    fn a_section_without_its_first_record_has_no_name() {
        let head = |counts: &[u8]| [b"\0\x07\x80\x80\0\0", counts].concat();
        let owner = b"\0\0\x0a\0\x01\0\0\0\0\0\0";
        let authority = head(b"\0\0\0\x01\0\x01");
        assert_eq!(text(&authority, 0), " 7 [0q] 0/1/1 (12)");
        assert_eq!(text(&authority, 2), " 7 [0q] 0/1/1 [|domain]");
        let additional = [&authority[..], owner].concat();
        assert_eq!(text(&additional, 2), " 7 [0q] 0/1/1 ns: . NULL [|domain]");
        let answers = [&head(b"\0\x02\0\0\0\0")[..], owner].concat();
        assert_eq!(text(&answers, 0), " 7 [0q] 2/0/0 NULL [|domain]");
        assert_eq!(
            text(&[&answers[..], owner].concat(), 0),
            " 7 [0q] 2/0/0 NULL, NULL (34)"
        );
    }

    proptest! {
        #[test]
        fn messages_of_chance_never_panic(
            head in any::<[u8; 4]>(),
            counts in any::<[u8; 4]>(),
            rest in prop::collection::vec(0_usize..16, 0..200),
            missing in 0_usize..20,
            verbosity in 0_u8..4,
        ) {
            // Octets that mean something: ends, lengths, labels of all kinds, types.
            const OCTETS: [u8; 16] =
                [0, 0, 0, 1, 1, 2, 6, 8, 12, 16, 33, 38, 41, 0x41, 0xc0, 0xfa];
            let counts = counts.map(|count| [0, count % 4]).concat();
            let rest: Vec<u8> = rest.iter().map(|index| OCTETS[*index]).collect();
            let message = [&head[..], &counts, &rest].concat();
            let len = u16::try_from(message.len()).unwrap().to_be_bytes();
            let payload = [&len[..], &message].concat();
            let captured = payload.len().saturating_sub(missing);
            printed_cut(53, &payload, captured, verbosity);
        }
    }
}
