//! A sketch makes the picture that is drawn at once, wherever its pieces begin and end.

#[expect(dead_code, reason = "this test draws by itself")]
mod common;

use common::captures;
use std::collections::BTreeMap;
use synfin::{Capture, Tracker};
use synfin_picture::{Picture, Room, Sketch};

#[test]
fn a_sketch_is_drawn_as_the_picture_at_once() {
    let rooms = [(5_000, 2_000), (30, 20)].map(|(rows, points)| Room { rows, points });
    let mut longest = 0;
    for path in captures() {
        for room in rooms {
            let Ok(mut capture) = Capture::open(&path) else {
                continue;
            };
            let mut tracker = Tracker::new();
            let mut pictures: BTreeMap<u64, (Picture, Sketch)> = BTreeMap::new();
            while let Ok(Some(frame)) = capture.next_frame() {
                let decoded = frame.decode();
                let Some(segment) = decoded.segment() else {
                    continue;
                };
                let Some(seen) = tracker.observe(segment) else {
                    continue;
                };
                let (picture, sketch) = pictures.entry(seen.connection).or_insert_with(|| {
                    let picture = Picture::new(segment, &seen, false, room);
                    (picture, Sketch::new(segment, &seen, room))
                });
                // Again and again: the captures are short.
                for _ in 0..5 {
                    picture.observe(segment, &seen);
                    sketch.observe(segment, &seen);
                }
            }
            for (picture, mut sketch) in pictures.into_values() {
                longest = longest.max(picture.chronicle.landmarks.segments);
                let (once, later) = (format!("{picture:?}"), format!("{:?}", sketch.picture()));
                assert!(once == later, "{}\n{once}\n{later}", path.display());
            }
        }
    }
    assert!(
        longest > 100,
        "no connection is longer than a piece: {longest}"
    );
}
