//! Who reset what: one line for every RST that ended a connection, or refused one.

use synfin::tcp::Phase;
use synfin::{Capture, Tracker};

fn main() -> Result<(), synfin::Error> {
    let path = std::env::args().nth(1);
    let mut capture = Capture::open(
        path.as_deref()
            .unwrap_or("testdata/several-connections.pcap"),
    )?;
    let mut tracker = Tracker::new();
    while let Some(frame) = capture.next_frame()? {
        let decoded = frame.decode();
        let Some(segment) = decoded.segment() else {
            continue;
        };
        let Some(seen) = tracker.observe(segment) else {
            continue;
        };
        let verb = match seen.phase {
            Phase::Refused => "refused",
            Phase::Reset => "reset",
            _ => continue,
        };
        // A RST that its receiver ignores changes nothing.
        for change in seen
            .changes
            .iter()
            .filter(|change| change.endpoint != seen.sender)
        {
            println!(
                "packet {}: the {} {verb} connection {}, the {} was in {}",
                segment.packet, seen.sender, seen.connection, change.endpoint, change.from
            );
        }
    }
    Ok(())
}
