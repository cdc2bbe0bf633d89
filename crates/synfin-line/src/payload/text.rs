//! Protocols of text lines: FTP, SMTP, WHOIS, HTTP, RTSP.

use super::cursor::{Cursor, Short};
use super::line::Line;

/// A protocol whose payload is printed as lines of text.
#[derive(Debug)]
pub(crate) struct TextProtocol {
    /// The name behind the colon.
    name: &'static str,
    /// The same with what stands before it, if it may stand alone.
    alone: Option<&'static [u8; 6]>,
    /// The name in truncation marks.
    pub(super) mark: &'static str,
    /// Methods of which one must come first, or else a status code second; `None` if all payload
    /// is taken for text.
    methods: Option<&'static [&'static str]>,
}

/// RFC 959.
pub(super) const FTP: TextProtocol = TextProtocol {
    name: "FTP",
    alone: None,
    mark: "ftp",
    methods: None,
};

/// RFC 5321.
pub(super) const SMTP: TextProtocol = TextProtocol {
    name: "SMTP",
    alone: None,
    mark: "smtp",
    methods: None,
};

/// RFC 3912.
pub(super) const WHOIS: TextProtocol = TextProtocol {
    name: "WHOIS",
    alone: None,
    mark: "whois",
    methods: None,
};

/// RFC 9112, with the methods of its many extensions.
pub(super) const HTTP: TextProtocol = TextProtocol {
    name: "HTTP",
    alone: Some(b": HTTP"),
    mark: "http",
    methods: Some(&[
        "GET",
        "PUT",
        "COPY",
        "HEAD",
        "LOCK",
        "MOVE",
        "POLL",
        "POST",
        "BCOPY",
        "BMOVE",
        "MKCOL",
        "TRACE",
        "LABEL",
        "MERGE",
        "DELETE",
        "SEARCH",
        "UNLOCK",
        "REPORT",
        "UPDATE",
        "NOTIFY",
        "BDELETE",
        "CONNECT",
        "OPTIONS",
        "CHECKIN",
        "PROPFIND",
        "CHECKOUT",
        "CCM_POST",
        "SUBSCRIBE",
        "PROPPATCH",
        "BPROPFIND",
        "BPROPPATCH",
        "UNCHECKOUT",
        "MKACTIVITY",
        "MKWORKSPACE",
        "UNSUBSCRIBE",
        "RPC_CONNECT",
        "VERSION-CONTROL",
        "BASELINE-CONTROL",
    ]),
};

/// RFC 7826 and its predecessor RFC 2326.
pub(super) const RTSP: TextProtocol = TextProtocol {
    name: "RTSP",
    alone: Some(b": RTSP"),
    mark: "rtsp",
    methods: Some(&[
        "DESCRIBE",
        "ANNOUNCE",
        "GET_PARAMETER",
        "OPTIONS",
        "PAUSE",
        "PLAY",
        "RECORD",
        "REDIRECT",
        "SETUP",
        "SET_PARAMETER",
        "TEARDOWN",
    ]),
};

/// A word of this many octets or more is none.
const WORD_LIMIT: usize = 129;

impl TextProtocol {
    /// What is printed of a payload of `len` octets, if the protocol's name is all of it.
    #[inline]
    pub(crate) fn name_alone(&self, captured: &[u8], len: u32) -> Option<&'static [u8; 6]> {
        let (alone, methods) = (self.alone?, self.methods?);
        let payload = Cursor::new(captured, len as usize);
        (!begins(methods, payload)).then_some(alone)
    }

    /// Prints the protocol's name, and the first line (with `-v` all of them) if the payload
    /// qualifies.
    pub(super) fn print(&self, line: &mut Line<'_>, mut payload: Cursor<'_>) -> Result<(), Short> {
        line.octets(b": ");
        line.octets(self.name.as_bytes());
        if self
            .methods
            .is_some_and(|methods| !begins(methods, payload))
        {
            return Ok(());
        }
        let verbose = line.verbosity > 0;
        if verbose {
            write!(line, ", length: {}", payload.left());
        }
        let prefix = if verbose { "\n\t" } else { ": " };
        loop {
            let Some((text, ended)) = text_line(&mut payload)? else {
                return Ok(());
            };
            line.octets(prefix.as_bytes());
            line.octets(text);
            if !ended || payload.is_empty() || !verbose {
                return Ok(());
            }
        }
    }
}

/// Is the first word a method, or the second one a status code?
fn begins(methods: &[&str], mut payload: Cursor<'_>) -> bool {
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

/// The next word, and the spaces behind it are skipped; `None` if it is empty, too long, not
/// printable or not captured whole.
fn word<'a>(payload: &mut Cursor<'a>) -> Option<&'a [u8]> {
    let near = payload.captured(WORD_LIMIT.min(payload.left()));
    if near.len() == WORD_LIMIT && is_one_word(near) {
        return None;
    }
    let len = near.iter().take_while(|octet| octet.is_ascii_graphic());
    let word = payload.take(len.count()).ok()?;
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

