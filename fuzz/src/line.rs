//! tcpdump's text.
//!
//! The promise: a record ends with a line feed and has no control character that could lead a
//! terminal astray; a dump behind it, which the quick way to a line does not serve, leaves it as
//! it is.

use crate::frames::{self, take};
use synfin::{Frame, Timestamp};
use synfin_line::{Dump, DumpStyle, LineOptions, LinePrinter, Precision, TimeStyle};

/// Prints frames; the first octets are the options and the first frame's time.
pub fn run(mut octets: &[u8]) {
    let options = options(take(&mut octets));
    let begin = i64::from_le_bytes(take(&mut octets));
    let mut plain = LinePrinter::new(LineOptions {
        dump: None,
        ..options.clone()
    });
    let mut dumping = LinePrinter::new(LineOptions {
        dump: options.dump.or(Some(Dump {
            style: DumpStyle::HexAscii,
            link_header: false,
        })),
        ..options
    });
    let (mut text, mut dumped) = (Vec::new(), Vec::new());
    for mut frame in frames::of(octets) {
        frame.time = Timestamp::from_nanos(begin.wrapping_add(frame.time.as_nanos()));
        (text.clear(), dumped.clear());
        print(&mut plain, &frame, &mut text);
        print(&mut dumping, &frame, &mut dumped);
        assert!(dumped.starts_with(&text), "{}", show(&text, &dumped));
    }
}

/// Appends a frame's record and looks at it.
fn print(printer: &mut LinePrinter, frame: &Frame<'_>, text: &mut Vec<u8>) {
    match printer.print(frame, &frame.decode(), text) {
        Some(printed) => {
            assert_eq!(text.get(printed.line_end), Some(&b'\n'));
            assert_eq!(text.last(), Some(&b'\n'));
            let wrong = (text.iter()).position(|octet| !is_harmless(*octet));
            assert_eq!(wrong, None, "{}", String::from_utf8_lossy(text));
        }
        None => assert!(text.is_empty()),
    }
}

/// Can a terminal show it without doing anything?
#[must_use]
pub const fn is_harmless(octet: u8) -> bool {
    matches!(octet, b'\n' | b'\t' | b' '..=b'~')
}

fn show(one: &[u8], other: &[u8]) -> String {
    let (one, other) = (String::from_utf8_lossy(one), String::from_utf8_lossy(other));
    format!("{one}\n{other}")
}

fn options([first, second]: [u8; 2]) -> LineOptions {
    let bit = |at: u8| first >> at & 1 == 1;
    LineOptions {
        time_style: match second & 7 {
            0 => TimeStyle::None,
            1 => TimeStyle::Epoch,
            2 => TimeStyle::SincePrevious,
            3 => TimeStyle::DateTime,
            4 => TimeStyle::SinceFirst,
            _ => TimeStyle::TimeOfDay,
        },
        precision: match second >> 3 & 1 {
            0 => Precision::Micro,
            _ => Precision::Nano,
        },
        verbosity: first & 3,
        quiet: second >> 4 & 1,
        link_header: bit(2),
        absolute_seq: bit(3),
        numeric: bit(4),
        short_names: bit(5),
        packet_number: second >> 5 & 1 == 1,
        skip_checksums: bit(6),
        one_line: bit(7),
        dump: match second >> 6 {
            0 => None,
            style => Some(Dump {
                style: match style {
                    1 => DumpStyle::Hex,
                    2 => DumpStyle::HexAscii,
                    _ => DumpStyle::Ascii,
                },
                link_header: bit(2),
            }),
        },
    }
}
