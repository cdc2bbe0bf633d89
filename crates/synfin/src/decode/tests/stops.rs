//! Where decoding ends, and what it says then.

use super::build::{ethernet, in_ipv4, in_udp, ipv4, ipv4_with, ipv6, join, tcp, vlan};
use crate::decode::{Layer, Limit, Reason, Stop};
use crate::{Frame, LinkType};

fn stop_of(octets: &[u8]) -> Stop {
    let decoded = Frame::new(LinkType::ETHERNET, octets).decode();
    assert!(decoded.segment().is_none());
    decoded.stop().unwrap()
}

fn short(layer: Layer, offset: u32, needed: u32, available: u32, limit: Limit) -> Stop {
    let reason = Reason::Short {
        needed,
        available,
        limit,
    };
    Stop {
        layer,
        offset,
        reason,
    }
}

fn impossible(layer: Layer, offset: u32, field: &'static str, value: u32) -> Stop {
    Stop {
        layer,
        offset,
        reason: Reason::Impossible { field, value },
    }
}

fn other(layer: Layer, offset: u32, protocol: u32) -> Stop {
    Stop {
        layer,
        offset,
        reason: Reason::Other { protocol },
    }
}

#[test]
fn what_is_not_tcp() {
    let arp = ethernet(0x0806, &[0; 28]);
    assert_eq!(stop_of(&arp), other(Layer::Link, 14, 0x0806));
    let dns = in_udp(53, &[0; 20]);
    assert_eq!(stop_of(&dns), other(Layer::Udp, 42, 53));
    // An ICMP error quotes a TCP header: that is no segment.
    let quoted = in_ipv4(1, &join(&[&[3, 1, 0, 0, 0, 0, 0, 0], &ipv4(6, &tcp())]));
    assert_eq!(stop_of(&quoted), other(Layer::Ipv4, 34, 1));
    let esp = in_ipv4(50, &tcp());
    assert_eq!(stop_of(&esp), other(Layer::Ipv4, 34, 50));
    let no_next_header = ethernet(0x86dd, &ipv6(59, &tcp()));
    assert_eq!(stop_of(&no_next_header), other(Layer::Ipv4, 54, 59));
}

#[test]
fn headers_that_cannot_be() {
    let mut octets = ethernet(0x0800, &ipv4(6, &tcp()));
    octets[14] = 0x55;
    assert_eq!(stop_of(&octets), impossible(Layer::Ipv4, 14, "version", 5));
    octets[14] = 0x44;
    assert_eq!(
        stop_of(&octets),
        impossible(Layer::Ipv4, 14, "header length", 4)
    );
    octets[14] = 0x45;
    octets[16..18].copy_from_slice(&[0, 19]);
    assert_eq!(
        stop_of(&octets),
        impossible(Layer::Ipv4, 14, "total length", 19)
    );
    octets[16..18].copy_from_slice(&[0, 51]);
    octets[46] = 0x40;
    assert_eq!(
        stop_of(&octets),
        impossible(Layer::Tcp, 34, "data offset", 4)
    );
    let between = ethernet(0x05ff, &[0; 40]);
    assert_eq!(
        stop_of(&between),
        impossible(Layer::Link, 14, "type", 0x5ff)
    );
}

#[test]
fn who_says_that_octets_are_missing() {
    let mut octets = ethernet(0x0800, &ipv4(6, &tcp()));
    // The datagram ends within the TCP header.
    octets[16..18].copy_from_slice(&[0, 39]);
    assert_eq!(
        stop_of(&octets),
        short(Layer::Tcp, 34, 20, 19, Limit::Ipv4TotalLength)
    );
    // It ends within the options.
    octets[16..18].copy_from_slice(&[0, 43]);
    assert_eq!(
        stop_of(&octets),
        short(Layer::Tcp, 34, 24, 23, Limit::Ipv4TotalLength)
    );
    octets[16..18].copy_from_slice(&[0, 51]);
    octets.truncate(40);
    assert_eq!(stop_of(&octets), short(Layer::Tcp, 34, 20, 6, Limit::Frame));
    let mut frame = Frame::new(LinkType::ETHERNET, &octets);
    frame.original_len = 65;
    assert_eq!(
        frame.decode().stop(),
        Some(short(Layer::Tcp, 34, 20, 6, Limit::Captured))
    );
    assert!(frame.decode().carries_tcp());
}

#[test]
fn a_total_length_beyond_the_frame_is_cut_to_the_frame() {
    let mut octets = ethernet(0x0800, &ipv4(6, &tcp()));
    octets[16..18].copy_from_slice(&[5, 0xdc]);
    let decoded = Frame::new(LinkType::ETHERNET, &octets).decode();
    assert_eq!(decoded.segment().unwrap().payload_len, 7);
}

#[test]
fn an_ipv6_payload_of_no_octets_has_no_segment() {
    let mut octets = ethernet(0x86dd, &ipv6(6, &tcp()));
    octets[18..20].copy_from_slice(&[0, 0]);
    assert_eq!(
        stop_of(&octets),
        short(Layer::Tcp, 54, 20, 0, Limit::Ipv6PayloadLength)
    );
}

#[test]
fn tags_without_end_are_given_up() {
    let tags = (0..600).fold(Vec::new(), |inside, _| vlan(1, 0x8100, &inside));
    let stop = stop_of(&ethernet(0x8100, &tags));
    assert_eq!(stop.reason, Reason::TooDeep);
    let packets = (0..60).fold(ipv4(6, &tcp()), |inside, _| ipv4_with(&[], 0, 4, &inside));
    let octets = ethernet(0x0800, &packets);
    let decoded = Frame::new(LinkType::ETHERNET, &octets).decode();
    assert!(decoded.segment().unwrap().tunnelled);
}

#[test]
fn tunnels_are_entered_only_where_their_header_is_plausible() {
    let inside = ethernet(0x0800, &ipv4(6, &tcp()));
    let without_flag = in_udp(4789, &join(&[&[0; 8], &inside]));
    assert_eq!(
        stop_of(&without_flag),
        impossible(Layer::Tunnel, 50, "flags", 0)
    );
    let gtp_control = in_udp(2152, &join(&[&[0x30, 1, 0, 0, 0, 0, 0, 0], &inside]));
    assert_eq!(stop_of(&gtp_control), other(Layer::Tunnel, 50, 1));
    let l2tp_control = in_udp(1701, &[0xc8, 2, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(stop_of(&l2tp_control), other(Layer::Tunnel, 42, 0xc802));
}
