//! The captures that code makes are made again here, and each must equal its file in `testdata`.
//!
//! `UPDATE_GOLDEN=1 cargo test -p synfin-cli --test testdata` writes them.

#[path = "../common/mod.rs"]
mod common;
mod session;

use common::assert_stored;

#[test]
fn ssh_session_is_the_printed_one_rebuilt() {
    assert_stored("ssh-session.pcap", &session::pcap());
}
