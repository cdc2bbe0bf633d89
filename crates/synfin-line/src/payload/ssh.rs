//! SSH: the version lines (RFC 4253, section 4.2); all else is encrypted.

use super::cursor::{Cursor, Short};
use super::line::Line;

/// The version line's first octet.
pub(super) const FIRST: u8 = b'S';

/// Prints the version line, if the payload begins with one.
pub(super) fn print(line: &mut Line<'_>, mut payload: Cursor<'_>) -> Result<(), Short> {
    let mut start = payload;
    for expected in [FIRST, b'S', b'H', b'-'] {
        // tcpdump takes a payload that ends here for one that was not captured.
        if payload.u8().map_err(|_| Short::Snapshot)? != expected {
            return Ok(());
        }
    }
    let mut len = 4;
    loop {
        match payload.u8() {
            Ok(b'\n') => break,
            Ok(b'\r') => match payload.u8() {
                Ok(b'\n') => break,
                Err(Short::Snapshot) => return Err(Short::Snapshot),
                _ => return Ok(()),
            },
            Ok(0x20..=0x7e) => len += 1,
            Ok(_) | Err(Short::Payload) => return Ok(()),
            Err(Short::Snapshot) => return Err(Short::Snapshot),
        }
    }
    write!(line, ": SSH: ");
    line.octets(start.take(len)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::payload::tests::{printed, printed_cut};

    #[test]
    fn the_version_line_and_nothing_else() {
        assert_eq!(printed(22, b"SSH-2.0-x y\r\n", 0), ": SSH: SSH-2.0-x y");
        assert_eq!(printed(22, b"SSH-2.0\n", 2), ": SSH: SSH-2.0");
        assert_eq!(printed(22, b"SSH-2.0", 0), "");
        assert_eq!(printed(22, b"SSH-2\t\n", 0), "");
        assert_eq!(printed(22, b"\x00\x01", 0), "");
        assert_eq!(printed(22, b"SS", 0), " [|ssh]");
        assert_eq!(printed_cut(22, b"SSH-2.0\n", 6, 0), " [|ssh]");
        assert_eq!(printed_cut(22, b"xSH-2.0\n", 6, 0), "");
    }
}
