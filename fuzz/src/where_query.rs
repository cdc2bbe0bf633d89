//! `--where`.
//!
//! The promise: an expression and its opposite choose every connection once between them.

use crate::program::words_on;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Chooses among the connections of a stored capture, by text.
pub fn run(octets: &[u8]) {
    let text = String::from_utf8_lossy(octets);
    if text.contains('\0') {
        return;
    }
    let (Some(chosen), Some(others)) = (ids(&text), ids(&format!("not ({text})"))) else {
        return;
    };
    assert!(chosen.is_disjoint(&others), "{text}");
    assert_eq!(chosen.len() + others.len(), 4, "{text}");
}

/// The numbers of the connections that answer a description; `None` if it is refused.
fn ids(text: &str) -> Option<BTreeSet<u64>> {
    let words = [
        "synfin",
        "connections",
        "--format",
        "jsonl",
        "--columns",
        "id",
    ];
    let described = format!("--where={text}");
    let (status, printed) = words_on(words.into_iter().chain([&*described]), &capture());
    if status != ExitCode::SUCCESS {
        assert_eq!(status, ExitCode::from(2), "{text}");
        return None;
    }
    let rows = serde_json::Deserializer::from_slice(&printed).into_iter();
    let id = |row: Result<serde_json::Value, _>| row.expect("JSON")["id"].as_u64().expect("an id");
    Some(rows.map(id).collect())
}

/// A capture of four connections that ended in four ways.
fn capture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/several-connections.pcap")
}
