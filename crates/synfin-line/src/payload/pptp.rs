//! PPTP control messages (RFC 2637, section 2).

mod messages;

use super::cursor::{Cursor, Short};
use super::line::Line;
use messages::{FIELDS, NAMES};

/// The magic cookie of all messages.
const COOKIE: u32 = 0x1a2b_3c4d;

/// Prints the first message of a segment. Its length field bounds nothing, and neither does the
/// segment's length: only the snapshot does.
pub(super) fn print(line: &mut Line<'_>, payload: Cursor<'_>) -> Result<(), Short> {
    let mut at = payload.unbounded();
    write!(line, ": pptp");
    let verbose = line.verbosity > 0;
    let len = at.u16()?;
    if verbose {
        write!(line, " Length={len}");
    }
    let kind = at.u16()?;
    if verbose {
        let kind = match kind {
            1 => "CTRL-MSG",
            2 => "MGMT-MSG",
            _ => "UNKNOWN-MSG-TYPE",
        };
        write!(line, " {kind}");
    }
    let cookie = at.u32()?;
    if cookie != COOKIE {
        write!(line, " UNEXPECTED Magic-Cookie!!({cookie:08x})");
    }
    if verbose || cookie != COOKIE {
        write!(line, " Magic-Cookie={cookie:08x}");
    }
    let kind = at.u16()?;
    let Some(name) = NAMES.get(usize::from(kind)) else {
        write!(line, " UNKNOWN_CTRL_MSGTYPE({kind})");
        return reserved(line, &mut at);
    };
    write!(line, " CTRL_MSGTYPE={name}");
    reserved(line, &mut at)?;
    let mut lengths = [0; 2];
    for field in FIELDS.get(usize::from(kind)).copied().unwrap_or(&[]) {
        field.print(line, &mut at, &mut lengths)?;
    }
    Ok(())
}

/// Prints two octets that must be zero, if they are not.
fn reserved(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    let value = at.u16()?;
    if value != 0 {
        write!(line, " [ERROR: reserved={value} must be zero]");
    }
    Ok(())
}

