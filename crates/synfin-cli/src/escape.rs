//! Text out of a capture, made safe to show.
//!
//! Duty: keep names and comments that anyone may have written from steering a terminal. Invariant:
//! what comes out has no control character and no character that reverses the direction of text.
//! Absence: nothing is left out; what is not shown is spelled.

use std::borrow::Cow;
use std::fmt::Write;

/// The text with every character that could steer a terminal spelled out: `\x1b`, `\u{202e}`.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_dangerous) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        // Writing to a string cannot fail.
        let _ = match character {
            '\n' => safe.write_str("\\n"),
            '\r' => safe.write_str("\\r"),
            '\t' => safe.write_str("\\t"),
            _ if !is_dangerous(character) => safe.write_char(character),
            _ if u32::from(character) < 0x100 => write!(safe, "\\x{:02x}", u32::from(character)),
            _ => write!(safe, "\\u{{{:x}}}", u32::from(character)),
        };
    }
    Cow::Owned(safe)
}

/// Control characters, and the marks that make a terminal write from right to left.
fn is_dangerous(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::escaped;
    use std::borrow::Cow;

    #[test]
    fn plain_text_is_left_alone() {
        assert!(matches!(escaped("Grüße, 你好"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_steers_a_terminal_is_spelled() {
        assert_eq!(escaped("\x1b[2Jhost\x07"), "\\x1b[2Jhost\\x07");
        assert_eq!(escaped("a\tb\r\n"), "a\\tb\\r\\n");
        assert_eq!(escaped("\u{9b}31m\u{202e}"), "\\x9b31m\\u{202e}");
    }
}
