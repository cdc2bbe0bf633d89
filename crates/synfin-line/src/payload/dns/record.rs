//! Questions and resource records (RFC 1035, 4.1.2 and 4.1.3).

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::names;

/// Labels a name may take; more cannot fit 255 octets (RFC 1035, 2.3.4).
const LABELS: usize = 255;

/// Prints a name behind a blank, following compression pointers, which only ever lead back.
fn name<'a>(line: &mut Line<'_>, message: &'a [u8], at: &mut Cursor<'a>) -> Result<(), Short> {
    let mut jumped = false;
    let mut read = *at;
    let mut empty = true;
    for _ in 0..LABELS {
        let len = read.u8()?;
        let rest = match len {
            0 => None,
            0xc0.. => {
                let low = read.u8()?;
                let target = usize::from(len & 0x3f) << 8 | usize::from(low);
                Some(target)
            }
            _ => {
                line.escaped(read.take(usize::from(len & 0x3f))?);
                write!(line, ".");
                empty = false;
                continue;
            }
        };
        if !jumped {
            *at = read;
            jumped = true;
        }
        let Some(target) = rest else { break };
        let start = Cursor::new(message, message.len()).unbounded();
        if start.ahead(target).since(&start) >= read.since(&start).saturating_sub(2) {
            write!(line, "<BAD PTR>");
            return Ok(());
        }
        read = start.ahead(target);
    }
    if empty {
        write!(line, ".");
    }
    Ok(())
}

/// Steps over a name.
fn skip_name(at: &mut Cursor<'_>) -> Result<(), Short> {
    for _ in 0..LABELS {
        match at.u8()? {
            0 => break,
            0xc0.. => {
                at.u8()?;
                break;
            }
            len => at.skip(usize::from(len & 0x3f)),
        }
    }
    Ok(())
}

/// Steps over a question.
pub(super) fn skip_question(at: &mut Cursor<'_>) -> Result<(), Short> {
    skip_name(at)?;
    at.take(4).map(|_| ())
}

fn kind_name(line: &mut Line<'_>, kind: u16) {
    match names::kind(kind) {
        Some(name) => write!(line, " {name}"),
        None => write!(line, " Type{kind}"),
    }
}

fn class_name(line: &mut Line<'_>, class: u16) {
    match names::class(class) {
        Some("IN") => {}
        Some(name) => write!(line, " {name}"),
        None => write!(line, " (Class {class})"),
    }
}

/// Prints a question.
pub(super) fn question<'a>(
    line: &mut Line<'_>,
    message: &'a [u8],
    at: &mut Cursor<'a>,
) -> Result<(), Short> {
    let mut asked = *at;
    skip_name(at)?;
    let (kind, class) = (at.u16()?, at.u16()?);
    kind_name(line, kind);
    class_name(line, class);
    write!(line, "? ");
    name(line, message, &mut asked)
}

/// The type of EDNS(0) options, whose class is a size (RFC 6891, 6.1.2).
const OPT: u16 = 41;

/// Prints a record; its owner with `-v` only.
pub(super) fn print<'a>(
    line: &mut Line<'_>,
    message: &'a [u8],
    at: &mut Cursor<'a>,
) -> Result<(), Short> {
    if line.verbosity > 0 {
        write!(line, " ");
        name(line, message, at)?;
    } else {
        skip_name(at)?;
    }
    let (kind, class) = (at.u16()?, at.u16()?);
    if kind != OPT {
        class_name(line, class);
    }
    let (time_to_live, len) = (at.u32()?, usize::from(at.u16()?));
    kind_name(line, kind);
    let mut data = at.with_len(len);
    at.take(len)?;
    match kind {
        1 if len == 4 => {
            write!(line, " ");
            line.ipv4(data.array()?);
        }
        28 if len == 16 => {
            write!(line, " ");
            line.ipv6(data.array()?);
        }
        2 | 5 | 7..=9 | 12 | 39 => {
            write!(line, " ");
            name(line, message, &mut data.unbounded())?;
        }
        6 if line.verbosity > 0 => start_of_authority(line, message, data.unbounded())?,
        15 => {
            let preference = data.u16()?;
            write!(line, " ");
            name(line, message, &mut data.unbounded())?;
            write!(line, " {preference}");
        }
        16 => texts(line, data)?,
        33 => {
            let (priority, weight, port) = (data.u16()?, data.u16()?, data.u16()?);
            write!(line, " ");
            name(line, message, &mut data.unbounded())?;
            write!(line, ":{port} {priority} {weight}");
        }
        OPT => options(line, data, class, time_to_live)?,
        250 if line.verbosity > 0 => signature(line, message, data)?,
        _ => {}
    }
    Ok(())
}

fn start_of_authority<'a>(
    line: &mut Line<'_>,
    message: &'a [u8],
    mut data: Cursor<'a>,
) -> Result<(), Short> {
    for _ in 0..2 {
        write!(line, " ");
        name(line, message, &mut data)?;
    }
    for _ in 0..5 {
        let number = data.u32()?;
        write!(line, " {number}");
    }
    Ok(())
}

fn texts(line: &mut Line<'_>, mut data: Cursor<'_>) -> Result<(), Short> {
    while !data.is_empty() {
        let len = usize::from(data.u8()?);
        let text = data.take(len)?;
        write!(line, " \"");
        line.escaped(text);
        write!(line, "\"");
    }
    Ok(())
}

/// RFC 6891, 6.1.
fn options(line: &mut Line<'_>, mut data: Cursor<'_>, size: u16, flags: u32) -> Result<(), Short> {
    write!(line, " UDPsize={size}");
    if flags & 0x8000 != 0 {
        write!(line, " DO");
    }
    if data.is_empty() {
        return Ok(());
    }
    write!(line, " [");
    let mut separator = "";
    while data.left() >= 4 {
        let (code, len) = (data.u16()?, usize::from(data.u16()?));
        let value = data.take(len)?;
        let name = match code {
            1 => "LLQ",
            2 => "UL",
            3 => "NSID",
            5 => "DAU",
            6 => "DHU",
            7 => "N3U",
            8 => "ECS",
            9 => "EXPIRE",
            10 => "COOKIE",
            11 => "KEEPALIVE",
            12 => "PADDING",
            13 => "CHAIN",
            14 => "KEY-TAG",
            _ => "",
        };
        match name {
            "" => write!(line, "{separator}Opt{code}"),
            name => write!(line, "{separator}{name}"),
        }
        if !value.is_empty() {
            write!(line, " ");
        }
        for octet in value {
            write!(line, "{octet:02x}");
        }
        separator = ",";
    }
    write!(line, "]");
    Ok(())
}

/// A transaction's signature (RFC 8945, 4.2).
fn signature<'a>(
    line: &mut Line<'_>,
    message: &'a [u8],
    mut data: Cursor<'a>,
) -> Result<(), Short> {
    write!(line, " ");
    name(line, message, &mut data)?;
    data.skip(6);
    let (fudge, len) = (data.u16()?, data.u16()?);
    write!(line, " fudge={fudge} maclen={len}");
    data.skip(len.into());
    let (id, error, other) = (data.u16()?, data.u16()?, data.u16()?);
    write!(line, " origid={id} error={error} otherlen={other}");
    Ok(())
}
