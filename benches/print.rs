//! Printing: what tcpdump's text of a packet costs, beyond reading and decoding.
//!
//! `cargo bench -p synfin-line --bench print`; subtract the figures of `--bench decode`.

mod made;

use divan::Bencher;
use made::{KINDS, Made};
use synfin_line::{LineOptions, LinePrinter};

fn main() {
    divan::main();
}

/// Lines as of `-nn`, and with `-v`.
#[divan::bench(args = KINDS, consts = [0, 1])]
fn print<const VERBOSITY: u8>(bencher: Bencher<'_, '_>, made: Made) {
    made::bench(bencher, made, |mut capture| {
        let mut printer = LinePrinter::new(LineOptions {
            numeric: true,
            verbosity: VERBOSITY,
            ..LineOptions::default()
        });
        let (mut text, mut len) = (Vec::new(), 0);
        while let Some(frame) = capture.next_frame().expect("whole records") {
            text.clear();
            printer.print(&frame, &frame.decode(), &mut text);
            len += text.len();
        }
        len
    });
}
