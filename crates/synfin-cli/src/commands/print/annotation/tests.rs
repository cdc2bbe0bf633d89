use super::{Annotator, Told, append};
use crate::colour::Palette;
use synfin::Tracker;
use synfin::capture::CaptureSet;
use synfin::tcp::Brief;
use synfin_line::Sheet;

#[test]
fn the_short_ways_write_what_the_long_one_does() {
    let (mut set, mut tracker, mut other) = (CaptureSet::new(), Tracker::new(), Tracker::new());
    for name in ["loss-fast-retransmit", "half-close"] {
        set.add_file(format!("../../testdata/{name}.pcap"));
    }
    let (mut sheet, mut ended, mut patient) = (Sheet::new(), Sheet::new(), Vec::new());
    let mut annotator = Annotator::default();
    let mut texts = String::new();
    while let Some(frame) = set.next_frame().unwrap() {
        let decoded = frame.decode();
        let Some(segment) = decoded.segment() else {
            continue;
        };
        let (seen, brief) = (tracker.observe(segment), other.observe_in_brief(segment));
        let (Some(mut seen), Some(mut brief)) = (seen, brief) else {
            continue;
        };
        for number in [seen.connection, 999, 1000, u32::MAX.into(), u64::MAX] {
            seen.connection = number;
            match &mut brief {
                Brief::Data { connection, .. } => *connection = number,
                Brief::Whole(seen) => seen.connection = number,
            }
            sheet.clear();
            ended.clear();
            patient.clear();
            annotator.append(&mut sheet, Told::from(&brief));
            annotator.end_line(&mut ended, Told::from(&brief));
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
