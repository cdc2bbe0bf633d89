//! Domain names (RFC 1035, 4.1.4), with the bit labels of RFC 2673.

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;

/// Characters of a name that are printed.
const LIMIT: usize = 255;

/// What a name is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    /// The end.
    Root,
    /// Octets of text.
    Text(usize),
    /// As many octets with bits, and one with their number.
    Bits(usize),
    /// A name elsewhere: the upper bits of the place.
    Pointer(u8),
}

impl Label {
    /// Octets behind the label's first.
    const fn len(self) -> usize {
        match self {
            Self::Root => 0,
            Self::Text(len) => len,
            Self::Bits(len) => len + 1,
            Self::Pointer(_) => 1,
        }
    }

    /// Reads the first octet, and says why if the label cannot be printed.
    fn read(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<Self, Short> {
        Ok(match at.u8()? {
            0 => Self::Root,
            len @ 1..0x40 => Self::Text(len.into()),
            0x41 => {
                let mut count = *at;
                Self::Bits(octets_of_bits(count.u8()?))
            }
            kind @ 0x40..0x80 => {
                write!(line, "<ELT {}>", kind & 0x3f);
                return Err(Short::Payload);
            }
            0x80..0xc0 => {
                write!(line, "<BAD LABEL TYPE>");
                return Err(Short::Payload);
            }
            high @ 0xc0.. => Self::Pointer(high & 0x3f),
        })
    }
}

/// How many bits a bit label has.
fn bits(count: u8) -> u16 {
    if count == 0 { 256 } else { count.into() }
}

/// The octets that hold the bits of a bit label.
fn octets_of_bits(count: u8) -> usize {
    usize::from(bits(count).div_ceil(8))
}

/// Prints the name at `at` in a message that begins at `message`; returns the place behind it.
pub(super) fn print<'a>(
    line: &mut Line<'_>,
    message: Cursor<'a>,
    at: Cursor<'a>,
) -> Result<Cursor<'a>, Short> {
    print_from(line, message, at.since(&message), at)
}

/// Prints the name at `at`. Its pointers count from `base`; the first may lead to places before
/// `limit`, each other only further back.
pub(super) fn print_from<'a>(
    line: &mut Line<'_>,
    base: Cursor<'a>,
    mut limit: usize,
    mut at: Cursor<'a>,
) -> Result<Cursor<'a>, Short> {
    let mut behind = None;
    let mut characters = 0;
    let mut label = Label::read(line, &mut at)?;
    match label {
        Label::Root => write!(line, "."),
        Label::Pointer(_) if at.is_empty() => return Err(Short::Payload),
        _ => {}
    }
    // A label whose first octet is the last that was captured passes as an end.
    while label != Label::Root && !at.is_empty() {
        if let Label::Pointer(high) = label {
            let target = usize::from(u16::from_be_bytes([high, at.u8()?]));
            behind = behind.or(Some(at));
            if target >= limit {
                write!(line, "<BAD PTR>");
                return Err(Short::Payload);
            }
            limit = target;
            at = base.ahead(target);
            label = Label::read(line, &mut at)?;
            continue;
        }
        characters += print_label(line, label, at, characters)?;
        at.skip(label.len());
        if characters <= LIMIT {
            write!(line, ".");
        }
        characters += 1;
        label = Label::read(line, &mut at)?;
    }
    if characters > LIMIT {
        write!(line, "<DOMAIN NAME TOO LONG>");
    }
    Ok(behind.unwrap_or_else(|| at.ahead(label.len())))
}

/// Prints a label that stands behind so many characters; returns how many it counts for.
fn print_label(
    line: &mut Line<'_>,
    label: Label,
    at: Cursor<'_>,
    characters: usize,
) -> Result<usize, Short> {
    match label {
        Label::Text(len) => {
            let shown = len.min(LIMIT.saturating_sub(characters));
            line.escaped(at.captured(shown));
            at.need(shown)?;
            Ok(len)
        }
        Label::Bits(_) => print_bits(line, at.unbounded()).map(|()| 0),
        Label::Root | Label::Pointer(_) => Ok(0),
    }
}

