use super::{Annotator, append};
use crate::colour::Palette;
use synfin::Tracker;
use synfin::capture::CaptureSet;
use synfin_line::Sheet;

#[test]
fn the_short_ways_write_what_the_long_one_does() {
    let (mut set, mut tracker) = (CaptureSet::new(), Tracker::default());
    for name in ["loss-fast-retransmit", "half-close"] {
        set.add_file(format!("../../testdata/{name}.pcap"));
    }
    let (mut sheet, mut ended, mut patient) = (Sheet::new(), Sheet::new(), Vec::new());
    let mut annotator = Annotator::default();
    let mut texts = String::new();
    while let Some(frame) = set.next_frame().unwrap() {
        let decoded = frame.decode();
        let seen = decoded.segment().and_then(|it| tracker.observe(it));
        let Some(mut seen) = seen else { continue };
        for number in [seen.connection, 999, 1000, u32::MAX.into(), u64::MAX] {
            seen.connection = number;
            sheet.clear();
            ended.clear();
            patient.clear();
            annotator.append(&mut sheet, &seen);
            annotator.end_line(&mut ended, &seen);
            append(&mut patient, &seen, &Palette::default());
            assert_eq!(sheet.as_bytes(), patient);
            patient.push(b'\n');
            assert_eq!(ended.as_bytes(), patient);
            texts += &String::from_utf8_lossy(&patient);
        }
    }
    for text in ["\t# 999 data\n", "\t# 1000 data; duplicate ack\n"] {
        assert!(texts.contains(text), "{texts}");
    }
}
