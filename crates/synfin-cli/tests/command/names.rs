//! Names of hosts and ports.

use super::build::{CLIENT, SERVER, Scratch, name_block, packet_block, pcap, pcapng, syn};
use super::common::synfin;
use super::{status, stderr, stdout};
use std::ffi::OsStr;

fn printed(words: &[&OsStr]) -> String {
    let output = synfin(["--plain", "-t"].map(OsStr::new).iter().chain(words));
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    stdout(&output).to_owned()
}

#[test]
fn names_in_the_capture_are_shown_from_where_they_come() {
    let file = pcapng(&[
        packet_block(0, &syn(9999)),
        name_block(SERVER, "www.example.org"),
        packet_block(0, &syn(9999)),
    ]);
    let scratch = Scratch::new("names.pcapng", &file);
    let text = printed(&[scratch.path().as_os_str()]);
    let (first, second) = text.split_once('\n').expect("two lines");
    assert!(first.contains("> 192.0.2.2.9999:"), "{first}");
    assert!(second.contains("> www.example.org.9999:"), "{second}");
    let short = printed(&["-N".as_ref(), scratch.path().as_os_str()]);
    assert!(short.contains("> www.9999:"), "{short}");
    let numbers = printed(&["-n".as_ref(), scratch.path().as_os_str()]);
    assert!(!numbers.contains("www"), "{numbers}");
}

#[test]
fn a_hostile_name_does_not_steer_the_terminal() {
    let file = pcapng(&[
        name_block(SERVER, "\x1b[2Jevil\r\nhost\u{202e}"),
        packet_block(0, &syn(9999)),
    ]);
    let scratch = Scratch::new("hostile.pcapng", &file);
    let text = printed(&[scratch.path().as_os_str()]);
    assert!(text.contains("\\x1b[2Jevil\\r\\nhost\\u{202e}"), "{text}");
    assert!(
        text.trim_end()
            .chars()
            .all(|character| !character.is_control()),
        "{text:?}"
    );
}

#[test]
fn a_hosts_file_names_hosts_before_the_capture_does() {
    let file = pcapng(&[
        name_block(SERVER, "from-capture"),
        name_block(CLIENT, "client-from-capture"),
        packet_block(0, &syn(9999)),
    ]);
    let scratch = Scratch::new("both.pcapng", &file);
    let hosts = Scratch::new("hosts", b"# mine\n192.0.2.2 from-hosts alias\n");
    let text = printed(&[
        "--hosts".as_ref(),
        hosts.path().as_os_str(),
        scratch.path().as_os_str(),
    ]);
    assert!(
        text.contains("client-from-capture.40000 > from-hosts.9999"),
        "{text}"
    );
}

#[test]
fn a_missing_hosts_file_is_wrong_usage() {
    let output = synfin(["--hosts", "no-such-file", "ssh-session.pcap"]);
    assert_eq!((status(&output), stdout(&output)), (2, ""));
    assert!(stderr(&output).contains("cannot read the hosts file"));
}

#[test]
fn common_ports_have_their_names_unless_numbers_are_asked_for() {
    let scratch = Scratch::new("ports.pcap", &pcap(&[(0, syn(22)), (1, syn(443))]));
    let text = printed(&[scratch.path().as_os_str()]);
    assert!(
        text.contains("192.0.2.2.ssh: ") && text.contains("192.0.2.2.https: "),
        "{text}"
    );
    let text = printed(&["-n".as_ref(), scratch.path().as_os_str()]);
    assert!(
        text.contains("192.0.2.2.22: ") && text.contains("192.0.2.2.443: "),
        "{text}"
    );
}
