//! Short text that needs no allocation.

use std::fmt::{self, Write};
use std::net::SocketAddr;

/// How many octets there is room for: Zeek's history is the longest text, with 120.
const ROOM: usize = 120;

/// ASCII text of at most 120 letters, held in place; what is more or other is left out.
#[derive(Clone, Copy)]
pub(crate) struct Text {
    octets: [u8; ROOM],
    len: u8,
    is_plain: bool,
}

impl Text {
    /// The text that these letters make, which are all ASCII.
    #[inline]
    pub(crate) fn of_ascii(letters: impl Iterator<Item = u8>) -> Self {
        let mut octets = [0; ROOM];
        let mut len = 0;
        for (place, letter) in octets.iter_mut().zip(letters) {
            debug_assert!(letter.is_ascii());
            *place = letter;
            len += 1;
        }
        Self {
            octets,
            len,
            is_plain: false,
        }
    }

    /// The same of letters of which none has a meaning in any format.
    #[inline]
    pub(crate) fn of_plain(letters: impl Iterator<Item = u8>) -> Self {
        let text = Self {
            is_plain: true,
            ..Self::of_ascii(letters)
        };
        debug_assert!(text.as_bytes().iter().all(|letter| is_plain(*letter)));
        text
    }

    /// The same of a known number of such letters, which are copied at once.
    #[inline]
    pub(crate) fn of_plain_array<const LEN: usize>(letters: [u8; LEN]) -> Self {
        debug_assert!(letters.iter().all(|letter| is_plain(*letter)));
        let mut octets = [0; ROOM];
        let place = octets.first_chunk_mut();
        let len = place.and_then(|place| {
            *place = letters;
            u8::try_from(LEN).ok()
        });
        Self {
            octets,
            len: len.unwrap_or(0),
            is_plain: true,
        }
    }

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The text's octets.
    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.octets.get(..self.len.into()).unwrap_or_default()
    }

    /// Is it known that none of its letters has a meaning in any format, nor begins a formula?
    #[inline]
    pub(crate) const fn is_plain(&self) -> bool {
        self.is_plain
    }
}

/// Letters, digits, and what stands between them in Base64 and in an identifier.
const fn is_plain(letter: u8) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, b'+' | b'/' | b'=' | b':' | b'.')
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::of_ascii(text.bytes().filter(u8::is_ascii))
    }
}

impl From<SocketAddr> for Text {
    fn from(socket: SocketAddr) -> Self {
        let mut text = Self::of_ascii(std::iter::empty());
        // Writing to it cannot fail.
        let _ = write!(text, "{socket}");
        text
    }
}

impl Write for Text {
    /// Appends what there is room for.
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = self.octets.iter_mut().skip(self.len.into());
        for (place, octet) in room.zip(text.bytes()) {
            *place = octet;
            self.len += 1;
        }
        Ok(())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

#[cfg(test)]
mod tests {
    use super::Text;
    use std::net::SocketAddr;

    #[test]
    fn text_is_kept_up_to_its_room() {
        assert_eq!(Text::from("1:LQU9qZlK").as_str(), "1:LQU9qZlK");
        assert_eq!(Text::of_ascii(b"ShADad".iter().copied()).as_str(), "ShADad");
        assert_eq!(Text::from(&*"x".repeat(130)).as_str().len(), 120);
        let socket: SocketAddr = "[2001:db8::1]:443".parse().unwrap();
        assert_eq!(Text::from(socket).as_str(), "[2001:db8::1]:443");
    }
}
