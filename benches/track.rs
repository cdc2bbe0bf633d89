//! Tracking: what it costs to follow connections, beyond reading and decoding.
//!
//! `cargo bench -p synfin --bench track`; subtract the figures of `--bench decode`.

#[path = "traffic.rs"]
mod traffic;

use divan::Bencher;
use divan::counter::ItemsCount;
use std::io::Cursor;
use synfin::{Capture, Tracker};
use traffic::{Kind, Plan};

const PACKETS: u64 = 100_000;

fn main() {
    divan::main();
}

#[divan::bench(args = [10, 1_000, 12_500])]
fn track(bencher: Bencher<'_, '_>, connections: u64) {
    let mut octets = Vec::new();
    let plan = Plan {
        kind: Kind::of("imix").expect("a kind"),
        packets: PACKETS,
        connections,
        seed: 1,
        pcapng: false,
    };
    traffic::write(&mut octets, plan).expect("a vector takes all");
    bencher
        .counter(ItemsCount::new(PACKETS))
        .with_inputs(|| Cursor::new(octets.clone()))
        .bench_values(|input| {
            let mut capture = Capture::from_reader("bench", Box::new(input)).expect("a capture");
            let mut tracker = Tracker::new();
            while let Some(frame) = capture.next_frame().expect("whole records") {
                if let Some(segment) = frame.decode().segment() {
                    tracker.observe(segment);
                }
            }
            tracker.finish().count()
        });
}
