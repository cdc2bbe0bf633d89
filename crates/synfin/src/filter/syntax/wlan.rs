//! The words of 802.11: `type`, `subtype` and `dir`.

use super::cursor::Parser;
use super::token::{Keyword, Token};
use super::tree::Primitive;
use crate::filter::FilterError;

/// The bits of the frame control field's first octet that hold the type.
const TYPE_MASK: u8 = 0x0c;
/// The bits of the frame control field's first octet that hold the subtype.
const SUBTYPE_MASK: u8 = 0xf0;

const TYPES: &[(&str, u8)] = &[
    ("mgt", 0x00),
    ("management", 0x00),
    ("ctl", 0x04),
    ("control", 0x04),
    ("data", 0x08),
];

const MANAGEMENT: &[(&str, u8)] = &[
    ("assocreq", 0x00),
    ("assoc-req", 0x00),
    ("assocresp", 0x10),
    ("assoc-resp", 0x10),
    ("reassocreq", 0x20),
    ("reassoc-req", 0x20),
    ("reassocresp", 0x30),
    ("reassoc-resp", 0x30),
    ("probereq", 0x40),
    ("probe-req", 0x40),
    ("proberesp", 0x50),
    ("probe-resp", 0x50),
    ("beacon", 0x80),
    ("atim", 0x90),
    ("disassoc", 0xa0),
    ("disassociation", 0xa0),
    ("auth", 0xb0),
    ("authentication", 0xb0),
    ("deauth", 0xc0),
    ("deauthentication", 0xc0),
];

const CONTROL: &[(&str, u8)] = &[
    ("ps-poll", 0xa0),
    ("rts", 0xb0),
    ("cts", 0xc0),
    ("ack", 0xd0),
    ("cf-end", 0xe0),
    ("cf-end-ack", 0xf0),
];

const DATA: &[(&str, u8)] = &[
    ("data", 0x00),
    ("data-cf-ack", 0x10),
    ("data-cf-poll", 0x20),
    ("data-cf-ack-poll", 0x30),
    ("null", 0x40),
    ("cf-ack", 0x50),
    ("cf-poll", 0x60),
    ("cf-ack-poll", 0x70),
    ("qos-data", 0x80),
    ("qos-data-cf-ack", 0x90),
    ("qos-data-cf-poll", 0xa0),
    ("qos-data-cf-ack-poll", 0xb0),
    ("qos", 0xc0),
    ("qos-cf-poll", 0xe0),
    ("qos-cf-ack-poll", 0xf0),
];

const DIRECTIONS: &[(&str, u8)] = &[("nods", 0), ("tods", 1), ("fromds", 2), ("dstods", 3)];

/// Reads one of the three primitives.
pub(super) fn primitive(parser: &mut Parser<'_>) -> Result<Primitive, FilterError> {
    let word = parser.advance().token;
    if word == Token::Keyword(Keyword::Direction) {
        let direction = either(parser, &[DIRECTIONS], u8::MAX)?;
        return Ok(Primitive::WlanDirection(direction));
    }
    if word == Token::Keyword(Keyword::Subtype) {
        let at = parser.here();
        let Token::Name(name) = parser.peek() else {
            return Err(parser
                .unexpected()
                .hint("a subtype without a type needs a name"));
        };
        parser.advance();
        let kinds = [(0x00, MANAGEMENT), (0x04, CONTROL), (0x08, DATA)];
        let found = kinds
            .iter()
            .find_map(|(kind, names)| Some(kind | lookup(names, name)?));
        let value = found.ok_or_else(|| unknown(at, &[MANAGEMENT, CONTROL, DATA]))?;
        return Ok(Primitive::WlanType {
            value,
            mask: TYPE_MASK | SUBTYPE_MASK,
        });
    }
    let kind = either(parser, &[TYPES], TYPE_MASK)?;
    if parser.peek() != Token::Keyword(Keyword::Subtype) {
        return Ok(Primitive::WlanType {
            value: kind,
            mask: TYPE_MASK,
        });
    }
    parser.advance();
    let names: &[&[(&str, u8)]] = match kind {
        0x00 => &[MANAGEMENT],
        0x04 => &[CONTROL],
        0x08 => &[DATA],
        _ => &[],
    };
    let subtype = either(parser, names, SUBTYPE_MASK)?;
    Ok(Primitive::WlanType {
        value: kind | subtype,
        mask: TYPE_MASK | SUBTYPE_MASK,
    })
}

/// A number within the mask, or one of the names.
fn either(parser: &mut Parser<'_>, names: &[&[(&str, u8)]], mask: u8) -> Result<u8, FilterError> {
    let at = parser.here();
    let value = match parser.peek() {
        Token::Number(number) => u8::try_from(number).ok().filter(|value| value & !mask == 0),
        Token::Name(name) => names.iter().find_map(|names| lookup(names, name)),
        _ => None,
    };
    parser.advance();
    value.ok_or_else(|| unknown(at, names))
}

fn lookup(names: &[(&str, u8)], name: &str) -> Option<u8> {
    let found = names
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| *value)
}

fn unknown(at: usize, names: &[&[(&str, u8)]]) -> FilterError {
    let mut known = String::new();
    for (name, _) in names.iter().flat_map(|names| names.iter()) {
        known.push_str(if known.is_empty() { "one of " } else { ", " });
        known.push_str(name);
    }
    FilterError::new(at, "802.11 has no such kind of frame").hint(known)
}
