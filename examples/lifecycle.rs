//! Prints every connection of a capture: the program a newcomer writes.

use synfin::{Capture, Tracker};

fn main() -> Result<(), synfin::Error> {
    let path = std::env::args().nth(1);
    let mut capture = Capture::open(path.as_deref().unwrap_or("testdata/ssh-session.pcap"))?;
    let mut tracker = Tracker::new();
    while let Some(frame) = capture.next_frame()? {
        if let Some(segment) = frame.decode().segment() {
            tracker.observe(segment);
        }
    }
    tracker
        .finish()
        .for_each(|connection| println!("{connection}"));
    Ok(())
}
