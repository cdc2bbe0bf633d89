//! Small captures made by code, for what no recorded one shows.

use etherparse::PacketBuilder;
use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// The end that opens the connection in made captures.
pub(crate) const CLIENT: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);

/// The end that is asked.
pub(crate) const SERVER: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 2);

/// A file that is removed when the test is over.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// A file in the system's folder for such, with a name that ends in `name`.
    pub(crate) fn new(name: &str, octets: &[u8]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("synfin-{}-{count}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, octets).expect("a scratch file can be written");
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// An Ethernet frame with the client's SYN to a port.
pub(crate) fn syn(port: u16) -> Vec<u8> {
    let mut frame = Vec::new();
    PacketBuilder::ethernet2([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2])
        .ipv4(CLIENT.octets(), SERVER.octets(), 64)
        .tcp(40_000, port, 1000, 64_240)
        .syn()
        .write(&mut frame, &[])
        .expect("a vector takes all");
    frame
}

/// An Ethernet frame with a UDP datagram.
pub(crate) fn udp(payload: &[u8]) -> Vec<u8> {
    let mut frame = Vec::new();
    PacketBuilder::ethernet2([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2])
        .ipv4(CLIENT.octets(), SERVER.octets(), 64)
        .udp(40_000, 9)
        .write(&mut frame, payload)
        .expect("a vector takes all");
    frame
}

/// A pcap file of Ethernet frames, each with its second since 1970.
pub(crate) fn pcap(frames: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut file = Vec::new();
    for field in [0xa1b2_c3d4, 0x0004_0002, 0, 0, 65_535, 1_u32] {
        file.extend(field.to_le_bytes());
    }
    for (second, frame) in frames {
        let len = u32::try_from(frame.len()).expect("a short frame");
        for field in [*second, 0, len, len] {
            file.extend(field.to_le_bytes());
        }
        file.extend(frame);
    }
    file
}

/// A pcapng file of one section with one Ethernet interface, then `blocks`.
pub(crate) fn pcapng(blocks: &[Vec<u8>]) -> Vec<u8> {
    let header = [&0x1a2b_3c4d_u32.to_le_bytes()[..], &[1, 0, 0, 0], &[255; 8]].concat();
    let interface = [1, 0, 0, 0, 0, 0, 0, 0];
    let mut file = block(0x0a0d_0d0a, &header);
    file.extend(block(1, &interface));
    file.extend(blocks.concat());
    file
}

/// A block of a type, its body padded.
pub(crate) fn block(kind: u32, body: &[u8]) -> Vec<u8> {
    let padded = body.len().next_multiple_of(4);
    let len = u32::try_from(padded + 12)
        .expect("a short block")
        .to_le_bytes();
    let mut block = [&kind.to_le_bytes()[..], &len, body].concat();
    block.resize(padded + 8, 0);
    block.extend(len);
    block
}

/// An enhanced packet block of an interface.
pub(crate) fn packet_block(interface: u32, frame: &[u8]) -> Vec<u8> {
    let len = u32::try_from(frame.len()).expect("a short frame");
    let mut body = Vec::new();
    for field in [interface, 0x0005_0000, 0, len, len] {
        body.extend(field.to_le_bytes());
    }
    body.extend(frame);
    block(6, &body)
}

/// A name resolution block that names an address.
pub(crate) fn name_block(address: Ipv4Addr, name: &str) -> Vec<u8> {
    let value = [&address.octets()[..], name.as_bytes(), &[0]].concat();
    let len = u16::try_from(value.len()).expect("a short name");
    let mut body = [&1_u16.to_le_bytes()[..], &len.to_le_bytes(), &value].concat();
    body.resize(body.len().next_multiple_of(4) + 4, 0);
    block(4, &body)
}

/// A pcapng file of two Ethernet interfaces with these snapshot lengths, each with one frame. The
/// second interface is described behind the first one's frame.
pub(crate) fn pcapng_of_two(snaplens: [u32; 2], frames: [Vec<u8>; 2]) -> Vec<u8> {
    let block = |kind: u32, body: &[u8]| {
        let mut body = body.to_vec();
        body.resize(body.len().next_multiple_of(4), 0);
        let len = u32::try_from(body.len() + 12).expect("a short block");
        [
            &kind.to_le_bytes()[..],
            &len.to_le_bytes(),
            &body,
            &len.to_le_bytes(),
        ]
        .concat()
    };
    let section = [0x1a2b_3c4d_u32, 1, u32::MAX, u32::MAX].map(u32::to_le_bytes);
    let mut file = block(0x0a0d_0d0a, &section.concat());
    for (id, (snaplen, frame)) in (0_u32..).zip(snaplens.into_iter().zip(frames)) {
        file.extend(block(1, &[1_u32, snaplen].map(u32::to_le_bytes).concat()));
        let len = u32::try_from(frame.len()).expect("a short frame");
        let mut packet = [id, 0, 0, len, len].map(u32::to_le_bytes).concat();
        packet.extend(frame);
        file.extend(block(6, &packet));
    }
    file
}
