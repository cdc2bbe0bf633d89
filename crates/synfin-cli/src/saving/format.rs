//! Frames as pcapng, with comments, and as classic pcap.

use byteorder_slice::LittleEndian;
use pcap_file::pcap::{PcapHeader, PcapTsResolution, PcapWriteError, RawPcapPacket};
use pcap_file::pcapng::blocks::enhanced_packet::{EnhancedPacketBlock, EnhancedPacketOption};
use pcap_file::pcapng::blocks::interface_description::{
    InterfaceDescriptionBlock, InterfaceDescriptionOption, InterfaceTsResolution,
};
use pcap_file::pcapng::blocks::opt_common::CommonOption;
use pcap_file::pcapng::{PcapNgWriteError, PcapNgWriter};
use pcap_file::{DataLink, Endianness};
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;
use synfin::{Frame, LinkType, Timestamp};

/// A format of capture files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Pcapng,
    Pcap,
}

impl Format {
    /// The format that a file's name asks for: pcapng but for `.pcap`.
    pub(super) fn of(path: &Path) -> Self {
        match path.extension() {
            Some(extension) if extension.eq_ignore_ascii_case("pcap") => Self::Pcap,
            _ => Self::Pcapng,
        }
    }
}

/// A capture file being written.
pub(crate) enum Writer<W: Write> {
    /// pcapng, with the interfaces described so far.
    Pcapng(PcapNgWriter<W>, HashMap<Interface, u32>),
    /// Classic pcap; its header waits for the first frame.
    Pcap(W, Option<Header>),
}

/// What tells interfaces of the input apart: the file, its number there, its link type and the
/// length of its frame check sequence.
type Interface = (u32, u32, LinkType, u8);

/// What all frames of a classic pcap file have in common.
pub(crate) struct Header {
    link_type: LinkType,
    resolution: PcapTsResolution,
}

impl<W: Write> Writer<W> {
    /// Begins a file.
    pub(super) fn new(format: Format, output: W) -> io::Result<Self> {
        Ok(match format {
            Format::Pcapng => {
                let writer = PcapNgWriter::with_endianness(output, Endianness::Little);
                Self::Pcapng(writer.map_err(of_pcapng)?, HashMap::new())
            }
            Format::Pcap => Self::Pcap(output, None),
        })
    }

    /// Writes a frame.
    pub(super) fn write(&mut self, frame: &Frame<'_>, comment: &str) -> io::Result<()> {
        match self {
            Self::Pcapng(writer, interfaces) => {
                let interface = interface(writer, interfaces, frame)?;
                let block = packet_block(frame, interface, comment);
                writer.write_pcapng_block(block).map_err(of_pcapng)?;
            }
            Self::Pcap(output, header) => {
                let header = match header {
                    Some(header) => header,
                    None => header.insert(Header::write(output, frame)?),
                };
                let record = header.record(frame)?;
                record
                    .write_to::<_, LittleEndian>(output)
                    .map_err(of_pcap)?;
            }
        }
        Ok(())
    }

    /// What the file is written to.
    pub(super) fn output(&mut self) -> &mut W {
        match self {
            Self::Pcapng(writer, _) => writer.get_mut(),
            Self::Pcap(output, _) => output,
        }
    }

    /// Writes what the file still lacks: the header of a classic pcap without frames.
    pub(super) fn complete(&mut self) -> io::Result<()> {
        if let Self::Pcap(output, None) = self {
            Header::write(output, &Frame::new(LinkType::ETHERNET, &[]))?;
        }
        Ok(())
    }
}

impl Header {
    /// Writes the header of a classic pcap file that begins with this frame. Its times are kept to
    /// the nanosecond if the first one needs that.
    fn write(output: &mut impl Write, frame: &Frame<'_>) -> io::Result<Self> {
        let resolution = if frame.time.believable_fraction().is_multiple_of(1000) {
            PcapTsResolution::MicroSecond
        } else {
            PcapTsResolution::NanoSecond
        };
        // Half of the FCS length in the upper four bits, and the bit that says so
        // (draft-ietf-opsawg-pcap, section 4).
        let fcs = match frame.origin.fcs_len {
            0 => 0,
            len => 0x0400_0000 | u32::from(len / 2) << 28,
        };
        let header = PcapHeader {
            version_major: 2,
            version_minor: 4,
            ts_correction: 0,
            ts_accuracy: 0,
            snaplen: frame.origin.snaplen,
            datalink: DataLink::from(u32::from(frame.link_type.0) | fcs),
            ts_resolution: resolution,
            endianness: Endianness::Little,
        };
        header.write_to(output).map_err(of_pcap)?;
        Ok(Self {
            link_type: frame.link_type,
            resolution,
        })
    }

