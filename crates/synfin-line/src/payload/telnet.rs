//! Telnet: commands, options and their subnegotiation (RFC 854, RFC 855); text is not printed.

use super::cursor::{Cursor, Short};
use super::line::Line;

/// Interpret as command.
const IAC: u8 = 255;
/// Subnegotiation begins and ends.
const SB: u8 = 250;
const SE: u8 = 240;

/// Prints the commands at the start of a segment. Text ends the printing, and so does a command
/// that is not complete.
pub(super) fn print(line: &mut Line<'_>, mut payload: Cursor<'_>) -> Result<(), Short> {
    let mut prefix = " [telnet ";
    while !payload.is_empty() {
        let mark = line.mark();
        write!(line, "{prefix}");
        match command(line, &mut payload) {
            // A subnegotiation was taken to end one octet behind the segment.
            Ok(true) if payload.is_past_end() => return Err(Short::Snapshot),
            Ok(true) => prefix = ", ",
            Ok(false) | Err(Short::Payload) => {
                line.rewind(mark);
                break;
            }
            Err(Short::Snapshot) => {
                line.rewind(mark);
                return Err(Short::Snapshot);
            }
        }
    }
    if prefix == ", " {
        write!(line, "]");
    }
    Ok(())
}

/// Prints a command; `false` if there is none.
fn command(line: &mut Line<'_>, payload: &mut Cursor<'_>) -> Result<bool, Short> {
    if payload.u8()? != IAC {
        return Ok(false);
    }
    let code = payload.u8()?;
    let Some(name) = command_name(code) else {
        return Ok(false);
    };
    write!(line, "{name}");
    if (SB..IAC).contains(&code) {
        let option = payload.u8()?;
        number(line, OPTIONS.get(usize::from(option)).copied(), option);
        if code == SB {
            return subnegotiation(line, payload, option);
        }
    }
    Ok(true)
}

/// Prints what belongs to an option up to IAC SE; `false` if that is missing.
fn subnegotiation(
    line: &mut Line<'_>,
    payload: &mut Cursor<'_>,
    option: u8,
) -> Result<bool, Short> {
    let start = *payload;
    let mut end = *payload;
    // The last octet counts as the end if it could begin one.
    while end.left() > 1 {
        let mut pair = end;
        if pair.array()? == [IAC, SE] {
            break;
        }
        end.skip(1);
    }
    if end.unbounded().u8()? != IAC {
        return Ok(false);
    }
    let mut inside = start.with_len(end.since(&start));
    let (qualifiers, kinds): (&[_], &[_]) = match option {
        37 => (&AUTHENTICATION, &AUTHENTICATION_TYPES),
        38 => (&ENCRYPTION, &ENCRYPTION_TYPES),
        _ => (&["IS", "SEND", "INFO"], &[]),
    };
    for names in [qualifiers, kinds] {
        if !names.is_empty() && !inside.is_empty() {
            let value = inside.u8()?;
            number(line, names.get(usize::from(value)).copied(), value);
        }
    }
    while !inside.is_empty() {
        let octet = inside.u8()?;
        number(line, None, octet);
    }
    write!(line, " SE");
    *payload = end;
    payload.skip(2);
    Ok(true)
}

/// Appends a name, or a number as C's `%#x` has it.
fn number(line: &mut Line<'_>, name: Option<&str>, number: u8) {
    match (name.filter(|name| !name.is_empty()), number) {
        (Some(name), _) => write!(line, " {name}"),
        (None, 0) => write!(line, " 0"),
        (None, _) => write!(line, " {number:#x}"),
    }
}

/// RFC 854, RFC 885, RFC 1184.
const fn command_name(code: u8) -> Option<&'static str> {
    Some(match code {
        236 => "EOF",
        237 => "SUSP",
        238 => "ABORT",
        239 => "EOR",
        SE => "SE",
        241 => "NOP",
        242 => "DMARK",
        243 => "BRK",
        244 => "IP",
        245 => "AO",
        246 => "AYT",
        247 => "EC",
        248 => "EL",
        249 => "GA",
        SB => "SB",
        251 => "WILL",
        252 => "WONT",
        253 => "DO",
        254 => "DONT",
        IAC => "IAC IAC",
        _ => return None,
    })
}

