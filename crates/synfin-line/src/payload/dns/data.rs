//! The data of resource records.

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::{domain_name, edns};

/// A record's data, and what its printing depends on.
#[derive(Clone, Copy)]
pub(super) struct Data<'a> {
    /// Where it begins.
    pub(super) at: Cursor<'a>,
    /// Its octets, all of them captured.
    pub(super) len: usize,
    /// The record's class; an OPT record's is a size.
    pub(super) class: u16,
    /// The record's time to live; an OPT record's are flags.
    pub(super) time_to_live: u32,
}

/// Prints a record's data, which its length does not bound, if its type is among those that are
/// printed.
pub(super) fn print<'a>(
    line: &mut Line<'_>,
    message: Cursor<'a>,
    kind: u16,
    data: Data<'a>,
) -> Result<(), Short> {
    let (mut at, len) = (data.at, data.len);
    match kind {
        1 => {
            let address = at.array()?;
            write!(line, " ");
            line.ipv4(address);
        }
        28 => {
            let address = at.array()?;
            write!(line, " ");
            line.ipv6(address);
        }
        2 | 5 | 12 | 39 => {
            write!(line, " ");
            domain_name::print(line, message, at)?;
        }
        6 if line.verbosity > 0 => start_of_authority(line, message, at)?,
        15 => mail_exchange(line, message, at)?,
        16 => texts(line, at, len)?,
        33 => service(line, message, at)?,
        38 => address_with_prefix(line, message, at)?,
        edns::OPT => edns::print(line, data)?,
        250 if line.verbosity > 0 => signature(line, message, at)?,
        256 => identifier(line, at, len)?,
        _ => {}
    }
    Ok(())
}

/// RFC 1035, 3.3.13.
fn start_of_authority<'a>(
    line: &mut Line<'_>,
    message: Cursor<'a>,
    mut at: Cursor<'a>,
) -> Result<(), Short> {
    for _ in 0..2 {
        write!(line, " ");
        at = domain_name::print(line, message, at)?;
    }
    let mut numbers = at;
    at.take(20)?;
    for _ in 0..5 {
        let number = numbers.u32()?;
        write!(line, " {number}");
    }
    Ok(())
}

/// RFC 1035, 3.3.9.
fn mail_exchange<'a>(
    line: &mut Line<'_>,
    message: Cursor<'a>,
    mut at: Cursor<'a>,
) -> Result<(), Short> {
    write!(line, " ");
    let preference = at.u16()?;
    domain_name::print(line, message, at)?;
    write!(line, " {preference}");
    Ok(())
}

/// RFC 2782.
fn service<'a>(line: &mut Line<'_>, message: Cursor<'a>, mut at: Cursor<'a>) -> Result<(), Short> {
    write!(line, " ");
    let (priority, weight, port) = (at.u16()?, at.u16()?, at.u16()?);
    domain_name::print(line, message, at)?;
    write!(line, ":{port} {priority} {weight}");
    Ok(())
}

/// RFC 1035, 3.3.14; the last text may go on behind the data.
fn texts(line: &mut Line<'_>, mut at: Cursor<'_>, len: usize) -> Result<(), Short> {
    let start = at;
    while at.since(&start) < len {
        write!(line, " \"");
        let len = usize::from(at.u8()?);
        line.escaped(at.captured(len));
        at.take(len)?;
        write!(line, "\"");
    }
    Ok(())
}

/// An A6 record (RFC 2874, 3.1): an address without its first bits, and the name that has them.
fn address_with_prefix<'a>(
    line: &mut Line<'_>,
    message: Cursor<'a>,
    mut at: Cursor<'a>,
) -> Result<(), Short> {
    let bits = at.u8()?;
    if bits > 128 {
        write!(line, " {bits}(bad plen)");
        return Ok(());
    }
    let missing = usize::from(bits / 8);
    let present = 16_usize.saturating_sub(missing);
    if bits < 128 {
        let octets = at.unbounded().take(present)?;
        let mut address = [0; 16];
        for (to, from) in address.iter_mut().skip(missing).zip(octets) {
            *to = *from;
        }
        write!(line, " {bits} ");
        line.ipv6(address);
    }
    if bits > 0 {
        write!(line, " ");
        domain_name::print(line, message, at.ahead(present))?;
    }
    Ok(())
}

