//! Text out of a capture, made safe for markup.
//!
//! Invariant: what comes out of [`markup`] is text in HTML, XML and attribute values in either
//! quotes, whatever went in; control characters become visible pictures of themselves.

use std::borrow::Cow;

/// The text with everything that means something in HTML or XML replaced by references.
#[must_use]
pub fn markup(text: &str) -> Cow<'_, str> {
    let special =
        |c: char| matches!(c, '<' | '>' | '&' | '"' | '\'') || c.is_control() || reorders(c);
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(visible(character)),
        }
    }
    Cow::Owned(safe)
}

/// The text with control characters and marks that reorder text made visible.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.contains(|c: char| c.is_control() || reorders(c)) {
        Cow::Owned(text.chars().map(visible).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// The picture of a control character (U+2400 and on); U+FFFD for others that hide or reorder.
fn visible(character: char) -> char {
    match u32::from(character) {
        code @ 0..0x20 => char::from_u32(0x2400 + code).unwrap_or('\u{fffd}'),
        0x7f => '\u{2421}',
        _ if character.is_control() || reorders(character) => '\u{fffd}',
        _ => character,
    }
}

/// Marks that make text run from right to left, or break lines in ways that do not show; and the
/// two characters that XML does not allow (XML 1.0, section 2.2).
const fn reorders(character: char) -> bool {
    matches!(
        character,
        '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fffe}'
            | '\u{ffff}'
    )
}

#[cfg(test)]
mod tests {
    use super::{markup, plain};

    #[test]
    fn nothing_stays_markup_or_control() {
        assert_eq!(
            markup("<a b='c'>&\"\x1b"),
            "&lt;a b=&#39;c&#39;&gt;&amp;&quot;\u{241b}"
        );
        assert_eq!(plain("a\u{202e}b\x07\u{9b}"), "a\u{fffd}b\u{2407}\u{fffd}");
        assert_eq!(markup("plain"), "plain");
    }
}
