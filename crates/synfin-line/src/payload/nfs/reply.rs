//! Replies: what a server answers.
//!
//! An error that the answer itself tells keeps the mark away that would say that something is
//! missing.

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::attributes::{after, after_label, both, file};
use super::names::procedures::*;
use super::{Procedure, file_name, handle, names, results};

/// Where a reply's status stands (RFC 5531, 9).
const STATUS: usize = 8;

/// Prints a reply of so many octets; `find` gives the procedure that was called.
pub(super) fn print(
    line: &mut Line<'_>,
    message: Cursor<'_>,
    len: usize,
    find: impl FnOnce() -> Option<Procedure>,
) -> Result<(), Short> {
    let mut at = message.ahead(STATUS);
    at.need(4)?;
    match at.u32()? {
        0 => {
            write!(line, "reply ok {len}");
            find().map_or(Ok(()), |procedure| answer(line, at, len, procedure))
        }
        1 => {
            write!(line, "reply ERR {len}: ");
            denied(line, at)
        }
        unknown => {
            write!(line, "reply Unknown rpc response code={unknown} {len}");
            Ok(())
        }
    }
}

/// Prints why a call was not accepted.
fn denied(line: &mut Line<'_>, mut at: Cursor<'_>) -> Result<(), Short> {
    at.need(4)?;
    match at.u32()? {
        0 => {
            at.need(8)?;
            let (low, high) = (at.u32()?, at.u32()?);
            write!(line, "RPC Version mismatch ({low}-{high})");
        }
        1 => {
            at.need(4)?;
            let why = at.u32()?;
            match names::authentication(why) {
                Some(name) => write!(line, "Auth {name}"),
                None => write!(line, "Auth Invalid failure code {why}"),
            }
        }
        unknown => write!(line, "Unknown reason for rejecting rpc message {unknown}"),
    }
    Ok(())
}

/// Prints the answer to a call that was accepted; `at` is behind the reply's status.
fn answer(
    line: &mut Line<'_>,
    at: Cursor<'_>,
    len: usize,
    procedure: Procedure,
) -> Result<(), Short> {
    procedure.print(line);
    if !matches!(procedure.number, GETATTR..=COMMIT) {
        return Ok(());
    }
    let mut answer = Answer {
        at,
        is_version_3: procedure.is_version_3,
        failed: false,
    };
    let printed = answer.accepted(line, len).and_then(|is_success| {
        if is_success {
            answer.results(line, procedure.number)
        } else {
            Ok(())
        }
    });
    match printed {
        Err(Short::Payload) if answer.failed => Ok(()),
        printed => printed,
    }
}

/// What is left of an answer.
struct Answer<'a> {
    at: Cursor<'a>,
    is_version_3: bool,
    /// Did it tell an error?
    failed: bool,
}

impl Answer<'_> {
    /// Steps over the server's proof to the results; was the call successful?
    fn accepted(&mut self, line: &mut Line<'_>, message: usize) -> Result<bool, Short> {
        let at = &mut self.at;
        at.skip(4);
        let len = usize::try_from(at.u32()?).unwrap_or(usize::MAX);
        if len >= message {
            return Err(Short::Payload);
        }
        at.skip(len.next_multiple_of(4));
        let status = at.u32()?;
        if status != 0 {
            match names::accepted(status) {
                Some(name) => write!(line, " {name}"),
                None => write!(line, " ar_stat {status}"),
            }
        }
        Ok(status == 0)
    }

    /// Prints the results of a procedure.
    fn results(&mut self, line: &mut Line<'_>, procedure: u32) -> Result<(), Short> {
        let is_ok = self.status(line)?;
        let (at, wordy, is_3) = (&mut self.at, line.verbosity, self.is_version_3);
        match (procedure, is_3) {
            // Told without `-v`, too.
            (GETATTR, _) | (SETATTR, false) if is_ok => file(line, at, 1, is_3),
            (GETATTR, _) | (SETATTR, false) => Ok(()),
            (SETATTR | REMOVE | RMDIR, true) => both(line, at),
            (LOOKUP, true) => results::looked_up(line, at, is_ok),
            (LOOKUP | CREATE | MKDIR, false) if is_ok => {
                handle::print(line, at, false)?;
                file(line, at, wordy, false)
            }
            (ACCESS, _) => {
                after_label(line, at, "attr")?;
                if is_ok {
                    let allowed = at.u32()?;
                    write!(line, " c {allowed:04x}");
                }
                Ok(())
            }
            (READLINK, _) if is_ok => {
                if is_3 {
                    after(line, at)?;
                }
                write!(line, " ");
                file_name(line, at)
            }
            (READ, true) => results::read(line, at, is_ok),
            (READ | WRITE, false) if is_ok => file(line, at, wordy, false),
            (WRITE, true) => results::written(line, at, is_ok),
            (CREATE | MKDIR | SYMLINK, true) | (MKNOD, _) => results::created(line, at, is_ok),
            (RENAME, true) if wordy > 0 => {
                write!(line, " from:");
                both(line, at)?;
                write!(line, " to:");
                both(line, at)
            }
            (LINK, true) if wordy > 0 => {
                after_label(line, at, "file POST")?;
                write!(line, " dir:");
                both(line, at)
            }
            (READDIR, true) | (READDIRPLUS, _) => results::directory(line, at, is_ok),
            (READDIR, false) if is_ok => results::directory_2(line, at),
            (FSSTAT, true) => results::statistics(line, at),
            (FSSTAT, false) if is_ok => results::statistics_2(line, at),
            (FSINFO | PATHCONF, _) => results::system(line, at, is_ok, procedure),
            (COMMIT, _) => {
                both(line, at)?;
                if wordy > 1 {
                    let verifier = at.u64()?;
                    write!(line, " verf {verifier:x}");
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Prints the status if it tells an error; does it tell none?
    fn status(&mut self, line: &mut Line<'_>) -> Result<bool, Short> {
        let status = self.at.u32()?;
        self.failed = status != 0;
        if self.failed {
            match names::status(status) {
                Some(name) => write!(line, " ERROR: {name}"),
                None => write!(line, " ERROR: unk {status}"),
            }
        }
        Ok(!self.failed)
    }
}
