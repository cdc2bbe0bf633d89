//! pcapng files: sections, interfaces, packet blocks, names.
//!
//! Duty: walk the blocks and hand out those that hold packets. Invariant: a block is believed
//! only if its two lengths agree; one that says nonsense, or that contradicts itself while the
//! next can be found, is skipped, counted and kept for the report. Absence: no decryption secrets, no
//! statistics, no custom blocks; they are skipped like unknown ones.

mod block;
mod body;
mod clock;
mod names;
mod options;
mod recovery;

pub(super) use block::ENHANCED_PACKET;
pub(super) use clock::Clock;
pub use names::Names;
pub(super) use options::{OPTION_COMMENT, Options};

use super::FileFormat;
use super::buffer::Buffer;
use super::defect::{DefectKind, Nonsense};
use super::findings::Findings;
use super::quick::Quick;
use super::record::{Interface, Record, Trouble};
use crate::LinkType;
use block::{
    BODY_AT, Block, INTERFACE_DESCRIPTION, NAME_RESOLUTION, OBSOLETE_PACKET, SECTION_HEADER,
    SIMPLE_PACKET,
};
use body::{Described, Fields};

/// The first four octets of every pcapng file: a section header block's type.
pub(super) const MAGIC: [u8; 4] = [0x0a, 0x0d, 0x0d, 0x0a];

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
    quick: Quick,
    /// The file's first interface.
    first: Option<Interface>,
    /// The first one described that is not like it.
    unlike_first: Option<UnlikeInterface>,
}

/// An interface whose link type or snapshot length is not that of the file's first one. libpcap
/// reads no further than its description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnlikeInterface {
    /// Its number in its file, from 0, counted over all sections.
    pub number: u32,
    /// Its link type.
    pub link_type: LinkType,
    /// Its snapshot length in octets; the largest that libpcap takes where the file says 0.
    pub snaplen: u32,
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
            quick: Quick::None,
            first: None,
            unlike_first: None,
        }
    }

    /// The first interface described so far that is not like the file's first one.
    pub(super) const fn unlike_first(&self) -> Option<UnlikeInterface> {
        self.unlike_first
    }

    /// Takes note of an interface that is described.
    fn describe(&mut self, described: Described) {
        let Interface {
            link_type, snaplen, ..
        } = described.interface;
        let first = *self.first.get_or_insert(described.interface);
        if (link_type, snaplen) != (first.link_type, first.snaplen) && self.unlike_first.is_none() {
            let place = u32::try_from(self.interfaces.len()).unwrap_or(u32::MAX);
            self.unlike_first = Some(UnlikeInterface {
                number: self.interfaces_before.saturating_add(place),
                link_type,
                snaplen,
            });
        }
        self.interfaces.push(Some(described));
    }

    /// The first interface of the current section.
    pub(super) fn first_interface(&self) -> Option<Interface> {
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
            let Some(block) = block::next(buffer, self.big_endian, findings)? else {
                break;
            };
            if block.is_lost {
                self.lose(block);
                continue;
            }
            if block.holds_packet() {
                break;
            }
            if let Content::Nonsense(nonsense) = self.take(block, buffer, &mut findings.names)? {
                findings.skipped(buffer.offset(), block.total_len as u64, nonsense);
            }
            buffer.consume(block.total_len);
        }
        Ok(())
    }

    /// The quick way from the last packet to the next.
    pub(super) const fn quick(&self) -> Quick {
        self.quick
    }

    /// The next packet, or `None` where the file ends behind a block; what is wrong with blocks that
    /// are skipped goes into `findings`.
    pub(super) fn next(
        &mut self,
        buffer: &mut Buffer,
        findings: &mut Findings,
    ) -> Result<Option<Record>, Trouble> {
        loop {
            let Some(block) = block::next(buffer, self.big_endian, findings)? else {
                return Ok(None);
            };
            if block.is_lost {
                self.lose(block);
                continue;
            }
            match self.take(block, buffer, &mut findings.names)? {
                Content::Packet(record) => return Ok(Some(record)),
                Content::Nonsense(nonsense) => {
                    findings.skipped(buffer.offset(), block.total_len as u64, nonsense)
                }
                Content::Other => {}
            }
            buffer.consume(block.total_len);
        }
    }

    /// Does a whole block that holds a packet stand at the beginning of `octets`?
    pub(super) fn is_whole_packet(&self, octets: &[u8]) -> bool {
        block::whole(octets, self.big_endian).is_ok_and(Block::holds_packet)
    }

    /// Takes in a whole block.
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
        let packet = match packet {
            Ok(packet) => packet,
            Err(nonsense) => return Ok(Content::Nonsense(nonsense)),
        };
        let id = packet.interface as usize;
        let Some(Some(described)) = self.interfaces.get(id) else {
            let nonsense = unknown_interface(id, self.interfaces.len());
            return Ok(Content::Nonsense(nonsense));
        };
        self.quick = match self.big_endian {
            true => Quick::None,
            false => Quick::Enhanced {
                interface: packet.interface,
                clock: described.clock,
            },
        };
        Ok(Content::Packet(Record {
            time: described.clock.timestamp(packet.ticks),
            link_type: described.interface.link_type,
            origin: described.interface.origin(
                FileFormat::Pcapng,
                self.interfaces_before.saturating_add(packet.interface),
                self.big_endian,
            ),
            original_len: packet.original_len,
            data_at: BODY_AT + packet.data_at,
            data_len: packet.data_len,
            options_len: body.len().saturating_sub(packet.options_at),
            options_at: BODY_AT + packet.options_at,
            total_len: block.total_len,
        }))
    }

    /// Takes note of a block that was damaged: what would have been said there is not said.
    #[cold]
    fn lose(&mut self, block: Block) {
        match block.kind {
            SECTION_HEADER => self.leave_section(),
            // The numbers of the interfaces behind it count it all the same.
            INTERFACE_DESCRIPTION if self.interfaces.len() < MAX_INTERFACES => {
                self.interfaces.push(None);
            }
            _ => {}
        }
    }

    /// Forgets the section's interfaces.
    fn leave_section(&mut self) {
        let count = u32::try_from(self.interfaces.len()).unwrap_or(u32::MAX);
        self.interfaces_before = self.interfaces_before.saturating_add(count);
        self.interfaces.clear();
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
                self.leave_section();
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
                    Ok(described) => self.describe(described),
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
