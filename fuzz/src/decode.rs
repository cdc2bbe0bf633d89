//! From a frame to its TCP segment.
//!
//! The promise: the hot path and the patient path read the same, a segment's parts lie within what
//! its headers say, and what was put together of fragments is no longer than a datagram.

use crate::frames;
use synfin::decode::{Fragment, Reason, Reassembly};
use synfin::{Decoded, Frame, Segment};

/// Decodes frames.
pub fn run(octets: &[u8]) {
    let mut reassembly = Reassembly::new();
    for frame in frames::of(octets) {
        let decoded = frame.decode();
        check(&frame, &decoded);
        let patiently = frame.decode_patiently();
        assert_eq!(decoded.segment(), patiently.segment());
        assert_eq!(decoded.stop(), patiently.stop());
        assert_eq!(decoded.carries_tcp(), patiently.carries_tcp());
        let fragments = [&decoded, &patiently].map(|one| one.fragment().map(parts));
        assert_eq!(fragments[0], fragments[1]);
        if let Some(segment) = reassembly.segment(&decoded) {
            assert!(segment.payload_len <= 0x1_0000 || decoded.segment() == Some(&segment));
            check_segment(&segment);
        }
    }
}

fn parts<'a>(fragment: &Fragment<'a>) -> (u32, bool, u32, u8, u32, &'a [u8]) {
    let Fragment {
        offset,
        more,
        id,
        protocol,
        len,
        payload,
        ..
    } = *fragment;
    (offset, more, id, protocol, len, payload)
}

fn check(frame: &Frame<'_>, decoded: &Decoded<'_>) {
    match (decoded.segment(), decoded.stop()) {
        (Some(segment), None) => {
            assert!(decoded.carries_tcp());
            assert_eq!((segment.packet, segment.time), (frame.number, frame.time));
            check_segment(segment);
        }
        (None, Some(stop)) => {
            assert!(stop.offset as usize <= frame.data.len(), "{stop}");
            if let Reason::Short {
                needed, available, ..
            } = stop.reason
            {
                assert!(needed > available, "{stop}");
            }
            assert!(!stop.to_string().is_empty());
        }
        both => panic!("{both:?}"),
    }
}

fn check_segment(segment: &Segment<'_>) {
    let options = segment.options.as_bytes().len();
    assert!(segment.header_len >= 20 && segment.header_len % 4 == 0);
    assert!(segment.payload.len() <= segment.payload_len as usize);
    if segment.options.is_cut() {
        assert!(20 + options < usize::from(segment.header_len));
        assert!(segment.payload.is_empty());
    } else {
        assert_eq!(20 + options, usize::from(segment.header_len));
    }
}
