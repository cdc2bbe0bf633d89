//! Bad input is normal: what is readable is printed, then one line a defect, status 1.

use super::common::{synfin, testdata};
use super::{status, stderr, stdout, typed};
use std::fs;
use std::path::PathBuf;

/// A file of octets that lives as long as the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, octets: &[u8]) -> Self {
        let name = format!("synfin-defects-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, octets).expect("a scratch file can be written");
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn session() -> Vec<u8> {
    fs::read(testdata().join("ssh-session.pcap")).expect("the session is in testdata")
}

#[test]
fn what_cannot_be_read_at_all() {
    for (name, octets, told) in [
        ("empty.pcap", &b""[..], "empty"),
        (
            "text.txt",
            b"no capture, just some words\n",
            "not a capture",
        ),
        ("short.pcap", &session()[..20], "short.pcap: "),
    ] {
        let scratch = Scratch::new(name, octets);
        let output = synfin([&scratch.0]);
        assert_eq!(status(&output), 1, "{name}");
        assert_eq!(stdout(&output), "", "{name}");
        let message = stderr(&output);
        assert!(
            message.starts_with("synfin: ") && message.contains(told),
            "{message}"
        );
        assert_eq!(message.lines().count(), 1, "{message}");
    }
    let output = typed("no-such-file.pcap");
    assert_eq!((status(&output), stdout(&output)), (1, ""));
    assert!(stderr(&output).contains("no-such-file.pcap: cannot open"));
}

/// The session's packets end at these places of its file.
#[test]
fn a_cut_file_is_printed_as_far_as_it_goes() {
    let whole = session();
    let packets = |output: &str| output.lines().count();
    let all = packets(stdout(&typed("ssh-session.pcap")));
    for (name, len, missing) in [
        ("in-packet.pcap", whole.len() - 3, 1),
        ("in-header.pcap", whole.len() - 60, 1),
    ] {
        let scratch = Scratch::new(name, &whole[..len]);
        let output = synfin([&scratch.0]);
        assert_eq!(status(&output), 1, "{name}");
        assert_eq!(packets(stdout(&output)), all - missing, "{name}");
        let message = stderr(&output);
        for part in ["synfin: ", name, "packet 45", "octet", "expected", "found"] {
            assert!(message.contains(part), "{name}: no {part} in {message}");
        }
        assert_eq!(message.lines().count(), 1, "{message}");
    }
}

#[test]
fn one_bad_file_does_not_keep_the_next_from_being_read() {
    let output = typed("--count no-such-file.pcap ssh-session.pcap README.md");
    assert_eq!((status(&output), stdout(&output)), (1, "45 packets\n"));
    assert_eq!(stderr(&output).lines().count(), 2);
}

#[test]
fn a_hostile_file_name_does_not_steer_the_terminal() {
    let output = synfin(["\x1b[2Jno such file"]);
    assert_eq!(status(&output), 1);
    assert!(!stderr(&output).contains('\x1b'), "{output:?}");
}
