//! The way on behind a block that contradicts itself.
//!
//! Duty: find the next block that is one for certain. Invariant: that is only a block of a known
//! type whose two lengths agree, and behind which the input ends or another such block stands; at
//! most [`MOST_SOUGHT`] octets and the buffer are held, however far away it is. Absence: nothing
//! of the blocks' meaning.

use super::MAGIC;
use super::block::{self, Block, ENHANCED_PACKET, SECTION_HEADER};
use crate::capture::buffer::Buffer;
use crate::capture::defect::{DefectKind, Nonsense, Recovery};
use crate::capture::findings::Findings;
use crate::capture::record::Trouble;
use pcap_file::pcapng::RawBlockParseError;
use std::io;
use std::ops::Range;

/// The largest block that is taken for one while the next is sought: a hostile length must not
/// make a live pipe wait for long.
const MOST_SOUGHT: usize = 512 * 1024;

/// Octets that are looked at before they are let go.
const STRIDE: usize = 64 * 1024;

/// The custom blocks' types: may be copied by who does not know them, or not.
const CUSTOM: [u32; 2] = [0x0000_0bad, 0x4000_0bad];

/// Goes behind the block at the current position, which begins `behind` octets before it and is
/// wrong as `trouble` says. If the next one is found, gives the lost block; else the trouble.
#[cold]
pub(super) fn go_on(
    buffer: &mut Buffer,
    big_endian: bool,
    trouble: Trouble,
    findings: &mut Findings,
) -> Result<Block, Trouble> {
    let Trouble::Damaged {
        expected,
        found,
        behind,
    } = trouble
    else {
        return Err(trouble);
    };
    let here = buffer.offset();
    let begin = here - behind;
    let kind = kind_at(buffer.available(), big_endian).filter(|_| behind == 0);
    if findings.recovery == Recovery::Stop || !find(buffer, big_endian)? {
        return Err(Trouble::Damaged {
            expected,
            found,
            behind: buffer.offset() - begin,
        });
    }
    let nonsense = Nonsense {
        kind: DefectKind::DamagedBlock,
        expected,
        found,
    };
    findings.skipped(begin, buffer.offset() - begin, nonsense);
    Ok(Block::lost(kind.unwrap_or_default()))
}

/// Is the length of a block, which is more than can be held, an error for certain? It is where
/// other blocks begin within it, unless the block is of a known type that holds no packet: in
/// that, anything may stand.
pub(super) fn is_within_reach(buffer: &mut Buffer, big_endian: bool) -> io::Result<bool> {
    let kind = kind_at(buffer.available(), big_endian);
    if kind.is_some_and(|kind| kind != ENHANCED_PACKET && is_known(kind)) {
        return Ok(false);
    }
    Ok(first_sequence(buffer, 1..STRIDE, big_endian)?.is_some())
}

/// Moves to the next block; false, with everything consumed, if there is none.
fn find(buffer: &mut Buffer, big_endian: bool) -> io::Result<bool> {
    if let Some(at) = nearby(buffer, big_endian)? {
        buffer.consume(at);
        return Ok(true);
    }
    loop {
        buffer.consume(STRIDE - 1);
        if let Some(at) = first_sequence(buffer, 1..STRIDE, big_endian)? {
            buffer.consume(at);
            return Ok(true);
        }
        if !buffer.ensure(STRIDE)? {
            buffer.consume(STRIDE);
            return Ok(false);
        }
    }
}

/// Where in the next octets the damaged block ends. One of its lengths may still be right; the
/// data of its packet may hold blocks too, which neither of them points behind.
fn nearby(buffer: &mut Buffer, big_endian: bool) -> io::Result<Option<usize>> {
    let number_at = |buffer: &Buffer, at: usize| {
        let octets = buffer.available().get(at..).and_then(<[u8]>::first_chunk);
        octets.map(|octets| block::number(Some(*octets), big_endian) as usize)
    };
    // Whether its end has arrived already must make no difference.
    let first = number_at(buffer, 4).unwrap_or_default();
    if (12..=MOST_SOUGHT).contains(&first)
        && buffer.ensure(first + 12)?
        && begins_sequence(buffer, first, big_endian)?
    {
        return Ok(Some(first));
    }
    let Some(nearest) = first_sequence(buffer, 1..STRIDE, big_endian)? else {
        return Ok(None);
    };
    // How far a better one is sought follows how much is skipped, so that time stays linear.
    let end = nearest.saturating_mul(16).saturating_add(2048).min(STRIDE);
    let mut found = Some(nearest);
    while let Some(at) = found {
        if number_at(buffer, at.saturating_sub(4)) == Some(at) {
            return Ok(Some(at));
        }
        found = first_sequence(buffer, at + 1..end, big_endian)?;
    }
    Ok(Some(nearest))
}

/// The first place in the range where a sequence of blocks begins.
fn first_sequence(
    buffer: &mut Buffer,
    range: Range<usize>,
    big_endian: bool,
) -> io::Result<Option<usize>> {
    for at in range {
        if !buffer.ensure(at + 12)? {
            return Ok(None);
        }
        if begins_sequence(buffer, at, big_endian)? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// Do two blocks stand here in a row, or one at the end of the input?
fn begins_sequence(buffer: &mut Buffer, at: usize, big_endian: bool) -> io::Result<bool> {
    let Some(len) = block_at(buffer, at, big_endian)? else {
        return Ok(false);
    };
    let next = at + len;
    if !buffer.ensure(next + 1)? {
        return Ok(true);
    }
    Ok(buffer.ensure(next + 12)? && block_at(buffer, next, big_endian)?.is_some())
}

/// The length of the block that stands here, if one does.
fn block_at(buffer: &mut Buffer, at: usize, big_endian: bool) -> io::Result<Option<usize>> {
    loop {
        let octets = buffer.available().get(at..).unwrap_or_default();
        if !kind_at(octets, big_endian).is_some_and(is_known) {
            return Ok(None);
        }
        match block::whole(octets, big_endian) {
            Ok(block) => return Ok(Some(block.total_len)),
            Err(RawBlockParseError::IncompleteBuffer(needed, _)) => {
                let needed = needed.saturating_add(block::BODY_AT);
                if needed > MOST_SOUGHT || !buffer.ensure(at + needed)? {
                    return Ok(None);
                }
            }
            Err(_) => return Ok(None),
        }
    }
}

/// Is this the type of blocks that programs write?
fn is_known(kind: u32) -> bool {
    matches!(kind, SECTION_HEADER | 1..=6 | 9 | 10) || CUSTOM.contains(&kind)
}

/// The block's type that the octets begin with.
fn kind_at(octets: &[u8], big_endian: bool) -> Option<u32> {
    let kind = *octets.first_chunk()?;
    Some(match (kind == MAGIC, big_endian) {
        (true, _) => SECTION_HEADER,
        (false, true) => u32::from_be_bytes(kind),
        (false, false) => u32::from_le_bytes(kind),
    })
}
