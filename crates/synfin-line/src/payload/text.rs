//! Protocols of text lines: FTP, SMTP, WHOIS, HTTP, RTSP.

use super::cursor::{Cursor, Short};
use super::line::Line;
use super::word::{begins, begins_with_none};

/// A protocol whose payload is printed as lines of text.
#[derive(Debug)]
pub(crate) struct TextProtocol {
    /// The name behind the colon.
    name: &'static str,
    /// The name in truncation marks.
    pub(super) mark: &'static str,
    /// What must come first; `None` if all payload is taken for text.
    pub(super) beginning: Option<Beginning>,
}

/// What a payload begins with if there is more to say of it than its protocol's name.
#[derive(Debug)]
pub(crate) struct Beginning {
    /// The name with what stands before it.
    name: [u8; 6],
    /// Methods of which one must come first, or else a status code second.
    methods: &'static [&'static str],
}

/// RFC 959.
pub(super) const FTP: TextProtocol = TextProtocol {
    name: "FTP",
    mark: "ftp",
    beginning: None,
};

/// RFC 5321.
pub(super) const SMTP: TextProtocol = TextProtocol {
    name: "SMTP",
    mark: "smtp",
    beginning: None,
};

/// RFC 3912.
pub(super) const WHOIS: TextProtocol = TextProtocol {
    name: "WHOIS",
    mark: "whois",
    beginning: None,
};

/// RFC 9112, with the methods of its many extensions.
pub(super) const HTTP: TextProtocol = TextProtocol {
    name: "HTTP",
    mark: "http",
    beginning: Some(Beginning {
        name: *b": HTTP",
        methods: &[
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
        ],
    }),
};

/// RFC 7826 and its predecessor RFC 2326.
pub(super) const RTSP: TextProtocol = TextProtocol {
    name: "RTSP",
    mark: "rtsp",
    beginning: Some(Beginning {
        name: *b": RTSP",
        methods: &[
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
        ],
    }),
};

impl Beginning {
    /// What is printed of a payload of `len` octets, if the protocol's name is all of it.
    #[inline(always)]
    pub(crate) fn name_alone(&self, captured: &[u8], len: u32) -> Option<&[u8; 6]> {
        let begins = !begins_with_none(captured)
            && begins(self.methods, Cursor::new(captured, len as usize));
        (!begins).then_some(&self.name)
    }
}

impl TextProtocol {
    /// Prints the protocol's name, and the first line (with `-v` all of them) if the payload
    /// qualifies.
    pub(super) fn print(&self, line: &mut Line<'_>, mut payload: Cursor<'_>) -> Result<(), Short> {
        line.octets(b": ");
        line.octets(self.name.as_bytes());
        if (self.beginning.as_ref()).is_some_and(|it| !begins(it.methods, payload)) {
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
    use crate::payload::tests::{printed, printed_cut};

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