/// Options, of IANA's list.
const OPTIONS: [&str; 40] = [
    "BINARY",
    "ECHO",
    "RCP",
    "SUPPRESS GO AHEAD",
    "NAME",
    "STATUS",
    "TIMING MARK",
    "RCTE",
    "NAOL",
    "NAOP",
    "NAOCRD",
    "NAOHTS",
    "NAOHTD",
    "NAOFFD",
    "NAOVTS",
    "NAOVTD",
    "NAOLFD",
    "EXTEND ASCII",
    "LOGOUT",
    "BYTE MACRO",
    "DATA ENTRY TERMINAL",
    "SUPDUP",
    "SUPDUP OUTPUT",
    "SEND LOCATION",
    "TERMINAL TYPE",
    "END OF RECORD",
    "TACACS UID",
    "OUTPUT MARKING",
    "TTYLOC",
    "3270 REGIME",
    "X.3 PAD",
    "NAWS",
    "TSPEED",
    "LFLOW",
    "LINEMODE",
    "XDISPLOC",
    "OLD-ENVIRON",
    "AUTHENTICATION",
    "ENCRYPT",
    "NEW-ENVIRON",
];

/// RFC 2941, section 2.
const AUTHENTICATION: [&str; 4] = ["IS", "SEND", "REPLY", "NAME"];

const AUTHENTICATION_TYPES: [&str; 16] = [
    "NULL",
    "KERBEROS_V4",
    "KERBEROS_V5",
    "SPX",
    "MINK",
    "SRP",
    "RSA",
    "SSL",
    "",
    "",
    "LOKI",
    "SSA",
    "KEA_SJ",
    "KEA_SJ_INTEG",
    "DSS",
    "NTLM",
];

/// RFC 2946, section 2.
const ENCRYPTION: [&str; 9] = [
    "IS",
    "SUPPORT",
    "REPLY",
    "START",
    "END",
    "REQUEST-START",
    "REQUEST-END",
    "END_KEYID",
    "DEC_KEYID",
];

const ENCRYPTION_TYPES: [&str; 10] = [
    "NULL",
    "DES_CFB64",
    "DES_OFB64",
    "DES3_CFB64",
    "DES3_OFB64",
    "",
    "CAST5_40_CFB64",
    "CAST5_40_OFB64",
    "CAST128_CFB64",
    "CAST128_OFB64",
];

#[cfg(test)]
mod tests {
    use crate::payload::tests::{printed, printed_cut};

    #[test]
    fn commands_and_options() {
        assert_eq!(
            printed(23, b"\xff\xfb\x01\xff\xfe\x63\xff\xf1login:", 0),
            " [telnet WILL ECHO, DONT 0x63, NOP]"
        );
        assert_eq!(printed(23, b"login: \xff\xfb\x01", 0), "");
        assert_eq!(printed(23, b"\xff\xff", 2), " [telnet IAC IAC]");
    }

    #[test]
    fn subnegotiations() {
        assert_eq!(
            printed(
                23,
                b"\xff\xfa\x18\x00vt\xff\xf0\xff\xfa\x1f\0\0\x50\xff\xf0",
                0
            ),
            " [telnet SB TERMINAL TYPE IS 0x76 0x74 SE, SB NAWS IS 0 0x50 SE]"
        );
        assert_eq!(
            printed(23, b"\xff\xfa\x25\x01\x0f\x00\xff\xf0", 0),
            " [telnet SB AUTHENTICATION SEND NTLM 0 SE]"
        );
        assert_eq!(
            printed(23, b"\xff\xfa\x26\x03\x02\xff\xf0", 0),
            " [telnet SB ENCRYPT START DES_OFB64 SE]"
        );
        assert_eq!(printed(23, b"\xff\xf1\xff\xfa\x18\x01", 0), " [telnet NOP]");
    }

    #[test]
    fn what_was_not_captured_leaves_a_mark() {
        assert_eq!(
            printed_cut(23, b"\xff\xf1\xff\xf1", 3, 0),
            " [telnet NOP [|telnet]"
        );
    }
}
