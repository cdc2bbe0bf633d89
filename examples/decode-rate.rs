//! How fast the frames of a capture are decoded here, from memory and on one thread.
//!
//! Build it with `--release`, or the figure says nothing.

use std::time::{Duration, Instant};
use synfin::{Capture, Frame};

fn main() -> Result<(), synfin::Error> {
    let path = std::env::args().nth(1);
    let mut capture = Capture::open(path.as_deref().unwrap_or("testdata/ssh-session.pcap"))?;
    let mut frames = Vec::new();
    while let Some(frame) = capture.next_frame()? {
        frames.push((frame.link_type, frame.data.to_vec()));
    }
    let (mut segments, mut octets) = (0_u32, 0);
    let start = Instant::now();
    // Again and again, so that the clock has something to measure.
    while !frames.is_empty() && start.elapsed() < Duration::from_millis(500) {
        for (link_type, data) in &frames {
            segments += u32::from(Frame::new(*link_type, data).decode().segment().is_some());
            octets += data.len();
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{:.2} million segments a second",
        f64::from(segments) / seconds / 1e6
    );
    println!("{:.0} MB a second", octets as f64 / seconds / 1e6);
    Ok(())
}
