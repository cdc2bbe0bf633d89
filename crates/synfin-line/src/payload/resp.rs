//! RESP, the protocol of Redis: strings, numbers, bulk strings, arrays and inline commands.

use super::cursor::{Cursor, Short};
use super::line::Line;

/// Prints the values of a segment, one after the other. Arrays are not marked: what is in them is
/// printed in a row.
pub(super) fn print(line: &mut Line<'_>, mut payload: Cursor<'_>) -> Result<(), Short> {
    write!(line, ": RESP");
    // Values that arrays begun earlier still want.
    let mut wanted = 0_u64;
    while !payload.is_empty() || wanted > 0 {
        wanted = wanted.saturating_sub(1);
        let start = payload;
        match payload.u8()? {
            b'+' | b'-' | b':' => {
                let text = to_line_end(&mut payload)?;
                quoted(line, text);
            }
            b'$' => bulk(line, &mut payload)?,
            b'*' => match length(&mut payload)? {
                Length::Of(0) => write!(line, " empty"),
                Length::Of(count) => wanted = wanted.saturating_add(u64::from(count)),
                odd => odd.print(line),
            },
            _ => {
                payload = start;
                inline(line, &mut payload)?;
            }
        }
    }
    Ok(())
}

fn quoted(line: &mut Line<'_>, text: &[u8]) {
    write!(line, " \"");
    line.escaped(text);
    write!(line, "\"");
}

/// What is there up to the next CR LF, which is read too. That none was captured is no reason for
/// a dump to begin elsewhere.
fn to_line_end<'a>(payload: &mut Cursor<'a>) -> Result<&'a [u8], Short> {
    let mut start = *payload;
    let mut last = 0;
    loop {
        let octet = payload.u8().map_err(|_| Short::Payload)?;
        if (last, octet) == (b'\r', b'\n') {
            return start.take(payload.since(&start).saturating_sub(2));
        }
        last = octet;
    }
}

/// A string behind its length; whatever follows it is read up to the line's end.
fn bulk(line: &mut Line<'_>, payload: &mut Cursor<'_>) -> Result<(), Short> {
    match length(payload)? {
        Length::Of(0) => write!(line, " empty"),
        Length::Of(len) => {
            let len = usize::try_from(len).unwrap_or(usize::MAX);
            quoted(line, payload.take(len).map_err(|_| Short::Payload)?);
        }
        odd => {
            odd.print(line);
            return Ok(());
        }
    }
    to_line_end(payload).map(|_| ())
}

/// A command as it was typed, up to a CR or LF; empty lines around it are read too.
fn inline(line: &mut Line<'_>, payload: &mut Cursor<'_>) -> Result<(), Short> {
    skip_line_ends(payload);
    let mut start = *payload;
    let mut ahead = *payload;
    while !matches!(ahead.u8()?, b'\r' | b'\n') {
        *payload = ahead;
    }
    quoted(line, start.take(payload.since(&start))?);
    skip_line_ends(payload);
    Ok(())
}

fn skip_line_ends(payload: &mut Cursor<'_>) {
    let mut ahead = *payload;
    while matches!(ahead.u8(), Ok(b'\r' | b'\n')) {
        *payload = ahead;
    }
}

/// The length of a bulk string or an array.
enum Length {
    Of(u32),
    /// -1: there is no string or array.
    Null,
    Negative,
    TooLarge,
    Invalid,
}

impl Length {
    fn print(&self, line: &mut Line<'_>) {
        match self {
            Self::Of(_) => {}
            Self::Null => write!(line, " null"),
            Self::Negative => write!(line, " length negative and not -1"),
            Self::TooLarge => write!(line, " length too large"),
            Self::Invalid => write!(line, " invalid"),
        }
    }
}

/// Reads a length and its line's end. An invalid one is read up to what makes it so.
fn length(payload: &mut Cursor<'_>) -> Result<Length, Short> {
    let mut ahead = *payload;
    let negative = ahead.u8()? == b'-';
    if negative {
        *payload = ahead;
    }
    let mut digits = 0_usize;
    let mut number = Some(0_u32);
    loop {
        match payload.u8()? {
            digit @ b'0'..=b'9' => {
                digits += 1;
                number = number
                    .and_then(|number| number.checked_mul(10))
                    .and_then(|number| number.checked_add(u32::from(digit - b'0')))
                    .filter(|number| i32::try_from(*number).is_ok());
            }
            b'\r' if digits > 0 => break,
            _ => return Ok(Length::Invalid),
        }
    }
    if payload.u8()? != b'\n' {
        return Ok(Length::Invalid);
    }
    Ok(match (negative, number) {
        (true, Some(1)) => Length::Null,
        (true, _) => Length::Negative,
        (false, Some(number)) => Length::Of(number),
        (false, None) => Length::TooLarge,
    })
}

#[cfg(test)]
mod tests {
    use crate::payload::tests::{printed, printed_cut};

    #[track_caller]
    fn values(octets: &[u8], expected: &str) {
        assert_eq!(printed(6379, octets, 0), format!(": RESP{expected}"));
    }

    #[test]
    fn values_in_a_row() {
        values(b"+OK\r\n-ERR x\r\n:7\r\n", " \"OK\" \"ERR x\" \"7\"");
        values(b"*2\r\n$3\r\nGET\r\n$0\r\n\r\n", " \"GET\" empty");
        values(b"*0\r\n*-1\r\n$-1\r\n", " empty null null");
        values(b"\nget key\r\n\n*1\r\n*1\r\n+a\r\n", " \"get key\" \"a\"");
        values(b"$2\r\na\rb\r\n", " \"a^M\"");
    }

    #[test]
    fn lengths_that_cannot_be() {
        values(b"$2147483648\r\nx\r\n", " length too large \"x\"");
        values(b"*-2\r\n+a\r\n", " length negative and not -1 \"a\"");
        values(b"$+3\r\n", " invalid \"3\"");
        values(b"*\r\n+a\r\n", " invalid \"+a\"");
        values(b"$3\rabc\r\n", " invalid \"bc\"");
    }

    #[test]
    fn what_is_missing_leaves_a_mark() {
        values(b"*2\r\n+a\r\n", " \"a\" [|resp]");
        values(b"$3\r\nab", " [|resp]");
        values(b"$3\r\nabc", " \"abc\" [|resp]");
        values(b"+a\n", " [|resp]");
        values(b"get", " [|resp]");
        values(b"\r\n", " [|resp]");
        values(
            b"*4294967295\r\n*2147483647\r\n",
            " length too large [|resp]",
        );
        assert_eq!(
            printed_cut(6379, b"+a\r\n+b\r\n", 7, 0),
            ": RESP \"a\" [|resp]"
        );
    }
}
