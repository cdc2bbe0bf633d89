//! The results of single procedures: what a server gives.

use super::super::cursor::{Cursor, Short};
use super::super::line::Line;
use super::attributes::{after, after_label, both, time};
use super::names::procedures::FSINFO;
use super::{handle, names};

/// Octets of what is told of file systems (RFC 1813, 3.3.18 to 3.3.20, and RFC 1094, 2.2.18).
const STATISTICS_3: usize = 52;
const STATISTICS_2: usize = 20;
const LIMITS: usize = 48;
const PATHS: usize = 24;

/// RFC 1813, 3.3.3.
pub(super) fn looked_up(
    line: &mut Line<'_>,
    at: &mut Cursor<'_>,
    is_ok: bool,
) -> Result<(), Short> {
    if is_ok {
        handle::print(line, at, true)?;
        after(line, at)?;
    }
    if line.verbosity > 1 {
        write!(line, " post dattr:");
        after(line, at)?;
    }
    Ok(())
}

/// RFC 1813, 3.3.6.
pub(super) fn read(line: &mut Line<'_>, at: &mut Cursor<'_>, is_ok: bool) -> Result<(), Short> {
    after(line, at)?;
    if is_ok && line.verbosity > 0 {
        let count = at.u32()?;
        write!(line, " {count} bytes");
        if at.u32()? != 0 {
            write!(line, " EOF");
        }
    }
    Ok(())
}

/// RFC 1813, 3.3.7.
pub(super) fn written(line: &mut Line<'_>, at: &mut Cursor<'_>, is_ok: bool) -> Result<(), Short> {
    both(line, at)?;
    if is_ok && line.verbosity > 0 {
        let count = at.u32()?;
        write!(line, " {count} bytes");
        if line.verbosity > 1 {
            let stability = at.u32()?;
            names::stability(line, stability);
            let verifier = at.u64()?;
            write!(line, " verf {verifier:x}");
        }
    }
    Ok(())
}

/// RFC 1813, 3.3.8 to 3.3.11.
pub(super) fn created(line: &mut Line<'_>, at: &mut Cursor<'_>, is_ok: bool) -> Result<(), Short> {
    if !is_ok {
        return both(line, at);
    }
    if at.u32()? == 0 {
        return Ok(());
    }
    handle::print(line, at, true)?;
    if line.verbosity > 0 {
        after(line, at)?;
    }
    if line.verbosity > 1 {
        write!(line, " dir attr:");
        both(line, at)?;
    }
    Ok(())
}

/// RFC 1813, 3.3.16 and 3.3.17; the entries are not printed.
pub(super) fn directory(
    line: &mut Line<'_>,
    at: &mut Cursor<'_>,
    is_ok: bool,
) -> Result<(), Short> {
    after_label(line, at, "POST")?;
    if is_ok && line.verbosity > 0 {
        let verifier = at.u64()?;
        write!(line, " verf {verifier:016x}");
    }
    Ok(())
}

/// RFC 1094, 2.2.17; what tcpdump takes for an offset and a size.
pub(super) fn directory_2(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    let (offset, size) = (at.u32()?, at.u32()?);
    write!(line, " offset 0x{offset:x} size {size} ");
    if at.u32()? != 0 {
        write!(line, " eof");
    }
    Ok(())
}

/// RFC 1813, 3.3.18.
pub(super) fn statistics(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    after_label(line, at, "POST")?;
    at.need(STATISTICS_3)?;
    let (total, free, available) = (at.u64()?, at.u64()?, at.u64()?);
    write!(line, " tbytes {total} fbytes {free} abytes {available}");
    if line.verbosity > 0 {
        let (total, free, available) = (at.u64()?, at.u64()?, at.u64()?);
        let stable = at.u32()?;
        write!(
            line,
            " tfiles {total} ffiles {free} afiles {available} invar {stable}"
        );
    }
    Ok(())
}

/// RFC 1094, 2.2.18.
pub(super) fn statistics_2(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    at.need(STATISTICS_2)?;
    let (transfer, block, blocks) = (at.u32()?, at.u32()?, at.u32()?);
    let (free, available) = (at.u32()?, at.u32()?);
    write!(
        line,
        " tsize {transfer} bsize {block} blocks {blocks} bfree {free} bavail {available}"
    );
    Ok(())
}

/// RFC 1813, 3.3.19 and 3.3.20.
pub(super) fn system(
    line: &mut Line<'_>,
    at: &mut Cursor<'_>,
    is_ok: bool,
    procedure: u32,
) -> Result<(), Short> {
    after_label(line, at, "POST")?;
    match (is_ok, procedure) {
        (false, _) => Ok(()),
        (true, FSINFO) => limits(line, at),
        (true, _) => paths(line, at),
    }
}

fn limits(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    at.need(LIMITS)?;
    let [read, read_preferred, read_unit] = [at.u32()?, at.u32()?, at.u32()?];
    let [write, write_preferred, write_unit] = [at.u32()?, at.u32()?, at.u32()?];
    let (directory, file) = (at.u32()?, at.u64()?);
    write!(
        line,
        " rtmax {read} rtpref {read_preferred} wtmax {write} wtpref {write_preferred} dtpref {directory}"
    );
    if line.verbosity > 0 {
        write!(
            line,
            " rtmult {read_unit} wtmult {write_unit} maxfsz {file} delta"
        );
        time(line, at)?;
        write!(line, " ");
    }
    Ok(())
}

fn paths(line: &mut Line<'_>, at: &mut Cursor<'_>) -> Result<(), Short> {
    at.need(PATHS)?;
    let (links, name) = (at.u32()?, at.u32()?);
    write!(line, " linkmax {links} namemax {name}");
    for ability in ["notrunc", "chownres", "igncase", "keepcase"] {
        let has = at.u32()? != 0;
        write!(line, " {}", if has { ability } else { "" });
    }
    Ok(())
}
