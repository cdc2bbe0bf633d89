//! OPT records: what extends DNS (RFC 6891, 6.1), and their options.

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::data::Data;
use super::{domain_name, names};

/// The type of OPT records.
pub(super) const OPT: u16 = 41;

/// Prints the data of an OPT record.
pub(super) fn print(line: &mut Line<'_>, data: Data<'_>) -> Result<(), Short> {
    write!(line, " UDPsize={}", data.class);
    if data.time_to_live & 0x8000 != 0 {
        write!(line, " DO");
    }
    if data.len == 0 {
        return Ok(());
    }
    // The last option may go on behind the data.
    let mut at = data.at;
    let mut separator = " [";
    while at.since(&data.at) < data.len {
        write!(line, "{separator}");
        option(line, &mut at)?;
        separator = ",";
    }
    write!(line, "]");
    Ok(())
}

/// Prints an option.
fn option(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    let code = at.u16()?;
    match names::option(code) {
        Some(name) => write!(line, "{name}"),
        None => write!(line, "Opt{code}"),
    }
    let len = usize::from(at.u16()?);
    let start = *at;
    let value = at.take(len)?;
    if value.is_empty() {
        return Ok(());
    }
    write!(line, " ");
    match code {
        // RFC 7901, 4. Its pointers would count from the option's end.
        13 => match domain_name::print_from(line, *at, usize::MAX, start) {
            Err(Short::Snapshot) => return Err(Short::Snapshot),
            Ok(_) | Err(Short::Payload) => {}
        },
        _ if decoded(line, code, value).is_none() => write!(line, " (invalid)"),
        _ => {}
    }
    Ok(())
}

/// Prints an option's value, which is not empty; `None` if it is not valid.
fn decoded(line: &mut Line<'_>, code: u16, value: &[u8]) -> Option<()> {
    match code {
        // RFC 6975.
        5 => algorithms(line, value, names::signature),
        6 => algorithms(line, value, names::digest),
        7 => algorithms(line, value, names::name_hash),
        8 => return subnet(line, value),
        // RFC 7314.
        9 => {
            let seconds = u32::from_be_bytes(value.try_into().ok()?);
            write!(line, "{seconds} sec");
        }
        10 => return cookie(line, value),
        // RFC 7828, 3.1.
        11 => {
            let tenths = u16::from_be_bytes(value.try_into().ok()?);
            write!(line, "{}.{} sec", tenths / 10, tenths % 10);
        }
        // RFC 7830, 3.
        12 => write!(line, "({})", value.len()),
        14 => return key_tags(line, value),
        _ => hexadecimal(line, value),
    }
    Some(())
}

/// Prints octets as hexadecimal digits.
fn hexadecimal(line: &mut Line<'_>, octets: &[u8]) {
    for octet in octets {
        write!(line, "{octet:02x}");
    }
}

/// Prints algorithms by name, with blanks between them.
fn algorithms(line: &mut Line<'_>, value: &[u8], name: fn(u8) -> Option<&'static str>) {
    let mut separator = "";
    for algorithm in value {
        match name(*algorithm) {
            Some(name) => write!(line, "{separator}{name}"),
            None => write!(line, "{separator}Alg_{algorithm}"),
        }
        separator = " ";
    }
}

/// Prints a client's subnet (RFC 7871, 6), whose address has only the octets that count.
fn subnet(line: &mut Line<'_>, value: &[u8]) -> Option<()> {
    let [0, family, source, scope, address @ ..] = value else {
        return None;
    };
    let bits = match family {
        1 => 32,
        2 => 128,
        _ => return None,
    };
    if *source > bits || *scope > bits || usize::from(source.div_ceil(8)) != address.len() {
        return None;
    }
    let mut padded = [0; 16];
    for (to, from) in padded.iter_mut().zip(address) {
        *to = *from;
    }
    match padded {
        [a, b, c, d, ..] if *family == 1 => line.ipv4([a, b, c, d]),
        _ => line.ipv6(padded),
    }
    write!(line, "/{source}/{scope}");
    Some(())
}

/// Prints cookies: the client's, and the server's if it is there (RFC 7873, 4).
fn cookie(line: &mut Line<'_>, value: &[u8]) -> Option<()> {
    let (client, server) = value.split_at_checked(8)?;
    if !matches!(server.len(), 0 | 8..=32) {
        return None;
    }
    hexadecimal(line, client);
    if !server.is_empty() {
        write!(line, " ");
        hexadecimal(line, server);
    }
    Some(())
}

