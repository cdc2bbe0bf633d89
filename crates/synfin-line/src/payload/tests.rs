//! What all protocols have in common, and the helpers of their tests.

use super::{Completion, Memory, Payload, append};
use crate::sockets::Sockets;
use proptest::prelude::*;

/// A payload sent from a port, of which so many octets were captured.
pub(super) fn payload(port: u16, octets: &[u8], captured: usize) -> Payload<'_> {
    Payload {
        captured: &octets[..captured],
        len: u32::try_from(octets.len()).unwrap(),
        sockets: Sockets::V4([port, 40_000], [1, 2]),
        reset: false,
        has_options: false,
        told_by: "tcp",
    }
}

fn text(payload: &Payload<'_>, verbosity: u8) -> (String, Completion) {
    let mut out = Vec::new();
    let completion = append(&mut out, payload, verbosity, &mut Memory::default());
    (String::from_utf8_lossy(&out).into_owned(), completion)
}

/// What is printed of a payload sent from `port`, captured whole.
pub(super) fn printed(port: u16, octets: &[u8], verbosity: u8) -> String {
    printed_cut(port, octets, octets.len(), verbosity)
}

/// What is printed of a payload of which only the first `captured` octets were captured.
pub(super) fn printed_cut(port: u16, octets: &[u8], captured: usize, verbosity: u8) -> String {
    text(&payload(port, octets, captured), verbosity).0
}

#[test]
fn a_cut_line_makes_the_dump_begin_at_the_link_header() {
    let cut = text(&payload(80, b"GET /", 4), 0);
    assert_eq!(cut, (": HTTP [|http]".into(), Completion::Cut));
    let whole = text(&payload(80, b"GET /", 5), 0);
    assert_eq!(whole, (": HTTP: GET /".into(), Completion::Whole));
}

#[test]
fn the_lower_port_of_the_list_decides_whichever_end_has_it() {
    let mut both = payload(80, b"hello\n", 6);
    both.sockets = Sockets::V4([80, 21], [1, 2]);
    assert_eq!(text(&both, 0).0, ": FTP: hello");
    assert_eq!(printed(12_345, b"hello\n", 1), "");
}

#[test]
fn the_text_of_a_reset() {
    let reset = |octets: &'static [u8], captured, verbosity| {
        let mut payload = payload(80, octets, captured);
        payload.reset = true;
        payload.has_options = captured % 2 == 0;
        text(&payload, verbosity).0
    };
    assert_eq!(reset(b"why\x00\x7f\xc1", 6, 1), " [RST why^@^?M-A]");
    assert_eq!(reset(b"why", 2, 1), " [!RST wh]");
    assert_eq!(
        reset(b"0123456789012345678901234567890", 31, 2),
        " [RST+ 012345678901234567890123456789]"
    );
    assert_eq!(reset(b"why", 3, 0), "");
    assert_eq!(reset(b"why", 2, 0), " [|tcp]>");
    assert_eq!(reset(b"why", 1, 0), " [|tcp]");
}

/// The ports of all protocols that are printed, and one of none.
const PORTS: [u16; 20] = [
    21, 22, 23, 25, 43, 53, 80, 179, 323, 554, 639, 646, 1723, 2049, 6379, 6633, 6653, 8080, 10288,
    9,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn random_payloads_never_panic(
        octets in prop::collection::vec(any::<u8>(), 0..300),
        missing in 0_u32..100,
        verbosity in 0_u8..4,
    ) {
        for port in PORTS {
            let mut payload = payload(port, &octets, octets.len());
            payload.len += missing;
            text(&payload, verbosity);
        }
    }
}
