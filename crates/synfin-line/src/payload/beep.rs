//! BEEP (RFC 3080): the kind of a frame.

use super::cursor::{Cursor, Short};
use super::line::Line;

/// Prints the kind of frame a segment begins with. Two keywords are looked for with a zero octet
/// behind them, where RFC 3080 has a blank or a line's end; so does tcpdump.
pub(super) fn print(line: &mut Line<'_>, payload: Cursor<'_>) -> Result<(), Short> {
    const KEYWORDS: [(&[u8; 4], &str); 7] = [
        (b"MSG\0", "MSG"),
        (b"ERR ", "ERR"),
        (b"ANS ", "ANS"),
        (b"NUL ", "NUL"),
        (b"SEQ ", "SEQ"),
        (b"END\0", "END"),
        (b"RPY ", "RPY"),
    ];
    let start = payload.captured(payload.left().min(4));
    let found = KEYWORDS.iter().find(|(keyword, _)| start == *keyword);
    match found {
        Some((_, name)) => write!(line, " BEEP {name}"),
        None => write!(line, " BEEP (payload or undecoded)"),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::payload::tests::printed;

    #[test]
    fn frames_by_their_keyword() {
        assert_eq!(printed(10288, b"RPY 0 1 . 0 3\r\nabc", 0), " BEEP RPY");
        assert_eq!(printed(10288, b"SEQ", 0), " BEEP (payload or undecoded)");
        assert_eq!(printed(10288, b"MSG 0", 1), " BEEP (payload or undecoded)");
    }
}