/// Prints the tags of trust anchors (RFC 8145, 4.1).
fn key_tags(line: &mut Line<'_>, value: &[u8]) -> Option<()> {
    let (tags, []) = value.as_chunks() else {
        return None;
    };
    let mut separator = "";
    for tag in tags {
        write!(line, "{separator}{}", u16::from_be_bytes(*tag));
        separator = " ";
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use crate::payload::dns::tests::{answer, text};

    /// What is printed of options, and what follows.
    fn printed(options: &[u8]) -> String {
        let len = u16::try_from(options.len()).unwrap().to_be_bytes();
        let record = [b"\0\x29\x02\0\0\0\x80\0", &len[..], options].concat();
        let text = text(&answer(&record), 0);
        let start = " 7- [0q] 1/0/0 OPT UDPsize=512 DO";
        text.strip_prefix(start).unwrap().to_owned()
    }

    /// What is printed of an option's value, and what follows.
    fn value(code: u8, value: &[u8]) -> String {
        let len = u16::try_from(value.len()).unwrap().to_be_bytes();
        printed(&[&[0, code], &len[..], value].concat())
    }

    #[test]
    fn a_list_of_options() {
        assert_eq!(printed(b""), " (23)");
        assert_eq!(
            printed(b"\0\x03\0\x02ab\0\x04\0\0\0\x10\0\x02\0\x01"),
            " [NSID 6162,Opt4,CLIENT-TAG 0001] (39)"
        );
        assert_eq!(printed(b"\0\x03\0\x02a"), " [NSID [|domain]");
        assert_eq!(printed(b"\0\x03\0\0\0"), " [NSID, [|domain]");
    }

    #[test]
    fn numbers() {
        assert_eq!(value(9, b"\0\x01\0\0"), " [EXPIRE 65536 sec] (31)");
        assert_eq!(value(9, b"\0"), " [EXPIRE  (invalid)] (28)");
        assert_eq!(value(11, b"\x01\x2d"), " [KEEPALIVE 30.1 sec] (29)");
        assert_eq!(value(12, b"abc"), " [PADDING (3)] (30)");
        assert_eq!(value(14, b"\0\x01\x4f\x66"), " [KEY-TAG 1 20326] (31)");
        assert_eq!(value(14, b"\0\x01\x4f"), " [KEY-TAG  (invalid)] (30)");
        assert_eq!(value(5, b"\x08\x04"), " [DAU RSASHA256 Alg_4] (29)");
        assert_eq!(value(6, b"\x02\0"), " [DHU SHA-256 Alg_0] (29)");
        assert_eq!(value(7, b"\x01\x02"), " [N3U SHA-1 Alg_2] (29)");
    }

    #[test]
    fn subnets() {
        let subnet = |octets: &[u8]| value(8, octets);
        assert_eq!(
            subnet(b"\0\x01\x09\0\x0a\x80"),
            " [ECS 10.128.0.0/9/0] (33)"
        );
        assert_eq!(subnet(b"\0\x02\x08\x80\x20"), " [ECS 2000::/8/128] (32)");
        for invalid in [
            b"\0\x01\x21\0\x0a",
            b"\0\x03\x08\0\x0a",
            b"\0\x01\x09\0\x0a",
        ] {
            assert_eq!(subnet(invalid), " [ECS  (invalid)] (32)");
        }
    }

    #[test]
    fn cookies() {
        assert_eq!(value(10, b"abcdefgh"), " [COOKIE 6162636465666768] (35)");
        assert_eq!(
            value(10, b"abcdefgh01234567"),
            " [COOKIE 6162636465666768 3031323334353637] (43)"
        );
        assert_eq!(value(10, b"abcdefgh0"), " [COOKIE  (invalid)] (36)");
        assert_eq!(value(10, &[0; 41]), " [COOKIE  (invalid)] (68)");
    }

    #[test]
    fn a_chain_that_is_no_name_is_no_end() {
        assert_eq!(value(13, b"\x01a\0"), " [CHAIN a.] (30)");
        assert_eq!(value(13, b"\x80"), " [CHAIN <BAD LABEL TYPE>] (28)");
        // The pointer's place counts from the option's end.
        let options = b"\0\x0d\0\x02\xc0\x04\0\x0c\0\x03\x01b\0";
        assert_eq!(printed(options), " [CHAIN b.,PADDING (3)] (36)");
    }
}
