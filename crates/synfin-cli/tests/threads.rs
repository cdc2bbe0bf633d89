//! `--jobs`: whatever the number of threads, the output is the same, octet for octet.

mod common;
#[path = "../../../benches/traffic.rs"]
mod traffic;

use common::testdata;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use traffic::{Kind, Plan};

/// The views, by the words typed before the captures' names.
const VIEWS: [&str; 14] = [
    "connections --format jsonl",
    "connections --format csv --columns id,client,history,duration",
    "connections --format table",
    "connections --format jsonl --sort -duration --limit 7",
    "connections --format tsv --limit 3",
    "connections --format jsonl --where closing!=open",
    "connections --format jsonl --columns id,first --where id>3",
    "connections --format jsonl --columns id --filter port@8080@or@len>200",
    "connections --format jsonl -C 2",
    "connections --format jsonl --columns id,last -c 1234",
    "transitions --format jsonl",
    "transitions --format table --idle 60",
    "stats",
    "packets -c 3000",
];

/// The same of lines, which need more packets for other threads to be of use.
const LINES: [&str; 12] = [
    "print -nn",
    "print",
    "print --plain -nn",
    "print -nn --color always",
    "print -nn --filter tcp[13]&2!=0@or@ip6",
    "print --plain -nn --filter port@8080@or@udp",
    "print -nn -c 7001",
    "print -nn -v",
    "print -nn -tttt -S -#",
    "print -nn --explain --lang en",
    "print -nn --max-connections 25",
    "print -nn -C 3",
];

/// Takes what a command prints.
#[derive(Clone, Default)]
struct Printed(Arc<Mutex<Vec<u8>>>);

impl Write for Printed {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .expect("nobody panicked")
            .extend_from_slice(octets);
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a view of captures prints, and its exit status.
fn printed(view: &str, jobs: Option<u32>, captures: &[&Path]) -> (Vec<u8>, ExitCode) {
    let words = ["synfin"].into_iter().chain(view.split(' '));
    let words = words.map(|word| OsString::from(word.replace('@', " ")));
    let jobs = jobs.map(|jobs| format!("--jobs={jobs}").into());
    let captures = captures.iter().map(|path| path.as_os_str().to_owned());
    let printed = Printed::default();
    let status = synfin_cli::run(words.chain(jobs).chain(captures), printed.clone());
    let text = printed.0.lock().expect("nobody panicked").clone();
    (text, status)
}

fn check(views: &[&str], captures: &[&Path]) {
    for view in views {
        let (expected, status) = printed(view, Some(1), captures);
        for jobs in [2, 3, 8] {
            let (text, status_of_jobs) = printed(view, Some(jobs), captures);
            assert!(
                text == expected && status == status_of_jobs,
                "{view} {captures:?} by {jobs} threads: {} octets, not {}",
                text.len(),
                expected.len()
            );
        }
    }
}

#[test]
fn every_capture_is_the_same_by_any_number_of_threads() {
    let files = std::fs::read_dir(testdata()).expect("the folder can be read");
    let paths = files.map(|file| file.expect("the folder can be read").path());
    let is_capture = |path: &PathBuf| {
        path.extension()
            .is_some_and(|end| end != "md" && end != "tsv")
    };
    let captures: Vec<_> = paths.filter(is_capture).collect();
    assert!(captures.len() > 40, "the captures are there");
    for capture in &captures {
        check(&VIEWS, &[capture]);
    }
}

/// A capture of many batches, in which time does not pass evenly: connections end all along, and
/// some packets are older than those before.
fn generated(name: &str, kind: &str, packets: u64, connections: u64) -> PathBuf {
    let mut octets = Vec::new();
    let plan = Plan {
        kind: Kind::of(kind).expect("a kind"),
        packets,
        connections,
        seed: 7,
        pcapng: false,
    };
    traffic::write(&mut octets, plan).expect("a vector takes all");
    let (mut place, mut seconds) = (24, 1_700_000_000_u32);
    for packet in 0_u32.. {
        let Some(header) = octets.get_mut(place..place + 16) else {
            break;
        };
        seconds = match packet.wrapping_mul(2_654_435_761) >> 24 {
            0 => seconds - 200,
            1 => seconds + 250,
            other => seconds + other % 2,
        };
        let (words, _) = header.as_chunks_mut::<4>();
        let [time, _, captured, _] = words else {
            unreachable!("16 octets are four words");
        };
        *time = seconds.to_le_bytes();
        let captured = u32::from_le_bytes(*captured);
        place += 16 + usize::try_from(captured).expect("a short packet");
    }
    let path = std::env::temp_dir().join(format!("synfin-{}-{name}.pcap", std::process::id()));
    std::fs::write(&path, octets).expect("the capture can be written");
    path
}

#[test]
fn many_batches_are_the_same_by_any_number_of_threads() {
    let headers = generated("headers", "headers", 6000, 500);
    let imix = generated("imix", "imix", 2500, 40);
    // The second time ports are used again, and time goes back.
    check(&VIEWS, &[&headers, &imix, &headers]);
    for path in [headers, imix] {
        std::fs::remove_file(path).expect("it was there");
    }
}

#[test]
fn threads_that_come_to_help_change_nothing() {
    // More connections than one thread follows alone where nobody says how many are to.
    let capture = generated("many", "headers", 60_000, 4_000);
    for view in [
        "connections --format jsonl --columns id,client,packets,duration",
        "connections --format jsonl --columns id,last --filter tcp[13]&1!=0",
        "transitions --format jsonl",
    ] {
        let alone = printed(view, Some(1), &[&capture]);
        let (rows, _) = &alone;
        assert!(rows.iter().filter(|octet| **octet == b'\n').count() > 3_000);
        assert!(alone == printed(view, None, &[&capture]), "{view}");
    }
    std::fs::remove_file(capture).expect("it was there");
}

#[test]
fn lines_are_the_same_by_any_number_of_threads() {
    let headers = generated("headers-lines", "headers", 6000, 500);
    let imix = generated("imix-lines", "imix", 6000, 40);
    let files = std::fs::read_dir(testdata()).expect("the folder can be read");
    let mut captures: Vec<_> = (files.map(|file| file.expect("the folder can be read").path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|end| end == "pcap" || end == "pcapng")
        })
        .collect();
    captures.extend([headers.clone(), imix.clone()]);
    let captures: Vec<_> = captures.iter().map(PathBuf::as_path).collect();
    check(&LINES, &captures);
    for path in [headers, imix] {
        std::fs::remove_file(path).expect("it was there");
    }
}
