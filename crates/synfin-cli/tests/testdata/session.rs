//! The SSH session of `testdata/ssh-session.txt`, rebuilt packet for packet from what tcpdump
//! printed of it.
//!
//! All that the text tells is taken from it. What it does not tell is filled in: the day, the
//! hardware addresses, TTL and identification of IP, and the payload, whose octets count through
//! the stream (the octet with relative sequence number n is n modulo 256).

use crate::common::testdata;
use etherparse::PacketBuilder;
use pcap_file::pcap::{PcapHeader, PcapPacket, PcapTsResolution, PcapWriter};
use pcap_file::{DataLink, Endianness};
use std::net::Ipv4Addr;
use std::time::Duration;

/// Midnight before the session, in seconds since 1970: the text gives the time of day only.
const DAY: u64 = 1_325_376_000;

/// One end of the session.
pub(crate) struct Endpoint {
    /// The host as the text has it.
    name: &'static str,
    pub(crate) addr: Ipv4Addr,
    port: u16,
    pub(crate) mac: [u8; 6],
}

pub(crate) const CLIENT: Endpoint = Endpoint {
    name: "101d04006.cloud.d04.am12.49972",
    addr: Ipv4Addr::new(10, 159, 32, 65),
    port: 49972,
    mac: [0x02, 0, 0, 0, 0x20, 0x41],
};

const SERVER: Endpoint = Endpoint {
    name: "10.159.52.8.ssh",
    addr: Ipv4Addr::new(10, 159, 52, 8),
    port: 22,
    mac: [0x02, 0, 0, 0, 0x34, 0x08],
};

/// A packet and when it was captured.
pub(crate) struct Packet {
    pub(crate) time: Duration,
    pub(crate) octets: Vec<u8>,
}

/// What tcpdump printed.
pub(crate) fn text() -> String {
    std::fs::read_to_string(testdata().join("ssh-session.txt")).expect("the text is in testdata")
}

/// The session's packets.
pub(crate) fn packets() -> Vec<Packet> {
    let text = text();
    // Initial sequence numbers: the SYN's lines have them absolute, later lines count from them.
    let isn = |flags| {
        let line = text.lines().find(|line| line.contains(flags));
        number(line.expect("both SYNs are in the text"), " seq ").expect("a SYN has a number")
    };
    let (client_isn, server_isn) = (isn("Flags [S],"), isn("Flags [S.],"));
    let mut next = [1, 1];
    let mut rebuilt = Vec::new();
    for (identification, line) in (1..).zip(text.lines()) {
        let from_client = line.contains(&format!("IP {} > ", CLIENT.name));
        let (next, sender_isn, peer_isn) = if from_client {
            (&mut next[0], client_isn, server_isn)
        } else {
            (&mut next[1], server_isn, client_isn)
        };
        rebuilt.push(packet(
            line,
            from_client,
            identification,
            next,
            [sender_isn, peer_isn],
        ));
    }
    rebuilt
}

/// Rebuilds the packet of one line. `next` is the sender's next relative sequence number: a line
/// without `seq` stands there.
fn packet(line: &str, from_client: bool, id: u16, next: &mut u32, isns: [u32; 2]) -> Packet {
    let (sender, receiver) = if from_client {
        (CLIENT, SERVER)
    } else {
        (SERVER, CLIENT)
    };
    let flags = between(line, "Flags [", "]").expect("every line has its flags");
    let syn = flags.contains('S');
    let length = number(line, ", length ").expect("every line has a length");
    let relative = match number(line, " seq ") {
        _ if syn => 0,
        Some(seq) => seq,
        None => *next,
    };
    let window = number(line, " win ").and_then(|window| u16::try_from(window).ok());
    let mut tcp = PacketBuilder::ethernet2(sender.mac, receiver.mac)
        .ip(ip_header(&sender, &receiver, id))
        .tcp(
            sender.port,
            receiver.port,
            isns[0].wrapping_add(relative),
            window.expect("every line has a window"),
        );
    if let Some(ack) = number(line, " ack ") {
        tcp = tcp.ack(if syn { ack } else { isns[1].wrapping_add(ack) });
    }
    if syn {
        tcp = tcp.syn();
    }
    if flags.contains('F') {
        tcp = tcp.fin();
    }
    if flags.contains('P') {
        tcp = tcp.psh();
    }
    if let Some(options) = between(line, "options [", "]") {
        tcp = tcp
            .options_raw(&option_octets(options))
            .expect("options fit");
    }
    let payload: Vec<u8> = (relative..relative + length)
        .map(|n| n.to_le_bytes()[0])
        .collect();
    let mut octets = Vec::new();
    tcp.write_to_vec(&mut octets, &payload)
        .expect("the packet fits");
    *next = relative + length + u32::from(syn || flags.contains('F'));
    Packet {
        time: time_of_day(line),
        octets,
    }
}

