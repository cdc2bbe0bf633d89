//! Calls: what a client asks for.

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::attributes::ToBeSet;
use super::names::procedures::*;
use super::{Procedure, file_name, handle, names};

/// Where the version stands in a call (RFC 5531, 9), and where what proves its sender does, which the
/// arguments follow.
const VERSION: usize = 16;
const CREDENTIALS: usize = 24;

/// Octets of a proof's kind and length.
const PROOF: usize = 8;

/// Prints a call of so many octets; `enter` has it kept for its reply.
pub(super) fn print(
    line: &mut Line<'_>,
    message: Cursor<'_>,
    len: usize,
    enter: impl FnOnce(Procedure),
) -> Result<(), Short> {
    message.need(CREDENTIALS)?;
    let mut at = message.ahead(VERSION);
    let procedure = Procedure::new(at.u32()?, at.u32()?);
    enter(procedure);
    procedure.print(line);
    if !has_arguments(procedure.number) {
        return Ok(());
    }
    let at = &mut arguments(line, at, len)?;
    let is_3 = procedure.is_version_3;
    handle::print(line, at, is_3)?;
    match procedure.number {
        LOOKUP | CREATE | MKDIR | REMOVE | RMDIR => name(line, at),
        ACCESS => access(line, at),
        READ | COMMIT if is_3 => long_offset_and_count(line, at),
        READ => offset_and_count(line, at),
        WRITE => write(line, at, is_3),
        SYMLINK => symbolic_link(line, at, is_3),
        MKNOD => special_file(line, at),
        RENAME => {
            name(line, at)?;
            target(line, at, is_3)
        }
        LINK => target(line, at, is_3),
        READDIR if !is_3 => offset_and_count(line, at),
        READDIR | READDIRPLUS => directory(line, at, procedure.number),
        _ => Ok(()),
    }
}

/// Are a procedure's arguments printed? They all begin with a file handle.
const fn has_arguments(procedure: u32) -> bool {
    matches!(procedure, GETATTR..=COMMIT)
}

/// Steps over the proofs of who sends the call, to its arguments.
fn arguments<'a>(
    line: &mut Line<'_>,
    mut at: Cursor<'a>,
    message: usize,
) -> Result<Cursor<'a>, Short> {
    // tcpdump counts what follows as if the message began here.
    let mut left = message;
    for name in ["credentials", "verifier"] {
        if left < PROOF {
            return Err(Short::Payload);
        }
        at.skip(4);
        let len = usize::try_from(at.u32()?).unwrap_or(usize::MAX);
        if len > left {
            write!(line, " [{name} length {len} > {left}] (invalid)");
            return Err(Short::Payload);
        }
        let padded = len.next_multiple_of(4);
        at.need(padded)?;
        at.skip(padded);
        left = (left.checked_sub(PROOF + padded)).ok_or(Short::Payload)?;
    }
    // Without an octet left there are no arguments.
    if left == 0 {
        Err(Short::Payload)
    } else {
        Ok(at)
    }
}

/// Prints the name that follows a directory's handle.
fn name(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    write!(line, " ");
    file_name(line, at)
}

/// Prints where something is to be: in which directory, and under which name.
fn target(line: &mut Line<'_>, at: &mut Cursor<'_>, is_version_3: bool) -> Result<(), Short> {
    write!(line, " ->");
    handle::print(line, at, is_version_3)?;
    name(line, at)
}

/// Prints what is asked to be allowed (RFC 1813, 3.3.4).
fn access(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    const NAMES: [&str; 6] = ["READ", "LOOKUP", "MODIFY", "EXTEND", "DELETE", "EXECUTE"];
    match at.u32()? {
        0x3f => write!(line, " NFS_ACCESS_FULL"),
        bits @ 0..0x3f => {
            let mut separator = ' ';
            for (bit, name) in NAMES.iter().enumerate() {
                if bits >> bit & 1 != 0 {
                    write!(line, "{separator}NFS_ACCESS_{name}");
                    separator = '|';
                }
            }
        }
        unknown => write!(line, " {unknown:04x}"),
    }
    Ok(())
}

/// Prints which part of a file or a directory is to be read (RFC 1094, 2.2.7 and 2.2.17).
fn offset_and_count(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    let (offset, count) = (at.u32()?, at.u32()?);
    write!(line, " {count} bytes @ {offset}");
    Ok(())
}

/// The same of a file in version 3 (RFC 1813, 3.3.6 and 3.3.21).
fn long_offset_and_count(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    let (offset, count) = (at.u64()?, at.u32()?);
    write!(line, " {count} bytes @ {offset}");
    Ok(())
}

/// Prints how much is to be written, where, and how stable it is to be.
fn write(line: &mut Line<'_>, at: &mut Cursor<'_>, is_version_3: bool) -> Result<(), Short> {
    if is_version_3 {
        let (offset, count) = (at.u64()?, at.u32()?);
        let (stability, len) = (at.u32()?, at.u32()?);
        write!(line, " {len} ({count}) bytes @ {offset}");
        if line.verbosity > 0 {
            names::stability(line, stability);
        }
    } else {
        let (begin, offset) = (at.u32()?, at.u32()?);
        let (total, len) = (at.u32()?, at.u32()?);
        write!(line, " {len} ({total}) bytes @ {offset} ({begin})");
    }
    Ok(())
}

fn symbolic_link(
    line: &mut Line<'_>,
    at: &mut Cursor<'_>,
    is_version_3: bool,
) -> Result<(), Short> {
    name(line, at)?;
    write!(line, " ->");
    let to_be_set = match is_version_3 {
        true => Some(ToBeSet::read(at)?),
        false => None,
    };
    file_name(line, at)?;
    if let (Some(to_be_set), 1..) = (to_be_set, line.verbosity) {
        to_be_set.print(line);
    }
    Ok(())
}

/// Prints a special file to be made (RFC 1813, 3.3.11); a device's numbers with `-v`.
fn special_file(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    name(line, at)?;
    let kind = at.u32()?;
    let to_be_set = ToBeSet::read(at)?;
    match names::file_type(kind) {
        Some(name) => write!(line, " {name}"),
        None => write!(line, " unk-ft {kind}"),
    }
    if line.verbosity > 0 {
        if matches!(kind, 3 | 4) {
            let (major, minor) = (at.u32()?, at.u32()?);
            write!(line, " {major}/{minor}");
        }
        to_be_set.print(line);
    }
    Ok(())
}

/// Prints which part of a directory is to be read (RFC 1813, 3.3.16 and 3.3.17).
fn directory(line: &mut Line<'_>, at: &mut Cursor<'_>, procedure: u32) -> Result<(), Short> {
    let (cookie, verifier, count) = (at.u64()?.cast_signed(), at.u64()?, at.u32()?);
    write!(line, " {count} bytes @ {cookie}");
    if line.verbosity > 0 {
        if procedure == READDIRPLUS {
            let max = at.u32()?;
            write!(line, " max {max}");
        }
        write!(line, " verf {verifier:016x}");
    }
    Ok(())
}