/// Prints a bit label: hexadecimal digits, and the number of bits.
fn print_bits(line: &mut Line<'_>, mut at: Cursor<'_>) -> Result<(), Short> {
    write!(line, "\\[x");
    let bits = bits(at.u8()?);
    for _ in 0..bits / 8 {
        let octet = at.u8()?;
        write!(line, "{octet:02x}");
    }
    match bits % 8 {
        0 => {}
        rest => {
            let octet = at.u8()? & !(0xff >> rest);
            if rest > 4 {
                write!(line, "{octet:02x}");
            } else {
                write!(line, "{:x}", octet >> 4);
            }
        }
    }
    write!(line, "/{bits}]");
    Ok(())
}

/// Steps over a name.
pub(super) fn skip(at: &mut Cursor<'_>) -> Result<(), Short> {
    loop {
        match at.u8()? {
            0 => return Ok(()),
            len @ 1..0x40 => at.skip(len.into()),
            0x41 => {
                let count = at.u8()?;
                at.skip(octets_of_bits(count));
            }
            0x40..0xc0 => return Err(Short::Payload),
            0xc0.. => {
                at.skip(1);
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::payload::dns::tests::text;

    /// What is printed of a name that a request asks for.
    fn asked(name: &[u8]) -> String {
        let request = [b"\0\x07\x01\0\0\x01\0\0\0\0\0\0", name, b"\0\x01\0\x01"].concat();
        let text = text(&request, 0);
        text.strip_prefix(" 7+ A? ").unwrap_or(&text).to_owned()
    }

    #[test]
    fn pointers_lead_back() {
        assert_eq!(asked(b"\xc0\x0c"), "<BAD PTR> [|domain]");
        assert_eq!(asked(b"\x01a\xc0\x0c"), "a.<BAD PTR> [|domain]");
        // The root is written as nothing where a pointer leads to it.
        assert_eq!(asked(b"\xc0\x0b"), " (18)");
        assert_eq!(asked(b"\xc0\x02"), "^@. (18)");
    }

    #[test]
    fn bit_labels() {
        assert_eq!(asked(b"\x41\x0c\xff\xff\0"), "\\[xfff/12]. (21)");
        assert_eq!(asked(b"\x41\x0d\xff\xff\0"), "\\[xfff8/13]. (21)");
        assert_eq!(asked(b"\x41\x02\xff\0"), "\\[xc/2]. (20)");
        let digits = "61".repeat(32);
        let all = [&b"\x41\0"[..], &[b'a'; 32], b"\0"].concat();
        assert_eq!(asked(&all), format!("\\[x{digits}/256]. (51)"));
    }

    #[test]
    fn labels_of_other_types_end_the_message() {
        assert_eq!(asked(b"\x01a\x80\0"), " 7+ [|domain]");
        // Where they are only printed, not stepped over before.
        let answer = |name: &[u8]| {
            let head: &[u8] = b"\0\x07\x80\0\0\0\0\x01\0\0\0\0";
            text(&[head, name].concat(), 1)
        };
        assert_eq!(
            answer(b"\x01a\x80"),
            " 7- [0q] 1/0/0 a.<BAD LABEL TYPE> [|domain]"
        );
        assert_eq!(answer(b"\x42"), " 7- [0q] 1/0/0 <ELT 2> [|domain]");
    }

    #[test]
    fn long_names() {
        let label = [&[63], &[b'a'; 63][..]].concat();
        let name = [&label.repeat(4)[..], b"\0"].concat();
        let dotted = format!("{}.", "a".repeat(63)).repeat(3);
        let last = "a".repeat(63);
        assert_eq!(
            asked(&name),
            format!("{dotted}{last}.<DOMAIN NAME TOO LONG> (273)")
        );
        let name = [&label.repeat(3)[..], b"\x3e", &[b'a'; 62], b"\0"].concat();
        let last = "a".repeat(62);
        assert_eq!(asked(&name), format!("{dotted}{last}. (272)"));
    }
}
