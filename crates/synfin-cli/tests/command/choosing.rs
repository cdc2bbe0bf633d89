//! Which connection `show` and `plot` draw.

use super::build::{Scratch, pcap, syn};
use super::common::synfin;
use super::{status, stderr, stdout, typed};

#[test]
fn the_only_connection_that_passes_the_filter_is_drawn() {
    let capture = "several-connections.pcap";
    for command in ["show", "plot"] {
        let filtered = synfin([command, capture, "--filter", "port 22"]);
        let named = typed(&format!("{command} {capture} -C 2"));
        assert_eq!(stdout(&filtered), stdout(&named), "{}", stderr(&filtered));
        assert!(stdout(&named).lines().count() > 10);
    }
}

#[test]
fn a_connection_without_a_packet_that_passes_is_told() {
    let output = synfin([
        "show",
        "several-connections.pcap",
        "-C",
        "1",
        "--filter",
        "port 22",
    ]);
    assert_eq!(status(&output), 2);
    let told = "no packet of connection 1 passes the filter";
    assert!(stderr(&output).contains(told), "{}", stderr(&output));
}

#[test]
fn of_many_connections_the_first_are_listed_and_the_others_counted() {
    let frames: Vec<_> = (1..=100).map(|port| (u32::from(port), syn(port))).collect();
    let capture = Scratch::new("many.pcap", &pcap(&frames));
    let output = synfin(["show".as_ref(), capture.path().as_os_str()]);
    let lines: Vec<&str> = stdout(&output).lines().collect();
    assert_eq!(lines[0], "There are 100 connections; choose one with -C N:");
    assert!(
        lines[2].starts_with("  1 ") && lines[21].starts_with("  20 "),
        "{lines:?}"
    );
    assert_eq!(lines[22..], ["  ... and 80 more: see `synfin connections`"]);
}
