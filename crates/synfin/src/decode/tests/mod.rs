//! Decoding as a whole: every shape, every prefix, every octet changed, and the two paths.

mod build;
mod shapes;

mod fragments;
mod stops;

use super::{Decoded, Reason, hot, patient};
use crate::capture::tests::files::at_hand;
use crate::{Capture, Frame, LinkType, SeqNumber};
use build::{PAYLOAD, SEGMENT_LEN};
use proptest::prelude::*;
use shapes::Shape;

impl Shape {
    fn frame(&self) -> Frame<'_> {
        Frame::new(LinkType(self.link_type), &self.octets)
    }
}

#[test]
fn every_shape_has_the_same_segment() {
    for shape in shapes::all() {
        let decoded = shape.frame().decode();
        let name = shape.name;
        let Some(segment) = decoded.segment() else {
            panic!("{name}: {}", decoded.stop().unwrap());
        };
        assert_eq!(segment.source.port(), 1025, "{name}");
        assert_eq!(segment.destination.port(), 81, "{name}");
        assert_eq!(segment.seq, SeqNumber(7), "{name}");
        assert_eq!(segment.ack(), Some(SeqNumber(9)), "{name}");
        assert_eq!(segment.raw_window, 500, "{name}");
        assert_eq!(segment.options.window_scale(), Some(7), "{name}");
        assert_eq!((segment.header_len, segment.payload_len), (24, 7), "{name}");
        assert_eq!(segment.payload, PAYLOAD, "{name}");
        assert_eq!(segment.ttl, 64, "{name}");
        assert_eq!(segment.vlan, shape.vlan, "{name}");
        assert_eq!(segment.tunnelled, shape.tunnelled, "{name}");
        assert!(
            decoded.carries_tcp() && decoded.fragment().is_none(),
            "{name}"
        );
    }
}

/// What holds of whatever was read of a frame.
fn check(frame: &Frame<'_>, decoded: &Decoded<'_>, name: &str) {
    match (decoded.segment(), decoded.stop()) {
        (Some(segment), None) => {
            let header_len = u32::from(segment.header_len);
            assert!((20..=60).contains(&header_len), "{name}");
            let wire = frame.original_len.max(frame.data.len().try_into().unwrap());
            assert!(header_len + segment.payload_len <= wire, "{name}");
            assert!(
                segment.payload.len() <= segment.payload_len as usize,
                "{name}"
            );
            assert!(segment.options.as_bytes().len() <= 40, "{name}");
            assert!(decoded.carries_tcp(), "{name}");
        }
        (None, Some(stop)) => {
            assert!(stop.offset as usize <= frame.data.len(), "{name}: {stop}");
            if let Reason::Short {
                needed, available, ..
            } = stop.reason
            {
                assert!(needed > available, "{name}: {stop}");
            }
        }
        both => panic!("{name}: {both:?}"),
    }
    for segment in [hot::plain(frame), hot::other(frame)].into_iter().flatten() {
        assert_eq!(patient(frame).segment(), Some(&segment), "{name}");
    }
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn every_prefix_gives_the_segment_or_says_what_is_missing() {
    for shape in shapes::all() {
        let whole = shape.frame();
        let payload_at = whole
            .data
            .windows(7)
            .position(|octets| octets == PAYLOAD)
            .unwrap();
        let tcp_at = payload_at + PAYLOAD.len() - SEGMENT_LEN;
        for len in 0..whole.data.len() {
            let name = format!("{}, {len} octets", shape.name);
            let mut frame = Frame::new(whole.link_type, &whole.data[..len]);
            check(&frame, &frame.decode(), &name);
            frame.original_len = whole.original_len;
            let decoded = frame.decode();
            check(&frame, &decoded, &name);
            assert_eq!(decoded.carries_tcp(), len >= tcp_at, "{name}");
            assert_eq!(decoded.segment().is_some(), len >= tcp_at + 20, "{name}");
            if let Some(segment) = decoded.segment() {
                assert_eq!((segment.payload_len, segment.header_len), (7, 24), "{name}");
                assert_eq!(segment.options.is_cut(), len < payload_at, "{name}");
                let captured = (len.max(payload_at) - payload_at).min(7);
                assert_eq!(segment.payload, &PAYLOAD[..captured], "{name}");
            }
        }
    }
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn no_octet_changed_does_harm() {
    for shape in shapes::all() {
        let mut octets = shape.octets.clone();
        for at in 0..octets.len() {
            let before = octets[at];
            for value in [
                0,
                0xff,
                !before,
                before ^ 1,
                before ^ 0x80,
                before.wrapping_add(1),
            ] {
                octets[at] = value;
                let frame = Frame::new(LinkType(shape.link_type), &octets);
                check(&frame, &frame.decode(), shape.name);
            }
            octets[at] = before;
        }
    }
}

#[test]
#[cfg_attr(miri, ignore = "takes too long")]
fn every_link_type_takes_every_frame() {
    for link_type in 0..300 {
        for shape in shapes::all() {
            let frame = Frame::new(LinkType(link_type), &shape.octets);
            check(&frame, &frame.decode(), shape.name);
        }
    }
}

#[test]
#[cfg_attr(miri, ignore = "reads many files")]
fn every_frame_of_the_captures_at_hand_is_read_the_same_by_both_paths() {
    let (mut frames, mut hot) = (0_u32, 0);
    for path in at_hand() {
        let Ok(mut capture) = Capture::open(&path) else {
            continue;
        };
        while let Ok(Some(frame)) = capture.next_frame() {
            frames += 1;
            hot += u32::from(hot::plain(&frame).is_some());
            check(&frame, &frame.decode(), &path.display().to_string());
        }
    }
    assert!(hot > 1000, "{hot} of {frames} frames by the hot path");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 8 } else { 2000 }))]

    /// Both paths read the same wherever the hot one accepts, and nothing does harm.
    #[test]
    fn the_two_paths_agree(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
        original_len in prop_oneof![Just(None), (0..2000_u32).prop_map(Some), Just(Some(u32::MAX))],
    ) {
        let shapes = shapes::all();
        // The first shapes are those that the hot path takes.
        let shape = &shapes[which.index(shapes.len() * 2) % shapes.len().min(12)];
        let mut octets = shape.octets.clone();
        for (at, value) in changes {
            let at = at.index(octets.len());
            octets[at] = value;
        }
        if is_cut {
            octets.truncate(cut.index(octets.len() + 1));
        }
        let mut frame = Frame::new(LinkType(shape.link_type), &octets);
        frame.original_len = original_len.unwrap_or(frame.original_len);
        check(&frame, &frame.decode(), shape.name);
    }

    /// Octets of any kind, on any link type.
    #[test]
    fn noise_does_no_harm(octets in prop::collection::vec(any::<u8>(), 0..200), link_type in 0..300_u16) {
        let frame = Frame::new(LinkType(link_type), &octets);
        check(&frame, &frame.decode(), "noise");
    }
}
