//! pcapng files: sections, interfaces, packet blocks, names.
//!
//! Duty: walk the blocks and hand out those that hold packets. Invariant: a block is believed
//! only if its two lengths agree; one that is whole but says nonsense is skipped, counted and
//! kept for the report, and reading goes on behind it. Absence: no decryption secrets, no
//! statistics, no custom blocks; they are skipped like unknown ones.

mod body;
mod clock;
mod names;
mod options;

pub use names::Names;
pub(super) use options::{OPTION_COMMENT, Options};

use super::buffer::Buffer;
use super::defect::{DefectKind, Nonsense};
use super::findings::Findings;
use super::record::{Record, Trouble};
use body::{Described, Fields};
use byteorder_slice::{BigEndian, LittleEndian};
use pcap_file::pcapng::{PcapNgFormatError, RawBlock, RawBlockParseError};

/// The first four octets of every pcapng file: a section header block's type.
pub(super) const MAGIC: [u8; 4] = [0x0a, 0x0d, 0x0d, 0x0a];

const SECTION_HEADER: u32 = 0x0a0d_0d0a;
const INTERFACE_DESCRIPTION: u32 = 1;
const OBSOLETE_PACKET: u32 = 2;
const SIMPLE_PACKET: u32 = 3;
const NAME_RESOLUTION: u32 = 4;
const ENHANCED_PACKET: u32 = 6;

/// Octets of a block's type and first length, before its body.
const BODY_AT: usize = 8;

/// The largest block that is held in memory: libpcap's own limit. Larger ones are skipped without
/// being held.
const MAX_BLOCK: usize = 16 * 1024 * 1024;

/// Interfaces remembered of one section: a packet of a later one is a defect. It keeps a hostile
/// file from filling the memory: at 48 octets each they take 48 MiB at most.
const MAX_INTERFACES: usize = 1 << 20;

/// A pcapng file, read as far as the blocks that were handed out.
#[derive(Debug)]
pub(super) struct Pcapng {
    big_endian: bool,
    /// The current section's interfaces; `None` where a description was damaged.
    interfaces: Vec<Option<Described>>,
    /// Interfaces of the sections before.
    interfaces_before: u32,
}

/// A block's place: it lies in the buffer as a whole, from the current position.
#[derive(Clone, Copy)]
struct Block {
    kind: u32,
    total_len: usize,
}

/// What a block turned out to be.
enum Content {
    Packet(Record),
    Other,
    Nonsense(Nonsense),
}

impl Pcapng {
    /// A reader at the beginning of a file; its first block is read with the first record.
    pub(super) fn new() -> Self {
        Self {
            big_endian: false,
            interfaces: Vec::new(),
            interfaces_before: 0,
        }
    }

    /// The first interface of the current section.
    pub(super) fn first_interface(&self) -> Option<super::record::Interface> {
        self.interfaces
            .first()?
            .as_ref()
            .map(|described| described.interface)
    }

    /// Reads the blocks before the first packet, up to the first interface description.
    pub(super) fn open(
        &mut self,
        buffer: &mut Buffer,
        findings: &mut Findings,
    ) -> Result<(), Trouble> {
        while self.interfaces.is_empty() {
            let Some(block) = self.next_block(buffer, findings)? else {
                break;
            };
            if let ENHANCED_PACKET | OBSOLETE_PACKET | SIMPLE_PACKET = block.kind {
                break;
            }
            if let Content::Nonsense(nonsense) = self.take(block, buffer, &mut findings.names)? {
                findings.skipped(buffer.offset(), nonsense);
            }
            buffer.consume(block.total_len);
        }
        Ok(())
    }