/// A URI record (RFC 7553, 4.5).
fn identifier(line: &mut Line<'_>, mut at: Cursor<'_>, len: usize) -> Result<(), Short> {
    let Some(text) = len.checked_sub(4) else {
        write!(line, " len {len} is too short (< 4)");
        return Ok(());
    };
    let (priority, weight) = (at.u16()?, at.u16()?);
    write!(line, " {priority} {weight} ");
    line.escaped(at.take(text)?);
    Ok(())
}

/// A transaction's signature (RFC 8945, 4.2).
fn signature<'a>(line: &mut Line<'_>, message: Cursor<'a>, at: Cursor<'a>) -> Result<(), Short> {
    write!(line, " ");
    let mut at = domain_name::print(line, message, at)?;
    at.skip(6);
    let fudge = at.u16()?;
    write!(line, " fudge={fudge}");
    let len = at.u16()?;
    write!(line, " maclen={len}");
    at.skip(len.into());
    for field in ["origid", "error", "otherlen"] {
        let number = at.u16()?;
        write!(line, " {field}={number}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::payload::dns::tests::{answer, text};

    /// What is printed of a record's data, and what follows.
    fn printed(kind: u16, data: &[u8], verbosity: u8) -> String {
        let len = u16::try_from(data.len()).unwrap().to_be_bytes();
        let record = [&kind.to_be_bytes(), &b"\0\x01\0\0\0\0"[..], &len, data].concat();
        let text = text(&answer(&record), verbosity);
        let owner = if verbosity > 0 { " ." } else { "" };
        let start = format!(" 7- [0q] 1/0/0{owner} ");
        text.strip_prefix(&start).unwrap().to_owned()
    }

    #[test]
    fn names_stand_in_few_types() {
        for (kind, text) in [
            (2, "NS x."),
            (5, "CNAME x."),
            (12, "PTR x."),
            (39, "DNAME x."),
        ] {
            assert_eq!(printed(kind, b"\x01x\0", 0), format!("{text} (26)"));
        }
        assert_eq!(printed(7, b"\x01x\0", 0), "MB (26)");
        assert_eq!(printed(15, b"\0\x05\x01x\0", 0), "MX x. 5 (28)");
        let service = b"\0\x01\0\x02\0\x35\x01x\0";
        assert_eq!(printed(33, service, 0), "SRV x.:53 1 2 (32)");
    }

    #[test]
    fn addresses() {
        // The length does not count.
        assert_eq!(printed(1, b"\x01\x02\x03\x04\x05", 0), "A 1.2.3.4 (28)");
        assert_eq!(printed(1, b"\x01\x02\x03", 0), "A [|domain]");
        assert_eq!(printed(28, &[0x20; 15], 0), "AAAA [|domain]");
        assert_eq!(printed(38, b"\x81", 0), "A6 129(bad plen) (24)");
        assert_eq!(printed(38, b"\x80\x01x\0", 0), "A6 x. (27)");
        assert_eq!(printed(38, b"\x7c\x0f\x01x\0", 0), "A6 124 ::f x. (28)");
        assert_eq!(printed(38, b"\0abc", 0), "A6 [|domain]");
    }

    #[test]
    fn texts_and_identifiers() {
        assert_eq!(printed(16, b"\x01a\0", 0), "TXT \"a\" \"\" (26)");
        assert_eq!(printed(16, b"\x01a\x02b", 0), "TXT \"a\" \"b [|domain]");
        assert_eq!(printed(256, b"\0\x01\0\x02ab", 0), "URI 1 2 ab (29)");
        assert_eq!(
            printed(256, b"\0\x01\0", 0),
            "URI len 3 is too short (< 4) (26)"
        );
    }

    #[test]
    fn what_only_more_text_shows() {
        let authority = b"\x01x\0\x01y\0\0\0\0\x01\0\0\0\x02\0\0\0\x03\0\0\0\x04\0\0\0\x05";
        assert_eq!(printed(6, authority, 0), "SOA (49)");
        assert_eq!(printed(6, authority, 1), "SOA x. y. 1 2 3 4 5 (49)");
        assert_eq!(printed(6, &authority[..25], 1), "SOA x. y. [|domain]");
        let signature = b"\x01x\0abcdef\x01\x2c\0\x02mm\0\x07\0\x11\0\0";
        assert_eq!(printed(250, signature, 0), "TSIG (44)");
        assert_eq!(
            printed(250, signature, 1),
            "TSIG x. fudge=300 maclen=2 origid=7 error=17 otherlen=0 (44)"
        );
        assert_eq!(
            printed(250, &signature[..15], 1),
            "TSIG x. fudge=300 maclen=2 [|domain]"
        );
    }
}