/// Is there nothing but printable characters? Asked first because most payload is no text from its
/// beginning on, or one long word, and eight octets are looked at as fast as one.
fn is_one_word(octets: &[u8]) -> bool {
    let (parts, rest) = octets.as_chunks();
    let mut all = parts
        .iter()
        .map(|part| all_graphic(u64::from_ne_bytes(*part)));
    // The first ones tell most that is none; of the others all are looked at at once.
    all.next() != Some(false)
        && all.fold(true, |all, part| all & part)
        && rest.iter().all(u8::is_ascii_graphic)
}

/// Are the eight octets of a word printable, none of them a space?
const fn all_graphic(octets: u64) -> bool {
    const ONES: u64 = u64::MAX / 0xff;
    // The highest bit of an octet is set by what is too low, too high, or above 127. What one octet
    // carries into the next matters only where the lower one has failed already.
    let too_low = octets.wrapping_sub(ONES * 0x21);
    // 0x7f and one is the highest bit.
    let too_high = octets.wrapping_add(ONES);
    (too_low | too_high | octets) & (ONES * 0x80) == 0
}

/// The next line without its end, and whether it has one; `None` if it is not text.
fn text_line<'a>(payload: &mut Cursor<'a>) -> Result<Option<(&'a [u8], bool)>, Short> {
    let mut start = *payload;
    let mut len = 0;
    let ended = loop {
        match payload.u8() {
            Ok(b'\n') => break true,
            Ok(b'\r') => match payload.u8() {
                Ok(b'\n') => break true,
                Err(Short::Snapshot) => return Err(Short::Snapshot),
                _ => return Ok(None),
            },
            Ok(b'\t' | 0x20..=0x7e) => len += 1,
            Ok(_) => return Ok(None),
            Err(Short::Payload) => break false,
            Err(Short::Snapshot) => return Err(Short::Snapshot),
        }
    };
    Ok(Some((start.take(len)?, ended)))
}

#[cfg(test)]
mod tests {
    use super::is_one_word;
    use crate::payload::tests::{printed, printed_cut};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn one_word_is_all_printable(
            mut octets in prop::collection::vec(0x21_u8..0x7f, 0..40),
            other in prop::option::of((any::<prop::sample::Index>(), any::<u8>())),
        ) {
            if let (Some((at, octet)), false) = (other, octets.is_empty()) {
                let at = at.index(octets.len());
                octets[at] = octet;
            }
            prop_assert_eq!(is_one_word(&octets), octets.iter().all(u8::is_ascii_graphic));
        }
    }

    #[test]
    fn the_first_line_alone_without_v_and_all_lines_with_it() {
        let octets = b"220 ready\r\nhello\n\nlast";
        assert_eq!(printed(21, octets, 0), ": FTP: 220 ready");
        assert_eq!(
            printed(25, octets, 1),
            ": SMTP, length: 22\n\t220 ready\n\thello\n\t\n\tlast"
        );
        assert_eq!(printed(43, b"\n", 0), ": WHOIS: ");
    }

    #[test]
    fn http_and_rtsp_need_a_method_or_a_status_code() {
        assert_eq!(
            printed(80, b"get / HTTP/1.1\r\n", 0),
            ": HTTP: get / HTTP/1.1"
        );
        assert_eq!(
            printed(80, b"HTTP/1.1 200 OK", 0),
            ": HTTP: HTTP/1.1 200 OK"
        );
        assert_eq!(printed(80, b"HTTP/1.1\t200 OK", 0), ": HTTP");
        assert_eq!(printed(80, b"HTTP/1.1 2000 OK", 1), ": HTTP");
        assert_eq!(printed(8080, b" GET /", 0), ": HTTP");
        assert_eq!(printed(554, b"PLAY x\n", 0), ": RTSP: PLAY x");
        assert_eq!(printed(8554, b"GET x\n", 0), ": RTSP");
        let word = |len: usize| [&vec![b'x'; len], b" 200\n".as_slice()].concat();
        assert!(printed(80, &word(128), 0).ends_with(" 200"));
        assert_eq!(printed(80, &word(129), 0), ": HTTP");
    }

    #[test]
    fn a_line_that_is_no_text_is_left_out_and_ends_the_printing() {
        assert_eq!(printed(21, b"a\x80\n", 0), ": FTP");
        assert_eq!(printed(21, b"a\rb\n", 0), ": FTP");
        assert_eq!(printed(21, b"a\r", 0), ": FTP");
        assert_eq!(
            printed(21, b"a\tb\n\x00\nc\n", 1),
            ": FTP, length: 8\n\ta\tb"
        );
    }

    #[test]
    fn a_line_that_was_not_captured_whole_leaves_a_mark() {
        assert_eq!(
            printed_cut(80, b"GET / HTTP/1.1\r\n", 9, 0),
            ": HTTP [|http]"
        );
        assert_eq!(printed_cut(80, b"GET / HTTP/1.1\r\n", 2, 0), ": HTTP");
        assert_eq!(
            printed_cut(21, b"a\r\nb\r\n", 5, 1),
            ": FTP, length: 6\n\ta [|ftp]"
        );
    }
}
