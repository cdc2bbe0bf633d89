//! What the tests of all layers share: packets built octet by octet, and their text.

use crate::octets::Octets;
use crate::record::{Halt, Memory, Outcome, Record};
use crate::{LineOptions, LinePrinter, Names};
use synfin::{Frame, LinkType};

/// Options that print numbers and no time stamp: what is left is the packet.
pub(crate) fn plain() -> LineOptions {
    LineOptions {
        time_style: crate::TimeStyle::None,
        numeric: true,
        ..LineOptions::default()
    }
}

/// The same with `-v`.
pub(crate) fn verbose() -> LineOptions {
    LineOptions {
        verbosity: 1,
        ..plain()
    }
}

/// The text of packets of one link type, printed one after the other.
pub(crate) fn lines(options: LineOptions, link_type: LinkType, packets: &[Vec<u8>]) -> String {
    let mut printer = LinePrinter::new(options);
    let mut out = Vec::new();
    for packet in packets {
        let frame = Frame::new(link_type, packet);
        printer.print(&frame, &frame.decode(), &mut out);
    }
    String::from_utf8(out).unwrap()
}

/// The text of one raw IP packet, without the line feed.
pub(crate) fn line(options: LineOptions, packet: &[u8]) -> String {
    cut_line(options, packet, packet.len())
}

/// The text of one raw IP packet of which `captured` octets were captured.
pub(crate) fn cut_line(options: LineOptions, packet: &[u8], captured: usize) -> String {
    let mut frame = Frame::new(LinkType::RAW, packet);
    frame.data = &packet[..captured];
    let mut out = Vec::new();
    LinePrinter::new(options).print(&frame, &frame.decode(), &mut out);
    let mut text = String::from_utf8(out).unwrap();
    assert_eq!(text.pop(), Some('\n'));
    text
}

/// The text that one layer's printer makes of a packet, whether or not it concerns TCP.
pub(crate) fn layer(
    options: LineOptions,
    print: fn(&mut Record<'_>, Octets<'_>) -> Outcome,
    packet: &[u8],
) -> String {
    let (mut out, names, mut memory) = (Vec::new(), Names::new(), Memory::default());
    let mut record = Record::new(&mut out, &options, &names, &mut memory);
    let len = u32::try_from(packet.len()).unwrap();
    if let Err(Halt::Cut(protocol)) = print(&mut record, Octets::new(packet, len)) {
        record.mark(protocol);
    }
    String::from_utf8(out).unwrap()
}

/// A TCP segment from port 1025 to port 81, sequence number 1000, acknowledging 2000.
pub(crate) fn tcp(flags: u8, options: &[u8], payload: &[u8]) -> Vec<u8> {
    let words = u8::try_from(5 + options.len().div_ceil(4)).unwrap();
    let mut segment = vec![4, 1, 0, 81, 0, 0, 3, 0xe8, 0, 0, 7, 0xd0, words << 4, flags];
    segment.extend([0x20, 0, 0, 0, 0, 0]);
    segment.extend(options);
    segment.resize(usize::from(words) * 4, 0);
    segment.extend(payload);
    segment
}

/// An IPv4 packet from 10.0.0.1 to 10.0.0.2 with a right header checksum.
pub(crate) fn ipv4(protocol: u8, options: &[u8], payload: &[u8]) -> Vec<u8> {
    let header_len = 20 + options.len().next_multiple_of(4);
    let total = u16::try_from(header_len + payload.len()).unwrap();
    let mut packet = vec![0x40 | u8::try_from(header_len / 4).unwrap(), 0];
    packet.extend(total.to_be_bytes());
    packet.extend([0, 1, 0, 0, 64, protocol, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]);
    packet.extend(options);
    packet.resize(header_len, 0);
    let sum = crate::checksum::internet(&packet);
    packet[10..12].copy_from_slice(&sum.to_be_bytes());
    packet.extend(payload);
    packet
}

/// An IPv6 packet from 2001:db8::1 to 2001:db8::2.
pub(crate) fn ipv6(next_header: u8, payload: &[u8]) -> Vec<u8> {
    let len = u16::try_from(payload.len()).unwrap();
    let mut packet = vec![0x60, 0, 0, 0];
    packet.extend(len.to_be_bytes());
    packet.extend([next_header, 64]);
    for last in [1, 2] {
        packet.extend([0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last]);
    }
    packet.extend(payload);
    packet
}

/// An Ethernet frame from 02:00:00:00:00:02 to 02:00:00:00:00:01.
pub(crate) fn ethernet(ethertype: u16, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2];
    frame.extend(ethertype.to_be_bytes());
    frame.extend(payload);
    frame
}