fn ip_header(sender: &Endpoint, receiver: &Endpoint, id: u16) -> etherparse::IpHeaders {
    let mut header = etherparse::Ipv4Header {
        identification: id,
        dont_fragment: true,
        time_to_live: 64,
        protocol: etherparse::IpNumber::TCP,
        source: sender.addr.octets(),
        destination: receiver.addr.octets(),
        ..Default::default()
    };
    header.header_checksum = header.calc_header_checksum();
    etherparse::IpHeaders::Ipv4(header, Default::default())
}

/// The octets of the options that tcpdump printed, in their order.
fn option_octets(printed: &str) -> Vec<u8> {
    printed
        .split(',')
        .flat_map(|option| match option.split_once(' ') {
            Some(("mss", size)) => {
                let size: u16 = size.parse().expect("an mss is a number");
                [&[2, 4][..], &size.to_be_bytes()].concat()
            }
            Some(("wscale", shift)) => vec![3, 3, shift.parse().expect("a shift is a number")],
            _ if option == "sackOK" => vec![4, 2],
            _ if option == "nop" => vec![1],
            _ => panic!("an option that the session does not have: {option}"),
        })
        .collect()
}

/// The time at the start of a line, on [`DAY`].
fn time_of_day(line: &str) -> Duration {
    let numbers: Vec<u64> = line
        .split([':', '.', ' '])
        .take(4)
        .map(|part| part.parse().expect("a line begins with its time"))
        .collect();
    let [hour, minute, second, micros] = numbers[..] else {
        panic!("a time has four parts: {line}");
    };
    Duration::from_secs(DAY + (hour * 60 + minute) * 60 + second) + Duration::from_micros(micros)
}

/// The number behind the first `name` in a line.
fn number(line: &str, name: &str) -> Option<u32> {
    let (_, rest) = line.split_once(name)?;
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    rest.get(..end)?.parse().ok()
}

/// What stands between two strings in a line.
fn between<'a>(line: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(before)?;
    rest.split_once(after).map(|(inner, _)| inner)
}

/// The session as a pcap file of the usual kind: microseconds, little-endian, Ethernet.
pub(crate) fn pcap() -> Vec<u8> {
    write_pcap(
        &packets(),
        PcapTsResolution::MicroSecond,
        Endianness::Little,
    )
}

/// Writes packets as a pcap file.
pub(crate) fn write_pcap(
    packets: &[Packet],
    ts_resolution: PcapTsResolution,
    endianness: Endianness,
) -> Vec<u8> {
    let header = PcapHeader {
        version_major: 2,
        version_minor: 4,
        ts_correction: 0,
        ts_accuracy: 0,
        snaplen: 262_144,
        datalink: DataLink::ETHERNET,
        ts_resolution,
        endianness,
    };
    let mut writer = PcapWriter::with_header(Vec::new(), header).expect("a vector takes it");
    for Packet { time, octets } in packets {
        let len = u32::try_from(octets.len()).expect("packets are short");
        let packet = PcapPacket::new(*time, len, &octets[..]).expect("a sound packet");
        writer.write_packet(&packet).expect("a vector takes it");
    }
    writer.into_inner()
}
