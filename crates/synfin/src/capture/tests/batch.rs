//! Frames that outlive the reading of the next one.

use super::files::{SECTION, open};
use crate::Capture;
use crate::capture::FrameBatch;

#[test]
fn what_comes_out_is_what_was_put_in() {
    let section = [
        SECTION.header(),
        SECTION.interface(1, 96, &[]),
        SECTION.interface(113, 0, &SECTION.option(13, &[4])),
        SECTION.packet(0, 1, b"one", &SECTION.option(1, b"comment")),
        SECTION.packet(1, 2, b"", &[]),
        SECTION.packet(1, 3, b"three", &[]),
        SECTION.packet(0, 4, b"four", &[]),
    ];
    let text = |mut capture: Capture, batch: &mut FrameBatch| {
        let mut text = Vec::new();
        while let Some(frame) = capture.next_frame().unwrap() {
            text.push(format!("{frame:?}"));
            batch.push(&frame);
        }
        text
    };
    let mut batch = FrameBatch::new();
    for _ in 0..2 {
        batch.clear();
        let put_in = text(open(&section.concat()).unwrap(), &mut batch);
        let came_out: Vec<_> = batch.iter().map(|frame| format!("{frame:?}")).collect();
        assert_eq!((came_out, batch.len()), (put_in, 4));
    }
}
