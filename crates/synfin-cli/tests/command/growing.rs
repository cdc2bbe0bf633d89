//! `--follow`: files that grow, are renamed, cut and begun anew.

use super::build::{pcap, syn};
use super::running::Running;
use super::{status, stderr, typed};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// A new folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn append(path: &Path, octets: &[u8]) {
    let file = OpenOptions::new().append(true).create(true).open(path);
    file.and_then(|mut file| file.write_all(octets))
        .expect("the file can be written");
}

/// A capture of one SYN to each port.
fn to_ports(ports: &[u16]) -> Vec<u8> {
    let frames: Vec<_> = (1..).zip(ports.iter().map(|&port| syn(port))).collect();
    pcap(&frames)
}

fn follow(path: &Path) -> Running {
    let path = path.to_str().expect("a path in UTF-8");
    Running::new(&["--plain", "-nn", "--follow", path])
}

#[test]
fn half_a_record_is_waited_for() {
    let file = folder("halves").join("trace.pcap");
    let octets = to_ports(&[81, 82]);
    fs::write(&file, &octets[..10]).expect("a file");
    let running = follow(&file);
    for (from, to) in [(10, 30), (30, 60), (60, octets.len() - 1)] {
        running.has_read(from);
        append(&file, &octets[from..to]);
    }
    assert!(running.line().contains(".81: "));
    append(&file, &octets[octets.len() - 1..]);
    assert!(running.line().contains(".82: "));
    running.signal("INT");
    let ended = running.end();
    assert_eq!((ended.status, ended.message.as_str()), (Some(0), ""));
    assert_eq!(ended.lines, [""; 0]);
}

#[test]
fn a_file_of_the_same_name_takes_over() {
    let folder = folder("rotation");
    let (file, old) = (folder.join("trace.pcap"), folder.join("trace.pcap.1"));
    let octets = to_ports(&[81, 82, 83]);
    fs::write(&file, &octets[..octets.len() - 70]).expect("a file");
    let running = follow(&file);
    assert!(running.line().contains(".81: "));
    assert!(running.line().contains(".82: "));
    fs::rename(&file, &old).expect("a new name");
    append(&old, &octets[octets.len() - 70..]);
    assert!(running.line().contains(".83: "));
    // The new file comes piece by piece too.
    let next = to_ports(&[84]);
    append(&file, &next[..20]);
    append(&file, &next[20..]);
    assert!(running.line().contains(".84: "));
    running.signal("INT");
    let ended = running.end();
    assert_eq!((ended.status, ended.message.as_str()), (Some(0), ""));
}

#[test]
fn a_file_that_is_cut_begins_anew() {
    let file = folder("cut").join("trace.pcap");
    fs::write(&file, to_ports(&[81, 82])).expect("a file");
    let running = follow(&file);
    assert!(running.line().contains(".81: "));
    assert!(running.line().contains(".82: "));
    File::create(&file).expect("an empty file");
    append(&file, &to_ports(&[83]));
    assert!(running.line().contains(".83: "));
    running.signal("INT");
    assert_eq!(running.end().status, Some(0));
}

#[test]
fn damage_ends_a_file_but_not_its_successor() {
    let folder = folder("damage");
    let file = folder.join("trace.pcap");
    let mut octets = to_ports(&[81, 82]);
    octets[24 + 16 + 54 + 8..][..4].fill(0xff);
    fs::write(&file, octets).expect("a file");
    let running = follow(&file);
    assert!(running.line().contains(".81: "));
    let next = folder.join("next");
    fs::write(&next, to_ports(&[83])).expect("a file");
    fs::rename(&next, &file).expect("a new name");
    assert!(running.line().contains(".83: "));
    running.signal("INT");
    let ended = running.end();
    assert_eq!(ended.status, Some(1));
    assert!(ended.message.contains("packet 2"), "{}", ended.message);
}

#[test]
fn a_pipe_is_followed_to_its_end() {
    let mut running = Running::new(&["--plain", "-nn", "--follow", "-"]);
    running.feed(&to_ports(&[81]));
    assert!(running.line().contains(".81: "));
    let ended = running.close();
    assert_eq!((ended.status, ended.message.as_str()), (Some(0), ""));
}

#[test]
fn what_cannot_be_followed_is_refused() {
    let two = typed("--follow ssh-session.pcap close-by-client.pcap");
    assert_eq!(status(&two), 2);
    assert!(stderr(&two).contains("--follow"), "{}", stderr(&two));
    let twice = typed("print --follow --where reset ssh-session.pcap");
    assert_eq!(status(&twice), 2);
    assert_eq!(status(&typed("--follow no-such-file.pcap")), 1);
}
