//! The captures that code makes are made again here, and each must equal its file in `testdata`.
//!
//! `UPDATE_GOLDEN=1 cargo test -p synfin-cli --test testdata` writes them.

#[path = "../common/mod.rs"]
mod common;
mod derived;
mod session;

use common::{assert_stored, synfin, testdata};

#[test]
fn ssh_session_is_the_printed_one_rebuilt() {
    assert_stored("ssh-session.pcap", &session::pcap());
}

/// The words that print the session plain, with the name the text has for the client.
const PLAIN: [&str; 4] = ["print", "--plain", "--hosts", "ssh-session.hosts"];

fn printed(words: &[&str]) -> String {
    let output = synfin(words);
    assert!(output.status.success(), "synfin {words:?}: {output:?}");
    String::from_utf8(output.stdout).expect("lines are text")
}

#[test]
fn ssh_session_printed_gives_the_text_back() {
    let lines = printed(&[&PLAIN[..], &["ssh-session.pcap"]].concat());
    assert_eq!(lines, session::text(), "byte for byte");
}

#[test]
fn names_in_a_capture_need_no_hosts_file() {
    assert_eq!(
        printed(&["print", "--plain", "sections.pcapng"]),
        session::text()
    );
}

#[test]
fn other_file_forms_are_derived_from_the_session() {
    assert_stored(
        "big-endian-nanoseconds.pcap",
        &derived::big_endian_nanoseconds(),
    );
    assert_stored("sections.pcapng", &derived::sections());
}

#[test]
fn cut_files_are_derived_from_the_session() {
    assert_stored("cut-in-record-header.pcap", &derived::cut(4, 9));
    assert_stored("cut-in-packet.pcap", &derived::cut(4, 16 + 60));
    assert_stored("cut-in-block.pcapng", &derived::cut_in_block());
    assert_stored("cut-in-file-header.pcap", &derived::cut(1, 0)[..20]);
}

/// Encoders may write other octets one day, so it is the decoded ones that count.
#[test]
fn compressed_sessions_print_as_the_plain_one() {
    let plain = printed(&["print", "ssh-session.pcap"]);
    for (ending, octets) in derived::compressed() {
        let name = format!("ssh-session.pcap.{ending}");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(testdata().join(&name), octets).expect("the file can be written");
        }
        assert_eq!(printed(&["print", &name]), plain, "{name}");
    }
}