    /// The next packet, or `None` where the file ends behind a block; what is wrong with blocks that
    /// are skipped goes into `findings`.
    #[inline]
    pub(super) fn next(
        &mut self,
        buffer: &mut Buffer,
        findings: &mut Findings,
    ) -> Result<Option<Record>, Trouble> {
        loop {
            let Some(block) = self.next_block(buffer, findings)? else {
                return Ok(None);
            };
            match self.take(block, buffer, &mut findings.names)? {
                Content::Packet(record) => return Ok(Some(record)),
                Content::Nonsense(nonsense) => findings.skipped(buffer.offset(), nonsense),
                Content::Other => {}
            }
            buffer.consume(block.total_len);
        }
    }

    /// The block at the current position, as soon as it is there as a whole.
    #[inline]
    fn next_block(
        &self,
        buffer: &mut Buffer,
        findings: &mut Findings,
    ) -> Result<Option<Block>, Trouble> {
        match self.whole(buffer.available()) {
            Ok(block) => Ok(Some(block)),
            Err(error) => self.fill(buffer, error, findings),
        }
    }

    #[inline]
    fn whole(&self, octets: &[u8]) -> Result<Block, RawBlockParseError> {
        let (_, raw) = if self.big_endian {
            RawBlock::from_slice::<BigEndian>(octets)?
        } else {
            RawBlock::from_slice::<LittleEndian>(octets)?
        };
        Ok(Block {
            kind: raw.type_,
            total_len: BODY_AT + raw.body.len() + 4,
        })
    }

    /// Reads on until a block is there as a whole; blocks too large to be held are skipped.
    #[cold]
    fn fill(
        &self,
        buffer: &mut Buffer,
        mut error: RawBlockParseError,
        findings: &mut Findings,
    ) -> Result<Option<Block>, Trouble> {
        loop {
            let RawBlockParseError::IncompleteBuffer(..) = error else {
                return Err(damaged(&error));
            };
            if !buffer.ensure(12)? {
                return match buffer.available().len() {
                    0 => Ok(None),
                    found => Err(Trouble::cut("a block of at least 12 octets", found)),
                };
            }
            let total_len = self.block_len(buffer.available());
            if total_len as usize > MAX_BLOCK && total_len.is_multiple_of(4) {
                self.skip_large(buffer, total_len, findings)?;
            } else if !buffer.ensure(total_len as usize)? {
                let found = buffer.available().len();
                return Err(Trouble::cut(
                    format!("a block of {total_len} octets"),
                    found,
                ));
            }
            match self.whole(buffer.available()) {
                Ok(block) => return Ok(Some(block)),
                Err(again) => error = again,
            }
        }
    }

    /// The first length of the block that begins `octets`: 12 octets or more.
    fn block_len(&self, octets: &[u8]) -> u32 {
        let Some(&[kind, len, third]) = octets.as_chunks::<4>().0.first_chunk() else {
            return 0;
        };
        // A section header block brings its own byte order.
        let big_endian = match (kind, third) {
            (MAGIC, [0x1a, 0x2b, 0x3c, 0x4d]) => true,
            (MAGIC, _) => false,
            _ => self.big_endian,
        };
        if big_endian {
            u32::from_be_bytes(len)
        } else {
            u32::from_le_bytes(len)
        }
    }

    /// Skips a block too large to be held, if its end has the same length again.
    fn skip_large(
        &self,
        buffer: &mut Buffer,
        total_len: u32,
        findings: &mut Findings,
    ) -> Result<(), Trouble> {
        let begin = buffer.offset();
        let holds_packet = self.is_packet(buffer.available());
        let mut trailer = None;
        if buffer.skip(u64::from(total_len) - 4)? && buffer.ensure(4)? {
            trailer = buffer.available().first_chunk().copied();
        }
        let behind = buffer.offset() - begin;
        match trailer.map(|octets| self.number(octets)) {
            Some(last) if last == total_len => buffer.consume(4),
            last => {
                return Err(Trouble::Damaged {
                    expected: format!("a block's length {total_len} again at its end"),
                    found: match last {
                        Some(last) => last.to_string(),
                        None => "the end of the input".into(),
                    },
                    behind,
                });
            }
        }
        if holds_packet {
            let nonsense = Nonsense {
                kind: DefectKind::LargeBlock,
                expected: format!("a packet block of at most {MAX_BLOCK} octets"),
                found: total_len.to_string(),
            };
            findings.skipped(begin, nonsense);
        }
        Ok(())
    }

