//! Which connections sent payload more than once, the worst first.

use synfin::{Capture, Side, Tracker};

fn main() -> Result<(), synfin::Error> {
    let path = std::env::args().nth(1);
    let mut capture = Capture::open(path.as_deref().unwrap_or("testdata/gone-silent.pcap"))?;
    let mut tracker = Tracker::new();
    while let Some(frame) = capture.next_frame()? {
        if let Some(segment) = frame.decode().segment() {
            tracker.observe(segment);
        }
    }
    let mut rows = Vec::new();
    for connection in tracker.finish() {
        for side in [Side::Client, Side::Server] {
            let sent = connection.sent(side);
            let again = sent.trouble().retransmitted_bytes;
            if again > 0 {
                rows.push((again, sent.bytes(), side, connection.to_string()));
            }
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.0));
    for (again, all, side, connection) in rows {
        println!("{again} of {all} octets from the {side} again: {connection}");
    }
    Ok(())
}
