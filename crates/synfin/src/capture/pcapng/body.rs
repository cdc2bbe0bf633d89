//! Bodies of the blocks that matter: what their fixed fields say, or why they say nothing.

use super::clock::Clock;
use super::options::Options;
use crate::LinkType;
use crate::capture::defect::{DefectKind, Nonsense};
use crate::capture::record::{Interface, Trouble};

/// if_tsresol: a time stamp's unit.
const IF_TSRESOL: u16 = 9;
/// if_fcslen: the frame check sequence's length.
const IF_FCSLEN: u16 = 13;
/// if_tsoffset: seconds to be added to time stamps.
const IF_TSOFFSET: u16 = 14;

/// A block's body and its byte order.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    octets: &'a [u8],
    big_endian: bool,
}

impl<'a> Fields<'a> {
    pub(super) const fn new(octets: &'a [u8], big_endian: bool) -> Self {
        Self { octets, big_endian }
    }

    /// The first `N` words of 32 bits.
    #[inline]
    fn words<const N: usize>(self) -> Option<[u32; N]> {
        let words = self.octets.as_chunks::<4>().0.first_chunk::<N>()?;
        Some(words.map(|word| {
            if self.big_endian {
                u32::from_be_bytes(word)
            } else {
                u32::from_le_bytes(word)
            }
        }))
    }

    fn options_at(self, at: usize) -> Options<'a> {
        Options::new(self.octets.get(at..).unwrap_or(&[]), self.big_endian)
    }
}

/// An interface as the current section describes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Described {
    pub(super) interface: Interface,
    pub(super) clock: Clock,
}

impl Described {
    /// Reads an interface description block.
    pub(super) fn read(fields: Fields<'_>) -> Result<Self, Nonsense> {
        let Some([first, snaplen]) = fields.words() else {
            return Err(short("an interface description of 8 octets", fields));
        };
        let link = if fields.big_endian {
            first >> 16
        } else {
            first & 0xffff
        };
        let mut fcs_len = 0;
        let mut clock = Clock::default();
        for (code, value) in fields.options_at(8) {
            match (code, value) {
                (IF_TSRESOL, &[exponent]) => clock.set_resolution(exponent),
                // Octets by the specification; some writers mean bits.
                (IF_FCSLEN, &[len]) => fcs_len = if len > 8 { len / 8 } else { len },
                (IF_TSOFFSET, &[a, b, c, d, e, f, g, h]) => {
                    let octets = [a, b, c, d, e, f, g, h];
                    clock.set_offset(if fields.big_endian {
                        i64::from_be_bytes(octets)
                    } else {
                        i64::from_le_bytes(octets)
                    });
                }
                _ => {}
            }
        }
        Ok(Self {
            interface: Interface::new(LinkType::from_field(link), fcs_len, snaplen),
            clock,
        })
    }
}

/// What a packet block says; places are octets from the body's beginning.
pub(super) struct Packet {
    pub(super) interface: u32,
    pub(super) ticks: u64,
    pub(super) original_len: u32,
    pub(super) data_at: usize,
    pub(super) data_len: usize,
    pub(super) options_at: usize,
}

/// Reads an enhanced packet block.
#[inline]
pub(super) fn enhanced(fields: Fields<'_>) -> Result<Packet, Nonsense> {
    let Some([interface, high, low, captured, original_len]) = fields.words() else {
        return Err(short("an enhanced packet block of 20 octets", fields));
    };
    packet(fields, interface, [high, low], [captured, original_len])
}

/// Reads a packet block of the obsolete kind: the interface's number has 16 bits, and a count of
/// drops follows it.
#[cold]
pub(super) fn obsolete(fields: Fields<'_>) -> Result<Packet, Nonsense> {
    let Some([first, high, low, captured, original_len]) = fields.words() else {
        return Err(short("a packet block of 20 octets", fields));
    };
    let interface = if fields.big_endian {
        first >> 16
    } else {
        first & 0xffff
    };
    packet(fields, interface, [high, low], [captured, original_len])
}

#[inline]
fn packet(
    fields: Fields<'_>,
    interface: u32,
    [high, low]: [u32; 2],
    [captured, original_len]: [u32; 2],
) -> Result<Packet, Nonsense> {
    const DATA_AT: usize = 20;
    let data_len = captured as usize;
    let room = fields.octets.len() - DATA_AT;
    if data_len > room {
        return Err(beyond(captured, room));
    }
    Ok(Packet {
        interface,
        ticks: u64::from(high) << 32 | u64::from(low),
        original_len,
        data_at: DATA_AT,
        data_len,
        options_at: (DATA_AT + data_len.next_multiple_of(4)).min(fields.octets.len()),
    })
}

/// Reads a simple packet block: no time stamp, always of the first interface, whose snapshot
/// length tells how much was captured.
#[cold]
pub(super) fn simple(
    fields: Fields<'_>,
    first: Option<&Option<Described>>,
) -> Result<Packet, Nonsense> {
    let Some([original_len]) = fields.words() else {
        return Err(short("a simple packet block of 4 octets", fields));
    };
    let limit = first
        .and_then(Option::as_ref)
        .map_or(u32::MAX, |first| first.interface.snaplen);
    let captured = original_len.min(limit);
    let room = fields.octets.len() - 4;
    if captured as usize > room {
        return Err(beyond(captured, room));
    }
    Ok(Packet {
        interface: 0,
        ticks: 0,
        original_len,
        data_at: 4,
        data_len: captured as usize,
        options_at: fields.octets.len(),
    })
}

/// The byte order of a section by its header block; an unknown major version ends reading,
/// because nothing is known of its blocks.
pub(super) fn section_is_big_endian(body: &[u8]) -> Result<bool, Trouble> {
    let big_endian = body.starts_with(&[0x1a, 0x2b, 0x3c, 0x4d]);
    let Some([_, version, _, _]) = Fields::new(body, big_endian).words() else {
        return Err(Trouble::damaged(
            "a section header of 16 octets",
            format!("{}", body.len()),
        ));
    };
    let [major, minor] = if big_endian {
        [version >> 16, version & 0xffff]
    } else {
        [version & 0xffff, version >> 16]
    };
    if major != 1 {
        let found = format!("version {major}.{minor}");
        return Err(Trouble::damaged("pcapng version 1", found));
    }
    Ok(big_endian)
}

#[cold]
fn short(expected: &str, fields: Fields<'_>) -> Nonsense {
    Nonsense {
        kind: DefectKind::ShortBlock,
        expected: expected.into(),
        found: format!("{} octets", fields.octets.len()),
    }
}

#[cold]
fn beyond(captured: u32, room: usize) -> Nonsense {
    Nonsense {
        kind: DefectKind::DataBeyondBlock,
        expected: format!("at most {room} captured octets in the block"),
        found: captured.to_string(),
    }
}
