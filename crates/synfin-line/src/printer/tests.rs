use super::LinePrinter;
use crate::testing::{ethernet, ipv4, plain, tcp};
use crate::{Dump, DumpStyle, LineOptions, Names, TimeStyle, UtcOffset};
use synfin::{Frame, LinkType, Timestamp};

fn packet(payload: &[u8]) -> Vec<u8> {
    ethernet(0x800, &ipv4(6, &[], &tcp(0x18, &[], payload)))
}

fn print(printer: &mut LinePrinter, frame: &Frame<'_>) -> String {
    let mut out = Vec::new();
    printer.print(frame, &frame.decode(), &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn packets_are_numbered_whether_or_not_they_are_printed() {
    let mut printer = LinePrinter::new(LineOptions {
        packet_number: true,
        ..plain()
    });
    let (tcp, arp) = (packet(b""), ethernet(0x806, &[0; 28]));
    for (octets, expected) in [(&tcp, "    1  IP "), (&arp, ""), (&tcp, "    3  IP ")] {
        let text = print(&mut printer, &Frame::new(LinkType::ETHERNET, octets));
        assert!(text.starts_with(expected), "{text}");
        assert_eq!(text.is_empty(), expected.is_empty());
    }
}

#[test]
fn impossible_lengths_replace_the_record() {
    let octets = packet(b"");
    let mut printer = LinePrinter::new(LineOptions {
        time_style: TimeStyle::Epoch,
        ..plain()
    });
    for (captured, original, expected) in [
        (0, 60, "[Invalid header: caplen==0]\n"),
        (54, 0, "[Invalid header: len==0]\n"),
        (0, 0, "[Invalid header: caplen==0, len==0]\n"),
        (54, 20, "[Invalid header: len(20) < caplen(54)]\n"),
        (54, 262_145, "[Invalid header: len(262145) > 262144]\n"),
    ] {
        let mut frame = Frame::new(LinkType::ETHERNET, &octets);
        frame.data = &octets[..captured];
        frame.original_len = original;
        assert_eq!(print(&mut printer, &frame), expected);
    }
    let long = vec![0; 262_145];
    let mut frame = Frame::new(LinkType::ETHERNET, &long);
    frame.original_len = 262_145;
    assert_eq!(
        print(&mut printer, &frame),
        "[Invalid header: caplen(262145) > 262144, len(262145) > 262144]\n"
    );
}

#[test]
fn the_line_of_the_tcp_part_ends_before_payload_lines_and_dumps() {
    let octets = packet(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    let mut frame = Frame::new(LinkType::ETHERNET, &octets);
    frame.time = Timestamp::new(1, 0);
    for (verbosity, last_field) in [(0, "length 27"), (1, "length 27")] {
        let mut printer = LinePrinter::new(LineOptions {
            verbosity,
            dump: Some(Dump {
                style: DumpStyle::Hex,
                link_header: false,
            }),
            ..plain()
        });
        let mut out = b"what was there before\n".to_vec();
        let printed = printer.print(&frame, &frame.decode(), &mut out).unwrap();
        let text = String::from_utf8(out[..printed.line_end].to_vec()).unwrap();
        let line = text.lines().last().unwrap();
        assert!(
            line.contains("Flags [P.]") && line.contains(last_field),
            "{line}"
        );
        assert_eq!(out[printed.line_end], b'\n');
    }
}

struct East;

impl UtcOffset for East {
    fn seconds_east(&self, _unix_seconds: i64) -> i32 {
        3600
    }
}

#[test]
fn names_and_local_time_are_the_callers() {
    let mut names = Names::new();
    names.add_host([10, 0, 0, 2].into(), "server.example.net");
    names.add_host([10, 0, 0, 2].into(), "another");
    names.add_service(81, "hosts2-ns");
    let options = LineOptions {
        short_names: true,
        ..LineOptions::default()
    };
    let mut printer = LinePrinter::new(options)
        .with_names(names)
        .with_local_time(East);
    let octets = packet(b"");
    assert_eq!(
        print(&mut printer, &Frame::new(LinkType::ETHERNET, &octets)),
        "01:00:00.000000 IP 10.0.0.1.1025 > server.hosts2-ns: \
         Flags [P.], ack 2000, win 8192, length 0\n"
    );
}

#[test]
fn another_local_time_shows_in_the_next_line() {
    let mut printer = LinePrinter::new(LineOptions {
        numeric: true,
        ..LineOptions::default()
    });
    let octets = packet(b"");
    let mut frame = Frame::new(LinkType::ETHERNET, &octets);
    frame.time = Timestamp::new(0, 1000);
    for _ in 0..3 {
        assert!(print(&mut printer, &frame).starts_with("00:00:00.000001 IP "));
    }
    let mut printer = printer.with_local_time(East);
    assert!(print(&mut printer, &frame).starts_with("01:00:00.000001 IP "));
}
