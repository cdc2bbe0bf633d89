//! Blocks as such: a type, a length, a body, and the length again.
//!
//! Duty: find the next block, and have it in memory as a whole. Invariant: nothing of a block is
//! believed before both of its lengths were seen to agree, and memory follows the octets that
//! arrive. Absence: no meaning of a body.

use super::{MAGIC, recovery};
use crate::capture::buffer::Buffer;
use crate::capture::defect::{DefectKind, Nonsense};
use crate::capture::findings::Findings;
use crate::capture::record::Trouble;
use byteorder_slice::{BigEndian, LittleEndian};
use pcap_file::pcapng::{PcapNgFormatError, RawBlock, RawBlockParseError};

pub(super) const SECTION_HEADER: u32 = 0x0a0d_0d0a;
pub(super) const INTERFACE_DESCRIPTION: u32 = 1;
pub(super) const OBSOLETE_PACKET: u32 = 2;
pub(super) const SIMPLE_PACKET: u32 = 3;
pub(super) const NAME_RESOLUTION: u32 = 4;
pub(in crate::capture) const ENHANCED_PACKET: u32 = 6;

/// Octets of a block's type and first length, before its body.
pub(super) const BODY_AT: usize = 8;

/// The largest block that is held in memory: libpcap's own limit. Larger ones are skipped without
/// being held.
const MAX_BLOCK: usize = 16 * 1024 * 1024;

/// A block's place: it lies in the buffer as a whole, from the current position.
#[derive(Clone, Copy)]
pub(super) struct Block {
    pub(super) kind: u32,
    pub(super) total_len: usize,
    /// Was it damaged, and left behind already?
    pub(super) is_lost: bool,
}

impl Block {
    /// A block of this type that was damaged, and is no longer in the buffer.
    pub(super) const fn lost(kind: u32) -> Self {
        Self {
            kind,
            total_len: 0,
            is_lost: true,
        }
    }

    /// Is it of a kind that holds a packet?
    pub(super) const fn holds_packet(self) -> bool {
        holds_packet(self.kind)
    }
}

/// Do blocks of this type hold packets?
const fn holds_packet(kind: u32) -> bool {
    matches!(kind, ENHANCED_PACKET | OBSOLETE_PACKET | SIMPLE_PACKET)
}

/// The block at the current position, as soon as it is there as a whole.
#[inline]
pub(super) fn next(
    buffer: &mut Buffer,
    big_endian: bool,
    findings: &mut Findings,
) -> Result<Option<Block>, Trouble> {
    match whole(buffer.available(), big_endian) {
        Ok(block) => Ok(Some(block)),
        Err(error) => fill(buffer, big_endian, error, findings),
    }
}

/// The block at the beginning of `octets`, if it lies there as a whole.
#[inline]
pub(super) fn whole(octets: &[u8], big_endian: bool) -> Result<Block, RawBlockParseError> {
    let (_, raw) = if big_endian {
        RawBlock::from_slice::<BigEndian>(octets)?
    } else {
        RawBlock::from_slice::<LittleEndian>(octets)?
    };
    Ok(Block {
        kind: raw.type_,
        total_len: BODY_AT + raw.body.len() + 4,
        is_lost: false,
    })
}

/// Reads on until a block is there as a whole; blocks too large to be held are skipped.
#[cold]
fn fill(
    buffer: &mut Buffer,
    big_endian: bool,
    mut error: RawBlockParseError,
    findings: &mut Findings,
) -> Result<Option<Block>, Trouble> {
    loop {
        let RawBlockParseError::IncompleteBuffer(needed, _) = error else {
            return recovery::go_on(buffer, big_endian, damaged(&error), findings).map(Some);
        };
        // Of a block of which twelve octets are there, the length has been checked as such.
        if buffer.available().len() < 12 {
            if !buffer.ensure(12)? {
                return match buffer.available().len() {
                    0 => Ok(None),
                    found => Err(Trouble::cut("a block of at least 12 octets", found)),
                };
            }
        } else {
            // What is missing is counted from the block's body.
            let total_len = needed.saturating_add(BODY_AT);
            let trouble = if total_len > MAX_BLOCK {
                skip_large(buffer, big_endian, total_len, findings).err()
            } else if !buffer.ensure(total_len)? {
                let found = buffer.available().len();
                let expected = format!("a block of {total_len} octets");
                Some(Trouble::cut(expected, found))
            } else {
                None
            };
            if let Some(trouble) = trouble {
                return recovery::go_on(buffer, big_endian, trouble, findings).map(Some);
            }
        }
        match whole(buffer.available(), big_endian) {
            Ok(block) => return Ok(Some(block)),
            Err(again) => error = again,
        }
    }
}

