//! The SSH session in other file forms, and cut short.

use crate::session::{Packet, packets, pcap, write_pcap};
use pcap_file::pcap::PcapTsResolution;
use pcap_file::pcapng::PcapNgWriter;
use pcap_file::pcapng::blocks::enhanced_packet::{EnhancedPacketBlock, EnhancedPacketOption};
use pcap_file::pcapng::blocks::interface_description::{
    InterfaceDescriptionBlock, InterfaceDescriptionOption, InterfaceTsResolution,
};
use pcap_file::pcapng::blocks::name_resolution::{Ipv4Record, NameResolutionBlock, Record};
use pcap_file::pcapng::blocks::opt_common::CommonOption;
use pcap_file::pcapng::blocks::packet::PacketBlock;
use pcap_file::pcapng::blocks::unknown::UnknownBlock;
use pcap_file::{DataLink, Endianness};
use std::io::Write;

/// Big-endian, times in nanoseconds: the first three packets, each 123 ns later.
pub(crate) fn big_endian_nanoseconds() -> Vec<u8> {
    let mut packets = packets();
    packets.truncate(3);
    for packet in &mut packets {
        packet.time += std::time::Duration::from_nanos(123);
    }
    write_pcap(&packets, PcapTsResolution::NanoSecond, Endianness::Big)
}

/// Two sections of different byte order. Each names the client; the first has an interface for
/// either direction, with different clocks, and a block of a kind nobody knows; the second has
/// the obsolete packet blocks.
pub(crate) fn sections() -> Vec<u8> {
    let packets = packets();
    let (first, second) = packets.split_at(20);

    let mut writer = section(Endianness::Little);
    interface(&mut writer, "to-server", vec![]);
    let nanoseconds = InterfaceDescriptionOption::IfTsResol(InterfaceTsResolution::NANO);
    let later = InterfaceDescriptionOption::IfTsOffset(1_000_000_000);
    interface(&mut writer, "to-client", vec![nanoseconds, later]);
    for (number, Packet { time, octets }) in (1..).zip(first) {
        let comment = (number == 1).then(|| {
            let text = "the client asks to open".into();
            EnhancedPacketOption::Common(CommonOption::Comment(text))
        });
        let block = EnhancedPacketBlock {
            interface_id: u32::from(octets.starts_with(&crate::session::CLIENT.mac)),
            timestamp: *time,
            original_len: u32::try_from(octets.len()).expect("packets are short"),
            data: octets.into(),
            options: comment.into_iter().collect(),
        };
        writer.write_pcapng_block(block).expect("a sound block");
    }
    let unknown = UnknownBlock::new(0x0bad_cafe, 0, b"skip me!");
    writer.write_pcapng_block(unknown).expect("a sound block");
    let mut file = writer.into_inner();

    let mut writer = section(Endianness::Big);
    interface(&mut writer, "both-ways", vec![]);
    for Packet { time, octets } in second {
        let block = PacketBlock {
            interface_id: 0,
            drop_count: 0,
            timestamp: *time,
            original_len: u32::try_from(octets.len()).expect("packets are short"),
            data: octets.into(),
            options: vec![],
        };
        writer.write_pcapng_block(block).expect("a sound block");
    }
    file.extend(writer.into_inner());
    file
}

/// A section that names the client.
fn section(endianness: Endianness) -> PcapNgWriter<Vec<u8>> {
    let mut writer = PcapNgWriter::with_endianness(Vec::new(), endianness).expect("a section");
    let client = Record::Ipv4(Ipv4Record {
        ip_addr: crate::session::CLIENT.addr,
        names: vec!["101d04006.cloud.d04.am12".into()],
    });
    let names = NameResolutionBlock {
        records: vec![client],
        options: vec![],
    };
    writer.write_pcapng_block(names).expect("a sound block");
    writer
}

fn interface(
    writer: &mut PcapNgWriter<Vec<u8>>,
    name: &'static str,
    clock: Vec<InterfaceDescriptionOption<'static>>,
) {
    let mut block = InterfaceDescriptionBlock::new(DataLink::ETHERNET, 262_144);
    block.options = vec![InterfaceDescriptionOption::IfName(name.into())];
    block.options.extend(clock);
    writer.write_pcapng_block(block).expect("a sound block");
}

/// The session's file up to `octets` into packet `number`, which begin with its record header.
pub(crate) fn cut(number: usize, octets: usize) -> Vec<u8> {
    let mut before = packets();
    before.truncate(number - 1);
    let whole = write_pcap(&before, PcapTsResolution::MicroSecond, Endianness::Little);
    pcap().into_iter().take(whole.len() + octets).collect()
}

/// [`sections`], cut in the third packet's block.
pub(crate) fn cut_in_block() -> Vec<u8> {
    let file = sections();
    let syn_ack = packets().swap_remove(1).octets;
    let at = file
        .windows(syn_ack.len())
        .position(|window| window == syn_ack)
        .expect("the second packet is in the file");
    file.into_iter().take(at + syn_ack.len() + 32).collect()
}

/// The session's file, compressed: the ending of its name, and its octets.
pub(crate) fn compressed() -> [(&'static str, Vec<u8>); 3] {
    let plain = pcap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&plain).expect("a vector takes it");
    let mut lz4 = lz4_flex::frame::FrameEncoder::new(Vec::new());
    lz4.write_all(&plain).expect("a vector takes it");
    [
        ("gz", gzip.finish().expect("a vector takes it")),
        (
            "zst",
            zstd::encode_all(&plain[..], 19).expect("a vector takes it"),
        ),
        ("lz4", lz4.finish().expect("a vector takes it")),
    ]
}
