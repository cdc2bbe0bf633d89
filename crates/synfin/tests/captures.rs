//! Every capture of the collection beside the repository, where it is there: read to its end, with
//! as many TCP segments as Wireshark finds.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use synfin::Capture;
use synfin::decode::Reassembly;

/// The collection's folder, or `None` with a visible line.
fn shared() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    if path.join("captures").is_dir() {
        return Some(path);
    }
    eprintln!("skipped: no captures at {}", path.display());
    None
}

/// How many segments each capture has, by its path in the collection.
fn expected(shared: &Path) -> HashMap<String, u64> {
    let truth = shared.join("truth/connections.jsonl");
    let truth = std::fs::read_to_string(truth).expect("the collection has its truth");
    let row = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).expect("a JSON object");
        let name = row.get("capture").and_then(|name| name.as_str());
        let segments = row.get("segments").and_then(serde_json::Value::as_u64);
        (name.expect("a path").to_owned(), segments.expect("a count"))
    };
    truth.lines().map(row).collect()
}

/// Segments of a capture, fragmented datagrams put together; and whether it ended well.
fn count(path: &Path) -> Result<u64, synfin::Error> {
    let mut capture = Capture::open(path)?;
    let mut reassembly = Reassembly::new();
    let mut segments = 0;
    while let Some(frame) = capture.next_frame()? {
        let decoded = frame.decode();
        // Each frame yields a segment or a reason.
        assert!(decoded.segment().is_some() != decoded.stop().is_some());
        segments += u64::from(reassembly.segment(&decoded).is_some());
    }
    assert!(capture.defects().is_empty(), "{}", path.display());
    Ok(segments)
}

#[test]
fn as_many_segments_as_wireshark_finds() {
    let Some(shared) = shared() else { return };
    let expected = expected(&shared);
    let mut wrong = Vec::new();
    for (name, segments) in &expected {
        match count(&shared.join("captures").join(name)) {
            Ok(found) if found == *segments => {}
            Ok(found) => wrong.push(format!("{name}: {found} segments, not {segments}")),
            Err(error) => wrong.push(error.to_string()),
        }
    }
    eprintln!("{} captures read", expected.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}
