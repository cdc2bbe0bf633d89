//! Fragments by themselves, and put together.

use super::build::{PAYLOAD, ethernet, in_udp, ipv4, ipv4_with, ipv6, join, tcp, udp};
use crate::decode::{Reason, Reassembly};
use crate::{Frame, LinkType, Timestamp};

const MORE: u16 = 0x2000;

/// The segment in IPv4 fragments of 16 octets (the last one has the rest).
fn fragments_of(protocol: u8, payload: &[u8], size: usize) -> Vec<Vec<u8>> {
    let count = payload.len().div_ceil(size);
    let fragment = |(at, part): (usize, &[u8])| {
        let more = if at + 1 < count { MORE } else { 0 };
        let offset = u16::try_from(at * size / 8).unwrap();
        ethernet(0x0800, &ipv4_with(&[], more | offset, protocol, part))
    };
    payload.chunks(size).enumerate().map(fragment).collect()
}

fn frame(number: u64, octets: &[u8]) -> Frame<'_> {
    let mut frame = Frame::new(LinkType::ETHERNET, octets);
    frame.number = number;
    frame
}

/// Number of the frame and payload length of each segment that comes out.
fn put_together(frames: &[Vec<u8>]) -> Vec<(u64, u32)> {
    let mut reassembly = Reassembly::new();
    let mut found = Vec::new();
    for (number, octets) in (1..).zip(frames) {
        let decoded = frame(number, octets).decode();
        if let Some(segment) = reassembly.segment(&decoded) {
            assert_eq!(segment.payload, PAYLOAD);
            found.push((segment.packet, segment.payload_len));
        }
    }
    found
}

#[test]
fn a_fragment_by_itself() {
    let frames = fragments_of(6, &tcp(), 24);
    let first = frame(1, &frames[0]).decode();
    assert_eq!(first.segment().unwrap().payload_len, 0);
    let fragment = first.fragment().unwrap();
    assert!(fragment.more && fragment.is_whole());
    assert_eq!(
        (fragment.offset, fragment.len, fragment.id),
        (0, 24, 0x1234)
    );
    let second = frame(2, &frames[1]).decode();
    assert!(second.segment().is_none() && second.carries_tcp());
    assert_eq!(second.stop().unwrap().reason, Reason::LaterFragment);
    assert_eq!(second.fragment().unwrap().offset, 24);
}

#[test]
fn a_datagram_counts_once_in_the_frame_that_completes_it() {
    let frames = fragments_of(6, &tcp(), 8);
    assert_eq!(put_together(&frames), [(4, 7)]);
    let mut backwards = frames.clone();
    backwards.reverse();
    assert_eq!(put_together(&backwards), [(4, 7)]);
    let twice = [frames[0].clone(), frames[0].clone()];
    let rest = frames[1..].to_vec();
    assert_eq!(put_together(&[twice.to_vec(), rest].concat()), [(5, 7)]);
    assert_eq!(put_together(&frames[1..]), []);
    assert_eq!(put_together(&frames[..3]), []);
}

#[test]
fn ipv6_fragments_are_put_together() {
    let tcp = tcp();
    let fragment = |offset_and_more: u8, part: &[u8]| {
        let header = [6, 0, 0, offset_and_more, 0, 0, 0, 5];
        ethernet(0x86dd, &ipv6(44, &join(&[&header, part])))
    };
    let frames = [fragment(1, &tcp[..16]), fragment(16, &tcp[16..])];
    assert_eq!(put_together(&frames), [(2, 7)]);
    let decoded = frame(1, &frames[1]).decode();
    assert!(decoded.carries_tcp());
    assert_eq!(decoded.fragment().unwrap().id, 5);
}

#[test]
fn a_tunnel_in_fragments_and_fragments_in_it() {
    let inner: Vec<_> = fragments_of(6, &tcp(), 16)
        .iter()
        .map(|frame| join(&[&[8, 0, 0, 0, 0, 0, 42, 0], frame]))
        .collect();
    let vxlan: Vec<_> = inner.iter().map(|inner| in_udp(4789, inner)).collect();
    assert_eq!(put_together(&vxlan), [(2, 7)]);
    let mut all = Vec::new();
    for (id, inner) in (1..).zip(&inner) {
        for mut frame in fragments_of(17, &udp(4789, inner), 40) {
            frame[19] = id;
            all.push(frame);
        }
    }
    let last = u64::try_from(all.len()).unwrap();
    assert_eq!(put_together(&all), [(last, 7)]);
}

#[test]
fn a_fragment_cut_by_the_snapshot_stands_for_itself() {
    let whole = ethernet(0x0800, &ipv4_with(&[], MORE, 6, &tcp()));
    let mut cut = frame(1, &whole[..whole.len() - 3]);
    cut.original_len = whole.len().try_into().unwrap();
    let mut reassembly = Reassembly::new();
    let decoded = cut.decode();
    let segment = reassembly.segment(&decoded).unwrap();
    assert_eq!((segment.payload_len, segment.payload.len()), (7, 4));
}

#[test]
fn what_contradicts_itself_or_takes_too_long_makes_no_datagram() {
    let frames = fragments_of(6, &tcp(), 16);
    let longer = ethernet(0x0800, &ipv4_with(&[], 2, 6, &[0; 40]));
    let mixed = [longer, frames[1].clone(), frames[0].clone()];
    assert_eq!(put_together(&mixed), []);
    let mut reassembly = Reassembly::new();
    let late = {
        let mut late = frame(2, &frames[1]);
        late.time = Timestamp::new(61, 0);
        late
    };
    assert!(reassembly.segment(&frame(1, &frames[0]).decode()).is_none());
    assert!(reassembly.segment(&late.decode()).is_none());
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn fragments_never_completed_give_way_to_new_ones() {
    let mut reassembly = Reassembly::new();
    let frames = fragments_of(6, &tcp(), 16);
    for id in 0..2000_u16 {
        let mut first = frames[0].clone();
        first[18..20].copy_from_slice(&id.to_be_bytes());
        assert!(reassembly.segment(&frame(1, &first).decode()).is_none());
    }
    for (id, found) in [(1999_u16, true), (1000, false)] {
        let mut second = frames[1].clone();
        second[18..20].copy_from_slice(&id.to_be_bytes());
        let decoded = frame(2, &second).decode();
        assert_eq!(reassembly.segment(&decoded).is_some(), found);
    }
}

#[test]
fn what_is_no_fragment_passes_through() {
    let octets = ethernet(0x0800, &ipv4(6, &tcp()));
    let mut reassembly = Reassembly::new();
    let decoded = frame(3, &octets).decode();
    assert_eq!(reassembly.segment(&decoded), decoded.segment().copied());
}