    /// A frame as a record of the file.
    fn record<'a>(&self, frame: &Frame<'a>) -> io::Result<RawPcapPacket<'a>> {
        if frame.link_type != self.link_type {
            return Err(io::Error::other(format!(
                "packet {} has link type {}, but a pcap file has only one, here {}; a pcapng file \
                 has room for both",
                frame.number, frame.link_type.0, self.link_type.0
            )));
        }
        let (ts_sec, fraction) = seconds(frame.time);
        Ok(RawPcapPacket {
            ts_sec,
            ts_frac: match self.resolution {
                PcapTsResolution::MicroSecond => fraction / 1000,
                PcapTsResolution::NanoSecond => fraction,
            },
            incl_len: captured_len(frame),
            orig_len: frame.original_len,
            data: Cow::Borrowed(frame.data),
        })
    }
}

/// The interface's number in the file; one that is new is described first.
fn interface<W: Write>(
    writer: &mut PcapNgWriter<W>,
    interfaces: &mut HashMap<Interface, u32>,
    frame: &Frame<'_>,
) -> io::Result<u32> {
    let origin = frame.origin;
    let key = (
        origin.file,
        origin.interface,
        frame.link_type,
        origin.fcs_len,
    );
    let next = u32::try_from(interfaces.len()).unwrap_or(u32::MAX);
    let known = interfaces.get(&key).copied();
    if known.is_none() {
        let link_type = DataLink::from(u32::from(frame.link_type.0));
        let mut block = InterfaceDescriptionBlock::new(link_type, frame.origin.snaplen);
        let nanoseconds = InterfaceTsResolution::new(false, 9).map_err(io::Error::other)?;
        block
            .options
            .push(InterfaceDescriptionOption::IfTsResol(nanoseconds));
        if frame.origin.fcs_len > 0 {
            let option = InterfaceDescriptionOption::IfFcsLen(frame.origin.fcs_len);
            block.options.push(option);
        }
        writer.write_pcapng_block(block).map_err(of_pcapng)?;
        interfaces.insert(key, next);
    }
    Ok(known.unwrap_or(next))
}

/// A frame with the comments it has already, and ours.
fn packet_block<'a>(
    frame: &Frame<'a>,
    interface_id: u32,
    comment: &'a str,
) -> EnhancedPacketBlock<'a> {
    let own = (!comment.is_empty()).then_some(Cow::Borrowed(comment));
    let comments = frame.comments().chain(own);
    let (seconds, fraction) = seconds(frame.time);
    EnhancedPacketBlock {
        interface_id,
        timestamp: Duration::new(seconds.into(), fraction),
        // A damaged record may claim less than was captured; the format does not allow that.
        original_len: frame.original_len.max(captured_len(frame)),
        data: Cow::Borrowed(frame.data),
        options: comments
            .map(|comment| EnhancedPacketOption::Common(CommonOption::Comment(comment)))
            .collect(),
    }
}

/// Whole seconds since 1970 and nanoseconds below a second, as far as 32 bits go: what lies
/// before or behind is moved to the nearest time that a file can hold.
fn seconds(time: Timestamp) -> (u32, u32) {
    const SECOND: u32 = 1_000_000_000;
    let fraction = time.believable_fraction();
    let seconds = time.seconds().saturating_add((fraction / SECOND).into());
    match u32::try_from(seconds) {
        Ok(seconds) => (seconds, fraction % SECOND),
        Err(_) if seconds < 0 => (0, 0),
        Err(_) => (u32::MAX, SECOND - 1),
    }
}

fn captured_len(frame: &Frame<'_>) -> u32 {
    u32::try_from(frame.data.len()).unwrap_or(u32::MAX)
}

fn of_pcapng(error: PcapNgWriteError) -> io::Error {
    io::Error::other(error)
}

fn of_pcap(error: PcapWriteError) -> io::Error {
    io::Error::other(error)
}
