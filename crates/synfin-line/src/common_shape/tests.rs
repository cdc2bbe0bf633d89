use crate::payload::Memory;
use crate::testing::{ethernet, ipv4, ipv6, plain, tcp};
use crate::{LineOptions, LinePrinter, Names, Precision, Printed, Sheet, TimeStyle};
use proptest::prelude::*;
use synfin::{Frame, LinkType, Timestamp};

/// A frame's octets, how many of them were captured, and its time.
type Captured = (Vec<u8>, usize, Timestamp);

/// How frames are printed.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// Layer by layer.
    Patient,
    /// The fast way where possible.
    Fast,
    /// The same, onto a sheet.
    Onto,
    /// The same, from the fields of all lines.
    Fields,
}

/// The text of frames, printed one way or another.
fn text(frames: &[Captured], options: &LineOptions, way: Way) -> String {
    let mut names = Names::new();
    names.add_host([10, 0, 0, 1].into(), "client.example.net");
    names.add_host([10, 0, 0, 2].into(), "a-long-name".repeat(20));
    names.add_service(80, "http");
    let mut printer = LinePrinter::new(options.clone()).with_names(names);
    if way == Way::Patient {
        (printer.common_shape, printer.usual) = (false, false);
    }
    let mut out = Vec::new();
    let mut sheet = Sheet::new();
    for (octets, captured, time) in frames {
        let mut frame = Frame::new(LinkType::ETHERNET, octets);
        frame.data = &octets[..*captured];
        frame.time = *time;
        let start = out.len();
        sheet.clear();
        let onto = if way == Way::Onto {
            printer.print_onto(&frame, &mut sheet)
        } else {
            None
        };
        let fields = if way == Way::Fields {
            printer.fields(&frame)
        } else {
            None
        };
        let printed = match fields {
            _ if onto.is_some() => {
                out.extend_from_slice(sheet.as_bytes());
                onto.map(|printed| Printed {
                    line_end: start + printed.line_end,
                })
            }
            Some(fields) => Some(printer.writer.append(
                &fields,
                &mut out,
                &mut printer.memory.payloads,
            )),
            None => printer.print(&frame, &frame.decode(), &mut out),
        };
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
    let any = prop::collection::vec(option, 0..5).prop_map(|options| {
        let mut octets = options.concat();
        octets.resize(octets.len().next_multiple_of(4).min(40), 1);
        octets
    });
    // What the segments of a connection mostly have, and often again.
    let stamps = prop::sample::select(vec![[0; 8], [0, 0, 0, 1, 0, 0, 0, 0], [0xff; 8]]);
    let stamps = stamps.prop_map(|stamps| [&[1, 1, 8, 10][..], &stamps].concat());
    prop_oneof![any, Just(Vec::new()), stamps]
}

/// A sequence number and an acknowledgment number: any, or such as other segments have too.
fn numbers() -> impl Strategy<Value = [u8; 8]> {
    let alike = (0..4_u8, 0..2_u32).prop_map(|(seq, ack)| {
        let [a, b, c, d] = (ack * 1_000_000).to_be_bytes();
        [0, 0, 0, seq * 4, a, b, c, d]
    });
    prop_oneof![any::<[u8; 8]>(), alike]
}

fn frames() -> impl Strategy<Value = Vec<Captured>> {
    let change = prop::option::weighted(0.4, (0_usize..100, any::<u8>()));
    let cut = prop::option::weighted(0.2, any::<prop::sample::Index>());
    let payload = prop_oneof![Just(&b""[..]), Just(&b"data"[..]), Just(&b"GET / HTTP"[..])];
    let seconds = prop_oneof![0..3_i64, any::<u32>().prop_map(i64::from)];
    let nanos = prop_oneof![0..1_000_000_000_u64, 0..5_000_000_000_000_u64];
    let time = (seconds, nanos).prop_map(|(seconds, nanos)| Timestamp::new(seconds, nanos));
    // What nearly all segments have, ACK and perhaps PSH, and anything else.
    let flags = prop_oneof![Just(16), Just(17), Just(24), any::<u8>()];
    let windows = prop_oneof![Just([1, 0]), Just([1, 1]), any::<[u8; 2]>()];
    let headers = (any::<bool>(), 0..3_u8, flags, options(), numbers(), windows);
    let frame = (headers, payload, change, cut, time).prop_map(
        |((v6, port, flags, options, numbers, window), payload, change, cut, time)| {
            let mut segment = tcp(flags, &options, payload);
            segment[3] = 79 + port;
            segment[4..12].copy_from_slice(&numbers);
            segment[14..16].copy_from_slice(&window);
            let mut frame = if v6 {
                ethernet(0x86dd, &ipv6(6, &segment))
            } else {
                ethernet(0x800, &ipv4(6, &[], &segment))
            };
            if let Some((at, value)) = change
                && let Some(octet) = frame.get_mut(at)
            {
                *octet = value;
            }
            let captured = cut.map_or(frame.len(), |index| index.index(frame.len()) + 1);
            (frame, captured, time)
        },
    );
    prop::collection::vec(frame, 1..16)
}

fn line_options() -> impl Strategy<Value = LineOptions> {
    let styles = [
        TimeStyle::None,
        TimeStyle::TimeOfDay,
        TimeStyle::Epoch,
        TimeStyle::SincePrevious,
        TimeStyle::DateTime,
        TimeStyle::SinceFirst,
    ];
    let style = prop::sample::select(styles.to_vec());
    (style, any::<[bool; 5]>()).prop_map(|(time_style, flags)| {
        let [numeric, absolute_seq, short_names, packet_number, nano] = flags;
        LineOptions {
            time_style,
            precision: if nano {
                Precision::Nano
            } else {
                Precision::Micro
            },
            numeric,
            absolute_seq,
            short_names,
            packet_number,
            ..LineOptions::default()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn all_ways_give_the_same_text(frames in frames(), options in line_options()) {
        let patient = text(&frames, &options, Way::Patient);
        prop_assert_eq!(text(&frames, &options, Way::Fast), &*patient);
        prop_assert_eq!(text(&frames, &options, Way::Onto), &*patient);
        prop_assert_eq!(text(&frames, &options, Way::Fields), &*patient);
    }
}

#[test]
fn a_syn_that_sets_other_bases_is_heeded_by_all_ways() {
    let frame = |flags: u8, seq: u8| {
        let mut segment = tcp(flags, &[], b"data");
        segment[7] = seq;
        let octets = ethernet(0x800, &ipv4(6, &[], &segment));
        let captured = octets.len();
        (octets, captured, Timestamp::new(1, 0))
    };
    let (ack, syn_ack) = (16, 18);
    let segments = [(ack, 10), (ack, 20), (ack, 30), (syn_ack, 100), (ack, 120)];
    let frames = segments.map(|(flags, seq)| frame(flags, seq));
    let options = plain();
    let patient = text(&frames, &options, Way::Patient);
    for way in [Way::Fast, Way::Onto, Way::Fields] {
        assert_eq!(text(&frames, &options, way), patient);
    }
    assert!(patient.contains("seq 20:24,"), "{patient}");
}

/// The line of a packet of the common shape.
fn line(octets: &[u8]) -> String {
    let frame = Frame::new(LinkType::ETHERNET, octets);
    let mut printer = LinePrinter::new(plain());
    let (decoded, mut out) = (frame.decode(), Vec::new());
    let fields = printer.fields(&frame).unwrap();
    printer.print(&frame, &decoded, &mut Vec::new());
    LinePrinter::new(plain())
        .writer
        .append(&fields, &mut out, &mut Memory::default());
    String::from_utf8(out).unwrap()
}

#[test]
fn common_packets_go_the_fast_way() {
    let options = [
        2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7,
    ];
    assert_eq!(
        line(&ethernet(0x800, &ipv4(6, &[], &tcp(2, &options, &[])))),
        "IP 10.0.0.1.1025 > 10.0.0.2.81: Flags [S], seq 1000, win 8192, \
         options [mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7], length 0\n"
    );
    let options = [1, 1, 8, 10, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 9];
    assert_eq!(
        line(&ethernet(0x86dd, &ipv6(6, &tcp(0x10, &options, &[])))),
        "IP6 2001:db8::1.1025 > 2001:db8::2.81: Flags [.], ack 2000, win 8192, \
         options [nop,nop,TS val 4294967295 ecr 9], length 0\n"
    );
}

#[test]
fn the_longest_line_fits() {
    let mut segment = tcp(0xff, &[1; 40], b"!");
    for block in [[5, 34].as_slice(), &[3, 3, 255], &[1, 1, 1]] {
        let at = if block[0] == 5 {
            20
        } else if block[0] == 3 {
            54
        } else {
            57
        };
        segment[at..at + block.len()].copy_from_slice(block);
    }
    let last = segment.len() - 1;
    segment[..12].fill(0xff);
    segment[14..20].fill(0xff);
    segment[22..54].fill(0xff);
    segment[last] = b'!';
    let mut packet = ipv6(6, &segment);
    packet[8..40].fill(0xff);
    let octets = ethernet(0x86dd, &packet);
    let mut frame = Frame::new(LinkType::ETHERNET, &octets);
    frame.time = Timestamp::new(0x7fff_ffff, 4_000_000_000_000);
    let mut printer = LinePrinter::new(LineOptions {
        time_style: TimeStyle::DateTime,
        packet_number: true,
        ..plain()
    });
    let fields = printer.fields(&frame).unwrap();
    let (mut out, mut patient) = (Vec::new(), Vec::new());
    let printed = printer
        .writer
        .append(&fields, &mut out, &mut printer.memory.payloads);
    assert_eq!(printed.line_end, out.len() - 1);
    let mut printer = LinePrinter::new(LineOptions {
        time_style: TimeStyle::DateTime,
        packet_number: true,
        ..plain()
    });
    printer.common_shape = false;
    printer.print(&frame, &frame.decode(), &mut patient);
    assert_eq!(String::from_utf8(out), String::from_utf8(patient));
}
