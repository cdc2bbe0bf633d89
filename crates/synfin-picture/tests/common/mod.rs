//! What the tests of this crate draw from: the captures in testdata.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use synfin::{Capture, Connection, Tracker};
use synfin_picture::Chronicle;
use synfin_picture::plot::Samples;

/// Everything there is to draw of a connection.
pub(crate) type Pictured = (Connection, Chronicle, Samples);

/// The folder of the captures.
pub(crate) fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}

/// Reads all connections of a capture, as far as it can be read.
pub(crate) fn connections(path: &Path, unfold: bool) -> Vec<Pictured> {
    let Ok(mut capture) = Capture::open(path) else {
        return Vec::new();
    };
    let mut tracker = Tracker::new();
    let mut pictures: BTreeMap<u64, (Chronicle, Samples)> = BTreeMap::new();
    let mut over = Vec::new();
    while let Ok(Some(frame)) = capture.next_frame() {
        let decoded = frame.decode();
        let Some(segment) = decoded.segment() else {
            continue;
        };
        if let Some(seen) = tracker.observe(segment) {
            let (chronicle, samples) = pictures.entry(seen.connection).or_insert_with(|| {
                let chronicle = Chronicle::new(segment, &seen, unfold);
                (chronicle, Samples::new(segment.time))
            });
            chronicle.observe(segment, &seen);
            samples.observe(segment, &seen);
        }
        over.extend(tracker.drain_finished());
    }
    over.extend(tracker.finish());
    over.sort_by_key(Connection::id);
    over.into_iter()
        .filter_map(|connection| {
            let (chronicle, samples) = pictures.remove(&connection.id())?;
            Some((connection, chronicle, samples))
        })
        .collect()
}

/// Captures in testdata, by name.
pub(crate) fn captures() -> Vec<PathBuf> {
    let entries = fs::read_dir(testdata()).expect("testdata");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            let extension = path.extension().and_then(|extension| extension.to_str());
            matches!(extension, Some("pcap" | "pcapng"))
        })
        .collect();
    paths.sort();
    paths
}
