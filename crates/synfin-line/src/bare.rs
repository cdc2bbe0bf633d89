//! The line of a segment that came in layers which have no printer here: GTP-U, L2TP, Teredo,
//! 802.11 and others that tcpdump prints in words of their own, or not as TCP at all.
//!
//! Duty: print the innermost IP packet's line alone. Invariant: a packet whose segment is tracked
//! has a line. Absence: nothing of the layers around, and no verbose IP header, whose fields the
//! segment does not keep.

use crate::octets::Octets;
use crate::record::{Outcome, Record};
use crate::{LineOptions, ipv4, ipv6};
use std::net::IpAddr;
use synfin::Segment;

/// TCP's protocol number.
const TCP: u8 = 6;

/// The options with which such a line is printed.
pub(crate) fn options(asked_for: &LineOptions) -> LineOptions {
    LineOptions {
        verbosity: 0,
        link_header: false,
        ..asked_for.clone()
    }
}

/// Prints a segment as if nothing but IP had been around it.
#[cold]
pub(crate) fn print(record: &mut Record<'_>, segment: &Segment<'_>) -> Outcome {
    let tcp = tcp(segment);
    let tcp_len = u32::from(segment.header_len).saturating_add(segment.payload_len);
    let len = |header: &[u8]| tcp_len.saturating_add(u32::try_from(header.len()).unwrap_or(0));
    if let (IpAddr::V4(source), IpAddr::V4(destination)) =
        (segment.source.ip(), segment.destination.ip())
    {
        let [.., high, low] = tcp_len.saturating_add(20).to_be_bytes();
        let mut packet = vec![0x45, 0, high, low, 0, 0, 0, 0, segment.ttl, TCP, 0, 0];
        packet.extend_from_slice(&source.octets());
        packet.extend_from_slice(&destination.octets());
        let len = len(&packet);
        packet.extend_from_slice(&tcp);
        return ipv4::print(record, Octets::new(&packet, len));
    }
    let [.., high, low] = tcp_len.to_be_bytes();
    let mut packet = vec![0x60, 0, 0, 0, high, low, TCP, segment.ttl];
    packet.extend_from_slice(&v6(segment.source.ip()));
    packet.extend_from_slice(&v6(segment.destination.ip()));
    let len = len(&packet);
    packet.extend_from_slice(&tcp);
    ipv6::print(record, Octets::new(&packet, len))
}

fn v6(address: IpAddr) -> [u8; 16] {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
        IpAddr::V6(address) => address.octets(),
    }
}

/// The TCP header and payload as far as they were captured.
fn tcp(segment: &Segment<'_>) -> Vec<u8> {
    let [high, low] = segment.control.bits().to_be_bytes();
    let mut tcp = Vec::with_capacity(60 + segment.payload.len());
    tcp.extend_from_slice(&segment.source.port().to_be_bytes());
    tcp.extend_from_slice(&segment.destination.port().to_be_bytes());
    tcp.extend_from_slice(&segment.seq.0.to_be_bytes());
    tcp.extend_from_slice(&segment.raw_ack.0.to_be_bytes());
    tcp.extend_from_slice(&[((segment.header_len / 4) << 4) | high, low]);
    tcp.extend_from_slice(&segment.raw_window.to_be_bytes());
    tcp.extend_from_slice(&segment.checksum.to_be_bytes());
    tcp.extend_from_slice(&segment.urgent_pointer.to_be_bytes());
    tcp.extend_from_slice(segment.options.as_bytes());
    if !segment.options.is_cut() {
        tcp.extend_from_slice(segment.payload);
    }
    tcp
}

#[cfg(test)]
mod tests {
    use crate::testing::{ipv4, line, plain, tcp, verbose};

    /// A segment in GTP-U, which has no printer here.
    fn in_gtp() -> Vec<u8> {
        let inner = ipv4(6, &[], &tcp(2, &[2, 4, 5, 180], b""));
        let len = u16::try_from(inner.len()).unwrap();
        let gtp = [&[0x30, 255][..], &len.to_be_bytes(), &[0, 0, 0, 1], &inner].concat();
        let udp_len = u16::try_from(gtp.len() + 8).unwrap().to_be_bytes();
        let udp = [&[8, 104, 8, 104][..], &udp_len, &[0, 0], &gtp].concat();
        ipv4(17, &[], &udp)
    }

    #[test]
    fn a_segment_in_layers_without_a_printer_has_the_line_of_its_own_packet() {
        let bare = line(plain(), &ipv4(6, &[], &tcp(2, &[2, 4, 5, 180], b"")));
        assert!(bare.contains("Flags [S]") && bare.contains("mss 1460"));
        assert_eq!(line(plain(), &in_gtp()), bare);
        // Its IP header is not kept, so no verbose one is made up.
        let lines = line(verbose(), &in_gtp());
        assert_eq!(lines.lines().count(), 1, "{lines}");
    }
}
