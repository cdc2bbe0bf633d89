//! Time that passes without segments of a tracker's flows.

use super::{Wire, acts, opening};
use crate::{Segment, Tracker};
use proptest::prelude::*;

/// Connections as they were handed out, each with the packet at which it was.
type Given = Vec<(u64, u64)>;

fn give(tracker: &mut Tracker, packet: u64, given: &mut Given) {
    let drained = tracker.drain_finished();
    given.extend(drained.map(|connection| (packet, connection.first_packet())));
}

/// Takes the tracker's segments of a batch, and lets time pass for the others.
fn take(tracker: &mut Tracker, batch: &[(Segment<'_>, bool)], given: &mut Given) {
    for (segment, is_taken) in batch {
        if *is_taken {
            tracker.follow(segment);
        } else {
            tracker.pass_time(segment.time);
        }
        give(tracker, segment.packet, given);
    }
}

/// The same, but the tracker is not told of the others where it says that they do not matter.
fn take_calmly(tracker: &mut Tracker, batch: &[(Segment<'_>, bool)], given: &mut Given) {
    let times = batch.iter().map(|(segment, _)| segment.time.as_nanos());
    let span = times.clone().min().zip(times.max());
    if !span.is_some_and(|(earliest, latest)| tracker.hands_out_none(earliest..=latest)) {
        return take(tracker, batch, given);
    }
    for (segment, _) in batch.iter().filter(|(_, is_taken)| *is_taken) {
        tracker.follow(segment);
        give(tracker, segment.packet, given);
    }
    if let Some((last, _)) = batch.last() {
        tracker.pass_time(last.time);
        give(tracker, last.packet, given);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 2 } else { 300 }))]

    #[test]
    fn connections_leave_at_the_same_packets_where_passing_of_time_is_left_out(
        acts in acts(), isns: [[u32; 2]; 2], len in 1_usize..12,
    ) {
        let mut wire = Wire { next: isns, time: 1_000_000_000, packet: 0, last: None };
        let sent: Vec<_> = opening().chain(acts).map(|act| wire.segment(&act)).collect();
        for is_ipv4 in [false, true] {
            let taken = |segment: &Segment<'static>| (*segment, segment.source.is_ipv4() == is_ipv4);
            let sent: Vec<_> = sent.iter().map(taken).collect();
            let (mut told, mut calm) = (Tracker::new(), Tracker::new());
            let (mut at, mut calmly_at) = (Given::new(), Given::new());
            for batch in sent.chunks(len) {
                take(&mut told, batch, &mut at);
                take_calmly(&mut calm, batch, &mut calmly_at);
            }
            prop_assert_eq!(at, calmly_at);
            let last = |tracker: Tracker| tracker.finish().map(|it| format!("{it:?}")).collect();
            let (told, calm): (Vec<String>, Vec<String>) = (last(told), last(calm));
            prop_assert_eq!(told, calm);
        }
    }

    #[test]
    fn who_forgets_is_told_the_numbers_of_what_would_be_handed_out(
        acts in acts(), isns: [[u32; 2]; 2],
    ) {
        let mut wire = Wire { next: isns, time: 1_000_000_000, packet: 0, last: None };
        let (mut forgets, mut drains) = (Tracker::new(), Tracker::new());
        for act in opening().chain(acts) {
            let segment = wire.segment(&act);
            let seen = forgets.observe(&segment).map(|seen| seen.connection);
            prop_assert_eq!(seen, drains.observe(&segment).map(|seen| seen.connection));
            let mut forgotten = Vec::new();
            forgets.forget_finished_with(|number| forgotten.push(number));
            forgotten.sort_unstable();
            let drained = drains.drain_finished().map(|connection| connection.id());
            prop_assert_eq!(forgotten, drained.collect::<Vec<_>>());
        }
    }
}
