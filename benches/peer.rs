//! The Rust peer that decoding is compared with: pcap-parser's reader and etherparse's
//! `SlicedPacket`, as their documentation shows them.

use etherparse::{SlicedPacket, TransportSlice};
use pcap_parser::traits::PcapNGPacketBlock;
use pcap_parser::{PcapBlockOwned, PcapError, create_reader};
use std::fs::File;

fn main() {
    let path = std::env::args().nth(1).expect("usage: peer FILE");
    let file = File::open(&path).expect("the capture opens");
    let mut reader = create_reader(1 << 20, file).expect("it is a capture");
    let (mut segments, mut payload) = (0_u64, 0_u64);
    loop {
        match reader.next() {
            Ok((offset, block)) => {
                let data = match &block {
                    PcapBlockOwned::Legacy(record) => record.data,
                    PcapBlockOwned::NG(pcap_parser::Block::EnhancedPacket(record)) => {
                        record.packet_data()
                    }
                    _ => &[],
                };
                if let Some(len) = payload_of(data) {
                    segments += 1;
                    payload += len;
                }
                reader.consume(offset);
            }
            Err(PcapError::Incomplete(_)) => reader.refill().expect("the file can be read on"),
            Err(_) => break,
        }
    }
    println!("{segments} segments, {payload} octets of payload");
}

fn payload_of(data: &[u8]) -> Option<u64> {
    match SlicedPacket::from_ethernet(data).ok()?.transport? {
        TransportSlice::Tcp(tcp) => Some(tcp.payload().len() as u64),
        _ => None,
    }
}