    fn is_packet(&self, octets: &[u8]) -> bool {
        let kind = octets.first_chunk().map(|octets| self.number(*octets));
        matches!(
            kind,
            Some(ENHANCED_PACKET | OBSOLETE_PACKET | SIMPLE_PACKET)
        )
    }

    fn number(&self, octets: [u8; 4]) -> u32 {
        if self.big_endian {
            u32::from_be_bytes(octets)
        } else {
            u32::from_le_bytes(octets)
        }
    }

    /// Takes in a whole block.
    #[inline]
    fn take(
        &mut self,
        block: Block,
        buffer: &Buffer,
        names: &mut Names,
    ) -> Result<Content, Trouble> {
        let body = buffer
            .available()
            .get(BODY_AT..block.total_len - 4)
            .unwrap_or(&[]);
        let fields = Fields::new(body, self.big_endian);
        let packet = match block.kind {
            ENHANCED_PACKET => body::enhanced(fields),
            OBSOLETE_PACKET => body::obsolete(fields),
            SIMPLE_PACKET => body::simple(fields, self.interfaces.first()),
            _ => return self.take_other(block.kind, body, names),
        };
        let found = packet.and_then(|packet| {
            let id = packet.interface as usize;
            let Some(Some(described)) = self.interfaces.get(id) else {
                return Err(unknown_interface(id, self.interfaces.len()));
            };
            Ok(Record {
                time: described.clock.timestamp(packet.ticks),
                number_of_interface: self.interfaces_before.saturating_add(packet.interface),
                interface: described.interface,
                original_len: packet.original_len,
                data_at: BODY_AT + packet.data_at,
                data_len: packet.data_len,
                options_len: body.len().saturating_sub(packet.options_at),
                options_at: BODY_AT + packet.options_at,
                big_endian: self.big_endian,
                total_len: block.total_len,
            })
        });
        Ok(match found {
            Ok(record) => Content::Packet(record),
            Err(nonsense) => Content::Nonsense(nonsense),
        })
    }

    /// Takes in a block that holds no packet.
    #[cold]
    fn take_other(
        &mut self,
        kind: u32,
        body: &[u8],
        names: &mut Names,
    ) -> Result<Content, Trouble> {
        match kind {
            SECTION_HEADER => {
                self.big_endian = body::section_is_big_endian(body)?;
                let count = u32::try_from(self.interfaces.len()).unwrap_or(u32::MAX);
                self.interfaces_before = self.interfaces_before.saturating_add(count);
                self.interfaces.clear();
            }
            INTERFACE_DESCRIPTION if self.interfaces.len() >= MAX_INTERFACES => {
                return Ok(Content::Nonsense(Nonsense {
                    kind: DefectKind::TooManyInterfaces,
                    expected: format!("at most {MAX_INTERFACES} interfaces"),
                    found: "one more".into(),
                }));
            }
            INTERFACE_DESCRIPTION => {
                match Described::read(Fields::new(body, self.big_endian)) {
                    Ok(described) => self.interfaces.push(Some(described)),
                    Err(nonsense) => {
                        // The numbers of the interfaces behind it count it all the same.
                        self.interfaces.push(None);
                        return Ok(Content::Nonsense(nonsense));
                    }
                }
            }
            NAME_RESOLUTION => names.add(body, self.big_endian),
            _ => {}
        }
        Ok(Content::Other)
    }
}

#[cold]
fn unknown_interface(id: usize, count: usize) -> Nonsense {
    Nonsense {
        kind: DefectKind::UnknownInterface,
        expected: format!("one of the section's {count} interfaces"),
        found: format!("interface {id}"),
    }
}

/// A block that contradicts itself, so that the next one cannot be found.
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
