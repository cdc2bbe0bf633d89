//! How fast a capture is read and decoded here, on one thread: once from its beginning to its end.
//!
//! ```text
//! cargo run --release -p synfin --example decode-rate -- capture.pcap
//! ```
//!
//! Build it with `--release`, or the rates say nothing.

use std::time::Instant;
use synfin::{Capture, ControlBits};

/// What was counted.
#[derive(Default)]
struct Counts {
    frames: u64,
    octets: u64,
    segments: u64,
    payload: u64,
    openings: u64,
    timed: u64,
}

fn main() -> Result<(), synfin::Error> {
    let path = std::env::args().nth(1);
    let capture = Capture::open(path.as_deref().unwrap_or("testdata/ssh-session.pcap"))?;
    let start = Instant::now();
    let counts = count(capture)?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} frames, {} octets captured",
        counts.frames, counts.octets
    );
    println!(
        "{} segments: {} with SYN, {} with timestamps, {} octets of payload",
        counts.segments, counts.openings, counts.timed, counts.payload
    );
    println!(
        "{:.2} million segments a second",
        counts.segments as f64 / seconds / 1e6
    );
    println!("{:.0} MB a second", counts.octets as f64 / seconds / 1e6);
    Ok(())
}

fn count(mut capture: Capture) -> Result<Counts, synfin::Error> {
    let mut counts = Counts::default();
    while let Some(frame) = capture.next_frame()? {
        counts.frames = frame.number;
        counts.octets += frame.data.len() as u64;
        if let Some(segment) = frame.decode().segment() {
            counts.segments += 1;
            counts.payload += u64::from(segment.payload_len);
            counts.openings += u64::from(segment.control.intersects(ControlBits::SYN));
            counts.timed += u64::from(segment.options.timestamps().is_some());
        }
    }
    Ok(counts)
}