/// A field of a message.
#[derive(Clone, Copy)]
enum Field {
    Number16(&'static str),
    Number32(&'static str),
    Hex32(&'static str),
    /// A number of 8 bits with a name for each value.
    Named(&'static str, &'static [&'static str]),
    /// Text of so many octets.
    Text(&'static str, usize),
    /// The number of octets that a text has.
    Length(&'static str, usize),
    /// Text in 64 octets, of which that length counts.
    Counted(&'static str, usize),
    /// A set of bits, each with a letter.
    FrameCapabilities,
    BearerCapabilities,
    /// One of few values.
    Choice(&'static str, [&'static str; 3]),
    Version,
    Reserved8,
    Reserved16,
}

impl Field {
    fn print(
        self,
        line: &mut Line<'_>,
        at: &mut Cursor<'_>,
        lengths: &mut [usize; 2],
    ) -> Result<(), Short> {
        match self {
            Self::Number16(name) => {
                let value = at.u16()?;
                write!(line, " {name}({value})");
            }
            Self::Number32(name) => {
                let value = at.u32()?;
                write!(line, " {name}({value})");
            }
            Self::Hex32(name) => {
                let value = at.u32()?;
                write!(line, " {name}(0x{value:08x})");
            }
            Self::Named(name, names) => {
                let value = at.u8()?;
                write!(line, " {name}({value}");
                if line.verbosity > 0 {
                    let meaning = names.get(usize::from(value)).unwrap_or(&"?");
                    write!(line, ":{meaning}");
                }
                write!(line, ")");
            }
            Self::Text(name, len) => {
                text(line, name, at.with_len(len))?;
                at.skip(len);
            }
            Self::Length(name, which) => {
                let value = at.u16()?;
                write!(line, " {name}({value})");
                if let Some(len) = lengths.get_mut(which) {
                    *len = value.into();
                }
            }
            Self::Counted(name, which) => {
                let len = lengths.get(which).copied().unwrap_or(0);
                text(line, name, at.with_len(len.min(64)))?;
                at.skip(64);
            }
            Self::FrameCapabilities => {
                write!(line, " FRAME_CAP(");
                let capabilities = at.u32()?;
                letters(line, capabilities, [(1, "A"), (2, "S")]);
            }
            Self::BearerCapabilities => {
                let capabilities = at.u32()?;
                write!(line, " BEARER_CAP(");
                letters(line, capabilities, [(2, "D"), (1, "A")]);
            }
            Self::Choice(name, names) => {
                let value = usize::try_from(at.u32()?).unwrap_or(usize::MAX);
                let meaning = names.get(value.wrapping_sub(1)).unwrap_or(&"?");
                write!(line, " {name}({meaning})");
            }
            Self::Version => {
                let [major, minor] = at.array()?;
                write!(line, " PROTO_VER({major}.{minor})");
            }
            Self::Reserved8 => {
                let value = at.u8()?;
                if value != 0 {
                    write!(line, " [ERROR: reserved={value} must be zero]");
                }
            }
            Self::Reserved16 => reserved(line, at)?,
        }
        Ok(())
    }
}

/// Prints text; it ends at the first zero octet, or with its field.
fn text(line: &mut Line<'_>, name: &str, mut field: Cursor<'_>) -> Result<(), Short> {
    write!(line, " {name}(");
    while !field.is_empty() {
        match field.u8()? {
            0 => break,
            octet => line.escaped(&[octet]),
        }
    }
    write!(line, ")");
    Ok(())
}

/// The letters of the bits that are set, and a parenthesis.
fn letters(line: &mut Line<'_>, bits: u32, letters: [(u32, &str); 2]) {
    for (bit, letter) in letters {
        if bits & bit != 0 {
            write!(line, "{letter}");
        }
    }
    write!(line, ")");
}

#[cfg(test)]
mod tests {
    use crate::payload::tests::printed;

    fn message(kind: u8, body: &[u8]) -> Vec<u8> {
        let head = [0, 9, 0, 1, 0x1a, 0x2b, 0x3c, 0x4d, 0, kind, 0, 0];
        [head.as_slice(), body].concat()
    }

    #[test]
    fn messages_with_their_fields() {
        assert_eq!(
            printed(1723, &message(6, &[0, 0, 0, 5, 1, 6, 0, 0]), 0),
            ": pptp CTRL_MSGTYPE=ECHORP ID(5) RESULT_CODE(1) ERR_CODE(6)"
        );
        assert_eq!(
            printed(1723, &message(3, &[3, 0, 0, 1]), 1),
            ": pptp Length=9 CTRL-MSG Magic-Cookie=1a2b3c4d CTRL_MSGTYPE=StopCCRQ REASON(3:Stop-Local-Shutdown) [ERROR: reserved=1 must be zero]"
        );
        let call = [
            &[0, 1, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4],
            b"\0\0\0\x01\0\0\0\x03".as_slice(),
        ];
        let call = [
            &call.concat(),
            b"\0\x05\0\x06\0\x01\0\0".as_slice(),
            b"7",
            &[0; 127],
        ];
        assert_eq!(
            printed(1723, &message(7, &call.concat()), 0),
            ": pptp CTRL_MSGTYPE=OCRQ CALL_ID(1) CALL_SER_NUM(2) MIN_BPS(3) MAX_BPS(4) BEARER_TYPE(A) FRAME_TYPE(E) RECV_WIN(5) PROC_DELAY(6) PHONE_NO_LEN(1) PHONE_NO(7) SUB_ADDR()"
        );
        assert_eq!(
            printed(1723, &message(16, b""), 0),
            ": pptp UNKNOWN_CTRL_MSGTYPE(16)"
        );
    }

    #[test]
    fn cut_messages_and_strange_cookies() {
        assert_eq!(printed(1723, &[0; 7], 0), ": pptp [|pptp]");
        assert_eq!(
            printed(1723, &[0, 0, 0, 1, 0, 0, 0, 7, 0, 0, 0, 0], 0),
            ": pptp UNEXPECTED Magic-Cookie!!(00000007) Magic-Cookie=00000007 CTRL_MSGTYPE=NOT_DEFINED"
        );
        assert_eq!(
            printed(1723, &message(12, &[0, 1]), 0),
            ": pptp CTRL_MSGTYPE=CCRQ CALL_ID(1) [|pptp]"
        );
        assert_eq!(
            printed(1723, &message(1, &[1]), 0),
            ": pptp CTRL_MSGTYPE=SCCRQ [|pptp]"
        );
        assert_eq!(
            printed(1723, &message(1, &[1, 0, 0, 0]), 0),
            ": pptp CTRL_MSGTYPE=SCCRQ PROTO_VER(1.0) FRAME_CAP( [|pptp]"
        );
    }
}
