//! Filters: what it costs to tell which frames pass, beyond reading; nothing is decoded for it.
//!
//! `cargo bench -p synfin --bench filter`

mod made;

use divan::Bencher;
use made::KINDS;
use synfin::{Filter, LinkType};

fn main() {
    divan::main();
}

#[divan::bench(args = [
    "tcp",
    "tcp port 80",
    "host 192.0.2.7 and (port 80 or port 443)",
    "tcp[tcpflags] & (tcp-syn|tcp-fin|tcp-rst) != 0",
])]
fn filter(bencher: Bencher<'_, '_>, expression: &str) {
    let filter = Filter::compile(expression, LinkType::ETHERNET).expect("an expression");
    made::bench(bencher, KINDS[2], |mut capture| {
        let mut passed = 0;
        while let Some(frame) = capture.next_frame().expect("whole records") {
            passed += u64::from(filter.matches(&frame));
        }
        passed
    });
}