/// Skips a block too large to be held, if its end has the same length again.
fn skip_large(
    buffer: &mut Buffer,
    big_endian: bool,
    total_len: usize,
    findings: &mut Findings,
) -> Result<(), Trouble> {
    let kind = buffer.available().first_chunk().copied();
    let kind = if kind == Some(MAGIC) {
        SECTION_HEADER
    } else {
        number(kind, big_endian)
    };
    // Nothing behind such a block could be read without it.
    if let SECTION_HEADER | INTERFACE_DESCRIPTION = kind {
        let expected = format!("a block of at most {MAX_BLOCK} octets");
        return Err(Trouble::damaged(expected, total_len.to_string()));
    }
    if recovery::is_within_reach(buffer, big_endian)? {
        let expected = format!("a block of at most {MAX_BLOCK} octets");
        return Err(Trouble::damaged(expected, total_len.to_string()));
    }
    let begin = buffer.offset();
    let mut trailer = None;
    if buffer.skip(total_len as u64 - 4)? && buffer.ensure(4)? {
        trailer = buffer.available().first_chunk().copied();
    }
    let agree = trailer.is_some() && number(trailer, big_endian) as usize == total_len;
    if !agree {
        return Err(Trouble::Damaged {
            expected: format!("a block's length {total_len} again at its end"),
            found: match trailer {
                Some(_) => number(trailer, big_endian).to_string(),
                None => "the end of the input".into(),
            },
            behind: buffer.offset() - begin,
        });
    }
    buffer.consume(4);
    if holds_packet(kind) {
        let nonsense = Nonsense {
            kind: DefectKind::LargeBlock,
            expected: format!("a packet block of at most {MAX_BLOCK} octets"),
            found: total_len.to_string(),
        };
        findings.skipped(begin, total_len as u64, nonsense);
    }
    Ok(())
}

/// A number of four octets, 0 where there are none.
pub(super) fn number(octets: Option<[u8; 4]>, big_endian: bool) -> u32 {
    let octets = octets.unwrap_or_default();
    if big_endian {
        u32::from_be_bytes(octets)
    } else {
        u32::from_le_bytes(octets)
    }
}

/// A block that contradicts itself, so that the next one is not where it says.
#[cold]
fn damaged(error: &RawBlockParseError) -> Trouble {
    let (expected, found): (String, String) = match error {
        RawBlockParseError::InvalidFormat(PcapNgFormatError::BlockNotAligned(len)) => (
            "a block length that is a multiple of 4".into(),
            len.to_string(),
        ),
        RawBlockParseError::InvalidFormat(PcapNgFormatError::BlockTooShort(_, len)) => {
            ("a block of at least 12 octets".into(), len.to_string())
        }
        RawBlockParseError::InvalidFormat(PcapNgFormatError::BlockLengthMismatch(first, last)) => (
            format!("the block's length {first} again at its end"),
            last.to_string(),
        ),
        RawBlockParseError::InvalidFormat(PcapNgFormatError::InvalidMagicNumber(magic)) => (
            "a section's byte-order magic 1a2b3c4d".into(),
            format!("{magic:08x}"),
        ),
        other => ("a pcapng block".into(), other.to_string()),
    };
    Trouble::damaged(expected, found)
}
