//! Compact JSON, written straight into a buffer: a page holds many thousand rows.
//!
//! Invariant: what is written is one JSON value in which no `<` is left and no line ends, so it
//! cannot end the element it stands in, and a line holds one value. Absence: objects with names
//! for every member; rows are lists, and the page's script knows their order.

use std::net::SocketAddr;

/// A list that is being written.
pub(super) struct List<'a> {
    out: &'a mut Vec<u8>,
    is_empty: bool,
}

impl<'a> List<'a> {
    /// Writes a list whose elements `fill` adds.
    pub(super) fn write(out: &'a mut Vec<u8>, fill: impl FnOnce(&mut List<'_>)) {
        out.push(b'[');
        let mut list = List {
            out,
            is_empty: true,
        };
        fill(&mut list);
        list.out.push(b']');
    }

    fn separate(&mut self) {
        if !std::mem::take(&mut self.is_empty) {
            self.out.push(b',');
        }
    }

    /// Adds a list.
    pub(super) fn list(&mut self, fill: impl FnOnce(&mut List<'_>)) -> &mut Self {
        self.separate();
        List::write(self.out, fill);
        self
    }

    /// Adds a whole number.
    pub(super) fn number(&mut self, number: impl itoa::Integer) -> &mut Self {
        self.separate();
        let mut digits = itoa::Buffer::new();
        self.out.extend_from_slice(digits.format(number).as_bytes());
        self
    }

    /// Adds `null`.
    pub(super) fn null(&mut self) -> &mut Self {
        self.separate();
        self.out.extend_from_slice(b"null");
        self
    }

    /// Adds true or false.
    pub(super) fn flag(&mut self, flag: bool) -> &mut Self {
        self.separate();
        self.out
            .extend_from_slice(if flag { b"true" } else { b"false" });
        self
    }

    /// Adds a word of our own, in which nothing needs an escape.
    pub(super) fn word(&mut self, word: &str) -> &mut Self {
        self.words(word, "")
    }

    /// Adds two of them as one.
    pub(super) fn words(&mut self, one: &str, other: &str) -> &mut Self {
        self.separate();
        self.out.push(b'"');
        self.out.extend_from_slice(one.as_bytes());
        self.out.extend_from_slice(other.as_bytes());
        self.out.push(b'"');
        self
    }

    /// Adds an address and a port; those of IPv4, which are most, without format machinery.
    pub(super) fn socket(&mut self, socket: SocketAddr) -> &mut Self {
        let SocketAddr::V4(socket) = socket else {
            return self.word(&socket.to_string());
        };
        self.separate();
        let mut digits = itoa::Buffer::new();
        let [first, rest @ ..] = socket.ip().octets();
        self.out.push(b'"');
        self.out.extend_from_slice(digits.format(first).as_bytes());
        for octet in rest {
            self.out.push(b'.');
            self.out.extend_from_slice(digits.format(octet).as_bytes());
        }
        self.out.push(b':');
        let port = digits.format(socket.port());
        self.out.extend_from_slice(port.as_bytes());
        self.out.push(b'"');
        self
    }

    /// Adds text.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.separate();
        push_text(self.out, text);
        self
    }
}

/// Text in quotes. Nearly all of it is our own and needs no escape.
fn push_text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let is_special = |byte: u8| byte == b'"' || byte == b'\\' || byte == b'<' || byte < b' ';
    // All bytes are looked at, which takes less than stopping at the first that counts.
    if (text.bytes()).fold(false, |found, byte| found | is_special(byte)) {
        for character in text.chars() {
            match character {
                '"' | '\\' | '<' | '\0'..' ' => {
                    let escape = format!("\\u{:04x}", u32::from(character));
                    out.extend_from_slice(escape.as_bytes());
                }
                plain => out.extend_from_slice(plain.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
    } else {
        out.extend_from_slice(text.as_bytes());
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::List;

    #[test]
    fn any_text_comes_back_and_ends_nothing() {
        for text in [
            "",
            "plain",
            "</script>\n\"\\",
            "a\u{0}b\u{1f}",
            "\u{2028}中",
        ] {
            let mut out = Vec::new();
            List::write(&mut out, |list| {
                list.text(text).null().number(-7_i64).flag(true);
                list.list(|_| {});
            });
            let written = String::from_utf8(out).expect("text");
            assert!(!written.contains(['<', '\n']), "{written}");
            let read: serde_json::Value = serde_json::from_str(&written).expect("JSON");
            assert_eq!(read, serde_json::json!([text, null, -7, true, []]));
        }
    }
}
