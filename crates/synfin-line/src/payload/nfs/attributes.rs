//! Attributes of files: as they are, as they were before, and as they are to be set.

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::names;

/// Octets of a file's attributes in version 2 (RFC 1094, 2.3.5) and in version 3 (RFC 1813, 2.6), and
/// of those with which every one of both versions begins: all up to the group.
const FILE_2: usize = 68;
const FILE_3: usize = 84;
const BEGINNING: usize = 20;

/// Octets of what is told of a file before an operation.
const BEFORE: usize = 24;

/// What makes a time to be set the client's own (RFC 1813, 2.6: `SET_TO_CLIENT_TIME`).
const CLIENT_TIME: u32 = 2;

/// A time in seconds and a fraction, as it is printed.
pub(super) fn time(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    let (seconds, fraction) = (at.u32()?, at.u32()?);
    write!(line, " {seconds}.{fraction:06}");
    Ok(())
}

/// Prints a file's attributes: the most important ones, with a verbosity above 1 nearly all, and with
/// 0 none.
pub(super) fn file(
    line: &mut Line<'_>,
    at: &mut Cursor<'_>,
    verbosity: u8,
    is_version_3: bool,
) -> Result<(), Short> {
    at.need(BEGINNING)?;
    let start = *at;
    at.skip(if is_version_3 { FILE_3 } else { FILE_2 });
    if verbosity == 0 {
        return Ok(());
    }
    let mut fields = start;
    let (kind, mode, links) = (fields.u32()?, fields.u32()?, fields.u32()?);
    let (user, group) = (fields.u32()?.cast_signed(), fields.u32()?.cast_signed());
    match names::file_type(kind) {
        Some(name) => write!(line, " {name}"),
        None => write!(line, " unk-ft {kind} "),
    }
    write!(line, " {mode:o} ids {user}/{group}");
    let size = if is_version_3 {
        fields.u64()?
    } else {
        fields.u32()?.into()
    };
    write!(line, " sz {size}");
    match (verbosity, is_version_3) {
        (1, _) => Ok(()),
        (_, true) => rest_of_3(line, start, fields, links),
        (_, false) => rest_of_2(line, start, fields, links),
    }
}

/// Prints what follows the size in version 3.
fn rest_of_3(
    line: &mut Line<'_>,
    start: Cursor<'_>,
    mut fields: Cursor<'_>,
    links: u32,
) -> Result<(), Short> {
    start.need(FILE_3)?;
    fields.skip(8);
    let (major, minor) = (fields.u32()?, fields.u32()?);
    let (system, id) = (fields.u64()?, fields.u64()?);
    write!(
        line,
        " nlink {links} rdev {major}/{minor} fsid {system:x} fileid {id:x} a/m/ctime"
    );
    (0..3).try_for_each(|_| time(line, &mut fields))
}

/// Prints what follows the size in version 2.
fn rest_of_2(
    line: &mut Line<'_>,
    start: Cursor<'_>,
    mut fields: Cursor<'_>,
    links: u32,
) -> Result<(), Short> {
    start.need(FILE_2)?;
    fields.skip(4);
    let device = fields.u32()?;
    fields.skip(4);
    let (system, id) = (fields.u32()?, fields.u32()?);
    write!(
        line,
        " nlink {links} rdev 0x{device:x} fsid 0x{system:x} nodeid 0x{id:x} a/m/ctime"
    );
    (0..3).try_for_each(|_| time(line, &mut fields))
}

/// Prints a file's attributes after an operation (`post_op_attr`), if there are any.
pub(super) fn after(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    if at.u32()? == 0 {
        return Ok(());
    }
    if line.verbosity == 0 {
        at.skip(FILE_3);
        return Ok(());
    }
    file(line, at, line.verbosity, true)
}

/// The same behind a label, which stands there with `-v` even if there are none.
pub(super) fn after_label(
    line: &mut Line<'_>,
    at: &mut Cursor<'_>,
    label: &str,
) -> Result<(), Short> {
    if line.verbosity > 0 {
        write!(line, " {label}:");
    }
    after(line, at)
}

/// Prints what is told of a file before and after an operation (`wcc_data`).
pub(super) fn both(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    if line.verbosity > 1 {
        write!(line, " PRE:");
    }
    if at.u32()? != 0 {
        at.need(BEFORE)?;
        let mut before = *at;
        at.skip(BEFORE);
        if line.verbosity > 1 {
            let size = before.u64()?;
            write!(line, " sz {size} mtime");
            time(line, &mut before)?;
            write!(line, " ctime");
            time(line, &mut before)?;
        }
    }
    after_label(line, at, "POST")
}

/// Attributes to be set (`sattr3`); what is `None` stays as it is.
pub(super) struct ToBeSet {
    mode: Option<u32>,
    user: Option<u32>,
    group: Option<u32>,
    accessed: Option<(u32, u32)>,
    modified: Option<(u32, u32)>,
}

impl ToBeSet {
    pub(super) fn read(at: &mut Cursor<'_>) -> Result<Self, Short> {
        let (mode, user, group) = (optional(at)?, optional(at)?, optional(at)?);
        // tcpdump reads four octets of the size where there are eight.
        optional(at)?;
        Ok(Self {
            mode,
            user,
            group,
            accessed: optional_time(at)?,
            modified: optional_time(at)?,
        })
    }

    /// Prints them; the times with a verbosity above 1.
    pub(super) fn print(&self, line: &mut Line<'_>) {
        if let Some(mode) = self.mode {
            write!(line, " mode {mode:o}");
        }
        for (name, id) in [("uid", self.user), ("gid", self.group)] {
            if let Some(id) = id {
                write!(line, " {name} {id}");
            }
        }
        for (name, time) in [("atime", self.accessed), ("mtime", self.modified)] {
            if let (Some((seconds, fraction)), 2..) = (time, line.verbosity) {
                write!(line, " {name} {seconds}.{fraction:06}");
            }
        }
    }
}

fn optional(at: &mut Cursor<'_>) -> Result<Option<u32>, Short> {
    Ok(match at.u32()? {
        0 => None,
        _ => Some(at.u32()?),
    })
}

fn optional_time(at: &mut Cursor<'_>) -> Result<Option<(u32, u32)>, Short> {
    Ok(match at.u32()? {
        CLIENT_TIME => Some((at.u32()?, at.u32()?)),
        _ => None,
    })
}
