//! Reading and decoding: what it costs to get from a file's octets to TCP segments.
//!
//! `cargo bench -p synfin --bench decode`

#[path = "traffic.rs"]
mod traffic;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use std::io::Cursor;
use synfin::Capture;
use traffic::{Kind, Plan};

const PACKETS: u64 = 100_000;

fn main() {
    divan::main();
}

fn capture(kind: &str, pcapng: bool) -> Vec<u8> {
    let mut octets = Vec::new();
    let kind = Kind::of(kind).expect("a kind");
    let plan = Plan {
        kind,
        packets: PACKETS,
        connections: 1000,
        seed: 1,
        pcapng,
    };
    traffic::write(&mut octets, plan).expect("a vector takes all");
    octets
}

#[divan::bench(args = [("headers", false), ("headers", true), ("imix", false), ("full", false)])]
fn decode(bencher: Bencher<'_, '_>, (kind, pcapng): (&str, bool)) {
    let octets = capture(kind, pcapng);
    bencher
        .counter(ItemsCount::new(PACKETS))
        .counter(BytesCount::new(octets.len()))
        .with_inputs(|| Cursor::new(octets.clone()))
        .bench_values(|input| {
            let mut capture = Capture::from_reader("bench", Box::new(input)).expect("a capture");
            let mut payload = 0;
            while let Some(frame) = capture.next_frame().expect("whole records") {
                if let Some(segment) = frame.decode().segment() {
                    payload += u64::from(segment.payload_len);
                }
            }
            payload
        });
}
