use crate::LinePrinter;
use crate::testing::{ethernet, ipv4, plain, tcp};
use proptest::prelude::*;
use synfin::{Frame, LinkType};

/// The text of frames, printed the fast way where possible, or never.
fn text(frames: &[(Vec<u8>, usize)], fast: bool) -> String {
    let mut printer = LinePrinter::new(plain());
    printer.common_shape = fast;
    let mut out = Vec::new();
    for (octets, captured) in frames {
        let mut frame = Frame::new(LinkType::ETHERNET, octets);
        frame.data = &octets[..*captured];
        let start = out.len();
        let printed = printer.print(&frame, &frame.decode(), &mut out);
        if let Some(printed) = printed {
            let text = &out[start..];
            let line = text.iter().position(|octet| *octet == b'\n').unwrap();
            assert_eq!(printed.line_end, start + line);
        }
    }
    String::from_utf8(out).unwrap()
}

/// Options as they occur, and some that do not.
fn options() -> impl Strategy<Value = Vec<u8>> {
    let option = prop_oneof![
        Just(vec![1]),
        any::<[u8; 2]>().prop_map(|v| [&[2, 4][..], &v].concat()),
        any::<u8>().prop_map(|v| vec![3, 3, v]),
        Just(vec![4, 2]),
        any::<[u8; 8]>().prop_map(|v| [&[8, 10][..], &v].concat()),
        any::<[u8; 8]>().prop_map(|v| [&[5, 10][..], &v].concat()),
        any::<[u8; 3]>().prop_map(Vec::from),
    ];
    prop::collection::vec(option, 0..5).prop_map(|options| {
        let mut octets = options.concat();
        octets.resize(octets.len().next_multiple_of(4).min(40), 1);
        octets
    })
}

fn frames() -> impl Strategy<Value = Vec<(Vec<u8>, usize)>> {
    let change = prop::option::weighted(0.4, (0_usize..80, any::<u8>()));
    let cut = prop::option::weighted(0.2, any::<prop::sample::Index>());
    let payload = prop_oneof![Just(&b""[..]), Just(&b"data"[..]), Just(&b"GET / HTTP"[..])];
    let frame = (any::<u8>(), options(), payload, change, cut).prop_map(
        |(flags, options, payload, change, cut)| {
            let mut frame = ethernet(0x800, &ipv4(6, &[], &tcp(flags, &options, payload)));
            if let Some((at, value)) = change
                && let Some(octet) = frame.get_mut(at)
            {
                *octet = value;
            }
            let captured = cut.map_or(frame.len(), |index| index.index(frame.len()) + 1);
            (frame, captured)
        },
    );
    prop::collection::vec(frame, 1..8)
}

proptest! {
    #[test]
    fn both_ways_give_the_same_text(frames in frames()) {
        prop_assert_eq!(text(&frames, true), text(&frames, false));
    }
}

#[test]
fn common_packets_go_the_fast_way() {
    let options = [
        2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7,
    ];
    let octets = ethernet(0x800, &ipv4(6, &[], &tcp(2, &options, &[])));
    let frame = Frame::new(LinkType::ETHERNET, &octets);
    let mut out = Vec::new();
    let mut memory = crate::record::Memory::default();
    assert!(super::append(&mut out, &frame, &plain(), &mut memory).is_some());
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "IP 10.0.0.1.1025 > 10.0.0.2.81: Flags [S], seq 1000, win 8192, \
         options [mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7], length 0"
    );
}
