//! How long each three-way handshake took, from the SYN to the client's acknowledgment.

use std::collections::HashMap;
use synfin::tcp::{HandshakeStep, Phase};
use synfin::{Capture, Tracker};

fn main() -> Result<(), synfin::Error> {
    let path = std::env::args().nth(1);
    let mut capture = Capture::open(
        path.as_deref()
            .unwrap_or("testdata/several-connections.pcap"),
    )?;
    let mut tracker = Tracker::new();
    let mut asked = HashMap::new();
    while let Some(frame) = capture.next_frame()? {
        let decoded = frame.decode();
        let Some(segment) = decoded.segment() else {
            continue;
        };
        match tracker.observe(segment) {
            Some(seen) if seen.phase == Phase::Handshake(HandshakeStep::Syn) => {
                // The first SYN counts: a repeated one means that the client waited.
                asked.entry(seen.connection).or_insert(segment.time);
            }
            Some(seen) if seen.phase == Phase::Handshake(HandshakeStep::Ack) => {
                if let Some(start) = asked.remove(&seen.connection) {
                    let micros = segment.time.nanos_since(start) / 1000;
                    println!("{} > {}: {micros} us", segment.source, segment.destination);
                }
            }
            _ => {}
        }
    }
    Ok(())
}
