//! Reading and decoding: what it costs to get from a file's octets to TCP segments.
//!
//! `cargo bench -p synfin --bench decode`

mod made;

use divan::Bencher;
use made::{Format, KINDS, Made};

fn main() {
    divan::main();
}

#[divan::bench(args = [KINDS[0], Made("headers", 300, Format::Pcapng), KINDS[1], KINDS[3]])]
fn decode(bencher: Bencher<'_, '_>, made: Made) {
    made::bench(bencher, made, |mut capture| {
        let mut payload = 0;
        while let Some(frame) = capture.next_frame().expect("whole records") {
            if let Some(segment) = frame.decode().segment() {
                payload += u64::from(segment.payload_len);
            }
        }
        payload
    });
}
