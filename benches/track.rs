//! Tracking: what it costs to follow connections, beyond reading and decoding.
//!
//! `cargo bench -p synfin --bench track`; subtract the figures of `--bench decode`.

mod made;

use divan::Bencher;
use made::{KINDS, Made};
use synfin::Tracker;

fn main() {
    divan::main();
}

#[divan::bench(args = KINDS)]
fn track(bencher: Bencher<'_, '_>, made: Made) {
    made::bench(bencher, made, |mut capture| {
        let mut tracker = Tracker::new();
        while let Some(frame) = capture.next_frame().expect("whole records") {
            if let Some(segment) = frame.decode().segment() {
                tracker.observe(segment);
            }
        }
        tracker.finish().count()
    });
}
