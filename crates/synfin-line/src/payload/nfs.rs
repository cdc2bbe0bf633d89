//! NFS versions 2 and 3 (RFC 1094, RFC 1813): calls and replies over ONC RPC (RFC 5531).
//!
//! Duty: tell a call from a reply, and print either. Invariant: a reply is read as the answer to the
//! call that was printed before it; without that only its length is told. Absence: version 4, and
//! messages that do not begin a segment.

mod attributes;
mod calls;
mod handle;
mod names;
mod reply;
mod request;
mod results;

use super::cursor::{Cursor, Short};
use super::line::Line;
use crate::sockets::Sockets;
pub(super) use calls::Calls;

/// The name in truncation marks.
pub(super) const MARK: &str = "nfs";

const PORT: u16 = 2049;

/// The version whose procedures and structures are read as RFC 1813 has them; all others are read as
/// RFC 1094 has version 2's.
const VERSION_3: u32 = 3;

/// Message types (RFC 5531, 9).
const CALL: u32 = 0;
const REPLY: u32 = 1;

/// Octets of a record mark (RFC 5531, 11), and of a message up to its type.
const RECORD_MARK: usize = 4;
const TYPE_END: usize = 8;

/// Prints the message that a segment begins with, if it is a call to the port or a reply from it.
pub(super) fn print(
    line: &mut Line<'_>,
    payload: Cursor<'_>,
    sockets: Sockets,
    calls: &mut Calls,
) -> Result<(), Short> {
    let mut at = payload.unbounded();
    if payload.left() < RECORD_MARK || !at.has(RECORD_MARK) {
        return Ok(());
    }
    let fragment = usize::try_from(at.u32()? & 0x7fff_ffff).unwrap_or(usize::MAX);
    let len = fragment.min(payload.left() - RECORD_MARK);
    let message = at;
    if !message.has(TYPE_END) {
        return Ok(());
    }
    let (id, kind) = (at.u32()?, at.u32()?);
    let (Sockets::V4(ports, _) | Sockets::V6(ports, _)) = sockets;
    match (kind, ports) {
        (CALL, [_, PORT]) => {
            write!(line, ": NFS request xid {id} {len}");
            request::print(line, message, len, |procedure| {
                calls.enter(id, sockets, procedure);
            })
        }
        (REPLY, [PORT, _]) => {
            write!(line, ": NFS reply xid {id} ");
            reply::print(line, message, len, || calls.find(id, sockets))
        }
        _ => Ok(()),
    }
}

/// A procedure as a call names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Procedure {
    /// Its number in version 3, whichever version was called, where that has it.
    number: u32,
    is_version_3: bool,
}

impl Procedure {
    fn new(version: u32, number: u32) -> Self {
        let is_version_3 = version == VERSION_3;
        let number = match is_version_3 {
            true => number,
            false => names::in_version_3(number),
        };
        Self {
            number,
            is_version_3,
        }
    }

    fn print(self, line: &mut Line<'_>) {
        match names::procedure(self.number) {
            Some(name) => write!(line, " {name}"),
            None => write!(line, " proc-{}", self.number),
        }
    }
}

/// Prints a file name, or what a symbolic link holds, in quotation marks.
fn file_name(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    let len = at.u32()?;
    let Some(padded) = len.checked_next_multiple_of(4) else {
        write!(line, "[cannot pad to 32-bit boundaries] (invalid)");
        return Err(Short::Payload);
    };
    let (len, padded) = (
        usize::try_from(len).unwrap_or(usize::MAX),
        usize::try_from(padded).unwrap_or(usize::MAX),
    );
    at.need(padded)?;
    write!(line, "\"");
    line.escaped(at.captured(len));
    write!(line, "\"");
    at.skip(padded);
    Ok(())
}

#[cfg(test)]
mod tests;
